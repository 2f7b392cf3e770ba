"""Command line: move a deadline of a year by a circular, and list what stands."""

import asyncio
from datetime import date, datetime
from typing import Annotated

import typer

from bot.refusals import refusals
from bot.settings import Settings
from domain.roles import HOUSE
from locales.texts import texts
from services.year.deadline_moves import Choice, Preview

Year = Annotated[int, typer.Option(min=2000, max=2999, help="year of the deadline")]
Key = Annotated[str, typer.Argument(help="the deadline's key, as `deadline list` shows it")]
Document = Annotated[str, typer.Option(help="number of the document that says so")]


def register(app: typer.Typer) -> None:
    """Add ``deadline list``, ``deadline move`` and ``deadline restore``."""
    group = typer.Typer(help="Deadlines of a year, and the circulars that move them.")
    group.command("list")(show)
    group.command("move")(move)
    group.command("restore")(restore)
    app.add_typer(group, name="deadline")


def show(year: Year) -> None:
    """List a year's deadlines as they stand in the database; `calendar` shows the rules alone."""
    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        found = asyncio.run(_choices(settings, year))
    for item in found:
        typer.echo(words.say("deadlines.move.line", item=item))


def move(
    key: Key,
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], help="the new last day")],
    document: Document,
    year: Year,
) -> None:
    """Move a deadline of one year; open duties move, each liaison concerned is told once."""
    _said(key, day.date(), document, year)


def restore(key: Key, document: Document, year: Year) -> None:
    """Go back to the day that the place's rules give."""
    _said(key, None, document, year)


def _said(key: str, day: date | None, document: str, year: int) -> None:
    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        seen = asyncio.run(_move(settings, key, day, document, year))
    typer.echo(words.say("deadlines.move.moved", seen=seen))


async def _choices(settings: Settings, year: int) -> list[Choice]:
    from bot.database import opened
    from services.year import deadline_moves

    async with opened(settings) as acts, acts.looking() as look:
        return await deadline_moves.choices(look, year)


async def _move(settings: Settings, key: str, day: date | None, document: str, year: int) -> Preview:
    from bot.database import opened
    from services.year import deadline_moves

    async with (
        opened(settings) as acts,
        acts.working(HOUSE, f"cli:deadline:{key}:{acts.clock().isoformat()}") as work,
    ):
        return await deadline_moves.move(work, year, key, day, document)
