"""Command line: what waits while sending is on hold, and the operator's word that ends the hold."""

import asyncio
from collections.abc import Sequence

import typer

from bot.refusals import refusals
from bot.settings import Settings
from domain.notices import HeldLetters
from domain.roles import HOUSE
from locales.texts import Texts, moment, texts


def register(app: typer.Typer) -> None:
    """Add ``sending show``, ``sending release`` and ``sending discard``."""
    sending = typer.Typer(help="Letters held back: what waits, and the word.", no_args_is_help=True)
    for command in (show, release, discard):
        sending.command(command.__name__)(command)
    app.add_typer(sending, name="sending")


def print_waiting(words: Texts, waiting: Sequence[HeldLetters]) -> None:
    """A line for each thing that letters wait about."""
    for one in waiting:
        what, since = words.say(f"sending.room.{one.room}"), moment(one.since)
        typer.echo(words.say("sending.line", what=what, letters=one.letters, since=since))
    if not waiting:
        typer.echo(words.say("sending.nothing"))


def show() -> None:
    """Say whether sending is on hold, and what waits."""
    settings = Settings()
    words = texts(settings.lang)
    reason, waiting = asyncio.run(_look(settings))
    typer.echo(words.say("sending.on_hold", reason=reason) if reason else words.say("sending.not_held"))
    print_waiting(words, waiting)


async def _look(settings: Settings) -> tuple[str, Sequence[HeldLetters]]:
    from bot.database import opened
    from services import sending_hold

    async with opened(settings) as acts, acts.looking(HOUSE) as look:
        hold = await sending_hold.standing(look.session)
        return hold.reason if hold else "", await sending_hold.waiting(look)


def release() -> None:
    """End the hold: everything that waits goes out."""
    _end(discard=False)


def discard() -> None:
    """End the hold: what waits becomes void and never goes out."""
    _end(discard=True)


def _end(*, discard: bool) -> None:
    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        count = asyncio.run(_ended(settings, discard=discard))
    typer.echo(words.say("sending.discarded" if discard else "sending.released", count=count))


async def _ended(settings: Settings, *, discard: bool) -> int:
    from bot.database import opened
    from services import sending_hold

    async with (
        opened(settings) as acts,
        acts.working(HOUSE, f"cli:sending:{acts.clock().isoformat()}") as work,
    ):
        return await sending_hold.end(work, "", discard=discard)
