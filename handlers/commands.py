"""The command menus that Telegram shows: one for private chats, one for the office group."""

from aiogram import Bot
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)

from handlers.menu import ENTRIES
from locales.texts import Texts


async def publish(bot: Bot, words: Texts) -> None:
    """Tell Telegram; a menu is no permission, each act is checked when it happens."""
    everywhere = [BotCommand(command="help", description=words.say("menu.help"))]
    private = [BotCommand(command=e.command, description=words.say(f"menu.{e.command}")) for e in ENTRIES]
    group = [
        BotCommand(command=e.command, description=words.say(f"menu.{e.command}"))
        for e in ENTRIES
        if e.in_group
    ]
    await bot.set_my_commands([*private, *everywhere], scope=BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([*group, *everywhere], scope=BotCommandScopeAllGroupChats())
