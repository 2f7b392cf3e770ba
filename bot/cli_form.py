"""Command line: official forms into files."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bot.refusals import refusals
from bot.settings import Settings
from domain.forms import Form, InspectionNotice
from domain.roles import HOUSE
from locales.texts import texts


def register(app: typer.Typer) -> None:
    """Add ``form``."""
    app.command("form")(form)


def form(
    kind: Annotated[str, typer.Argument(help="the kind of form; without it the kinds are listed")] = "",
    about: Annotated[
        str, typer.Argument(help="number of a visit, result, case (correction, transfer) or draw; a year")
    ] = "",
    folder: Annotated[
        Path, typer.Option("--folder", file_okay=False, help="where the Word and PDF files go")
    ] = Path(),
    as_json: Annotated[bool, typer.Option("--json", help="print what was written as JSON")] = False,
) -> None:
    """List the official forms, or fill one into files. A form may hold names and phones."""
    settings = Settings()
    words = texts(settings.lang)
    if not kind:
        _list_kinds(as_json=as_json)
        return
    with refusals(words):
        found = asyncio.run(_filled(settings, kind, about))
        written = _write(settings, found, folder)
    if as_json:
        typer.echo(json.dumps({"kind": kind, "about": about, "files": written}, ensure_ascii=False))
        return
    for file in written:
        typer.echo(words.say("cli.form.written", **file))


def _list_kinds(*, as_json: bool) -> None:
    from locales.forms import title
    from services.papers.form_book import MAKERS

    kinds = {kind: title(kind) for kind in MAKERS if kind != "task"}
    if as_json:
        typer.echo(json.dumps(kinds, ensure_ascii=False))
        return
    for kind, name in kinds.items():
        typer.echo(f"{kind:<14}{name}")


async def _filled(settings: Settings, kind: str, about: str) -> list[Form]:
    """Without a bot there is nothing for a notice's code to open."""
    from bot.database import opened
    from services.papers import form_book

    async with opened(settings) as acts, acts.looking(HOUSE) as look:
        found = await form_book.made(look, kind, about)
    return [replace(one, link="") if isinstance(one, InspectionNotice) else one for one in found]


def _write(settings: Settings, found: list[Form], folder: Path) -> list[dict[str, object]]:
    from bot.form_files import files

    folder.mkdir(parents=True, exist_ok=True)
    written: list[dict[str, object]] = []
    for one in found:
        for file in files(one, settings.data_dir / "forms"):
            path = folder / file.name
            path.write_bytes(file.content)
            written.append({"file": str(path), "bytes": len(file.content)})
    return written
