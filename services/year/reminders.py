"""Reminding of deadlines: one digest a unit and receiver a day, each stage once, no stage in silence.

A reached stage becomes a ``Reminder`` row: ``sent``; ``passed_over`` for a later stage of the same receiver;
``untold`` when nobody there can be reached, which the office hears of (then ``raised``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlmodel import col, select

from domain.deadlines import Due, Stage, stages, stages_due
from domain.notices_filing import DeadlineLine, DeadlineMissed, DeadlineNear
from domain.profile_codes import Reminded
from domain.roles import Role
from models import Duty, Letter, Person, Reminder, Unit
from services import journal, outbox, people, quiet
from services.rounds import Round, in_turn, round_of
from services.staff import deputies
from services.work import Work
from services.year.duties import dues_of, line_of

ROLES: Mapping[Reminded, Role] = {
    "inspector": Role.INSPECTOR,
    "liaison": Role.LIAISON,
    "unit_head": Role.APPROVER,
}


@dataclass(frozen=True)
class Reached:
    """A stage that was reached and is in no row yet. Not ``send``: a later one of its receiver counts."""

    duty: Duty
    unit: Unit
    stage: Stage
    deadline_on: date
    send: bool

    @property
    def round(self) -> Round:
        """Who is to hear of it."""
        return round_of(self.stage.receiver, self.duty.unit_id)


async def _reached(look: Work) -> list[Reached]:
    """Everything reached and unrecorded, by deadline and unit; duties that are done have nothing."""
    rows = await look.session.exec(
        select(Duty, Unit)
        .join(Unit, col(Duty.unit_id) == col(Unit.id))
        .where(Duty.state == "open", col(Unit.active))
        .order_by(col(Duty.due_on), col(Unit.name))
    )
    owed = rows.all()
    recorded = await _recorded(look)
    dues = await _dues(look, {duty.year for duty, _ in owed})
    found: list[Reached] = []
    for duty, unit in owed:
        due = dues.get((duty.year, duty.deadline))
        if due is None:
            continue
        planned = stages(due, look.profile, look.calendar)
        now = stages_due(planned, look.today, recorded.get((duty.id or 0, due.due_on), set()))
        found += [Reached(duty, unit, stage, due.due_on, True) for stage in now.send]
        found += [Reached(duty, unit, stage, due.due_on, False) for stage in now.skip]
    return found


async def _dues(look: Work, years: Iterable[int]) -> dict[tuple[int, str], Due]:
    return {(year, due.key): due for year in years for due in await dues_of(look, year)}


async def _recorded(look: Work) -> dict[tuple[int, date], set[str]]:
    """Stages told so far; a moved deadline begins the ladder anew."""
    rows = await look.session.exec(
        select(Reminder).join(Duty, col(Reminder.duty_id) == col(Duty.id)).where(Duty.state == "open")
    )
    found: dict[tuple[int, date], set[str]] = {}
    for told in rows:
        found.setdefault((told.duty_id, told.deadline_on), set()).add(told.stage)
    return found


async def rounds(look: Work) -> list[Round]:
    """Whom to remind now, the office last; nobody on days off and in the quiet hours."""
    if quiet.reigns(look):
        return []
    untold = [Round(0, "office")] if await _untold(look) else []
    return in_turn([*untold, *(one.round for one in await _reached(look))])


async def remind(work: Work, turn: Round) -> None:
    """Send one round and record its stages; worked out afresh, so that what was filed meanwhile is spared."""
    reached = [one for one in await _reached(work) if one.round == turn]
    if turn.unit_id:
        told = await _tell_unit(work, turn, [one for one in reached if one.send])
    else:
        await _tell_office(work, [one for one in reached if one.send])
        told = True
    for one in reached:
        state = "passed_over" if not one.send else "sent" if told else "untold"
        work.session.add(_row(work, one, state))
    noted = [[one.duty.ref, one.stage.name, one.send] for one in reached]
    await journal.record(work, "duty.remind", turn.subject, receiver=turn.receiver, told=told, stages=noted)


def _row(work: Work, one: Reached, state: str) -> Reminder:
    assert one.duty.id is not None  # noqa: S101 - a stored row
    return Reminder(
        duty_id=one.duty.id,
        stage=one.stage.name,
        deadline_on=one.deadline_on,
        due_on=one.stage.date,
        state=state,
        created_at=work.now,
    )


async def _tell_unit(work: Work, turn: Round, sending: list[Reached]) -> bool:
    """A digest to each holder of the role; whether at least one of them can be reached."""
    if not sending:
        return True
    reachable = False
    for person in await _receivers(work, turn):
        reachable = reachable or await deputies.is_reachable(work, person)
        await _digest(work, person, sending[0].unit, turn.receiver, {one.duty.ref for one in sending})
    return reachable


async def _receivers(look: Work, turn: Round) -> list[Person]:
    if turn.receiver == "liaison":
        return await deputies.hearing(look, turn.unit_id)
    return await people.holders(look.session, ROLES[turn.receiver], turn.unit_id)


async def _digest(work: Work, person: Person, unit: Unit, receiver: Reminded, refs: set[str]) -> None:
    """One message of all these duties and of those in a digest that never went out, which it replaces."""
    assert person.id is not None  # noqa: S101 - a stored row
    for letter in await _waiting(work, person.id, receiver):
        refs |= _refs(letter)
        letter.state = "void"
    key = f"remind:{receiver}:{person.id}:{work.today}"
    await _say(work, person.id, unit, receiver=receiver, refs=refs, key=key)


async def digest_at(work: Work, person_id: int, unit: Unit, refs: set[str], moment: datetime) -> None:
    """A liaison asked to be reminded at a moment; one message with a digest that waits already."""
    for letter in await _waiting(work, person_id, "liaison"):
        refs |= _refs(letter)
        letter.state = "void"
    key = f"snooze:{person_id}:{work.cause}"
    await _write(work, person_id, unit, receiver="liaison", refs=refs, key=key, moment=moment)


async def _say(
    work: Work, person_id: int, unit: Unit, *, receiver: Reminded, refs: set[str], key: str
) -> None:
    moment = await quiet.slot(work, person_id)
    await _write(work, person_id, unit, receiver=receiver, refs=refs, key=key, moment=moment)


async def _write(
    work: Work, person_id: int, unit: Unit, *, receiver: Reminded, refs: set[str], key: str, moment: datetime
) -> None:
    lines = await _lines(work, refs, unit, moment.date())
    if not lines:
        return
    notice = DeadlineNear(unit=unit.name, on=moment.date(), lines=lines, receiver=receiver)
    about = " ".join([receiver, *(line.ref for line in lines)])
    await outbox.tell(work, person_id, notice, key, about=about, due_at=moment)


async def _lines(work: Work, refs: set[str], unit: Unit, on: date) -> tuple[DeadlineLine, ...]:
    duties = await work.session.exec(
        select(Duty)
        .where(col(Duty.ref).in_(refs), Duty.state == "open")
        .order_by(col(Duty.due_on), col(Duty.deadline))
    )
    return tuple(line_of(work.profile, duty, unit.name, on) for duty in duties)


def _refs(letter: Letter) -> set[str]:
    return set(letter.about.split()[1:])


async def _waiting(work: Work, person_id: int, receiver: Reminded) -> list[Letter]:
    """A person's digests that have not gone out."""
    rows = await work.session.exec(
        select(Letter).where(
            Letter.kind == DeadlineNear.kind,
            Letter.person_id == person_id,
            col(Letter.state).in_(outbox.WAITING),
            col(Letter.about).startswith(f"{receiver} "),
        )
    )
    return list(rows)


async def withdraw(work: Work, duty: Duty) -> None:
    """A duty is done or moved: digests that wait to go out become void; what else they said is said anew."""
    rows = await work.session.exec(
        select(Letter).where(
            Letter.kind == DeadlineNear.kind,
            col(Letter.state).in_(outbox.WAITING),
            col(Letter.about).contains(duty.ref, autoescape=True),
        )
    )
    unit = await work.session.get_one(Unit, duty.unit_id)
    for letter in rows.all():
        letter.state = "void"
        assert letter.person_id is not None  # noqa: S101 - digests go to persons
        receiver = cast("Reminded", letter.about.split()[0])
        rest = _refs(letter) - {duty.ref}
        key = f"{letter.dedupe_key}:{duty.ref}"
        await _say(work, letter.person_id, unit, receiver=receiver, refs=rest, key=key)


async def _untold(look: Work) -> list[tuple[Reminder, Duty, Unit]]:
    """Stages that nobody could be told of and the office has not heard of."""
    rows = await look.session.exec(
        select(Reminder, Duty, Unit)
        .join(Duty, col(Reminder.duty_id) == col(Duty.id))
        .join(Unit, col(Duty.unit_id) == col(Unit.id))
        .where(Reminder.state == "untold", Duty.state == "open")
        .order_by(col(Unit.name), col(Duty.due_on))
    )
    return list(rows)


async def _tell_office(work: Work, sending: list[Reached]) -> None:
    own_unit = work.profile.place.office_unit
    lines = [line_of(work.profile, one.duty, one.unit.name, work.today) for one in sending]
    untold = await _untold(work)
    notice = DeadlineMissed(
        on=work.today,
        late=tuple(line for line in lines if line.unit != own_unit),
        own=tuple(line for line in lines if line.unit == own_unit),
        untold=tuple(_untold_line(work, *row) for row in untold),
    )
    for reminder, _, _ in untold:
        reminder.state = "raised"
    if notice.late or notice.own or notice.untold:
        await outbox.post(work, notice, f"deadline_missed:{work.today}")


def _untold_line(work: Work, reminder: Reminder, duty: Duty, unit: Unit) -> tuple[str, str, DeadlineLine]:
    told = {rung.stage: rung.receiver for rung in work.profile.ladder}
    receiver = told.get(reminder.stage, "liaison")
    return unit.name, receiver, line_of(work.profile, duty, unit.name, work.today)
