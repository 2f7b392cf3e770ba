"""内部转办 (忻州 转发): the liaison hands one filing or decision on to a colleague, by a day of its own.

The colleague is told once and reminded once, on the working day before; what is done or taken back ends it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from domain.conference import OPEN
from domain.errors import DomainError
from domain.notices_liaison import HandedOn
from models import Duty, Forwarding, Letter, MeetingDecision, Person, Unit
from services import journal, outbox, quiet
from services.work import OFFICE_ZONE, Work, new_ref
from services.year.duties import named

DAY = timedelta(days=1)
DUTY, DECISION = "duty", "decision"


@dataclass(frozen=True)
class Matter:
    """What is handed on; ``title`` or, when empty, the word of ``duty_kind``."""

    row: Duty | MeetingDecision
    duty_kind: str
    title: str
    open: bool

    @property
    def owner(self) -> dict[str, Any]:
        """The column of a forwarding that points here."""
        return {"duty_id" if isinstance(self.row, Duty) else "decision_id": self.row.id}


@dataclass(frozen=True)
class Standing:
    """A matter, to whom it is handed on, and to whom it may be."""

    matter: Matter
    row: Forwarding | None
    name: str
    choices: tuple[Person, ...]


@dataclass(frozen=True)
class Passed:
    """A line of the unit's list; ``days`` to the unit's own day, negative when late."""

    title: str
    duty_kind: str
    name: str
    due_on: date
    days: int


async def standing(look: Work, what: str, ref: str) -> Standing:
    """Raises ``forward.unknown`` for what is not the actor's unit's."""
    look.require("forward.pass")
    found: Duty | MeetingDecision | None
    if what == DUTY:
        found = (await look.session.exec(select(Duty).where(Duty.ref == ref))).first()
    else:
        rows = await look.session.exec(select(MeetingDecision).where(MeetingDecision.ref == ref))
        found = rows.first()
    if found is None or not look.actor.reaches("forward.pass", unit_id=found.unit_id):
        raise DomainError("forward.unknown")
    matter = _matter(look, found)
    row = await _row(look, matter)
    person = await look.session.get_one(Person, row.person_id) if row else None
    staff = await look.session.exec(
        select(Person)
        .where(Person.unit_id == found.unit_id, col(Person.left_on).is_(None))
        .where(Person.id != look.actor.person_id)
        .order_by(col(Person.roster_no))
    )
    return Standing(matter, row, person.name if person else "", tuple(staff))


def _matter(look: Work, row: Duty | MeetingDecision) -> Matter:
    if isinstance(row, MeetingDecision):
        return Matter(row, "", row.text, row.state == OPEN)
    kind, title = named(look.profile, row)
    return Matter(row, kind, title, row.state == "open")


async def _row(look: Work, matter: Matter) -> Forwarding | None:
    rows = await look.session.exec(
        select(Forwarding).filter_by(**matter.owner).where(col(Forwarding.ended_at).is_(None))
    )
    return rows.first()


async def hand_on(work: Work, what: str, ref: str, person_id: int, due_on: date) -> Standing:
    """Somebody of the unit sees to it by ``due_on``; whoever it was handed on to before no longer does.

    Raises ``forward.unknown``, ``forward.closed``, ``forward.not_here``, ``forward.day``.
    """
    work.require("forward.pass")
    now = await standing(work, what, ref)
    _check(work, now, person_id, due_on)
    if now.row is not None:
        await _take_back(work, now.matter, now.row)
    row = Forwarding(
        ref=new_ref(),
        unit_id=now.matter.row.unit_id,
        person_id=person_id,
        due_on=due_on,
        passed_by=work.actor.person_id,
        passed_at=work.now,
        **now.matter.owner,
    )
    work.session.add(row)
    await work.session.flush()
    await _tell(work, now.matter, row, "given")
    await journal.record(work, "forward.pass", f"{what}:{ref}", person=person_id, due_on=str(due_on))
    return await standing(work, what, ref)


def _check(work: Work, now: Standing, person_id: int, due_on: date) -> None:
    if not now.matter.open:
        raise DomainError("forward.closed")
    if person_id not in {one.id for one in now.choices}:
        raise DomainError("forward.not_here")
    last = max(now.matter.row.due_on, work.today)
    if not work.today <= due_on <= last:
        raise DomainError("forward.day", first=work.today, last=last)


async def take_back(work: Work, what: str, ref: str) -> Standing:
    """The liaison sees to it again. Raises ``forward.unknown``, ``forward.none``."""
    work.require("forward.take_back")
    now = await standing(work, what, ref)
    if now.row is None:
        raise DomainError("forward.none")
    await _take_back(work, now.matter, now.row)
    await journal.record(work, "forward.take_back", f"{what}:{ref}", person=now.row.person_id)
    return await standing(work, what, ref)


async def _take_back(work: Work, matter: Matter, row: Forwarding) -> None:
    await _end(work, row)
    gone = select(Letter.id).where(Letter.about == _about(row), col(Letter.state).in_(quiet.GONE))
    if (await work.session.exec(gone)).first() is not None:
        await _tell(work, matter, row, "ended")


async def stop(work: Work, row: Duty | MeetingDecision) -> None:
    """It is done: nothing more is said of it to anybody it was handed on to."""
    found = await _row(work, _matter(work, row))
    if found is not None:
        await _end(work, found)


async def _end(work: Work, row: Forwarding) -> None:
    row.ended_at, row.ended_by = work.now, work.actor.person_id
    work.session.add(row)
    waiting = await work.session.exec(
        select(Letter).where(Letter.about == _about(row), col(Letter.state).in_(outbox.WAITING))
    )
    for letter in waiting:
        letter.state = "void"
    await work.session.flush()


def _about(row: Forwarding) -> str:
    return f"forward:{row.ref}"


async def _tell(work: Work, matter: Matter, row: Forwarding, stage: str) -> None:
    unit = await work.session.get_one(Unit, row.unit_id)
    by = await work.session.get(Person, row.passed_by) if row.passed_by else None
    notice = HandedOn(
        stage=stage,
        unit=unit.name,
        duty_kind=matter.duty_kind,
        title=matter.title,
        due_on=row.due_on,
        last_day=matter.row.due_on,
        by=by.name if by else "",
    )
    moment = await quiet.slot(work, row.person_id)
    key = f"handed_on:{row.ref}:{stage}"
    await outbox.tell(work, row.person_id, notice, key, about=_about(row), due_at=moment)


async def of_unit(look: Work) -> list[Passed]:
    """What the actor's unit has handed on, by the unit's own days."""
    look.require("duty.look")
    rows = await look.session.exec(
        select(Forwarding, Person)
        .join(Person, col(Person.id) == col(Forwarding.person_id))
        .where(Forwarding.unit_id == look.actor.unit_id, col(Forwarding.ended_at).is_(None))
        .order_by(col(Forwarding.due_on), col(Forwarding.id))
    )
    found = []
    for row, person in rows.all():
        matter = await _matter_of(look, row)
        days = (row.due_on - look.today).days
        found.append(Passed(matter.title, matter.duty_kind, person.name, row.due_on, days))
    return found


async def _matter_of(look: Work, row: Forwarding) -> Matter:
    if row.duty_id is not None:
        return _matter(look, await look.session.get_one(Duty, row.duty_id))
    return _matter(look, await look.session.get_one(MeetingDecision, row.decision_id))


async def near(look: Work) -> list[str]:
    """References of what is to be reminded of now: its day is tomorrow, or no working day lies between.

    Nothing on days off and in the quiet hours, nothing of what was handed on so late, nobody who has left.
    """
    if quiet.reigns(look):
        return []
    rows = await look.session.exec(
        select(Forwarding)
        .join(Person, col(Person.id) == col(Forwarding.person_id))
        .where(
            col(Forwarding.ended_at).is_(None),
            col(Forwarding.reminded_at).is_(None),
            col(Forwarding.due_on) >= look.today,
            col(Person.left_on).is_(None),
            col(Person.unit_id) == col(Forwarding.unit_id),
        )
        .order_by(col(Forwarding.id))
    )
    return [row.ref for row in rows if _is_near(look, row)]


def _is_near(look: Work, row: Forwarding) -> bool:
    day = look.calendar.previous_working_day(row.due_on - DAY)
    return row.passed_at.astimezone(OFFICE_ZONE).date() < day <= look.today


async def remind(work: Work, ref: str) -> None:
    """Once; not at all when the person's messages of the days left are full."""
    row = (await work.session.exec(select(Forwarding).where(Forwarding.ref == ref))).one()
    row.reminded_at = work.now
    work.session.add(row)
    moment = await quiet.slot(work, row.person_id)
    told = row.ended_at is None and moment.astimezone(OFFICE_ZONE).date() <= row.due_on
    if told:
        await _tell(work, await _matter_of(work, row), row, "near")
    await journal.record(work, "forward.remind", f"forward:{ref}", told=told)
