"""Command line: take an office file in."""

import asyncio
import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.refusals import refusals
from bot.settings import Settings
from domain.difference import Difference
from domain.item_list import REASONS, Grounds
from domain.roles import HOUSE
from locales.columns import columns
from locales.texts import Texts, texts
from services.registers.importing import File, report_of

Outcome = tuple[File, Difference]
"""The file as it was judged, what it changed or would change."""
Kind = Annotated[str, typer.Argument(help="objects, inspectors, items, experts or plans")]


def register(app: typer.Typer) -> None:
    """Add ``import``."""
    app.command("import")(import_file)


def import_file(
    kind: Kind,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="xlsx, xls or csv")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="read and compare, change nothing")] = False,
    reason: Annotated[str, typer.Option(help=f"item list: why it changes: {', '.join(REASONS)}")] = "",
    document: Annotated[str, typer.Option(help="item list: by which document, with its number")] = "",
    effective: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="item list: from which day")
    ] = None,
    whole_list: Annotated[
        bool, typer.Option("--whole-list", help="item list: what the file leaves out is abolished")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the report as JSON")] = False,
) -> None:
    """Import a list; rows with errors are left out and named by cell, reason and cure."""
    from services.registers.importing import read_file

    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        read = read_file(file.name, file.read_bytes(), kind)
        grounds = _grounds(reason, document, effective, whole=whole_list)
        taking = _compare(settings, read, grounds) if dry_run else _import(settings, read, grounds)
        read, found = asyncio.run(taking)
    report = report_of(read, settings.lang) | _counts(found) | {"alike": _alike(read.kind, found, words)}
    report["ended"] = len(found.gone) if whole_list else 0
    if as_json:
        typer.echo(json.dumps(report, ensure_ascii=False))
    else:
        _print(report, words.say("cli.import.dry" if dry_run else "cli.import.done", **report))
    if not read.reading.rows:
        raise typer.Exit(1)


def _grounds(reason: str, document: str, effective: datetime | None, *, whole: bool) -> Grounds | None:
    if not (reason or document or effective or whole):
        return None
    code = reason if reason in REASONS else columns().value("change_reason", reason)
    return Grounds(code or "", document, effective.date() if effective else None, whole)


def _counts(found: Difference) -> dict[str, object]:
    return {"new": len(found.new), "changed": len(found.changed), "same": found.same, "gone": len(found.gone)}


def _alike(kind: str, found: Difference, words: Texts) -> list[dict[str, object]]:
    """New rows that may be known under another number, both sides of what differs."""
    from services.registers.register_report import side_by_side

    return [
        {
            "key": one.key,
            "known": one.known,
            "fields": side_by_side(kind, [(side.field, side.new, side.old) for side in one.fields], words),
        }
        for one in found.alike
    ]


def _print(report: dict[str, Any], last: str) -> None:
    for error in report["errors"]:
        typer.echo(f"{error['sheet']} {error['cell'] or error['row']}: {error['message']}", err=True)
    for pair in report["alike"]:
        typer.echo(f"{pair['key']} ? {pair['known']}", err=True)
    typer.echo(last)


async def _compare(settings: Settings, read: File, grounds: Grounds | None) -> Outcome:
    from bot.database import opened
    from services.registers import importing
    from services.registers.item_shelf import demand_grounds

    async with opened(settings) as acts, acts.looking() as look:
        judged = await importing.judged(look, read)
        found = await importing.compare(look, judged)
        if grounds is not None:
            await demand_grounds(look, read.kind, found, judged.reading, grounds)
        return judged, found


async def _import(settings: Settings, read: File, grounds: Grounds | None) -> Outcome:
    from bot.database import opened
    from bot.imports import take_in

    async with opened(settings) as acts:
        done = await take_in(acts, read, HOUSE, grounds)
        return done.file, done.difference
