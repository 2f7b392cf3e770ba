"""A whole year of a place: the clock goes from deadline to deadline, one unit late, one unreachable."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

import aiohttp
import typer
from sqlmodel import col, select

from bot import safekeeping
from bot.app import Service, service
from bot.courier import open_bot
from bot.demo.county import Stage, bind_group, found_office, staged, write_letter
from bot.demo.hands import PATIENCE, Hands, NotSeenError
from bot.demo.place import UNITS, drawing_here, small_place
from bot.demo.year_checks import Finding, findings
from bot.demo.year_lines import Reader, Told
from bot.demo.year_work import Errand
from bot.pace import Pace
from domain.calendar import DAY
from domain.deadlines import Due, due_dates, year_plan
from domain.profile import Profile
from locales.texts import Texts, texts
from models import Letter
from services.profiles import load
from services.work import OFFICE_ZONE
from services.workdays import packaged
from services.year.duties import needs_file, rule_of

SENDS_ON = dict(zip(UNITS, ("early", "near", "close", "last_day", "overdue", "near"), strict=True))
"""The stage on whose day a unit sends what it owes."""
AWAY, AWAY_FROM, BACK_ON = UNITS[-1], "near", "overdue"
"""The unit whose liaison cannot be reached around the year's first deadline."""
OFFICE_SENDS_ON = "last_day"
DAWN, MORNING, ASIDE = time(7), time(9), timedelta(minutes=1)
STEP = 0.02
RECEIPT = "报送回执"


@dataclass
class Year:
    """One year being played."""

    stage: Stage
    live: Service
    hands: Hands
    profile: Profile
    year: int
    words: Texts
    as_json: bool
    errand: Errand
    reader: Reader = field(default_factory=Reader)

    async def day(self, day: date) -> None:
        """A day: dawn, morning with what people do, and the end of the working day."""
        if not packaged().is_working(day - DAY):
            await self._at(day - DAY, MORNING)
        await self._at(day, DAWN)
        await self._change_reach(day, AWAY_FROM, "blocks")
        await self._at(day, MORNING)
        await self._change_reach(day, BACK_ON, "unblocks")
        await self._send_all(day)
        if day in self.errand.days:
            await self.errand.days[day]()
            await self._show()
        evening = datetime.combine(day, self.profile.summary_at) + ASIDE
        await self._at(day, evening.time())

    async def _at(self, day: date, hour: time) -> None:
        """The clock goes there, the ticks run, and what is due goes out."""
        self.stage.clock.forward_to(datetime.combine(day, hour, OFFICE_ZONE))
        await self.live.tick()
        await self._show()

    async def _show(self) -> None:
        await self._sent()
        async with self.live.acts.looking() as look:
            news = await self.reader.news(look, self.words)
        self.say(news)

    def say(self, lines: Iterable[Told | Finding]) -> None:
        """Print lines as asked for."""
        for one in lines:
            said = json.dumps(one.as_json(), ensure_ascii=False) if self.as_json else ""
            typer.echo(said or one.sentence(self.words))

    async def _sent(self) -> None:
        """Wait until nothing that is due is left to send."""
        async with asyncio.timeout(PATIENCE):
            while await self._waiting():  # noqa: ASYNC110 - the rows say it, not an event
                await asyncio.sleep(STEP)

    async def _waiting(self) -> bool:
        async with self.live.acts.looking() as look:
            rows = await look.session.exec(
                select(Letter.id).where(
                    (col(Letter.state) == "sending")
                    | ((col(Letter.state) == "pending") & (col(Letter.due_at) <= look.now))
                )
            )
            return rows.first() is not None

    def _is_first(self, due: Due) -> bool:
        """Whether it falls due on the first day of the year on which the units owe something."""
        owed = [one for one in due_dates(self.profile, self.year, packaged()) if one.owed_by == "units"]
        return due.owed_by == "units" and due.due_on == min(one.due_on for one in owed)

    def _on(self, day: date, stage: str) -> Iterator[Due]:
        """The deadlines that have this stage on this day."""
        planned = year_plan(self.profile, self.year, packaged())
        yield from (due for due, one in planned if one.date == day and one.name == stage)

    async def _change_reach(self, day: date, stage: str, act: str) -> None:
        """The liaison who is away at first blocks the bot on one stage's day and is back on another's."""
        if any(self._is_first(due) for due in self._on(day, stage)):
            await self.hands.does(act, user=self._liaison(AWAY))

    def _liaison(self, unit: str) -> int:
        roster = self.stage.county.inspectors
        columns = (roster.column(label) for label in ("单位工号", "所在单位", "角色"))
        number = next(no for no, at, roles in zip(*columns, strict=True) if at == unit and "联络员" in roles)
        return self.stage.enrolled[number]

    def _senders(self, day: date) -> Iterator[tuple[str, Due]]:
        """Who sends what today."""
        for unit, usual in SENDS_ON.items():
            later = [due for due in self._on(day, BACK_ON) if unit == AWAY and self._is_first(due)]
            on_time = [due for due in self._on(day, usual) if unit != AWAY or not self._is_first(due)]
            yield from ((unit, due) for due in (*later, *on_time) if due.owed_by == "units")
        office = self.profile.place.office_unit
        yield from ((office, due) for due in self._on(day, OFFICE_SENDS_ON) if due.owed_by == "office")

    async def _send_all(self, day: date) -> None:
        for unit, due in self._senders(day):
            await self._send(self._liaison(unit), due)
        await self._show()

    async def _send(self, user: int, due: Due) -> None:
        """A liaison opens the list, chooses the duty, and sends the file or confirms."""
        shown = await self.hands.messages(user)
        after = shown[-1]["message_id"] if shown else 0
        name = due.title or self.words.say(f"deadlines.kind.{due.kind}")
        await self.hands.does("says", user=user, chat=user, text="/duties")
        await self.hands.sees(user, name, after=after + 1)
        await self.hands.presses(user, user, name)
        opened = await self.hands.sees(user, due.clause[:40], "MB", after=after + 2)
        if needs_file(rule_of(self.profile, due.key)):
            path = await asyncio.to_thread(write_letter, self.stage.folder / "letter.docx", name, due.parts)
            content = await asyncio.to_thread(path.read_bytes)
            await self.hands.sends("documents", user, user, [(path.name, content)])
        else:
            await self.hands.presses(user, user, self.words.say("filings.confirm"))
        await self.hands.sees(user, name, RECEIPT, after=opened["message_id"])


def event_days(profile: Profile, year: int, errands: Iterable[date] = ()) -> list[date]:
    """Every day on which a stage is due or an errand runs, and the first working day of each month."""
    calendar = packaged()
    months = {calendar.next_working_day(date(year, month, 1)) for month in range(1, 13)}
    return sorted(months | {*errands} | {stage.date for _, stage in year_plan(profile, year, calendar)})


@asynccontextmanager
async def _running(stage: Stage) -> AsyncIterator[Service]:
    """The service on the year's clock; its own sending limits count by that clock too."""
    token, url = stage.settings.bot_token.get_secret_value(), stage.settings.bot_api_url
    sender = open_bot(token, url, guarded=False)
    pace = Pace(stage.clock.seconds)
    async with (
        service(stage.settings, stage.clock, 0, pace, sender) as live,
        asyncio.TaskGroup() as group,
    ):
        task = group.create_task(live.run())
        try:
            yield live
        finally:
            task.cancel()


async def play_year(name: str, year: int, *, as_json: bool = False) -> bool:
    """Play a year of a place and print it; false when a check does not hold."""
    words = texts()
    with tempfile.TemporaryDirectory(prefix="suicha-year-") as folder:
        place = drawing_here(name, Path(folder) / "place.toml")
        profile = load(place)
        setting = small_place(place, profile, year, packaged())
        async with (
            staged(Path(folder) / "demo", elsewhere=setting) as stage,
            _running(stage) as live,
            aiohttp.ClientSession() as http,
        ):
            await found_office(stage, live.acts)
            await bind_group(stage, live.acts)
            hands = Hands(http, stage.play.url)
            errand = Errand(stage, hands)
            errand.plan(year, packaged())
            played = Year(stage, live, hands, profile, year, words, as_json, errand)
            return await _all_days(played)


async def _all_days(played: Year) -> bool:
    for day in event_days(played.profile, played.year, played.errand.days):
        try:
            await played.day(day)
        except (NotSeenError, TimeoutError) as error:
            typer.echo(f"not seen on {day}: {error!r}\n{played.stage.play.transcript()[-3000:]}", err=True)
            return False
    verified = await safekeeping.verify(played.stage.settings)
    async with played.live.acts.looking() as look:
        found = await findings(look, played.year, verified)
    played.say(found)
    return all(one.holds for one in found)
