"""责任情形 of a result or a case: kept beside the evidence, no judgement (花溪 §34, 定陶 三（二）)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from domain.errors import DomainError
from domain.incident import GROUNDS
from domain.roles import Role
from models import Incident, Person, Problem, Result
from services import journal
from services.work import Work

LONGEST = 500


@dataclass(frozen=True)
class Noted:
    """One note: of which result or case, what, in whose words, by whom."""

    number: str
    ground: str
    text: str
    by: str
    at: datetime


async def named(look: Work, number: str) -> tuple[Result, str]:
    """A result by its number, or by that of a case of the ledger, which is given too.

    Raises ``incident.unknown`` or, for another unit's approver, ``incident.not_unit``.
    """
    look.require("incident.note")
    asked = number.strip()
    result = (await look.session.exec(select(Result).where(Result.number == asked))).first()
    case = None
    if result is None:
        case = (await look.session.exec(select(Problem).where(Problem.number == asked))).first()
        result = await look.session.get(Result, case.result_id) if case else None
    if result is None:
        raise DomainError("incident.unknown", number=asked)
    if not look.actor.reaches("incident.note", unit_id=result.unit_id):
        raise DomainError("incident.not_unit", number=asked)
    return result, case.number if case else ""


async def note(work: Work, number: str, ground: str, text: str) -> Incident:
    """Keep a note. Raises as ``named``, and ``incident.ground`` or ``incident.text``."""
    result, case_number = await named(work, number)
    if ground not in GROUNDS:
        raise DomainError("incident.ground")
    if not text.strip() or len(text) > LONGEST:
        raise DomainError("incident.text", longest=LONGEST)
    one = Incident(
        result_id=result.id or 0,
        case_number=case_number,
        ground=ground,
        text=text.strip(),
        noted_by=work.actor.person_id or 0,
        noted_at=work.now,
    )
    work.session.add(one)
    await journal.record(work, "incident.note", f"result:{result.number}", ground=ground, case=case_number)
    return one


async def of_results(look: Work, results: Iterable[Result]) -> list[Noted]:
    """What was noted of these results, oldest first."""
    return await _noted(look, [one.id or 0 for one in results])


async def current(look: Work) -> list[Noted]:
    """What was noted this year: everywhere for the office, of the own unit for its approver; newest first."""
    look.require("incident.note")
    query = select(Result.id)
    if Role.OFFICE not in look.actor.roles:
        query = query.where(Result.unit_id == look.actor.unit_id)
    own = [one or 0 for one in await look.session.exec(query)]
    found = await _noted(look, own)
    return [one for one in reversed(found) if one.at.year == look.today.year]


async def _noted(look: Work, results: list[int]) -> list[Noted]:
    rows = await look.session.exec(
        select(Incident, Result.number, Person.name)
        .join(Result, col(Incident.result_id) == col(Result.id))
        .join(Person, col(Incident.noted_by) == col(Person.id))
        .where(col(Incident.result_id).in_(results))
        .order_by(col(Incident.id))
    )
    return [
        Noted(one.case_number or number, one.ground, one.text, name, one.noted_at)
        for one, number, name in rows
    ]
