"""What is killed: a zygote imports the service once and forks it per order, so that a restart is quick.

Orders come as JSON lines on stdin, answers go as JSON lines to stdout. It ends when stdin ends.
"""

import asyncio
import json
import os
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message, Update

from bot.app import service
from bot.cli import quiet
from tests.talk import TOKEN, settings_for

Order = dict[str, Any]
PLAIN = "plain.db"


async def live(order: Order) -> None:
    """The real service, its clock ``ahead`` seconds of the machine's monotonic one."""

    def clock() -> datetime:
        return datetime.fromtimestamp(time.monotonic() + order["ahead"], UTC)

    async with service(settings_for(order["url"], Path(order["folder"])), clock, port=0) as running:
        await running.run()


async def plain(order: Order) -> None:
    """The negative control: aiogram's own polling, one committed row per update."""
    kept = sqlite3.connect(Path(order["folder"]) / PLAIN, isolation_level=None)
    kept.execute("PRAGMA journal_mode=WAL")
    kept.execute("CREATE TABLE IF NOT EXISTS kept (update_id INTEGER)")
    dispatcher = Dispatcher()

    async def keep(message: Message, event_update: Update) -> None:
        await message.answer("已收到")
        kept.execute("INSERT INTO kept VALUES (?)", (event_update.update_id,))

    dispatcher.message.register(keep)
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(order["url"])))
    await dispatcher.start_polling(bot, handle_signals=False)


LIVES: dict[str, Callable[[Order], Coroutine[Any, Any, None]]] = {"live": live, "plain": plain}


def _become(order: Order) -> None:
    """Run the life of a fork; it never returns to the zygote's loop."""
    log = os.open(Path(order["folder"]) / "child.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    try:
        asyncio.run(LIVES[order["life"]](order))
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        sys.stderr.flush()
        os._exit(1)


def main() -> None:
    """Fork, and bury."""
    living: set[int] = set()
    quiet()
    print("ready", flush=True)  # noqa: T201
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "start":
            pid = os.fork()
            if pid == 0:
                _become(order)
            living.add(pid)
            print(pid, flush=True)  # noqa: T201
        else:
            living.discard(order["pid"])
            print(os.waitpid(order["pid"], 0)[1], flush=True)  # noqa: T201
    for pid in living:
        os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
