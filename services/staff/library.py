"""人员库: who may look at whom, looking somebody up, and everything about one person on a card."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_
from sqlmodel import col, select

from domain.errors import DomainError
from models import (
    Assignment,
    Draw,
    InspectionObject,
    Inspector,
    Leave,
    Person,
    Recusal,
    Result,
    Unit,
    Visit,
)
from services.outbox import account_of
from services.people import roles_of
from services.work import Work


@dataclass(frozen=True)
class Found:
    """Somebody who fits what was typed."""

    person_id: int
    roster_no: str
    name: str
    unit: str
    left: bool


@dataclass(frozen=True)
class Overview:
    """How many people stand in the library, of those the actor may see."""

    people: int
    inspectors: int
    units: int


@dataclass(frozen=True, kw_only=True)
class Card:
    """One person of the library, without the phone. ``load``: this year's visits, ``reported`` of them."""

    person_id: int
    roster_no: str
    name: str
    post: str
    left_on: date | None
    unit: str
    roles: tuple[str, ...]
    linked: bool
    inspector: Inspector | None
    days: int | None
    load: int
    reported: int
    leave: tuple[Leave, ...]
    recusals: tuple[tuple[str, str], ...]


def scope(look: Work) -> int | None:
    """The unit whose people the actor may see; None = everybody."""
    return None if look.actor.reaches("library.look") else look.actor.unit_id


async def person_of(look: Work, person_id: int) -> Person:
    """Somebody whom the actor may see. Raises ``library.unknown`` and ``library.not_unit``."""
    person = await look.session.get(Person, person_id)
    if person is None:
        raise DomainError("library.unknown")
    if scope(look) not in {None, person.unit_id}:
        raise DomainError("library.not_unit", name=person.name)
    return person


async def overview(look: Work) -> Overview:
    """The numbers above the library."""
    look.require("library.look")
    own = scope(look)
    query = (
        select(Person.unit_id, col(Inspector.valid))
        .outerjoin(Inspector, col(Inspector.person_id) == col(Person.id))
        .where(col(Person.left_on).is_(None))
    )
    rows = (await look.session.exec(query if own is None else query.where(Person.unit_id == own))).all()
    return Overview(len(rows), sum(bool(valid) for _, valid in rows), len({unit for unit, _ in rows}))


async def find(look: Work, text: str) -> list[Found]:
    """People by roster number, certificate number or a part of the name. Raises ``library.nobody``."""
    look.require("library.look")
    asked = text.strip()
    if not asked:
        raise DomainError("library.nobody", asked=asked)
    own = scope(look)
    query = (
        select(Person, Unit.name)
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .outerjoin(Inspector, col(Inspector.person_id) == col(Person.id))
        .where(
            or_(
                func.upper(Person.roster_no) == asked.upper(),
                func.upper(Inspector.certificate_no) == asked.upper(),
                col(Person.name).contains(asked, autoescape=True),
            )
        )
        .order_by(col(Person.left_on).is_not(None), col(Unit.name), col(Person.roster_no))
    )
    rows = await look.session.exec(query if own is None else query.where(Person.unit_id == own))
    found = [
        Found(person.id or 0, person.roster_no, person.name, unit, person.left_on is not None)
        for person, unit in rows
    ]
    if not found:
        raise DomainError("library.nobody", asked=asked)
    return found


async def card(look: Work, person_id: int) -> Card:
    """Everything about a person but the phone."""
    look.require("library.look")
    person = await person_of(look, person_id)
    inspector = await look.session.get(Inspector, person_id)
    until = inspector.certificate_until if inspector else None
    load, reported = await _load(look, person_id)
    return Card(
        person_id=person_id,
        roster_no=person.roster_no,
        name=person.name,
        post=person.post,
        left_on=person.left_on,
        unit=(await look.session.get_one(Unit, person.unit_id)).name,
        roles=tuple(sorted(await roles_of(look.session, person_id))),
        linked=await account_of(look.session, person_id) is not None,
        inspector=inspector,
        days=(until - look.today).days if until else None,
        load=load,
        reported=reported,
        leave=await _leave(look, person_id),
        recusals=await _recusals(look, person_id),
    )


async def phone(look: Work, person_id: int) -> str:
    """A person's phone: on demand, to those who look after them."""
    look.require("library.phone")
    return (await person_of(look, person_id)).phone


async def _load(look: Work, person_id: int) -> tuple[int, int]:
    """This year's visits of a person, and how many of these their unit has reported."""
    rows = await look.session.exec(
        select(col(Assignment.visit_id), func.count(col(Result.id)))
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .outerjoin(
            Result,
            (col(Result.visit_id) == col(Visit.id))
            & (col(Result.unit_id) == col(Assignment.unit_id))
            & (col(Result.state) != "returned"),
        )
        .where(Assignment.person_id == person_id, Assignment.state == "active", Draw.year == look.today.year)
        .group_by(col(Assignment.visit_id))
    )
    counts = [count for _, count in rows]
    return len(counts), sum(count > 0 for count in counts)


async def _leave(look: Work, person_id: int) -> tuple[Leave, ...]:
    rows = await look.session.exec(
        select(Leave).where(Leave.person_id == person_id, Leave.last >= look.today).order_by(col(Leave.first))
    )
    return tuple(rows)


async def _recusals(look: Work, person_id: int) -> tuple[tuple[str, str], ...]:
    """Object and reason of what was declared."""
    rows = await look.session.exec(
        select(InspectionObject.name, Recusal.reason)
        .join(Recusal, col(Recusal.object_no) == col(InspectionObject.register_no))
        .where(Recusal.person_id == person_id)
        .order_by(col(Recusal.declared_at))
    )
    return tuple(rows.all())
