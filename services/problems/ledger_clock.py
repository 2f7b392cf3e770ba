"""问题台账: whoever can still do something hears of a case before its last day, then liaison and office.

The office group is told units and numbers, never what or whom they concern.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from domain.deadlines import Stage, climb, stages_due
from domain.followup import LIVE, State
from domain.notices_ledger import ProblemDueLine, ProblemsDue, ProblemsLate
from domain.roles import Role
from models import Person, Problem, ProblemReminder, Unit
from services import journal, outbox, people, quiet
from services.problems.ledger import followers, leaders, object_of
from services.rounds import Round, in_turn, round_of
from services.work import Work


@dataclass(frozen=True)
class Reached:
    """A stage that was reached and is in no row yet. Not ``send``: a later one of its receiver counts."""

    case: Problem
    stage: Stage
    send: bool

    @property
    def round(self) -> Round:
        """Who is to hear of it."""
        return round_of(self.stage.receiver, self.case.holder_id)


async def _running(look: Work) -> list[Problem]:
    rows = await look.session.exec(
        select(Problem)
        .where(col(Problem.state).in_(LIVE), col(Problem.due_on).is_not(None))
        .order_by(col(Problem.due_on), col(Problem.number))
    )
    return list(rows)


async def _recorded(look: Work) -> dict[tuple[int, date], set[str]]:
    """Stages told so far; a new last day begins the ladder anew."""
    rows = await look.session.exec(
        select(ProblemReminder)
        .join(Problem, col(ProblemReminder.problem_id) == col(Problem.id))
        .where(col(Problem.state).in_(LIVE))
    )
    found: dict[tuple[int, date], set[str]] = {}
    for told in rows:
        found.setdefault((told.problem_id, told.due_on), set()).add(told.stage)
    return found


async def _reached(look: Work) -> list[Reached]:
    recorded = await _recorded(look)
    found: list[Reached] = []
    for case in await _running(look):
        assert case.due_on is not None  # noqa: S101 - only those with a last day
        planned = climb(look.profile.follow_up_ladder, case.due_on, look.calendar)
        now = stages_due(planned, look.today, recorded.get((case.id or 0, case.due_on), set()))
        found += [Reached(case, stage, True) for stage in now.send]
        found += [Reached(case, stage, False) for stage in now.skip]
    return found


async def rounds(look: Work) -> list[Round]:
    """Whom to remind now, the office last; nobody on days off and in the quiet hours."""
    if quiet.reigns(look):
        return []
    return in_turn(one.round for one in await _reached(look))


async def remind(work: Work, turn: Round) -> None:
    """Send one round and record its stages; worked out afresh, so that what was done meanwhile is spared."""
    reached = [one for one in await _reached(work) if one.round == turn]
    sending = [one.case for one in reached if one.send]
    if sending and turn.unit_id:
        await _tell(work, turn, sending)
    elif sending:
        await outbox.post(work, await _late(work, sending), f"problems_late:{work.today}")
    for one in reached:
        work.session.add(_row(work, one))
    noted = [[one.case.number, one.stage.name, one.send] for one in reached]
    await journal.record(work, "ledger.remind", turn.subject, receiver=turn.receiver, stages=noted)


def _row(work: Work, one: Reached) -> ProblemReminder:
    assert one.case.id is not None  # noqa: S101 - a stored row
    assert one.case.due_on is not None  # noqa: S101 - only those with a last day
    return ProblemReminder(
        problem_id=one.case.id,
        due_on=one.case.due_on,
        stage=one.stage.name,
        state="sent" if one.send else "passed_over",
        created_at=work.now,
    )


async def _tell(work: Work, turn: Round, sending: Sequence[Problem]) -> None:
    """One digest to each person, within the hours and numbers of letters that the place allows."""
    theirs: dict[int, list[Problem]] = {}
    for case in sending:
        for person in await _receivers(work, turn, case):
            if person.id is not None:
                theirs.setdefault(person.id, []).append(case)
    for person_id, cases in theirs.items():
        moment = await quiet.slot(work, person_id)
        lines = tuple([await _line(work, case) for case in cases])
        notice = ProblemsDue(on=work.today, lines=lines)
        key = f"problems_due:{turn.unit_id}:{turn.receiver}:{person_id}:{work.today}"
        await outbox.tell(work, person_id, notice, key, due_at=moment)


async def _receivers(work: Work, turn: Round, case: Problem) -> list[Person]:
    """The first rung is whose turn it is: who follows up, who has to answer, who has to confirm."""
    if turn.receiver == "unit_head" or (turn.receiver == "inspector" and case.state == State.CLOSING):
        return await people.holders(work.session, Role.APPROVER, case.holder_id)
    if turn.receiver == "inspector" and case.state != State.SENT:
        return await followers(work, case)
    return await leaders(work, case.holder_id)


async def _line(look: Work, case: Problem) -> ProblemDueLine:
    assert case.due_on is not None  # noqa: S101 - only those with a last day
    left = look.calendar.working_days_between(look.today, case.due_on)
    late = look.calendar.working_days_between(case.due_on, look.today)
    return ProblemDueLine(
        number=case.number,
        object_name=(await object_of(look, case)).name,
        state=case.state,
        due_on=case.due_on,
        working_days=left if case.due_on >= look.today else -late,
    )


async def _late(look: Work, cases: Iterable[Problem]) -> ProblemsLate:
    by_unit: dict[str, list[str]] = {}
    for case in cases:
        unit = await look.session.get_one(Unit, case.holder_id)
        by_unit.setdefault(unit.name, []).append(case.number)
    return ProblemsLate(on=look.today, units=tuple((unit, tuple(found)) for unit, found in by_unit.items()))
