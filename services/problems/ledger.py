"""问题台账: problems of a released result become cases; what every step on a case needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from domain.errors import DomainError
from domain.followup import Problem as Found
from domain.followup import State, begins_as, check_step, due_on, measure_of, problems, steps
from domain.notices import Notice
from domain.roles import Role
from models import Assignment, InspectionObject, Person, Problem, ProblemStep, Result, Visit
from services import journal, outbox, people
from services.work import Work, new_ref

LEADING = frozenset({Role.LIAISON, Role.APPROVER})


@dataclass(frozen=True)
class Evidence:
    """What was said for a step, and the file that stands for it, with the hour Telegram got it."""

    text: str = ""
    file_id: str = ""
    file_name: str = ""
    sent_at: datetime | None = None


async def unopened(look: Work) -> list[Result]:
    """Released results with a problem that no case was opened for: they are older than the ledger."""
    known = select(Problem.id).where(Problem.visit_id == Result.visit_id, Problem.unit_id == Result.unit_id)
    rows = await look.session.exec(
        select(Result)
        .where(Result.state == "released", col(Result.problem).is_(True), ~known.exists())
        .order_by(col(Result.id))
    )
    return list(rows)


async def take_in(work: Work, result: Result) -> None:
    """Open the cases of a result that was released before there was a ledger."""
    opened = await open_problems(work, result)
    await journal.record(work, "ledger.open", f"result:{result.number}", problems=opened)


async def open_problems(work: Work, result: Result) -> int:
    """Part of an act: a case for each problem of a released result; answers how many problems there are.

    A later version of the result restates the cases of the earlier one.
    """
    rows = await work.session.exec(
        select(Problem).where(Problem.visit_id == result.visit_id, Problem.unit_id == result.unit_id)
    )
    known = {one.item_code: one for one in rows}
    found = {one.item: one for one in problems(work.profile.result_categories, result.findings)}
    for item, one in found.items():
        if item in known:
            await _restate(work, known[item], result, one)
        else:
            await _open(work, result, one)
    for item in known.keys() - found.keys():
        await move(work, known[item], State.VOID)
        log(work, known[item], "void")
    return len(found)


async def _open(work: Work, result: Result, found: Found) -> None:
    state = begins_as(work.profile, found.measure)
    assert result.id is not None  # noqa: S101 - a stored row
    case = Problem(
        ref=new_ref(),
        number=await _next_number(work),
        result_id=result.id,
        visit_id=result.visit_id,
        unit_id=result.unit_id,
        item_code=found.item,
        outcome=found.outcome,
        remark=found.remark,
        basis=found.basis,
        measure=found.measure if state != State.UNDECIDED else "",
        measure_text=found.measure_text,
        correct_by=found.correct_by,
        state=state,
        holder_id=result.unit_id,
        responsible_id=result.submitted_by,
        opened_at=work.now,
    )
    await move(work, case, state)
    log(work, case, "open")


async def _restate(work: Work, case: Problem, result: Result, found: Found) -> None:
    assert result.id is not None  # noqa: S101 - a stored row
    case.result_id, case.outcome = result.id, found.outcome
    case.remark, case.basis = found.remark, found.basis
    if case.state == State.VOID:
        await move(work, case, begins_as(work.profile, case.measure))
    work.session.add(case)
    log(work, case, "restate", Evidence(text=result.number))


async def _next_number(work: Work) -> str:
    """``XZ-2026-W0001``: one series a place and calendar year."""
    series = f"{work.profile.prefix}-{work.today.year}-W"
    found = await work.session.exec(
        select(Problem.number).where(col(Problem.number).startswith(series)).order_by(col(Problem.id).desc())
    )
    last = found.first()
    return f"{series}{int(last.removeprefix(series)) + 1 if last else 1:04d}"


async def move(work: Work, case: Problem, state: State) -> None:
    """Put a case where it stands now, with the last day of its next step."""
    case.state = state
    case.closed_at = work.now if state == State.CLOSED else None
    case.due_on = due_on(
        work.profile,
        work.calendar,
        work.today,
        state,
        measure=case.measure,
        correct_by=case.correct_by,
    )
    if state == State.HANDED and case.receiver_id is None:
        case.due_on = None  # another body's matter now
    work.session.add(case)
    await work.session.flush()


def log(
    work: Work, case: Problem, step: str, evidence: Evidence = Evidence(), day: date | None = None
) -> None:
    """Enter a step as taken; the case stands already where it led."""
    assert case.id is not None  # noqa: S101 - a stored row
    entry = ProblemStep(
        problem_id=case.id,
        step=step,
        state=case.state,
        at=work.now,
        by_id=work.actor.person_id,
        text=evidence.text.strip(),
        day=day,
        file_id=evidence.file_id,
        file_name=evidence.file_name,
        received_at=evidence.sent_at,
    )
    work.session.add(entry)


async def case_for(work: Work, ref: str, step: str) -> Problem:
    """The case, if the actor may take this step on it now; locked until the act is over.

    Raises ``ledger.unknown``, ``ledger.not_yours`` or ``ledger.not_now``.
    """
    case = (await work.session.exec(select(Problem).where(Problem.ref == ref).with_for_update())).first()
    if case is None:
        raise DomainError("ledger.unknown")
    if not await may_act(work, case, step):
        raise DomainError("ledger.not_yours", number=case.number)
    check_step(step, open_steps(work, case), case.number, case.state)
    return case


def open_steps(look: Work, case: Problem) -> tuple[str, ...]:
    """The steps that follow from where the case stands."""
    measure = measure_of(look.profile, case.measure)
    return steps(case.state, case.measure, hands_over=bool(measure and measure.hands_over))


async def may_act(look: Work, case: Problem, step: str) -> bool:
    """The holding unit acts, its inspectors on their own cases; the office may reopen any."""
    act = f"ledger.{step}"
    if look.actor.reaches(act, unit_id=case.holder_id):
        return True
    return case.holder_id == look.actor.unit_id and look.actor.reaches(act, own=await is_own(look, case))


async def is_own(look: Work, case: Problem) -> bool:
    """Whether the actor follows the case up, or was at the visit."""
    if case.responsible_id == look.actor.person_id:
        return True
    team = await look.session.exec(
        select(Assignment.id).where(
            Assignment.visit_id == case.visit_id,
            Assignment.person_id == look.actor.person_id,
            Assignment.state == "active",
        )
    )
    return team.first() is not None


async def object_of(look: Work, case: Problem) -> InspectionObject:
    """The object that was inspected."""
    visit = await look.session.get_one(Visit, case.visit_id)
    return await look.session.get_one(InspectionObject, visit.object_id)


def about(case: Problem) -> str:
    """What the journal and the letters call it."""
    return f"problem:{case.number}"


async def tell(work: Work, case: Problem, people_told: Sequence[Person], notice: Notice, key: str) -> None:
    """The same letter to each of them, once for each key; not to who is acting."""
    for person in people_told:
        if person.id is not None and person.id != work.actor.person_id:
            await outbox.tell(work, person.id, notice, f"{key}:{person.id}", about=about(case))


async def leaders(look: Work, unit_id: int) -> list[Person]:
    """A unit's liaisons; its approvers where it has none."""
    return await people.holders(look.session, Role.LIAISON, unit_id) or await people.holders(
        look.session, Role.APPROVER, unit_id
    )


async def followers(look: Work, case: Problem) -> list[Person]:
    """Whoever follows the case up in the unit that holds it; that unit's leaders if nobody does."""
    person = await look.session.get(Person, case.responsible_id) if case.responsible_id else None
    if person is not None and person.left_on is None and person.unit_id == case.holder_id:
        return [person]
    return await leaders(look, case.holder_id)
