"""公示期限: until when each result must be public, and who is reminded while it is not.

Only who can still do something is told: once a result is released, that is the office alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import col, select

from domain.calendar import Deadline
from domain.deadlines import Stage, climb, publication_deadline, stages_due
from domain.disclosure import RELEASED
from domain.notices_publication import PublicationLine, PublicationNear
from domain.profile_codes import Reminded
from domain.roles import Role
from models import Assignment, InspectionObject, PublicationReminder, Result, Unit, Visit
from services import journal, outbox, people, quiet
from services.publication import withholdings
from services.rounds import Round, in_turn, round_of
from services.work import OFFICE_ZONE, Work

WAITS_FOR = {"submitted": "partner", "confirmed": "approver", "returned": "inspector", RELEASED: "office"}
ROLES: dict[Reminded, Role] = {"liaison": Role.LIAISON, "unit_head": Role.APPROVER}


@dataclass(frozen=True)
class Running:
    """A result that is not public yet, its last day, and whom it waits for (a word of ``WAITS_FOR``)."""

    result: Result
    unit: Unit
    object_name: str
    due: Deadline
    waits_for: str


@dataclass(frozen=True)
class Reached:
    """A stage that was reached and is in no row yet. Not ``send``: a later one of its receiver counts."""

    running: Running
    stage: Stage
    send: bool

    @property
    def round(self) -> Round:
        """Who is to hear of it."""
        return round_of(self.stage.receiver, self.running.result.unit_id)


def due_of(look: Work, result: Result) -> Deadline | None:
    """A result's last day as things stand; None while the event it counts from has not happened."""
    decided = result.decided_at if result.state == RELEASED else None
    return publication_deadline(
        look.profile,
        decided.astimezone(OFFICE_ZONE).date() if decided else None,
        result.inspected_on,
        look.calendar,
        result.submitted_at.astimezone(OFFICE_ZONE).date(),
    )


async def running(look: Work) -> list[Running]:
    """Every result that still has to become public, the nearest last day first; older versions left out."""
    withheld = await withholdings.withheld(look)
    rows = await look.session.exec(
        select(Result, Unit, InspectionObject)
        .join(Unit, col(Result.unit_id) == col(Unit.id))
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(col(Result.published_at).is_(None))
        .order_by(col(Result.version))
    )
    newest = {(result.visit_id, result.unit_id): (result, unit, subject) for result, unit, subject in rows}
    found = [
        Running(result, unit, subject.name, due, WAITS_FOR[result.state])
        for result, unit, subject in newest.values()
        if result.state in WAITS_FOR and result.id not in withheld and (due := due_of(look, result))
    ]
    return sorted(found, key=lambda one: (one.due.date, one.result.number))


def _planned(look: Work, one: Running) -> tuple[Stage, ...]:
    ladder = look.profile.publication_ladder
    if one.waits_for == "office":
        ladder = tuple(replace(rung, receiver="office") for rung in ladder)
    return climb(ladder, one.due.date, look.calendar)


async def _reached(look: Work) -> list[Reached]:
    recorded = await _recorded(look)
    found: list[Reached] = []
    for one in await running(look):
        now = stages_due(_planned(look, one), look.today, recorded.get(one.result.id or 0, set()))
        found += [Reached(one, stage, True) for stage in now.send]
        found += [Reached(one, stage, False) for stage in now.skip]
    return found


async def _recorded(look: Work) -> dict[int, set[str]]:
    rows = await look.session.exec(
        select(PublicationReminder.result_id, PublicationReminder.stage)
        .join(Result, col(PublicationReminder.result_id) == col(Result.id))
        .where(col(Result.published_at).is_(None))
    )
    found: dict[int, set[str]] = {}
    for result_id, stage in rows:
        found.setdefault(result_id, set()).add(stage)
    return found


async def rounds(look: Work) -> list[Round]:
    """Whom to remind now, the office last; nobody on days off and in the quiet hours."""
    if quiet.reigns(look):
        return []
    return in_turn(one.round for one in await _reached(look))


async def remind(work: Work, turn: Round) -> None:
    """Send one round and record its stages; worked out afresh, so that what was done meanwhile is spared."""
    reached = [one for one in await _reached(work) if one.round == turn]
    sending = [one.running for one in reached if one.send]
    if sending and turn.unit_id:
        await _tell(work, turn, sending)
    elif sending:
        await outbox.post(work, _notice(work, turn, sending), f"publication_clock:{work.today}")
    for one in reached:
        work.session.add(_row(work, one))
    noted = [[one.running.result.number, one.stage.name, one.send] for one in reached]
    await journal.record(work, "publication.remind", turn.subject, receiver=turn.receiver, stages=noted)


def _row(work: Work, one: Reached) -> PublicationReminder:
    assert one.running.result.id is not None  # noqa: S101 - a stored row
    return PublicationReminder(
        result_id=one.running.result.id,
        stage=one.stage.name,
        due_on=one.stage.date,
        state="sent" if one.send else "passed_over",
        created_at=work.now,
    )


async def _tell(work: Work, turn: Round, sending: Sequence[Running]) -> None:
    """A digest to each person: an inspector hears of the visits he was at, a liaison of all of the unit."""
    if turn.receiver == "inspector":
        theirs = await _by_inspector(work, sending)
    else:
        holders = await people.holders(work.session, ROLES[turn.receiver], turn.unit_id)
        theirs = {person.id: list(sending) for person in holders if person.id is not None}
    for person_id, lines in theirs.items():
        moment = await quiet.slot(work, person_id)
        key = f"publication_clock:{turn.receiver}:{person_id}:{work.today}"
        await outbox.tell(work, person_id, _notice(work, turn, lines), key, due_at=moment)


async def _by_inspector(work: Work, sending: Iterable[Running]) -> dict[int, list[Running]]:
    found: dict[int, list[Running]] = {}
    for one in sending:
        team = await work.session.exec(
            select(Assignment.person_id).where(
                Assignment.visit_id == one.result.visit_id,
                Assignment.unit_id == one.result.unit_id,
                Assignment.state == "active",
            )
        )
        for person_id in team:
            found.setdefault(person_id, []).append(one)
    return found


def _notice(work: Work, turn: Round, lines: Iterable[Running]) -> PublicationNear:
    return PublicationNear(
        on=work.today, lines=tuple(line_of(work, one) for one in lines), receiver=turn.receiver
    )


def line_of(look: Work, one: Running) -> PublicationLine:
    """A running clock as it is shown: last day, working days left (negative: late), perhaps a range."""
    return shown(look, one.result, one.due, one.unit.name, one.object_name)


def shown(look: Work, result: Result, due: Deadline, unit: str, object_name: str) -> PublicationLine:
    """The same for a result that was read elsewhere."""
    today = look.today
    left = look.calendar.working_days_between(today, due.date)
    late = look.calendar.working_days_between(due.date, today)
    return PublicationLine(
        number=result.number,
        unit=unit,
        object_name=object_name,
        due_on=due.date,
        working_days=left if due.date >= today else -late,
        between=None if due.firm else (due.earliest, due.latest),
        waits_for=WAITS_FOR[result.state],
    )


async def redated(look: Work) -> list[Running]:
    """Results whose last day has moved since it was written down: a holiday notice came in."""
    return [one for one in await running(look) if one.result.publish_by != one.due.date]


async def redate(work: Work) -> None:
    """Write the moved last days down; stages not sent yet go by them."""
    moved = await redated(work)
    for one in moved:
        one.result.publish_by = one.due.date
        work.session.add(one.result)
    noted = [[one.result.number, str(one.due.date)] for one in moved]
    await journal.record(work, "publication.redate", "results", results=noted)
