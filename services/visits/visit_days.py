"""约定检查日期: one of the team proposes, the others agree or propose another; the leader may fix it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_team import DayAgreed, DayProposed
from domain.visit_day import check_day
from models import Assignment, InspectionObject, Letter, Person, Result, Visit, VisitDay, VisitDayAnswer
from services import journal, outbox
from services.visits.assignments import Case, case_of, tasks_of_visit, team_of, window_of
from services.work import Work, new_ref

PROPOSED, AGREED, DROPPED = "proposed", "agreed", "dropped"


@dataclass(frozen=True)
class Proposal:
    """A day that waits for answers. ``may_fix``: the actor leads, or nobody does and it is theirs."""

    ref: str
    day: date
    by: str
    waits_for: tuple[str, ...]
    may_agree: bool
    may_fix: bool


async def proposal(look: Work, visit_id: int) -> Proposal | None:
    """What the team of a visit has still to agree on."""
    found = await look.session.exec(
        select(VisitDay).where(VisitDay.visit_id == visit_id, VisitDay.state == PROPOSED)
    )
    day = found.first()
    if day is None:
        return None
    waiting = await _unanswered(look, day)
    by = await look.session.get_one(Person, day.proposed_by)
    return Proposal(
        ref=day.ref,
        day=day.day,
        by=by.name,
        waits_for=tuple(waiting.values()),
        may_agree=look.actor.person_id in waiting,
        may_fix=await _may_fix(look, day),
    )


async def _unanswered(look: Work, day: VisitDay) -> dict[int, str]:
    """Who of the present team has not said yes: person → name."""
    answered = set(
        await look.session.exec(select(VisitDayAnswer.person_id).where(VisitDayAnswer.day_id == day.id))
    )
    answered.add(day.proposed_by)
    return {m.person_id: m.name for m in await team_of(look, day.visit_id) if m.person_id not in answered}


async def _may_fix(look: Work, day: VisitDay) -> bool:
    leaders = {member.person_id for member in await team_of(look, day.visit_id) if member.leads}
    return look.actor.person_id in (leaders or {day.proposed_by})


async def propose(work: Work, ref: str, on: date) -> bool:
    """Propose a day for the visit behind an assignment; an earlier one falls. True when it stands at once.

    Raises ``assignment.*``, ``visit_day.reported``, ``.past``, ``.outside_window`` or ``.same``.
    """
    work.require("visit_day.propose")
    case = await case_of(work, ref)
    await _refuse_reported(work, case)
    check_day(on, window_of(case.visit, case.tasks), work.today)
    stands = await put(work, case.visit, on)
    await journal.record(work, "visit_day.propose", f"visit:{case.visit.number}", day=str(on))
    return stands


async def put(work: Work, visit: Visit, on: date, together: tuple[str, ...] = ()) -> bool:
    """Part of an act: the day goes to the team, with the units that come ``together`` with it.

    True when it stands at once. Raises ``visit_day.same``.
    """
    assert visit.id is not None  # noqa: S101 - a stored row
    assert work.actor.person_id is not None  # noqa: S101 - a person proposes
    await _drop_proposals(work, visit, on)
    day = VisitDay(
        ref=new_ref(),
        visit_id=visit.id,
        day=on,
        proposed_by=work.actor.person_id,
        proposed_at=work.now,
    )
    work.session.add(day)
    await work.session.flush()
    waiting = await _unanswered(work, day)
    for person_id in waiting:
        await _ask(work, visit, day, person_id, together)
    if not waiting:
        await _settle(work, day, visit)
    return not waiting


async def _refuse_reported(work: Work, case: Case) -> None:
    reported = await work.session.exec(
        select(Result.id).where(
            Result.visit_id == case.visit.id,
            Result.unit_id == case.assignment.unit_id,
            Result.state != "returned",
        )
    )
    if reported.first() is not None:
        raise DomainError("visit_day.reported", number=case.visit.number)


async def _drop_proposals(work: Work, visit: Visit, on: date) -> None:
    """A new proposal takes the place of the one before. Raises ``visit_day.same``."""
    found = await work.session.exec(
        select(VisitDay).where(VisitDay.visit_id == visit.id, VisitDay.state == PROPOSED)
    )
    before = found.all()
    if on in [one.day for one in before] or (not before and on == visit.agreed_on):
        raise DomainError("visit_day.same", day=on)
    for one in before:
        await _close(work, one, DROPPED)


async def _close(work: Work, day: VisitDay, state: str) -> None:
    """Nothing more is to be answered: questions that have not gone out are void."""
    day.state, day.settled_at = state, work.now
    rows = await work.session.exec(
        select(Letter).where(
            Letter.kind == DayProposed.kind,
            Letter.about == _about(day),
            col(Letter.state).in_(outbox.WAITING),
        )
    )
    for letter in rows.all():
        letter.state = "void"


def _about(day: VisitDay) -> str:
    return f"visit_day:{day.ref}"


async def _ask(work: Work, visit: Visit, day: VisitDay, person_id: int, together: tuple[str, ...]) -> None:
    subject = await work.session.get_one(InspectionObject, visit.object_id)
    notice = DayProposed(
        ref=day.ref,
        card=await _card(work, day.visit_id, person_id),
        visit=visit.number,
        object_name=subject.name,
        address=subject.address,
        day=day.day,
        before=visit.agreed_on,
        by=work.actor.name,
        together=together,
    )
    await outbox.tell(work, person_id, notice, f"day_proposed:{day.ref}:{person_id}", about=_about(day))


async def _card(work: Work, visit_id: int, person_id: int) -> str:
    found = await work.session.exec(
        select(Assignment.ref).where(Assignment.visit_id == visit_id, Assignment.person_id == person_id)
    )
    return found.one()


async def _open(work: Work, ref: str) -> tuple[VisitDay, Visit]:
    """A proposal of the actor's own team. Raises ``visit_day.over`` or ``assignment.not_yours``."""
    found = await work.session.exec(select(VisitDay).where(VisitDay.ref == ref).with_for_update())
    day = found.first()
    if day is None or day.state != PROPOSED:
        raise DomainError("visit_day.over")
    team = {member.person_id for member in await team_of(work, day.visit_id)}
    if not work.actor.reaches("visit_day.agree", own=work.actor.person_id in team):
        raise DomainError("assignment.not_yours")
    visit = await work.session.get_one(Visit, day.visit_id)
    check_day(day.day, window_of(visit, await tasks_of_visit(work, visit)), work.today)
    return day, visit


async def agree(work: Work, ref: str) -> VisitDay:
    """Say yes; the last yes settles the day. Raises ``visit_day.over`` or ``.answered``."""
    work.require("visit_day.agree")
    day, visit = await _open(work, ref)
    person_id = work.actor.person_id
    if person_id is None or person_id not in await _unanswered(work, day):
        raise DomainError("visit_day.answered", day=day.day)
    assert day.id is not None  # noqa: S101 - a stored row
    work.session.add(VisitDayAnswer(day_id=day.id, person_id=person_id, answered_at=work.now))
    await work.session.flush()
    if not await _unanswered(work, day):
        await _settle(work, day, visit)
    await journal.record(work, "visit_day.agree", f"visit:{visit.number}", day=str(day.day))
    return day


async def fix(work: Work, ref: str) -> VisitDay:
    """The leader does not wait for every answer. Raises ``visit_day.over`` or ``.not_leader``."""
    work.require("visit_day.fix")
    day, visit = await _open(work, ref)
    if not await _may_fix(work, day):
        raise DomainError("visit_day.not_leader")
    missing = await _unanswered(work, day)
    await _settle(work, day, visit, missing.values())
    await journal.record(
        work, "visit_day.fix", f"visit:{visit.number}", day=str(day.day), unanswered=len(missing)
    )
    return day


async def _settle(work: Work, day: VisitDay, visit: Visit, unanswered: Collection[str] = ()) -> None:
    await _close(work, day, AGREED)
    before, visit.agreed_on = visit.agreed_on, day.day
    work.session.add(visit)
    subject = await work.session.get_one(InspectionObject, visit.object_id)
    for member in await team_of(work, day.visit_id):
        notice = DayAgreed(
            card=await _card(work, day.visit_id, member.person_id),
            visit=visit.number,
            object_name=subject.name,
            address=subject.address,
            day=day.day,
            before=before if before != day.day else None,
            unanswered=tuple(unanswered),
        )
        key = f"day_agreed:{day.ref}:{member.person_id}"
        await outbox.tell(work, member.person_id, notice, key, about=_about(day))
