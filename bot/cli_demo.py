"""Command line: the fictional county on the local Bot API."""

import asyncio
import os
from collections.abc import Coroutine
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add ``demo``."""
    app.command("demo")(demo)


def demo(
    *,
    play: Annotated[bool, typer.Option("--play", help="play the main job over HTTP, print it, exit")] = False,
    year: Annotated[bool, typer.Option("--year", help="with --play: a whole year of a place")] = False,
    profile: Annotated[str, typer.Option(help="with --year: a place, or a .toml file")] = "xinzhou",
    of: Annotated[int, typer.Option(min=2000, max=2999, help="with --year: which year")] = 2026,
    as_json: Annotated[bool, typer.Option("--json", help="with --year: JSON lines")] = False,
    port: Annotated[int, typer.Option(help="the web chat's port")] = int(os.environ.get("PORT", "8080")),
) -> None:
    """Serve the product with a fictional county on the local Bot API and its web chat; no token needed."""
    from bot import demo as county

    if play and year:
        act: Coroutine[None, None, bool] = county.play_year(profile, of, as_json=as_json)
    else:
        act = county.play() if play else county.serve(port)
    try:
        held = asyncio.run(act)
    except KeyboardInterrupt:
        return
    if not held:
        raise typer.Exit(1)
