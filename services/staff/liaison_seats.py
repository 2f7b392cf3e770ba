"""Who is liaison of a unit, who may become it, and what the seat holds. A unit has one (定陶 附2 二(五))."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError
from domain.followup import LIVE
from domain.notices_filing import DeadlineLine
from domain.roles import Role
from models import Duty, LiaisonHandover, Person, Problem, RoleGrant, Unit
from services import people
from services.work import Work
from services.year.duties import line_of, units_owing


@dataclass(frozen=True)
class Seat:
    """A unit's liaison as things stand. ``last``: the newest handover if it can be taken back."""

    unit_id: int
    unit: str
    liaisons: tuple[Person, ...]
    choices: tuple[Person, ...]
    duties: tuple[DeadlineLine, ...]
    cases: int
    last: LiaisonHandover | None


async def units(look: Work) -> list[Unit]:
    """The units whose liaison the actor may change: all for the office, the own one for a liaison."""
    look.require("liaison.hand_over")
    reaches = look.actor.reaches
    return [unit for unit, _ in await units_owing(look) if reaches("liaison.hand_over", unit_id=unit.id)]


async def seat(look: Work, unit_id: int) -> Seat:
    """Who is liaison, who may become it, what passes. Raises ``handover.not_unit``."""
    unit = next((one for one in await units(look) if one.id == unit_id), None)
    if unit is None:
        raise DomainError("handover.not_unit")
    liaisons = await people.holders(look.session, Role.LIAISON, unit_id)
    alone = liaisons[0].id if len(liaisons) == 1 else None
    staff = await look.session.exec(
        select(Person)
        .where(Person.unit_id == unit_id, col(Person.left_on).is_(None), Person.id != alone)
        .order_by(col(Person.roster_no))
    )
    return Seat(
        unit_id=unit_id,
        unit=unit.name,
        liaisons=tuple(liaisons),
        choices=tuple(staff),
        duties=await _duties(look, unit),
        cases=len(await cases(look, unit_id)),
        last=await _returnable(look, unit_id, liaisons),
    )


async def _duties(look: Work, unit: Unit) -> tuple[DeadlineLine, ...]:
    rows = await look.session.exec(
        select(Duty).where(Duty.unit_id == unit.id, Duty.state == "open").order_by(col(Duty.due_on))
    )
    return tuple(line_of(look.profile, duty, unit.name, look.today) for duty in rows)


async def cases(look: Work, unit_id: int) -> list[Problem]:
    rows = await look.session.exec(
        select(Problem).where(Problem.holder_id == unit_id, col(Problem.state).in_(LIVE))
    )
    return list(rows)


async def _returnable(look: Work, unit_id: int, liaisons: Sequence[Person]) -> LiaisonHandover | None:
    """The newest handover while its successor is the liaison and its former one is still with the unit."""
    rows = await look.session.exec(
        select(LiaisonHandover)
        .where(LiaisonHandover.unit_id == unit_id)
        .order_by(col(LiaisonHandover.id).desc())
        .limit(1)
    )
    last = rows.first()
    if last is None or last.returned_at or [one.id for one in liaisons] != [last.successor_id]:
        return None
    former = await look.session.get(Person, last.former_id) if last.former_id else None
    return last if former and former.left_on is None and former.unit_id == unit_id else None


async def departed(look: Work, unit_id: int) -> Person | None:
    """Whoever was the unit's liaison last, when the seat is empty: gone, or with another unit."""
    if await people.holders(look.session, Role.LIAISON, unit_id):
        return None
    rows = await look.session.exec(
        select(Person)
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .where(Person.unit_id == unit_id, RoleGrant.role == Role.LIAISON)
        .order_by(col(RoleGrant.revoked_at).desc())
    )
    return rows.first()


async def in_office(session: AsyncSession, person_id: int) -> int:
    """Who hears today of what somebody asked as liaison: the successor, if the seat was handed over."""
    if Role.LIAISON in await people.roles_of(session, person_id):
        return person_id
    passed = await session.exec(
        select(LiaisonHandover.unit_id)
        .where(or_(LiaisonHandover.former_id == person_id, LiaisonHandover.successor_id == person_id))
        .order_by(col(LiaisonHandover.id).desc())
    )
    unit_id = passed.first()
    holders = await people.holders(session, Role.LIAISON, unit_id) if unit_id else []
    return next((one.id for one in holders if one.id), person_id)


async def settled(look: Work) -> list[str]:
    """Units that had several liaisons, of whom an upgrade kept the newest, until a handover is entered.

    The end of the others is a handover that nobody entered.
    """
    newest = select(func.max(LiaisonHandover.id)).group_by(col(LiaisonHandover.unit_id))
    rows = await look.session.exec(
        select(Unit.name)
        .join(LiaisonHandover, col(LiaisonHandover.unit_id) == col(Unit.id))
        .where(
            col(Unit.active),
            col(LiaisonHandover.id).in_(newest),
            col(LiaisonHandover.entered_by).is_(None),
            col(LiaisonHandover.returned_at).is_(None),
        )
        .order_by(col(Unit.name))
    )
    return list(rows)


async def vacant(look: Work) -> list[str]:
    """Active units without a liaison, but for the office itself."""
    held = {one.unit_id for one in await people.holders(look.session, Role.LIAISON)}
    return [unit.name for unit, owes in await units_owing(look) if owes == "units" and unit.id not in held]
