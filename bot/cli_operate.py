"""Command line: run the service, look after it."""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import structlog
import typer

from bot.cli_sending import print_waiting
from bot.refusals import refusals
from bot.settings import Settings
from domain.errors import DomainError
from locales.texts import texts

PORT = 8081
File = Annotated[Path, typer.Argument(help="the backup file")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]


def register(app: typer.Typer) -> None:
    """Add ``run``, ``backup``, ``restore``, ``doctor`` and ``journal verify``, ``journal guard``."""
    app.command("run")(run)
    app.command("backup")(backup)
    app.command("restore")(restore)
    app.command("doctor")(doctor)
    journal = typer.Typer(help="The journal of all acts.", no_args_is_help=True)
    journal.command("verify")(verify)
    journal.command("guard")(guard)
    journal.callback()(lambda: None)
    app.add_typer(journal, name="journal")


def run(
    port: Annotated[int, typer.Option(help="health, public pages and webhook listen here")] = PORT,
) -> None:
    """Run the service on Telegram, or on SUICHA_BOT_API_URL."""
    settings = Settings()
    if not settings.bot_token.get_secret_value():
        typer.echo(texts(settings.lang).say("cli.operate.no_token"), err=True)
        raise typer.Exit(1)
    if settings.webhook_url and not settings.webhook_secret.get_secret_value():
        with refusals(texts(settings.lang)):
            raise DomainError("operate.no_secret")
    try:
        with refusals(texts(settings.lang)):
            asyncio.run(_run(settings, port))
    except KeyboardInterrupt:
        typer.echo(texts(settings.lang).say("cli.operate.stopped"))


async def _run(settings: Settings, port: int) -> None:
    from bot.app import service
    from bot.metrics import count_logged

    before = structlog.get_config()["processors"]
    structlog.configure(processors=[count_logged, *before])
    async with service(settings, port=port) as live:
        await live.run()


def backup(
    file: File,
    recipient: Annotated[
        list[str] | None, typer.Option(help="seal it to this age key (age1...); may be repeated")
    ] = None,
    photos: Annotated[bool, typer.Option("--photos", help="put photos and other files in, as a tar")] = False,
) -> None:
    """Write the whole database into FILE while the service runs; FILE must not exist."""
    from bot import safekeeping

    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        kept = asyncio.run(safekeeping.backup(settings, file, recipient or (), with_photos=photos))
    folder = settings.data_dir / safekeeping.PHOTOS
    said = {"file": file, "size": kept.size, "photos": kept.photos, "with_photos": photos, "folder": folder}
    typer.echo(words.say("cli.operate.backed_up", **said))


def restore(
    file: File,
    force: Annotated[bool, typer.Option("--force", help="replace the database that is there")] = False,
    identity: Annotated[Path | None, typer.Option(help="key file that opens a sealed backup")] = None,
) -> None:
    """Put a backup in place of the database; stop the service first. Sending is on hold afterwards."""
    from bot import safekeeping

    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        found = asyncio.run(safekeeping.restore(settings, file, force=force, identity=identity))
    typer.echo(words.say("cli.operate.restored", file=file, entries=found.entries))
    print_waiting(words, found.waiting)


def doctor(as_json: Json = False) -> None:
    """Check settings, database, journal, fonts, calendar and token; say how to mend what is wrong."""
    from bot.doctor import examine

    settings = Settings()
    words = texts(settings.lang)
    findings = asyncio.run(examine(settings))
    if as_json:
        typer.echo(json.dumps([one.as_json(words) for one in findings], ensure_ascii=False))
    else:
        for one in findings:
            typer.echo(one.sentence(words))
    if any(not one.well for one in findings):
        raise typer.Exit(1)


def verify(
    as_json: Json = False,
    anchor: Annotated[
        list[str] | None, typer.Option(help="a digest from the group, as 1234:HASH; may be repeated")
    ] = None,
    page: Annotated[list[Path] | None, typer.Option(help="a published log.json to hold it against")] = None,
) -> None:
    """Recompute the journal's hash chain and hold it against its anchors; exit code 0 only if it holds."""
    from bot import safekeeping

    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        found = asyncio.run(safekeeping.verify(settings, anchor or (), page or ()))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    elif found["holds"]:
        typer.echo(words.say("cli.operate.holds", **found))
    else:
        what = "broken_record" if found["reason"] == "record" else "broken"
        typer.echo(words.say(f"cli.operate.{what}", **found), err=True)
    if found["unguarded"] and not as_json:
        typer.echo(words.say("cli.operate.unguarded", names=found["unguarded"]), err=True)
    if not found["holds"] or found["unguarded"]:
        raise typer.Exit(1)


def guard() -> None:
    """Put back the triggers that keep journal rows from being changed or removed."""
    from bot import safekeeping

    settings = Settings()
    words = texts(settings.lang)
    with refusals(words):
        lacking = asyncio.run(safekeeping.guard(settings))
    typer.echo(words.say("cli.operate.guarded", names=lacking))
