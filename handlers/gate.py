"""The gate every update passes: who asks, from where; opens transactions; words every refusal."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, Protocol

import structlog
from aiogram import BaseMiddleware
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import CallbackQuery, Chat, ErrorEvent, Message, TelegramObject, Update, User
from aiogram_dialog.api.exceptions import OutdatedIntent, UnknownIntent, UnknownState

from domain.errors import DomainError
from domain.roles import Actor
from handlers import entrances
from handlers.menu import menu_of
from locales.texts import Texts, texts
from services import people
from services.journal import AlreadyDone
from services.work import Work

log = structlog.get_logger()

ALERT_LIMIT = 200
STALE = (UnknownIntent, OutdatedIntent, UnknownState)
Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]
Opened = AbstractAsyncContextManager[Work]


class Transactions(Protocol):
    """What the composition root hands in: see ``bot.acts``."""

    def working(self, actor: Actor, cause: str) -> Opened:
        """One act, one entry."""

    def noting(self, actor: Actor, cause: str) -> Opened:
        """A note that is idempotent by its own keys."""

    def looking(self, actor: Actor) -> Opened:
        """Read only."""


def is_impostor(event: Update) -> bool:
    """Anonymous admins, channels and bots have no identity of their own: never an actor."""
    message = event.message or event.edited_message
    if message is None:
        return False
    return message.sender_chat is not None or bool(message.from_user and message.from_user.is_bot)


def is_borrowed(event: Update) -> bool:
    """Words, a contact or a place that somebody else gave (forwarded, or put in by another bot)."""
    message = event.message
    if message is None or (message.forward_origin is None and message.via_bot is None):
        return False
    return message.text is not None or message.contact is not None or message.location is not None


def refuse_foreign(event: Update, actor: Actor) -> None:
    """Raise for a button that is not the actor's to press, and for borrowed words."""
    if event.callback_query is not None:
        entrances.check(actor, event.callback_query.data or "")
    elif is_borrowed(event):
        raise DomainError("gate.forwarded")


class Gate(BaseMiddleware):
    """Resolves the actor, injects ``actor``, ``texts``, ``working``, ``noting``, ``looking``."""

    def __init__(self, acts: Transactions) -> None:
        """``acts`` opens the transactions."""
        self._acts = acts

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Let the update through with its actor, and answer what was refused."""
        user: User | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        if not isinstance(event, Update) or user is None or chat is None or is_impostor(event):
            return None
        if is_borrowed(event) and chat.type != ChatType.PRIVATE:
            return None
        actor = await self._actor(user, chat)
        cause = f"update:{event.update_id}"
        data |= {
            "actor": actor,
            "texts": texts(actor.language),
            "working": partial(self._acts.working, actor, cause),
            "noting": partial(self._acts.noting, actor, cause),
            "looking": partial(self._acts.looking, actor),
        }
        return await self._answered(handler, event, data)

    async def _actor(self, user: User, chat: Chat) -> Actor:
        async with self._acts.looking(Actor()) as look:
            place = await people.place_of(look.session, chat.id, private=chat.type == ChatType.PRIVATE)
            return await people.who(look, user.id, place)

    async def _answered(self, handler: Handler, event: Update, data: dict[str, Any]) -> Any:
        words: Texts = data["texts"]
        try:
            refuse_foreign(event, data["actor"])
            return await handler(event, data)
        except DomainError as refusal:
            await self._tell(event, words.error(refusal))
        except AlreadyDone:
            await self._tell(event, words.say("gate.done_before"))
        except TelegramBadRequest as error:
            # The act is stored; only its picture failed (a message deleted meanwhile, a press too old).
            log.warning("answer not shown", error=error.message)
        return None

    @staticmethod
    async def _tell(event: Update, text: str) -> None:
        spoken = event.event
        if isinstance(spoken, CallbackQuery):
            await _toast(spoken, text)
        elif isinstance(spoken, Message):
            await spoken.answer(text, parse_mode=None)


async def _toast(query: CallbackQuery, text: str) -> None:
    try:
        await query.answer(text[:ALERT_LIMIT], show_alert=True)
    except TelegramAPIError:
        if isinstance(query.message, Message):
            await query.message.answer(text, parse_mode=None)


async def on_stale(event: ErrorEvent, actor: Actor, texts: Texts) -> None:
    """A dialog's old screen was pressed: say so, with the menu.

    As an error handler, not in the gate: aiogram-dialog mends a torn stack on its way here.
    """
    query, text = event.update.callback_query, texts.say("gate.stale")
    if query is not None:
        await _toast(query, text)
    place = query.message if query else event.update.message
    if isinstance(place, Message):
        await place.answer(text, reply_markup=menu_of(actor, texts))
