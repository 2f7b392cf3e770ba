"""Command line: the fictional county on the local Bot API."""

import asyncio
import os
from typing import Annotated

import typer


def register(app: typer.Typer) -> None:
    """Add ``demo``."""
    app.command("demo")(demo)


def demo(
    play: Annotated[bool, typer.Option("--play", help="play the main job over HTTP, print it, exit")] = False,
    port: Annotated[int, typer.Option(help="the web chat's port")] = int(os.environ.get("PORT", "8080")),
) -> None:
    """Serve the product with a fictional county on the local Bot API and its web chat; no token needed."""
    from bot import demo as county

    try:
        held = asyncio.run(county.play() if play else county.serve(port))
    except KeyboardInterrupt:
        return
    if not held:
        raise typer.Exit(1)
