"""Command line: write a list, or its empty template, as a workbook."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from bot.refusals import refusals
from bot.settings import Settings
from domain.roles import HOUSE
from locales.texts import texts

Kind = Annotated[str, typer.Argument(help="objects, inspectors, items, experts or plans")]


def register(app: typer.Typer) -> None:
    """Add ``export``."""
    app.command("export")(export_list)


def export_list(
    kind: Kind,
    file: Annotated[Path, typer.Argument(dir_okay=False, help="the xlsx file to write")],
    template: Annotated[
        bool, typer.Option("--template", help="an empty list to fill in, with drop-downs")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print the summary as JSON")] = False,
) -> None:
    """Write a list as a workbook that can be imported again; or its template. A list may hold phones."""
    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        content, rows = asyncio.run(_template(settings, kind) if template else _list(settings, kind))
    file.write_bytes(content)
    told = {"kind": kind, "template": template, "file": str(file), "rows": rows, "bytes": len(content)}
    line = words.say("cli.export.template" if template else "cli.export.done", **told)
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else line)


async def _template(settings: Settings, kind: str) -> tuple[bytes, int]:
    from bot.database import opened
    from services.registers import exporting

    async with opened(settings) as acts, acts.looking(HOUSE) as look:
        lists = await exporting.offered(look, kind)
    return exporting.template_book(kind, settings.lang, lists), 0


async def _list(settings: Settings, kind: str) -> tuple[bytes, int]:
    from bot.database import opened
    from services.registers import exporting

    async with opened(settings) as acts:
        async with acts.looking(HOUSE) as look:
            found = await exporting.listed(look, kind)
        content = await asyncio.to_thread(exporting.book, found, settings.lang)
        async with acts.working(HOUSE, f"cli:export:{acts.clock().isoformat()}") as work:
            await exporting.handed_out(work, found)
    return content, len(found.rows)
