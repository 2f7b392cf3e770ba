"""Command line: write the public pages into a folder."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer

from locales.texts import texts


def register(app: typer.Typer) -> None:
    """Add ``publish``."""
    app.command("publish")(publish)


def publish(
    out: Annotated[Path, typer.Option(help="folder to write; files in it that are not ours stay")],
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    lang: Annotated[str, typer.Option("--lang", help="language of what is printed: zh_CN or en")] = "zh_CN",
) -> None:
    """Write what is public as pages and data files."""
    told = asyncio.run(_write(out, lang))
    typer.echo(
        json.dumps(told, ensure_ascii=False) if as_json else texts(lang).say("publish.cli.written", **told)
    )


async def _write(out: Path, lang: str) -> dict[str, object]:
    from bot.database import opened
    from bot.publish import write_site
    from bot.publish_folder import CHECKSUMS
    from bot.settings import Settings

    async with opened(Settings()) as acts:
        site = await write_site(acts, out, lang)
    files = len((out / CHECKSUMS).read_text("utf-8").splitlines())
    return {"folder": str(out), "files": files, "results": len(site.results)}
