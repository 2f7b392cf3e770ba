"""Command line: write the draft of a report as a Word file."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.refusals import refusals
from bot.settings import Settings
from domain.forms import Briefing
from domain.report import Report
from domain.roles import HOUSE
from locales.texts import texts

Year = Annotated[int, typer.Option(min=2000, max=2999, help="year of the deadline")]
Key = Annotated[str, typer.Argument(help="the deadline's key, as `deadline list` shows it")]
Target = Annotated[Path, typer.Argument(dir_okay=False, help="the docx file to write")]


def register(app: typer.Typer) -> None:
    """Add ``report unit``, ``report office`` and ``report briefing``."""
    group = typer.Typer(help="Drafts of reports, told from the data.", no_args_is_help=True)
    group.callback()(_together)
    group.command("unit")(of_unit)
    group.command("office")(of_place)
    group.command("briefing")(briefing)
    app.add_typer(group, name="report")


def _together() -> None:
    """Drafts of reports, told from the data; people complete what says （请填写）."""


def of_unit(
    unit: Annotated[str, typer.Argument(help="the unit's full name")], deadline: Key, file: Target, year: Year
) -> None:
    """Write the draft of what a unit owes by a deadline: figures of today, gaps marked."""
    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        report = asyncio.run(_of_unit(settings, unit, deadline, year))
    _write(report, file)
    typer.echo(words.say("cli.report.done", title=report.title, file=file))


def of_place(deadline: Key, file: Target, year: Year) -> None:
    """Write the draft of the office's own report upwards, from the data of all units."""
    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        report = asyncio.run(_of_place(settings, deadline, year))
    _write(report, file)
    typer.echo(words.say("cli.report.done", title=report.title, file=file))


def _write(report: Report, file: Path) -> None:
    from bot.report_docx import report_docx

    file.write_bytes(report_docx(report))


async def _of_unit(settings: Settings, unit: str, deadline: str, year: int) -> Report:
    from bot.database import opened
    from services.year import report_drafts

    async with opened(settings) as acts, acts.looking(HOUSE) as look:
        return await report_drafts.of_deadline(look, unit, deadline, year)


async def _of_place(settings: Settings, deadline: str, year: int) -> Report:
    from bot.database import opened
    from services.year import report_drafts

    async with opened(settings) as acts, acts.looking(HOUSE) as look:
        return await report_drafts.of_place(look, deadline, year)


def briefing(
    period: Annotated[str, typer.Argument(help="2026-09, 2026Q3, 2026H1 or 2026")], file: Target
) -> None:
    """Write the 通报 of a period to all units: figures by unit, the late ones first."""
    from bot.form_docx import docx

    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        form = asyncio.run(_briefing(settings, period))
        content = docx(form, settings.data_dir / "forms")
    file.write_bytes(content)
    typer.echo(words.say("cli.report.briefing", period=form.period, file=file))


async def _briefing(settings: Settings, period: str) -> Briefing:
    from bot.database import opened
    from services.papers import form_briefing

    async with opened(settings) as acts, acts.looking(HOUSE) as look:
        return await form_briefing.briefing(look, period)
