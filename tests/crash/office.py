"""The office that is killed: the small county with more people, everybody enrolled, a draw announced."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlmodel import select

from bot.acts import Acts
from bot.database import opened
from domain.roles import Place, Role
from models import Account, Inspector, Item, Person, Task, Unit
from playground import Chat, Playground, User
from services import people
from services.drawing import draws, holding
from services.drawing.draws import Sealed
from services.work import Work
from tests.county import FIRE, GROUP, MARKET, actor, found
from tests.crash.mortal import Mortal, RunningClock, Zygote, running_clock
from tests.talk import TOKEN, settings_for

FIRST_ACCOUNT = 1000
MORE_ITEMS = (("SP-3", "贮存条件"), ("SP-4", "食品添加剂"), ("SP-5", "健康证明"))


@dataclass
class Office:
    """The truth outside the service: who there is, what was pushed, what was accepted."""

    play: Playground
    clock: RunningClock
    folder: Path
    users: dict[str, User]
    group: Chat
    mortal: Mortal

    @property
    def pushed(self) -> range:
        """Every update id that was queued for the bot."""
        queue = self.play.world.bots[TOKEN].queue
        return range(500_001, queue.next_id)


@asynccontextmanager
async def playing(zygote: Zygote | None, folder: Path, life: str = "live") -> AsyncIterator[Office]:
    """An empty playground and a service that has not been started; it is killed on the way out."""
    clock = running_clock()
    play = Playground(lambda: clock().timestamp(), limits=False)
    play.add_bot(TOKEN, "suicha_bot", "随查", first_update_id=500_001)
    await play.start()
    mortal = Mortal(zygote, play, folder, clock, life)
    group = play.add_group(GROUP, "办公室工作群", [play.add_user(999, "群主")])
    try:
        yield Office(play, clock, folder, {}, group, mortal)
    finally:
        await play.stop()


async def furnish(office: Office, objects: int, inspectors: int, *, held: bool) -> None:
    """Fill the database before the service's first start; ``inspectors`` more per unit."""
    async with opened(settings_for(office.play.url, office.folder), office.clock) as acts:
        await found(acts, objects)
        async with acts.noting() as work:
            await _more(work, inspectors)
        async with acts.noting() as work:
            await _enrol(work, office)
        await _ceremony(acts, held=held)


async def _more(work: Work, inspectors: int) -> None:
    units = {unit.name: unit.id or 0 for unit in (await work.session.exec(select(Unit))).all()}
    for unit, letter in ((MARKET, "S"), (FIRE, "X")):
        for n in range(10, 10 + inspectors):
            person = Person(
                roster_no=f"{letter}-{n}", name=f"检{letter}{n}", unit_id=units[unit], phone="199"
            )
            work.session.add(person)
            await work.session.flush()
            assert person.id is not None
            await people.grant(work, person.id, Role.INSPECTOR)
            number = f"{letter}-{n}"
            work.session.add(
                Inspector(person_id=person.id, certificate_no=number, certificate_until=date(2027, 12, 31))
            )
    for code, name in MORE_ITEMS:
        work.session.add(Item(code=code, name=name, unit_name=MARKET, basis="示例条例第二条"))
    task = (await work.session.exec(select(Task))).one()
    task.item_codes = [*task.item_codes, *(code for code, _ in MORE_ITEMS)]


async def _enrol(work: Work, office: Office) -> None:
    for person in (await work.session.exec(select(Person))).all():
        assert person.id is not None
        user = office.play.add_user(FIRST_ACCOUNT + person.id, person.name)
        office.play.chat(user).started = True
        office.users[person.roster_no] = user
        work.session.add(Account(telegram_id=user.id, person_id=person.id, linked_at=work.now))
    office.group.members |= {office.users[no].id: "member" for no in ("B-1", "B-2", "J-1", "S-0")}


async def _ceremony(acts: Acts, *, held: bool) -> None:
    announcer, holder = [await actor(acts, no, Place.OFFICE_GROUP) for no in ("B-1", "B-2")]
    witnesses = [replace(await actor(acts, no), place=Place.OFFICE_GROUP) for no in ("J-1", "S-0")]
    async with acts.working(announcer, "test:announce") as work:
        ref = (await draws.announce(work, ["task-one"], Sealed("5e" * 32, "a1" * 16))).ref
    for n, witness in enumerate(witnesses):
        async with acts.working(witness, f"test:witness:{n}") as work:
            await draws.witness(work, ref, f"8392{n}")
    if held:
        async with acts.working(holder, "test:hold") as work:
            await holding.hold_draw(work, ref)
