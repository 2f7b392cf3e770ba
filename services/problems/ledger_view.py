"""问题台账 as it is shown: the list by who asks, one card with its history, counts, 问题处理率."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from domain.errors import DomainError
from domain.followup import LIVE, Handling, State, handling
from domain.indicators import Share
from domain.roles import Place, Role
from models import Assignment, InspectionObject, Item, Person, Problem, ProblemStep, Result, Task, Unit, Visit
from services.problems.ledger import LEADING, may_act, open_steps
from services.problems.ledger_steps import asked_by
from services.work import OFFICE_ZONE, Work

FILTERS = ("open", "overdue", "received", "all")


@dataclass(frozen=True)
class ProblemLine:
    """One case in the list. ``item`` is empty of a problem of the whole visit; ``unit`` has to act."""

    ref: str
    number: str
    object_name: str
    register_no: str
    item: str
    outcome: str
    remark: str
    basis: str
    measure: str
    measure_text: str
    state: str
    unit: str
    responsible: str
    due_on: date | None
    late: bool
    transfer: str
    case_number: str
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True)
class StepLine:
    """A step of a case as it was taken."""

    step: str
    state: str
    at: datetime
    by: str
    text: str
    day: date | None
    file_id: str
    file_name: str
    stored: bool


@dataclass(frozen=True)
class ProblemCard:
    """One case with what was done so far and what the actor may do next."""

    line: ProblemLine
    result: str
    found_by: str
    history: tuple[StepLine, ...]
    steps: tuple[str, ...]


@dataclass(frozen=True)
class LedgerCounts:
    """Numbers only: by state, and by unit how many are open and how many of them late."""

    states: tuple[tuple[str, int], ...]
    units: tuple[tuple[str, int, int], ...]
    late: tuple[str, ...]
    share: Share


def _visible(look: Work) -> SelectOfScalar[Problem]:
    """Whose cases the actor sees: the office all, a unit's leaders its own, an inspector the own."""
    query = select(Problem).order_by(col(Problem.due_on).is_(None), col(Problem.due_on), col(Problem.number))
    actor = look.actor
    if actor.is_house or Role.OFFICE in actor.roles:
        return query
    if LEADING & actor.roles:
        units = (Problem.unit_id, Problem.holder_id, Problem.receiver_id, Problem.sender_id)
        return query.where(or_(*(col(unit) == actor.unit_id for unit in units)))
    visits = select(Assignment.visit_id).where(
        Assignment.person_id == actor.person_id, Assignment.state == "active"
    )
    return query.where(
        or_(
            col(Problem.responsible_id) == actor.person_id,
            col(Problem.visit_id).in_(visits) & (col(Problem.unit_id) == actor.unit_id),
        )
    )


async def lines(look: Work, only: str = "open") -> list[ProblemLine]:
    """The cases the actor may see, the nearest last day first, by one of ``FILTERS``.

    Raises ``access.private`` outside a private chat: a group is told numbers.
    """
    look.require("ledger.look")
    if look.actor.place is Place.OFFICE_GROUP:
        raise DomainError("access.private")
    query = _visible(look)
    if only != "all":
        query = query.where(col(Problem.state).in_(LIVE))
    if only == "overdue":
        query = query.where(col(Problem.due_on) < look.today)
    if only == "received":
        query = query.where(
            Problem.receiver_id == look.actor.unit_id, Problem.holder_id == look.actor.unit_id
        )
    return [await _line(look, case) for case in await look.session.exec(query)]


async def _line(look: Work, case: Problem) -> ProblemLine:
    visit = await look.session.get_one(Visit, case.visit_id)
    subject = await look.session.get_one(InspectionObject, visit.object_id)
    item = (await look.session.exec(select(Item.name).where(Item.code == case.item_code))).first()
    closed = case.closed_at
    return ProblemLine(
        ref=case.ref,
        number=case.number,
        object_name=subject.name,
        register_no=subject.register_no,
        item=item or case.item_code,
        outcome=case.outcome,
        remark=case.remark,
        basis=case.basis,
        measure=case.measure,
        measure_text=case.measure_text,
        state=case.state,
        unit=(await look.session.get_one(Unit, case.holder_id)).name,
        responsible=await _name(look, case.responsible_id),
        due_on=case.due_on,
        late=case.due_on is not None and case.due_on < look.today,
        transfer=f"{case.receiver} {case.letter_number}".strip(),
        case_number=case.case_number,
        opened_on=case.opened_at.astimezone(OFFICE_ZONE).date(),
        closed_on=closed.astimezone(OFFICE_ZONE).date() if closed else None,
    )


async def _name(look: Work, person_id: int | None) -> str:
    person = await look.session.get(Person, person_id) if person_id else None
    return person.name if person else ""


async def problem_of(look: Work, ref: str) -> Problem:
    """The case behind a button, if the actor may see it. Raises ``ledger.unknown`` or ``access.private``."""
    look.require("ledger.look")
    if look.actor.place is Place.OFFICE_GROUP:
        raise DomainError("access.private")
    case = (await look.session.exec(_visible(look).where(Problem.ref == ref))).first()
    if case is None:
        raise DomainError("ledger.unknown")
    return case


async def card(look: Work, ref: str) -> ProblemCard:
    """Everything about a case. Raises as ``problem_of``."""
    case = await problem_of(look, ref)
    rows = await look.session.exec(
        select(ProblemStep).where(ProblemStep.problem_id == case.id).order_by(col(ProblemStep.id))
    )
    return ProblemCard(
        line=await _line(look, case),
        result=(await look.session.get_one(Result, case.result_id)).number,
        found_by=(await look.session.get_one(Unit, case.unit_id)).name,
        history=tuple([await _step(look, row) for row in rows]),
        steps=await _steps(look, case),
    )


async def _step(look: Work, row: ProblemStep) -> StepLine:
    by = await _name(look, row.by_id)
    file = row.file_id, row.file_name, bool(row.sha256)
    return StepLine(row.step, row.state, row.at, by, row.text, row.day, *file)


async def _steps(look: Work, case: Problem) -> tuple[str, ...]:
    """What the actor may do next; nobody confirms an end that they asked for."""
    own_end = case.state == State.CLOSING and await asked_by(look, case) == look.actor.person_id
    return tuple(
        [
            step
            for step in open_steps(look, case)
            if look.actor.may(f"ledger.{step}")
            and await may_act(look, case, step)
            and not (step == "confirm" and own_end)
        ]
    )


async def handled(look: Work) -> Handling:
    """问题处理率 of this year's tasks: the numbers behind the numerator and behind the rest."""
    rows = await look.session.exec(
        select(col(Problem.number), col(Problem.state), col(Problem.handed_on))
        .join(Visit, col(Problem.visit_id) == col(Visit.id))
        .join(Task, col(Visit.task_id) == col(Task.id))
        .where(Task.year == look.today.year)
        .order_by(col(Problem.number))
    )
    return handling((number, state, handed_on is not None) for number, state, handed_on in rows)


async def share(look: Work) -> Share:
    """问题处理率 beside what the place asks for (湛江: 100 %)."""
    target = look.profile.target("problem_handling")
    return (await handled(look)).share(target.at_least if target else None)


async def counts(look: Work) -> LedgerCounts:
    """What a group may be told: numbers of cases, never what or whom they concern."""
    look.require("ledger.look")
    rows = (
        await look.session.exec(
            select(col(Problem.number), col(Problem.state), col(Problem.due_on), col(Unit.name))
            .join(Unit, col(Problem.holder_id) == col(Unit.id))
            .order_by(col(Problem.number))
        )
    ).all()
    live = [row for row in rows if row[1] in LIVE]
    late = [row for row in live if row[2] is not None and row[2] < look.today]
    by_state, by_unit, late_by_unit = (
        Counter(row[1] for row in rows),
        Counter(row[3] for row in live),
        Counter(row[3] for row in late),
    )
    return LedgerCounts(
        states=tuple((state.value, by_state[state]) for state in State if by_state[state]),
        units=tuple((unit, by_unit[unit], late_by_unit[unit]) for unit in sorted(by_unit)),
        late=tuple(row[0] for row in late),
        share=await share(look),
    )
