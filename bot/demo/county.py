"""The county set up: its files imported, its people enrolled, the office group bound, the service running."""

import asyncio
import shutil
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import typer
from docx import Document
from pydantic import SecretStr

from bot.acts import Acts
from bot.app import Service, service
from bot.demo.clock import OPENING, MovableClock
from bot.imports import take_in
from bot.settings import Settings
from domain.deadlines import due_dates
from domain.profile import Profile
from domain.roles import HOUSE
from locales.texts import texts
from models import Person
from playground import Playground
from playground.cast import County, Persona, Table, county
from services import people
from services.planning import plan_filings
from services.profiles import load
from services.registers import importing, workbooks
from services.work import OFFICE_ZONE
from services.workdays import packaged

TOKEN = "990124:playground"  # noqa: S105 - opens nothing but the local server
USERNAME = "suicha_demo_bot"
GROUP = -1_000_990_124
OTHERS_FROM = 2001
PROFILE = Path(__file__).with_name("qinghe.toml")
FONTS = Path(__file__).parent.parent.parent / "fonts"
FIRE_BRIGADE = county(2026).personas[7].unit
KINDS = ("items", "inspectors", "objects", "experts", "plans")


@dataclass(frozen=True)
class Setting:
    """Another place and time than the demo's own; its sending limits count by its ``clock``."""

    clock: MovableClock
    county: County
    profile: str


@dataclass
class Stage:
    """Everything that stands while a demo runs."""

    play: Playground
    clock: MovableClock
    county: County
    folder: Path
    settings: Settings
    enrolled: dict[str, int] = field(default_factory=dict)  # roster number → Telegram id

    @property
    def cast(self) -> Iterable[Persona]:
        """The personas that stand in a roster."""
        return [one for one in self.county.personas if one.roster_no]

    def members_of(self, unit: str) -> list[int]:
        """The enrolled people of a unit, personas first."""
        roster = self.county.inspectors
        numbers = {
            no
            for no, one in zip(roster.column("单位工号"), roster.column("所在单位"), strict=True)
            if one == unit
        }
        return sorted(telegram_id for no, telegram_id in self.enrolled.items() if no in numbers)


def _jumps() -> list[tuple[str, str, list[float]]]:
    """Buttons of the clock: the end of the next deadline's last working day, and the year's last report."""
    words, profile, calendar = texts(), load(str(PROFILE)), packaged()
    year = OPENING.year
    last = sorted({one.remind_on for one in due_dates(profile, year, calendar)})
    return [
        (
            words.say(f"demo.jump.{key}"),
            words.say(f"demo.jump.{key}_why"),
            [_evening(profile, day) for day in days],
        )
        for key, days in (("deadline", last), ("december", [date(year, 12, 10)]))
    ]


def _evening(profile: Profile, day: date) -> float:
    """When reminders and the summary of a day are out, as seconds since the epoch."""
    return (datetime.combine(day, profile.summary_at, OFFICE_ZONE) + timedelta(minutes=1)).timestamp()


def _open_playground(clock: MovableClock, cast: County, *, hurried: bool) -> Playground:
    words = texts()
    hints = [words.say(f"demo.tour.{n}") for n in range(1, 9)]
    playground = Playground(
        clock.seconds,
        on_clock=clock.push,
        title=words.say("demo.title"),
        hints=hints,
        limits_clock=clock.seconds if hurried else time.monotonic,
        opens_with=[cast.personas[0].telegram_id, cast.personas[5].telegram_id, cast.personas[3].telegram_id],
        jumps=[] if hurried else _jumps(),
        static={"/fonts": FONTS},
    )
    playground.add_bot(TOKEN, USERNAME, words.say("demo.bot"))
    for one in cast.personas:
        playground.add_user(one.telegram_id, one.display_name, about=one.unit)
    return playground


def home() -> Path:
    """Where a served demo keeps its database and files: below ``SUICHA_DATA_DIR``."""
    return Settings().data_dir / "demo"


def _fresh(folder: Path) -> Path:
    """An empty folder: every demo begins on the same morning."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


@asynccontextmanager
async def staged(folder: Path, port: int = 0, elsewhere: Setting | None = None) -> AsyncIterator[Stage]:
    """A fresh folder, the local Bot API and everybody's account; the bot not yet running."""
    where = elsewhere or Setting(MovableClock(), county(2026), str(PROFILE))
    clock, cast = where.clock, where.county
    await asyncio.to_thread(_fresh, folder)
    playground = _open_playground(clock, cast, hurried=elsewhere is not None)
    url = await playground.start(port=port)
    settings = Settings(
        bot_token=SecretStr(TOKEN),
        bot_api_url=url,
        data_dir=folder,
        database_url=f"sqlite+aiosqlite:///{folder / 'suicha.db'}",
        profile=where.profile,
    )
    try:
        yield Stage(playground, clock, cast, folder, settings)
    finally:
        await playground.stop()


@asynccontextmanager
async def running(stage: Stage) -> AsyncIterator[Service]:
    """The service as a task, with the ticks rung whenever the clock is pushed."""
    async with service(stage.settings, stage.clock, port=0) as live, asyncio.TaskGroup() as group:
        tasks = [group.create_task(live.run()), group.create_task(_ring(stage.clock, live))]
        try:
            yield live
        finally:
            for task in tasks:
                task.cancel()


async def _ring(clock: MovableClock, live: Service) -> None:
    while True:
        await clock.moved.wait()
        clock.moved.clear()
        await live.tick()


def write_files(stage: Stage) -> dict[str, Path]:
    """The county's office files as workbooks, for whoever wants to send one in the chat."""
    folder = stage.folder / "files"
    folder.mkdir(exist_ok=True)
    tables = {kind: getattr(stage.county, kind) for kind in (*KINDS, "messy_objects")}
    files = {kind: _write(folder, table) for kind, table in tables.items()}
    return files | {"scheme": write_letter(folder / "scheme.docx", stage.county.plans.title)}


def write_letter(path: Path, title: str, parts: Iterable[str] = ()) -> Path:
    """A unit's letter, to be filed as it is, with the parts that the place orders."""
    letter = Document()
    letter.add_heading(title, 1)
    for part in parts:
        letter.add_heading(part, 2)
        letter.add_paragraph(title)
    letter.save(str(path))
    return path


def _write(folder: Path, table: Table) -> Path:
    path = folder / f"{table.file_name}.xlsx"
    path.write_bytes(workbooks.as_it_stands(table.title, table.grid()))
    return path


async def found_office(stage: Stage, acts: Acts) -> None:
    """Import every list as the operator would, then enrol the cast and everybody else."""
    files = await asyncio.to_thread(write_files, stage)
    for kind in KINDS:
        content = await asyncio.to_thread(files[kind].read_bytes)
        read = await asyncio.to_thread(importing.read_file, files[kind].name, content, kind)
        await take_in(acts, read, HOUSE)
    async with acts.working(HOUSE, "demo:plans") as work:
        await plan_filings.publish_drafts(work, work.today.year)
    for persona in stage.cast:
        await _link(stage, acts, persona.roster_no, persona.telegram_id)
    await _enrol_others(stage, acts)


async def _enrol_others(stage: Stage, acts: Acts) -> None:
    """The rest of the roster have accounts too, but the last of them has not followed the link yet."""
    numbers = [no for no in stage.county.inspectors.column("单位工号") if no not in stage.enrolled]
    names = dict(
        zip(stage.county.inspectors.column("单位工号"), stage.county.inspectors.column("姓名"), strict=True)
    )
    for at, number in enumerate(numbers[:-1]):
        stage.play.add_user(OTHERS_FROM + at, names[number])
        await _link(stage, acts, number, OTHERS_FROM + at)


async def _link(stage: Stage, acts: Acts, roster_no: str, telegram_id: int) -> None:
    """What following an enrolment link does, without the conversation."""
    async with acts.working(HOUSE, f"demo:link:{roster_no}") as work:
        person: Person = await people.person_by_roster_no(work.session, roster_no)
        token = await people.write_invite(work, person)
        await people.enrol(work, token, telegram_id)
    stage.play.chat(stage.play.person(telegram_id)).started = True
    stage.enrolled[roster_no] = telegram_id


async def bind_group(stage: Stage, acts: Acts) -> None:
    """The office group as the cast knows it, bound by its code."""
    members = stage.county.group.members
    stage.play.add_group(GROUP, stage.county.group.title, members)
    async with acts.noting() as work:
        code = await people.write_binding_code(work)
    await stage.play.says(members[0], GROUP, f"/bind {code}")


async def greet(stage: Stage) -> None:
    """The cast opens the chat, so that everybody's menu stands there."""
    for persona in stage.county.personas:
        await stage.play.opens(persona.telegram_id)


async def serve(port: int) -> bool:
    """Serve until interrupted."""
    words = texts()
    async with staged(home(), port) as stage, running(stage) as live:
        await found_office(stage, live.acts)
        await bind_group(stage, live.acts)
        await greet(stage)
        await live.tick()
        typer.echo(words.say("cli.demo.ready", url=stage.play.url))
        typer.echo(words.say("cli.demo.files", folder=stage.folder / "files"))
        typer.echo(words.say("cli.demo.public", url=live.url))
        await asyncio.Event().wait()
    return True
