"""Command line for a place's rules: what they mean, how two places differ, a year of reminders."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from domain.calendar import WorkingCalendar
from domain.deadlines import Due, Stage, year_plan
from domain.errors import DomainError
from domain.profile import Profile
from locales.texts import Texts, texts
from services.profiles import explain, load
from services.workdays import working_calendar

Named = Annotated[
    str, typer.Argument(help="a place that comes with the program (xinzhou), or the path of a .toml file")
]
Language = Annotated[str, typer.Option("--lang", help="language of what is printed: zh_CN or en")]


def register(app: typer.Typer) -> None:
    """Add ``profile check``, ``profile diff`` and ``calendar``."""
    profile = typer.Typer(help="The rules of a place: check, compare.")
    profile.command("check")(check)
    profile.command("diff")(diff)
    app.add_typer(profile, name="profile")
    app.command("calendar")(calendar)


@contextmanager
def _refusals(words: Texts) -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        typer.echo(words.error(error), err=True)
        raise typer.Exit(1) from error


def check(name: Named, lang: Language = "zh_CN") -> None:
    """Check a place's rules and say what each means and rests on."""
    words = texts(lang)
    with _refusals(words):
        profile = load(name)
        for one in explain(profile, words):
            clause = words.say("profile.cli.clause", clause=one.clause) if one.clause else ""
            typer.echo(one.sentence + clause)
        typer.echo(words.say("profile.cli.sound", digest=profile.digest()))


def diff(one: Named, other: Named, lang: Language = "zh_CN") -> None:
    """List where the rules of two places differ."""
    words = texts(lang)
    with _refusals(words):
        sides = {name: _by_key(load(name), words) for name in (one, other)}
    first, second = sides[one], sides[other]
    differing = [key for key in first | second if first.get(key) != second.get(key)]
    for key in differing:
        typer.echo(words.say("profile.cli.differs", key=key))
        for name, said in sides.items():
            for sentence in said.get(key, [words.say("profile.cli.absent")]):
                typer.echo(words.say("profile.cli.side", name=name, sentence=sentence))
    if not differing:
        typer.echo(words.say("profile.cli.same"))


def _by_key(profile: Profile, words: Texts) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in explain(profile, words):
        found.setdefault(one.key, []).append(one.sentence)
    return found


def calendar(
    profile: Annotated[str, typer.Option(help="a place, or the path of a .toml file")],
    year: Annotated[int, typer.Option(min=2000, max=2999, help="year of the deadlines")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
    ics: Annotated[Path | None, typer.Option(help="also write an iCalendar file of the deadlines")] = None,
    override: Annotated[
        list[Path] | None, typer.Option(help="a calendar file of the office; repeatable")
    ] = None,
    lang: Language = "zh_CN",
) -> None:
    """List every reminder of every deadline of a year by date; some fall into the next January."""
    words = texts(lang)
    with _refusals(words):
        place = load(profile)
        working = working_calendar(override or [])
        planned = year_plan(place, year, working)
    if place.source.year not in (None, year):
        note = {"rule_year": place.source.year, "number": place.source.number, "year": year}
        typer.echo(words.say("deadlines.calendar.carried_over", **note), err=True)
    if as_json:
        rows = [_row(due, stage) for due, stage in planned]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _table(planned, year, words)
    if ics and planned:
        _write(ics, place, year, working, words)


def _write(file: Path, place: Profile, year: int, working: WorkingCalendar, words: Texts) -> None:
    from bot.year_ics import year_ics
    from services.year.year_calendar import of_rules

    found = of_rules(place, year, working, datetime.now(UTC))
    file.write_bytes(year_ics(found, words.language))
    typer.echo(words.say("deadlines.calendar.written", file=file, count=len(found.entries)), err=True)


def _row(due: Due, stage: Stage) -> dict[str, object]:
    row: dict[str, object] = {
        "date": stage.date.isoformat(),
        "deadline": due.key,
        "due_on": due.due_on.isoformat(),
        "stage": stage.name,
        "receiver": stage.receiver,
        "clause": due.clause,
    }
    return row | ({"provisional": True} if stage.provisional else {})


def _table(planned: tuple[tuple[Due, Stage], ...], year: int, words: Texts) -> None:
    for due, stage in planned:
        name = due.title or words.say(f"deadlines.kind.{due.kind}")
        known = words.has(f"deadlines.stage.{stage.name}")
        typer.echo(words.say("deadlines.calendar.line", due=due, stage=stage, name=name, known=known))
    if not planned:
        typer.echo(words.say("deadlines.calendar.empty", year=year))
    if any(stage.provisional for _, stage in planned):
        typer.echo(words.say("deadlines.calendar.provisional"))
