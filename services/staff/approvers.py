"""A unit without anybody who may release its results: the office is told and names one."""

from sqlmodel import col, select

from domain.errors import DomainError
from domain.roles import Role
from models import Person, Result
from services import journal, people
from services.visits import inspections
from services.visits.result_letters import ask_approvers
from services.work import Work


async def candidates(look: Work, ref: str) -> list[Person]:
    """People of the result's unit who neither found nor confirmed it. Raises ``result.unknown``."""
    look.require("approver.name")
    result, _ = await inspections.by_ref(look, ref)
    stood_behind = {result.submitted_by, result.confirmed_by} - {None}
    rows = await look.session.exec(
        select(Person)
        .where(Person.unit_id == result.unit_id, col(Person.left_on).is_(None))
        .where(col(Person.id).not_in(stood_behind))
        .order_by(col(Person.roster_no))
    )
    return list(rows)


async def name(work: Work, ref: str, roster_no: str) -> Person:
    """Make somebody the unit's approver; everything that waits there is put before them.

    Raises ``result.unknown``, or ``approver.not_fit`` for somebody who is no candidate.
    """
    work.require("approver.name")
    fit = {one.roster_no: one for one in await candidates(work, ref)}
    if roster_no not in fit:
        raise DomainError("approver.not_fit", roster_no=roster_no)
    person = fit[roster_no]
    await people.grant(work, person.id or 0, Role.APPROVER)
    waiting = await work.session.exec(
        select(Result).where(
            Result.unit_id == person.unit_id, col(Result.state).in_(("submitted", "confirmed"))
        )
    )
    for result in waiting.all():
        if await inspections.is_ripe(work, result):
            await ask_approvers(work, result)
    await journal.record(work, "approver.name", f"person:{person.id}", unit=person.unit_id)
    return person
