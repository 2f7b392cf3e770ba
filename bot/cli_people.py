"""Command line: the first steps of an office, before anybody has a chat."""

import asyncio
from typing import Annotated

import typer

from bot.refusals import refusals
from bot.settings import Settings
from domain.roles import HOUSE
from locales.texts import texts


def register(app: typer.Typer) -> None:
    """Add ``invite`` and ``bind-code``."""
    app.command("invite")(invite)
    app.command("bind-code")(bind_code)


def invite(roster_no: Annotated[str, typer.Argument(help="the person's roster number")]) -> None:
    """Issue a one-time enrolment token for a person of the roster; open t.me/BOT?start=TOKEN with it."""
    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        name, token = asyncio.run(_invite(settings, roster_no))
    typer.echo(words.say("cli.people.invited", name=name, token=token))


async def _invite(settings: Settings, roster_no: str) -> tuple[str, str]:
    from bot.database import opened
    from services import people

    async with (
        opened(settings) as acts,
        acts.working(HOUSE, f"cli:invite:{acts.clock().isoformat()}") as work,
    ):
        person, token = await people.invite(work, roster_no)
        return person.name, token


def bind_code() -> None:
    """Make a one-time code; the office sends /bind CODE in its group."""
    settings = Settings()
    code = asyncio.run(_bind_code(settings))
    typer.echo(texts(settings.lang).say("cli.people.bind", code=code))


async def _bind_code(settings: Settings) -> str:
    from bot.database import opened
    from services import people

    async with opened(settings) as acts, acts.noting() as work:
        return await people.write_binding_code(work)
