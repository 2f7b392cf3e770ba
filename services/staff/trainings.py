"""业务培训: who was trained when in what; and whether the inspectors of a draw were (湛江 二(六))."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from domain.errors import DomainError
from domain.roles import Role
from locales.texts import LANGUAGES, texts
from models import Attendance, Inspector, Person, Task, Training, Unit
from services import journal, people
from services.staff import library, training_letters
from services.typed_days import typed_day
from services.work import Work, new_ref

BETWEEN = re.compile(r"[\s,;，、；]+")
LONGEST = 1000.0
HELD_LINES, AHEAD_LINES = 4, 6
HOURS = re.compile(r"\d+(\.\d+)?")


@dataclass(frozen=True)
class Facts:
    """What a training was; or, with a place, what one that is announced will be."""

    topic: str
    held_on: date
    hours: float
    issuer: str
    place: str = ""
    content: str = ""

    @property
    def ahead(self) -> bool:
        """Whether it is still to be held."""
        return bool(self.place)


@dataclass(frozen=True)
class Untrained:
    """An inspector in use without a training this year."""

    roster_no: str
    name: str
    unit: str


def facts_of(text: str, today: date) -> Facts:
    """Four lines: topic, day, hours, issuer; of one to come two more: place, content.

    Raises ``training.lines``, ``.future``, ``.over``, ``.hours``, ``day.unread``.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) not in {HELD_LINES, AHEAD_LINES}:
        raise DomainError("training.lines", found=len(lines))
    topic, held, hours, issuer, *more = lines
    held_on = typed_day(held, today, "ahead" if more else "behind")
    if held_on > today and not more:
        raise DomainError("training.future", found=held)
    if held_on < today and more:
        raise DomainError("training.over", found=held)
    number = HOURS.match(hours)
    if number is None or not 0 < float(number.group()) <= LONGEST:
        raise DomainError("training.hours", found=hours)
    return Facts(topic, held_on, float(number.group()), issuer, *more)


async def people_named(look: Work, text: str) -> dict[int, str]:
    """Person → name, for roster numbers, full names or whole units in a text, of whom the actor may see.

    Raises ``training.nobody`` with what was not understood, ``training.twice`` for a name of several people.
    """
    rows = await in_sight(look)
    found: dict[int, str] = {}
    for asked in filter(None, BETWEEN.split(text)):
        found |= await inspectors(look) if asked in _everyone() else _meant(asked, rows)
    if not found:
        raise DomainError("training.nobody", asked=text)
    return found


def _everyone() -> set[str]:
    return {texts(one).say("training.everyone") for one in LANGUAGES}


async def inspectors(look: Work) -> dict[int, str]:
    """Every inspector, for a liaison of the own unit."""
    held = await people.holders(look.session, Role.INSPECTOR, library.scope(look))
    return {one.id or 0: one.name for one in held}


async def in_sight(look: Work) -> Sequence[tuple[Person, str]]:
    """People in use with their units: everybody, for a liaison the own unit."""
    own = library.scope(look)
    query = (
        select(Person, Unit.name)
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .where(col(Person.left_on).is_(None))
        .order_by(col(Person.roster_no))
    )
    return (await look.session.exec(query if own is None else query.where(Person.unit_id == own))).all()


def _meant(asked: str, rows: Sequence[tuple[Person, str]]) -> dict[int, str]:
    numbered = [person for person, _ in rows if person.roster_no.upper() == asked.upper()]
    named = numbered or [person for person, _ in rows if person.name == asked]
    if len(named) > 1:
        raise DomainError("training.twice", name=asked, numbers=[person.roster_no for person in named])
    meant = named or [person for person, unit in rows if unit == asked]
    if not meant:
        raise DomainError("training.nobody", asked=asked)
    return {person.id or 0: person.name for person in meant}


async def enter(work: Work, facts: Facts, came: Collection[int]) -> Training:
    """Keep a training with everybody who took part. Raises ``training.nobody``, as ``library.person_of``."""
    work.require("training.enter")
    training = await write(work, facts)
    await note(work, training, came)
    held_on, number = str(facts.held_on), len(came)
    await journal.record(work, "training.enter", f"training:{training.id}", held_on=held_on, people=number)
    return training


async def write(work: Work, facts: Facts) -> Training:
    """Its row; who came or is to come is kept by the caller."""
    training = Training(
        ref=new_ref(),
        held_on=facts.held_on,
        topic=facts.topic,
        hours=facts.hours,
        issuer=facts.issuer,
        place=facts.place,
        content=facts.content,
        entered_by=work.actor.person_id,
        entered_at=work.now,
    )
    work.session.add(training)
    await work.session.flush()
    return training


async def note(work: Work, training: Training, came: Collection[int]) -> None:
    """These people were there; who is on the list already stays once. Raises as ``enter``."""
    assert training.id is not None  # noqa: S101 - a stored row
    if not came:
        raise DomainError("training.nobody", asked="")
    known = set(await attended(work, training))
    for person_id in came:
        await library.person_of(work, person_id)
        if person_id not in known:
            work.session.add(Attendance(training_id=training.id, person_id=person_id))


async def attended(look: Work, training: Training) -> list[int]:
    """Who was there."""
    rows = await look.session.exec(select(Attendance.person_id).where(Attendance.training_id == training.id))
    return list(rows)


def facts_from(training: Training) -> Facts:
    """What it is."""
    return Facts(
        training.topic,
        training.held_on,
        training.hours,
        training.issuer,
        training.place,
        training.content,
    )


async def training_of(look: Work, ref: str) -> Training:
    """One in force. Raises ``training.unknown``."""
    training = (await look.session.exec(select(Training).where(Training.ref == ref))).first()
    if training is None or training.withdrawn_at is not None:
        raise DomainError("training.unknown")
    return training


async def withdraw(work: Work, ref: str, reason: str) -> Training:
    """A training was entered wrongly, or is not held after all; who was told of it is told of this.

    Raises ``training.unknown``, ``training.reason``.
    """
    work.require("training.withdraw")
    if not reason.strip():
        raise DomainError("training.reason")
    training = await training_of(work, ref)
    training.withdrawn_at, training.withdraw_reason = work.now, reason.strip()
    work.session.add(training)
    await training_letters.call_off(work, training)
    await journal.record(work, "training.withdraw", f"training:{training.id}")
    return training


async def newest(look: Work) -> list[Training]:
    """Trainings in force, the newest first."""
    look.require("library.look")
    rows = await look.session.exec(
        select(Training)
        .where(col(Training.withdrawn_at).is_(None))
        .order_by(col(Training.held_on).desc(), col(Training.id).desc())
    )
    return list(rows)


async def of_person(look: Work, person_id: int) -> list[Training]:
    """A person's trainings, the newest first."""
    look.require("library.look")
    rows = await look.session.exec(
        select(Training)
        .join(Attendance, col(Attendance.training_id) == col(Training.id))
        .where(Attendance.person_id == person_id, col(Training.withdrawn_at).is_(None))
        .order_by(col(Training.held_on).desc(), col(Training.id).desc())
    )
    return list(rows)


async def untrained(look: Work, year: int, units: Collection[str] = ()) -> list[Untrained]:
    """Inspectors in use without a training of the year up to today; of these units, or of all in sight."""
    own = library.scope(look)
    trained = (
        select(Attendance.person_id)
        .join(Training, col(Attendance.training_id) == col(Training.id))
        .where(
            col(Training.withdrawn_at).is_(None),
            Training.held_on >= date(year, 1, 1),
            Training.held_on <= min(look.today, date(year, 12, 31)),
        )
    )
    rows = await look.session.exec(
        select(Person, Unit.name)
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .join(Inspector, col(Inspector.person_id) == col(Person.id))
        .where(
            col(Person.left_on).is_(None),
            col(Inspector.valid).is_(True),
            col(Person.id).not_in(trained),
        )
        .order_by(col(Unit.name), col(Person.roster_no))
    )
    return [
        Untrained(person.roster_no, person.name, unit)
        for person, unit in rows
        if (unit in units if units else own in {None, person.unit_id})
    ]


async def barred(look: Work, tasks: Sequence[Task], unit: str) -> set[str]:
    """Roster numbers of a unit that a place with a ``block`` gate keeps out of these tasks' draw."""
    if look.profile.training_gate != "block":
        return set()
    return {one.roster_no for one in await untrained(look, _year(tasks), [unit])}


async def warnings(
    look: Work, tasks: Sequence[Task], eligible: Mapping[str, Mapping[str, Any]]
) -> tuple[tuple[str, dict[str, Any]], ...]:
    """How many of the inspectors (unit → roster number) of a draw were not trained before it, by unit."""
    gate, year = look.profile.training_gate, _year(tasks)
    if gate == "none":
        return ()
    lacking = await untrained(look, year, list(eligible))
    if gate == "warn":
        lacking = [one for one in lacking if one.roster_no in eligible[one.unit]]
    counted = Counter(one.unit for one in lacking)
    units = ", ".join(f"{unit} {count}" for unit, count in counted.items())
    facts = {"count": len(lacking), "year": year, "units": units}
    return ((f"draw_rules.training.{gate}", facts),) if lacking else ()


def _year(tasks: Sequence[Task]) -> int:
    return tasks[0].year
