"""Looking an object up, and everything current about it on one card; phones only when asked for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_
from sqlmodel import col, select

from domain.cell_values import code
from domain.eligibility import Reason
from domain.errors import DomainError
from domain.followup import State
from domain.scanned import numbers_in
from models import (
    Draw,
    Exemption,
    GradeChange,
    InspectionObject,
    ObjectChange,
    Problem,
    ProblemStep,
    Result,
    Task,
    Unit,
    Visit,
)
from services import journal
from services.drawing import exclusions
from services.objects import grades, object_changes, object_findings
from services.objects.object_findings import Doubt
from services.work import OFFICE_ZONE, Work

SHORTEST = 2  # letters of a name that are worth a search


@dataclass(frozen=True)
class Found:
    """An object that fits what was typed; ``active`` = on the list."""

    number: str
    name: str
    active: bool


@dataclass(frozen=True)
class VisitLine:
    """One visit: task, day of the draw, and by unit the state and problem of the newest result."""

    number: str
    task: str
    drawn_on: date | None
    state: str
    results: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class CaseLine:
    """A problem of the ledger: the measure, the number of a case, how it was handled once closed."""

    number: str
    outcome: str
    measure: str
    state: str
    case_number: str
    handled: str


@dataclass(frozen=True)
class Card:
    """One object. ``excluded``: why no task could draw it today. ``exemptions`` hold now or will.

    ``doubts``: the newest of each finding that leaves its status open.
    """

    subject: InspectionObject
    grades: tuple[GradeChange, ...]
    visits: tuple[VisitLine, ...]
    excluded: Reason | None
    exemptions: tuple[tuple[str, date], ...]
    changes: tuple[ObjectChange, ...]
    doubts: tuple[Doubt, ...] = ()
    cases: tuple[CaseLine, ...] = ()

    @property
    def undoable(self) -> ObjectChange | None:
        """The newest correction that stands."""
        return next((one for one in self.changes if one.undone_at is None), None)


@dataclass(frozen=True)
class Contacts:
    """Who answers for an object."""

    legal_representative: str
    contact_name: str
    contact_phone: str


async def find(look: Work, text: str, limit: int) -> list[Found]:
    """Objects by the numbers in a text (also a scanned code's), by number, name or licence number.

    At most ``limit``, by name. Raises ``object.nothing`` and ``object.too_short``.
    """
    look.require("object.look")
    numbers = numbers_in(text)
    wanted = text.strip()
    if not numbers and len(wanted) < SHORTEST:
        raise DomainError("object.too_short")
    fits = (
        col(InspectionObject.register_no).in_(numbers)
        if numbers
        else or_(
            col(InspectionObject.register_no) == code(wanted),
            col(InspectionObject.licence_no) == code(wanted),
            col(InspectionObject.name).contains(wanted, autoescape=True),
        )
    )
    query = select(InspectionObject.register_no, InspectionObject.name, InspectionObject.active).where(fits)
    rows = await look.session.exec(
        query.order_by(col(InspectionObject.active).desc(), col(InspectionObject.name)).limit(limit)
    )
    found = [Found(number, name, active) for number, name, active in rows]
    if not found:
        raise DomainError("object.nothing", text=wanted[:60])
    return found


async def card(look: Work, number: str) -> Card:
    """Raises ``object.unknown``."""
    look.require("object.look")
    subject = await object_changes.object_of(look, number)
    return Card(
        subject=subject,
        grades=tuple(await grades.history(look, number)),
        visits=tuple(await _visits(look, subject)),
        excluded=await exclusions.standing(look, subject),
        exemptions=await _exemptions(look, number),
        changes=tuple(await object_changes.of_object(look, number)),
        doubts=await object_findings.of_object(look, subject),
        cases=tuple(await _cases(look, subject)),
    )


async def contacts(work: Work, number: str) -> Contacts:
    """Phones are shown on demand, and the journal says to whom."""
    work.require("object.contact")
    subject = await object_changes.object_of(work, number)
    await journal.record(work, "object.contact", f"object:{number}")
    return Contacts(subject.legal_representative, subject.contact_name, subject.contact_phone)


async def _exemptions(look: Work, number: str) -> tuple[tuple[str, date], ...]:
    rows = await look.session.exec(
        select(Exemption)
        .where(
            Exemption.object_no == number,
            col(Exemption.revoked_at).is_(None),
            Exemption.valid_until >= look.today,
        )
        .order_by(col(Exemption.valid_until))
    )
    return tuple((one.document, one.valid_until) for one in rows)


async def _cases(look: Work, subject: InspectionObject) -> list[CaseLine]:
    """Problems found at the object, the newest first (湛江 二（六）: 处罚结果记于市场主体名下)."""
    rows = await look.session.exec(
        select(Problem)
        .join(Visit, col(Problem.visit_id) == col(Visit.id))
        .where(Visit.object_id == subject.id, Problem.state != State.VOID)
        .order_by(col(Problem.id).desc())
    )
    cases = list(rows)
    handled = await _handled(look, [case.id or 0 for case in cases if case.state == State.CLOSED])
    return [
        CaseLine(
            case.number,
            case.outcome,
            case.measure,
            case.state,
            case.case_number,
            handled.get(case.id or 0, ""),
        )
        for case in cases
    ]


async def _handled(look: Work, cases: list[int]) -> dict[int, str]:
    """What was last written of the outcome of a closed case."""
    rows = await look.session.exec(
        select(ProblemStep.problem_id, ProblemStep.text)
        .where(ProblemStep.step == "conclude", col(ProblemStep.problem_id).in_(cases))
        .order_by(col(ProblemStep.id))
    )
    return dict(rows.all())


async def _visits(look: Work, subject: InspectionObject) -> list[VisitLine]:
    """The newest first."""
    rows = await look.session.exec(
        select(Visit, Task.name, Draw.ended_at)
        .join(Task, col(Visit.task_id) == col(Task.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(Visit.object_id == subject.id)
        .order_by(col(Visit.id).desc())
    )
    visits = list(rows)
    results = await _results(look, [visit.id or 0 for visit, _, _ in visits])
    return [
        VisitLine(
            visit.number,
            task,
            ended.astimezone(OFFICE_ZONE).date() if ended else None,
            visit.state,
            tuple(results.get(visit.id or 0, {}).values()),
        )
        for visit, task, ended in visits
    ]


async def _results(look: Work, visits: list[int]) -> dict[int, dict[str, tuple[str, str, bool]]]:
    """Visit → unit → its newest version: unit, state, problem."""
    rows = await look.session.exec(
        select(Result, Unit.name)
        .join(Unit, col(Result.unit_id) == col(Unit.id))
        .where(col(Result.visit_id).in_(visits))
        .order_by(col(Result.version))
    )
    found: dict[int, dict[str, tuple[str, str, bool]]] = {}
    for result, unit in rows:
        found.setdefault(result.visit_id, {})[unit] = (unit, result.state, result.problem)
    return found
