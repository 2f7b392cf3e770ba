"""The command menus that Telegram shows: one for private chats, one for groups, and each person's own."""

from collections.abc import Iterable
from contextlib import suppress

from aiogram import Bot
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    Message,
)
from aiogram_dialog import DialogManager

from domain.roles import Actor, Place
from handlers.menu import ENTRIES, entries_of
from locales.texts import Texts, texts
from services import outbox, people

EVERYWHERE = ("menu", "cancel", "help")
PRIVATELY = "language"


def always_of(actor: Actor) -> tuple[str, ...]:
    """What can be asked for besides the menu's entries, wherever the actor stands."""
    return (PRIVATELY, *EVERYWHERE) if actor.place is Place.PRIVATE else EVERYWHERE


def _worded(commands: Iterable[str], words: Texts) -> list[BotCommand]:
    return [BotCommand(command=one, description=words.say(f"menu.{one}")) for one in (*commands, *EVERYWHERE)]


async def publish(bot: Bot, words: Texts) -> None:
    """Tell Telegram; a menu is no permission, each act is checked when it happens."""
    private = _worded((*(entry.command for entry in ENTRIES), PRIVATELY), words)
    group = _worded((entry.command for entry in ENTRIES if entry.in_group), words)
    await bot.set_my_commands(private, scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(group, scope=BotCommandScopeAllGroupChats())


async def publish_for(message: Message, actor: Actor, words: Texts) -> None:
    """In a private chat only the person's own commands, as they are when the person asks for the menu."""
    if message.chat.type == ChatType.PRIVATE and message.bot is not None:
        await publish_to(message.bot, message.chat.id, actor, words)


async def publish_to(bot: Bot, chat_id: int, actor: Actor, words: Texts) -> None:
    """The same for the private chat of somebody whose roles have just changed."""
    mine = _worded((*(entry.command for entry in entries_of(actor)), PRIVATELY), words)
    with suppress(TelegramAPIError):  # the general menu stays; every command answers who may not use it
        await bot.set_my_commands(mine, scope=BotCommandScopeChat(chat_id=chat_id))


async def refresh_menus(manager: DialogManager, concerned: Iterable[int | None]) -> None:
    """The command menus of both follow their roles at once."""
    async with manager.middleware_data["looking"]() as look:
        accounts = [await outbox.account_of(look.session, one) for one in concerned if one]
        actors = {
            one.telegram_id: await people.who(look, one.telegram_id, Place.PRIVATE) for one in accounts if one
        }
    for chat_id, actor in actors.items():
        await publish_to(manager.middleware_data["bot"], chat_id, actor, texts(actor.language))
