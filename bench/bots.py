"""The other bots of the comparison: bare echoes of both libraries, and the naive dialog with its commit.

A process like ``tests.crash.child``, with more lives. Each answers a press as a report does: the press is
answered and the message edited.
"""

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram_dialog import Dialog, DialogManager, StartMode, Window, setup_dialogs
from aiogram_dialog.widgets.kbd import Button
from aiogram_dialog.widgets.text import Const, Format
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.sql import text
from telegram import InlineKeyboardButton as Key
from telegram import InlineKeyboardMarkup as Keys
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from bench.counting import NEXT, counted
from tests.crash.child import LIVES, Order, main
from tests.talk import TOKEN

TABLE = "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, person INTEGER, value INTEGER)"


def _bot(order: Order) -> Bot:
    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(order["url"])))


async def aiogram_echo(order: Order) -> None:
    """aiogram and nothing else; the count stands in the message."""
    dispatcher = Dispatcher()
    keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text=NEXT, callback_data=NEXT)]])

    async def begin(message: Message) -> None:
        await message.answer(counted(0), reply_markup=keys)

    async def press(query: CallbackQuery) -> None:
        await query.answer()
        if isinstance(query.message, Message):
            await query.message.edit_text(counted(query.message.text), reply_markup=keys)

    dispatcher.message.register(begin, CommandStart())
    dispatcher.callback_query.register(press)
    await dispatcher.start_polling(_bot(order), handle_signals=False)


async def ptb_echo(order: Order) -> None:
    """python-telegram-bot and nothing else."""
    keys = Keys([[Key(NEXT, callback_data=NEXT)]])

    async def begin(update: Update, _: Any) -> None:
        if update.message:
            await update.message.reply_text(counted(0), reply_markup=keys)

    async def press(update: Update, _: Any) -> None:
        query = update.callback_query
        if query and query.message:
            await query.answer()
            shown = getattr(query.message, "text", "")
            await query.edit_message_text(counted(shown), reply_markup=keys)

    builder = Application.builder().token(TOKEN).base_url(f"{order['url']}/bot").concurrent_updates(True)
    application = builder.build()
    application.add_handler(CommandHandler("start", begin))
    application.add_handler(CallbackQueryHandler(press))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling()
        await asyncio.Event().wait()


class Counting(StatesGroup):
    """The naive dialog's one state."""

    shown = State()


async def naive(order: Order) -> None:
    """aiogram-dialog in memory and one committed row an update: confirmed to Telegram before it is stored."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{Path(order['folder']) / 'naive.db'}")
    async with engine.begin() as connection:
        await connection.execute(text("PRAGMA journal_mode=WAL"))
        await connection.execute(text(TABLE))
    dispatcher = Dispatcher(storage=MemoryStorage())

    async def shown(dialog_manager: DialogManager, **_: Any) -> dict[str, str]:
        return {"count": counted(dialog_manager.dialog_data.get("count"))}

    window = Window(
        Format("{count}"),
        Button(Const(NEXT), id="next", on_click=partial(_kept, engine)),
        state=Counting.shown,
        getter=shown,
    )

    async def begin(_: Message, dialog_manager: DialogManager) -> None:
        await dialog_manager.start(Counting.shown, mode=StartMode.RESET_STACK)

    dispatcher.message.register(begin, CommandStart())
    dispatcher.include_router(Dialog(window))
    setup_dialogs(dispatcher)
    await dispatcher.start_polling(_bot(order), handle_signals=False)


async def _kept(engine: AsyncEngine, query: CallbackQuery, _: Button, manager: DialogManager) -> None:
    manager.dialog_data["count"] = counted(manager.dialog_data.get("count"))
    async with engine.begin() as connection:
        values = {"person": query.from_user.id, "value": 1}
        await connection.execute(text("INSERT INTO answer (person, value) VALUES (:person, :value)"), values)


LIVES |= {"aiogram": aiogram_echo, "ptb": ptb_echo, "naive": naive}

if __name__ == "__main__":
    main()
