"""The register of Bot API methods, and how a method finds what its arguments name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from playground.arguments import Arguments
from playground.errors import ApiError, bad_request, forbidden
from playground.state import Bot, Chat, Message, User
from playground.world import World


@dataclass(frozen=True)
class Request:
    """One call of a bot."""

    world: World
    bot: Bot
    arguments: Arguments

    def known_chat(self) -> Chat:
        """The chat of `chat_id`, whether the bot may write there or not.

        :raises ApiError: 400 chat not found.
        """
        wanted = self.arguments.text("chat_id").strip()
        if not wanted:
            raise bad_request("chat_id is empty")
        number = int(wanted) if wanted.lstrip("-").isdigit() else 0
        chat = self.world.chats.get(str(number) if number < 0 else f"{self.bot.id}_{number}")
        if chat is None and number > 0:
            raise self._stranger(number)
        if chat is None or (not chat.is_private and self.bot.id not in chat.members):
            raise bad_request("chat not found")
        return chat

    def _stranger(self, user_id: int) -> ApiError:
        """A bot knows people it shares a group with; everybody else does not exist for it."""
        user = self.world.account(user_id)
        if user and user.is_bot:
            return forbidden("the bot can't send messages to the bot")
        if user and any(chat.has(user) and chat.has(self.bot) for chat in self.world.groups()):
            return forbidden("bot can't initiate conversation with a user")
        return bad_request("chat not found")

    def chat(self) -> Chat:
        """The chat of `chat_id`, open for writing.

        :raises ApiError: 400 or 403 saying why the bot cannot write there.
        """
        chat = self.known_chat()
        if chat.user is not None:
            self._check_private(chat, chat.user)
            return chat
        what = "group chat" if chat.kind == "group" else "supergroup chat"
        if chat.migrated_to is not None:
            raise bad_request(
                "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
            )
        if chat.deleted:
            raise forbidden("the group chat was deleted")
        if chat.members[self.bot.id] == "kicked":
            raise forbidden(f"bot was kicked from the {what}")
        if chat.members[self.bot.id] == "left":
            raise forbidden(f"bot is not a member of the {what}")
        return chat

    @staticmethod
    def _check_private(chat: Chat, user: User) -> None:
        if user.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")

    def message(self, chat: Chat, purpose: str) -> Message:
        """:raises ApiError: 400 "message to <purpose> not found"."""
        message = chat.messages.get(self.arguments.integer("message_id"))
        if message is None:
            raise bad_request(f"message to {purpose} not found")
        return message

    def person(self) -> User:
        user = self.world.account(self.arguments.integer("user_id"))
        if user is None:
            raise bad_request("user not found")
        return user


Handler = Callable[[Request], Awaitable[Any]]
METHODS: dict[str, Handler] = {}


def method(*names: str) -> Callable[[Handler], Handler]:
    """Answer these Bot API methods; names match whatever their case."""

    def register(handler: Handler) -> Handler:
        METHODS.update({name.lower(): handler for name in names})
        return handler

    return register


@method("getMe")
async def get_me(request: Request) -> Any:
    return request.bot.about_itself()


@method("logOut", "close")
async def accept(_: Request) -> Any:
    return True


PROFILE = {"name": "Name", "description": "Description", "short_description": "ShortDescription"}


def _profile(field: str, suffix: str) -> None:
    @method(f"setMy{suffix}")
    async def write(request: Request) -> Any:
        request.bot.profile[field] = request.arguments.text(field)
        return True

    @method(f"getMy{suffix}")
    async def read(request: Request) -> Any:
        return {field: request.bot.profile.get(field, "")}


for _field, _suffix in PROFILE.items():
    _profile(_field, _suffix)


@method("setChatMenuButton")
async def set_menu_button(request: Request) -> Any:
    request.arguments.structure("menu_button")
    return True


@method("getChatMenuButton")
async def get_menu_button(_: Request) -> Any:
    return {"type": "commands"}
