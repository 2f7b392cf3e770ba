"""How many certified staff the units have, against the library: 应纳尽纳 (湛江 二(四), 忻州 二(三))."""

from dataclasses import dataclass

from sqlalchemy import func, or_
from sqlmodel import col, select

from domain.errors import DomainError
from domain.indicators import Share
from domain.staffing import UnitStaff, library_share
from models import CertifiedCount, Inspector, Person, Unit
from services import journal
from services.staff import library
from services.work import Work


@dataclass(frozen=True)
class Staffing:
    """The units that the actor may see, and the share over those that reported."""

    units: tuple[UnitStaff, ...]
    share: Share


async def staffing(look: Work) -> Staffing:
    """Library against reported headcount, unit by unit."""
    look.require("library.look")
    rows = await unit_staff(look, library.scope(look))
    target = look.profile.target("staff_in_library")
    return Staffing(rows, library_share(rows, target.at_least if target else None))


async def unit_staff(look: Work, own: int | None = None) -> tuple[UnitStaff, ...]:
    """Every active unit, or ``own`` alone."""
    query = select(Unit).where(col(Unit.active).is_(True)).order_by(col(Unit.name))
    units = (await look.session.exec(query if own is None else query.where(Unit.id == own))).all()
    present, reported = await _in_library(look), await _reported(look)
    return tuple(
        UnitStaff(unit.name, present.get(unit.id or 0, 0), reported.get(unit.id or 0)) for unit in units
    )


async def _in_library(look: Work) -> dict[int, int]:
    """Unit → inspectors whose certificate is in force today."""
    rows = await look.session.exec(
        select(col(Person.unit_id), func.count(col(Person.id)))
        .join(Inspector, col(Inspector.person_id) == col(Person.id))
        .where(
            col(Person.left_on).is_(None),
            col(Inspector.valid).is_(True),
            Inspector.certificate_no != "",
            or_(col(Inspector.certificate_until).is_(None), col(Inspector.certificate_until) >= look.today),
        )
        .group_by(col(Person.unit_id))
    )
    return dict(rows.all())


async def _reported(look: Work) -> dict[int, int]:
    """Unit → the newest number it reported."""
    rows = await look.session.exec(
        select(CertifiedCount.unit_id, CertifiedCount.number).order_by(col(CertifiedCount.id))
    )
    return dict(rows.all())


async def enter(work: Work, text: str) -> UnitStaff:
    """Take a report: ``12`` for the actor's own unit, ``市场监督管理局 12`` by the office for any.

    Raises ``headcount.number`` and ``headcount.unit``.
    """
    work.require("headcount.enter")
    name, _, number = text.strip().rpartition(" ")
    if not (number.isascii() and number.isdigit() and len(number) <= 5):
        raise DomainError("headcount.number", typed=text)
    unit_id = await _unit(work, name.strip())
    work.session.add(
        CertifiedCount(
            unit_id=unit_id, number=int(number), entered_by=work.actor.person_id, entered_at=work.now
        )
    )
    await journal.record(work, "headcount.enter", f"unit:{unit_id}", number=int(number))
    unit = await work.session.get_one(Unit, unit_id)
    return UnitStaff(unit.name, (await _in_library(work)).get(unit_id, 0), int(number))


async def _unit(work: Work, name: str) -> int:
    own = library.scope(work)
    query = (
        select(Unit).where(Unit.name == name) if name else select(Unit).where(Unit.id == work.actor.unit_id)
    )
    unit = (await work.session.exec(query)).first()
    if unit is None or unit.id is None or own not in {None, unit.id}:
        raise DomainError("headcount.unit", name=name)
    return unit.id
