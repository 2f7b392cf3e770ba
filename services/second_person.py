"""What one of the office asks about a result, with a ground and a document, another person decides.

Who may is asked by the service that has the question, by the names of its own acts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices import Notice
from models import InspectionObject, Result, Unit, Visit
from models.publication import ResultRequest
from services import journal, outbox
from services.work import Work, new_ref

ASKED, APPROVED, REFUSED = "asked", "approved", "refused"
Row = TypeVar("Row", bound=ResultRequest)


@dataclass(frozen=True)
class Question(Generic[Row]):
    """One kind of request. ``area`` begins its acts and the keys of its posts.

    ``ground`` is what the journal calls the one of ``grounds`` that was given. ``asked`` takes ref, number,
    unit, ground and document; ``decided`` takes number, approved and document.
    """

    area: str
    row: type[Row]
    ground: str
    grounds: tuple[str, ...]
    asked: Callable[[str, str, str, str, str], Notice]
    decided: Callable[[str, bool, str], Notice]


@dataclass(frozen=True)
class Line:
    """A request that waits, or was approved and stands; ``corrected_by``: a later version it covers."""

    ref: str
    number: str
    object_name: str
    ground: str
    document: str
    state: str
    corrected_by: str = ""


async def lines(look: Work, question: Question[Row]) -> list[Line]:
    """Requests that wait and what was approved, oldest first."""
    row = question.row
    rows = await look.session.exec(
        select(row, Result, InspectionObject)
        .join(Result, col(row.result_id) == col(Result.id))
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(col(row.state).in_((ASKED, APPROVED)))
        .order_by(col(row.id))
    )
    return [
        Line(one.ref, result.number, subject.name, one.ground, one.document, one.state)
        for one, result, subject in rows
    ]


async def result_named(look: Work, number: str) -> Result:
    """A result by its number. Raises ``second_person.unknown``."""
    result = (await look.session.exec(select(Result).where(Result.number == number.strip()))).first()
    if result is None:
        raise DomainError("second_person.unknown", number=number)
    return result


async def ask(work: Work, question: Question[Row], result: Result, ground: str, document: str) -> Row:
    """Ask; the office group is told that a second person has to decide.

    Raises ``second_person.ground`` and ``second_person.document``.
    """
    if ground not in question.grounds:
        raise DomainError("second_person.ground")
    if not document.strip():
        raise DomainError("second_person.document")
    one = question.row(
        ref=new_ref(),
        result_id=result.id or 0,
        ground=ground,
        document=document.strip(),
        asked_by=work.actor.person_id or 0,
        asked_at=work.now,
    )
    work.session.add(one)
    unit = await work.session.get_one(Unit, result.unit_id)
    notice = question.asked(one.ref, result.number, unit.name, ground, one.document)
    await outbox.post(work, notice, f"{question.area}:{one.ref}", about=about(result))
    facts = {question.ground: ground, "document": one.document}
    await journal.record(work, f"{question.area}.ask", about(result), **facts)
    return one


def about(result: Result) -> str:
    """What the journal and the posts are about."""
    return f"result:{result.number}"


async def by_ref(work: Work, question: Question[Row], ref: str, state: str) -> tuple[Row, Result]:
    """A request in this state, locked, and its result. Raises ``second_person.decided``."""
    found = await work.session.exec(select(question.row).where(question.row.ref == ref).with_for_update())
    one = found.first()
    if one is None or one.state != state:
        raise DomainError("second_person.decided")
    return one, await work.session.get_one(Result, one.result_id)


async def decide(work: Work, question: Question[Row], ref: str, *, approve: bool) -> tuple[Row, Result]:
    """The second person's word. Raises ``second_person.own`` for whoever asked, ``second_person.decided``."""
    one, result = await by_ref(work, question, ref, ASKED)
    if not work.actor.may_second(f"{question.area}.decide", one.asked_by):
        raise DomainError("second_person.own")
    one.state = APPROVED if approve else REFUSED
    one.decided_by, one.decided_at = work.actor.person_id, work.now
    work.session.add(one)
    notice = question.decided(result.number, approve, one.document)
    await outbox.post(work, notice, f"{question.area}_decided:{one.ref}", about=about(result))
    await journal.record(work, f"{question.area}.decide", about(result), approved=approve)
    return one, result
