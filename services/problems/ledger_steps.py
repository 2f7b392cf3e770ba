"""Steps on a problem inside the unit that holds it: measure, re-check, filed case, end, reopening."""

from datetime import date, timedelta

from sqlmodel import col, select

from domain.errors import DomainError
from domain.followup import CORRECTION, State, measure_of, resumed
from domain.handling import check_measure, fitting
from domain.notices_ledger import ProblemEndAsked, ProblemTold
from domain.outcome import Finding
from domain.roles import Role
from models import Person, Problem, ProblemStep
from services import journal, people
from services.problems.ledger import Evidence, about, case_for, followers, log, move, object_of, tell
from services.work import Work


def _said(text: str) -> str:
    if not text.strip():
        raise DomainError("ledger.text")
    return text.strip()


def check_correct_by(work: Work, day: date | None) -> date:
    """A day by which something is to be put right. Raises ``ledger.day`` with the bounds."""
    last = work.today + timedelta(days=work.profile.correction_period.longest)
    if day is None or not work.today <= day <= last:
        raise DomainError("ledger.day", first=work.today, last=last)
    return day


async def decide(
    work: Work, ref: str, measure: str, text: str = "", correct_by: date | None = None
) -> Problem:
    """Say what follows a problem. What ends with that waits for a second person.

    Raises ``outcome.measure_unfit``, ``ledger.text`` or ``ledger.day``.
    """
    work.require("ledger.decide")
    case = await case_for(work, ref, "decide")
    chosen = check_measure(work.profile, Finding(case.item_code, case.outcome, measure=measure))
    if chosen.needs_text:
        _said(text)
    case.measure, case.measure_text = measure, text.strip()
    case.correct_by = check_correct_by(work, correct_by) if measure == CORRECTION else None
    await move(work, case, State.OPEN if chosen.stays_open else State.CLOSING)
    log(work, case, "decide", Evidence(text=case.measure_text), case.correct_by)
    if not chosen.stays_open:
        await _ask_approvers(work, case, Evidence(text=case.measure_text))
    await journal.record(work, "ledger.decide", about(case), measure=measure)
    return case


async def recheck(
    work: Work, ref: str, evidence: Evidence, *, corrected: bool, correct_by: date | None = None
) -> Problem:
    """复查 after an order to correct: put right (a second person confirms), or a new day.

    Raises ``ledger.text`` or ``ledger.day``.
    """
    work.require("ledger.recheck")
    case = await case_for(work, ref, "recheck")
    _said(evidence.text)
    if corrected:
        await move(work, case, State.CLOSING)
        log(work, case, "recheck", evidence, work.today)
        await _ask_approvers(work, case, evidence)
    else:
        case.correct_by = check_correct_by(work, correct_by)
        await move(work, case, State.OPEN)
        log(work, case, "recheck_failed", evidence, case.correct_by)
    await journal.record(work, "ledger.recheck", about(case), corrected=corrected)
    return case


async def file_case(work: Work, ref: str, number: str, day: date) -> Problem:
    """立案: its number and day. Raises ``ledger.text``, or ``ledger.future`` for a day to come."""
    work.require("ledger.file_case")
    case = await case_for(work, ref, "file_case")
    if day > work.today:
        raise DomainError("ledger.future", day=day)
    case.case_number, case.case_filed_on = _said(number), day
    await move(work, case, State.OPEN)
    log(work, case, "file_case", Evidence(text=case.case_number), day)
    await journal.record(work, "ledger.file_case", about(case), case=case.case_number)
    return case


async def conclude(work: Work, ref: str, evidence: Evidence) -> Problem:
    """Say that a problem is handled, with what shows it; a second person confirms. Raises ``ledger.text``."""
    work.require("ledger.conclude")
    case = await case_for(work, ref, "conclude")
    _said(evidence.text)
    await move(work, case, State.CLOSING)
    log(work, case, "conclude", evidence)
    await _ask_approvers(work, case, evidence)
    await journal.record(work, "ledger.conclude", about(case), file=bool(evidence.file_id))
    return case


async def _ask_approvers(work: Work, case: Problem, evidence: Evidence) -> None:
    notice = ProblemEndAsked(
        ref=case.ref,
        number=case.number,
        object_name=(await object_of(work, case)).name,
        measure=case.measure,
        text=evidence.text.strip(),
        with_file=bool(evidence.file_id),
    )
    approvers = await people.holders(work.session, Role.APPROVER, case.holder_id)
    await tell(work, case, approvers, notice, f"problem_end:{work.cause}")


async def asked_by(work: Work, case: Problem) -> int | None:
    """Who said that the case is at its end."""
    found = await work.session.exec(
        select(ProblemStep.by_id)
        .where(ProblemStep.problem_id == case.id, ProblemStep.state == State.CLOSING)
        .order_by(col(ProblemStep.id).desc())
    )
    return found.first()


async def confirm(work: Work, ref: str) -> Problem:
    """The second person closes the problem. Raises ``ledger.own`` for whoever asked."""
    work.require("ledger.confirm")
    case = await case_for(work, ref, "confirm")
    if not work.actor.may_second("ledger.confirm", await asked_by(work, case)):
        raise DomainError("ledger.own", number=case.number)
    await move(work, case, State.CLOSED)
    log(work, case, "confirm")
    await _tell_followers(work, case, "confirm")
    await journal.record(work, "ledger.confirm", about(case))
    return case


async def send_back(work: Work, ref: str, reason: str) -> Problem:
    """The second person finds that it is not handled. Raises ``ledger.text`` without a reason."""
    work.require("ledger.return")
    case = await case_for(work, ref, "return")
    await _resume(work, case, "return", _said(reason))
    return case


async def reopen(work: Work, ref: str, reason: str) -> Problem:
    """A closed problem is open again. Raises ``ledger.text`` without a reason."""
    work.require("ledger.reopen")
    case = await case_for(work, ref, "reopen")
    if case.measure == CORRECTION:
        case.correct_by = None  # its day is past; the usual time to handle runs
    await _resume(work, case, "reopen", _said(reason))
    return case


async def _resume(work: Work, case: Problem, step: str, reason: str) -> None:
    await move(work, case, resumed(work.profile, case.measure, handed=case.handed_on is not None))
    log(work, case, step, Evidence(text=reason))
    await _tell_followers(work, case, step, reason)
    await journal.record(work, f"ledger.{step}", about(case), reason=reason)


async def assign(work: Work, ref: str, person_id: int) -> Problem:
    """Who follows the problem up, and re-checks it. Raises ``ledger.not_unit`` for another unit's people."""
    work.require("ledger.assign")
    case = await case_for(work, ref, "assign")
    person = await work.session.get(Person, person_id)
    if person is None or person.unit_id != case.holder_id or person.left_on is not None:
        raise DomainError("ledger.not_unit", number=case.number)
    case.responsible_id = person_id
    work.session.add(case)
    log(work, case, "assign", Evidence(text=person.name))
    await _tell_followers(work, case, "assign")
    await journal.record(work, "ledger.assign", about(case), person=person_id)
    return case


async def _tell_followers(work: Work, case: Problem, step: str, reason: str = "") -> None:
    notice = ProblemTold(
        ref=case.ref,
        number=case.number,
        object_name=(await object_of(work, case)).name,
        step=step,
        reason=reason,
    )
    await tell(work, case, await followers(work, case), notice, f"problem_{step}:{work.cause}")


def measures_for(look: Work, case: Problem) -> list[str]:
    """What may follow this problem, by code; the present measure left out."""
    return [one.code for one in fitting(look.profile, case.outcome) if one.code != case.measure]


async def colleagues(look: Work, case: Problem) -> list[Person]:
    """Who could follow the problem up: inspectors and liaisons of the unit that holds it."""
    inspectors = await people.holders(look.session, Role.INSPECTOR, case.holder_id)
    liaisons = await people.holders(look.session, Role.LIAISON, case.holder_id)
    return list({one.id: one for one in (*inspectors, *liaisons)}.values())


def needs_text(look: Work, code: str) -> bool:
    """Whether a measure asks for a text."""
    known = measure_of(look.profile, code)
    return bool(known and known.needs_text)
