"""Inspectors at the door of the first visit, each with a phone whose inputs are counted."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import select

from models import Inspector, Item, Result, Task
from playground import Message, User
from services import people
from tests.conftest import StandingClock
from tests.county import MARKET, STAFF
from tests.talk import Talk, talking
from tests.visits import found

VISIT = "XZ-2026-0001-001"


@dataclass
class Phone:
    """One person's chat; every press, text and picture is an input."""

    talk: Talk
    user: User
    inputs: int = 0

    async def presses(self, button: str) -> None:
        """Press the newest button that holds a text."""
        self.inputs += 1
        await self.talk.presses(self.user, button)

    async def says(self, text: str) -> None:
        """Type."""
        self.inputs += 1
        await self.talk.says(self.user, text)

    async def shows(self, *pictures: bytes) -> None:
        """Send photos one by one."""
        for picture in pictures:
            self.inputs += 1
            await self.talk.play.sends_photo(self.user, self.user, picture)

    async def sees(self, *fragments: str) -> Message:
        """Wait for a message of the bot that is newer than what was seen last."""
        return await self.talk.sees(self.user, *fragments)

    async def opens(self, visit: str = VISIT) -> None:
        """Open the report of a visit from its card; inputs count from there."""
        await self.talk.says(self.user, "我的任务")
        await self.talk.presses(self.user, visit)
        await self.presses("填报结果")
        await self.sees("填报检查结果", visit)


@dataclass
class Door:
    """Everybody at the first visit (two of each of two units) and behind it."""

    talk: Talk
    phones: dict[str, Phone]

    def __getitem__(self, roster_no: str) -> Phone:
        """Somebody's phone."""
        return self.phones[roster_no]

    async def certify(self, roster_no: str, until: str) -> None:
        """Give somebody's certificate an end."""
        async with self.talk.acts.noting() as work:
            person = await people.person_by_roster_no(work.session, roster_no)
            inspector = await work.session.get_one(Inspector, person.id)
            inspector.certificate_until = date.fromisoformat(until)

    async def results(self) -> list[Result]:
        """What was submitted, as it stands."""
        async with self.talk.acts.looking() as look:
            return list(await look.session.exec(select(Result).order_by("id")))


@asynccontextmanager
async def at_the_door(
    folder: Path, clock: StandingClock, items: int = 2, profile: str = "xinzhou"
) -> AsyncIterator[Door]:
    """The drawn visits of ``tests.visits``, a week later; the first unit checks ``items`` items."""
    async with talking(folder, clock, profile) as talk:
        await found(talk.acts)
        async with talk.acts.noting() as work:
            task = (await work.session.exec(select(Task))).one()
            more = [f"SP-{n}" for n in range(3, items + 1)]
            task.item_codes = [*task.item_codes, *more]
            for code in more:
                work.session.add(Item(code=code, name=f"检查事项{code}", unit_name=MARKET, basis="示例条例"))
        clock.go_to(2026, 4, 8)
        phones = {}
        for n, one in enumerate(STAFF):
            phones[one.roster_no] = Phone(talk, talk.play.add_user(1000 + n, one.name))
        for roster_no in ("S-1", "S-2", "X-1", "S-9"):
            await talk.enrol(phones[roster_no].user, roster_no)
        yield Door(talk, phones)
