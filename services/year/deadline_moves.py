"""A year's circular moves a deadline: whom it concerns, the act, and telling who knew the old day once."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlmodel import col, select

from domain.deadlines import Due, Move, due_dates, in_force
from domain.errors import DomainError
from domain.notices_filing import DeadlineMoved, DeadlineNear
from domain.profile import FilingRule
from domain.roles import Role
from models import DeadlineMove, Duty, Letter, Unit
from services import journal, outbox, people, quiet
from services.staff import deputies
from services.work import Work, new_ref
from services.year import duties, reminders

LONGEST_DOCUMENT = 100
PLAN_AHEAD = timedelta(days=31)


@dataclass(frozen=True)
class Choice:
    """A deadline of a year: its day now, the profile's own, the circular that moved it. None: not settled."""

    year: int
    key: str
    kind: str
    title: str
    due_on: date | None
    own_day: date | None
    document: str


@dataclass(frozen=True)
class Preview:
    """What a move would do. ``done``: units that have filed; ``followers``: what is counted from this one."""

    choice: Choice
    due_on: date
    remind_on: date
    provisional: bool
    overdue: bool
    units: tuple[str, ...]
    unreached: tuple[str, ...]
    done: int
    followers: tuple[Choice, ...]


async def choices(look: Work, year: int) -> list[Choice]:
    """Every deadline in force in a year, by day; those that wait for an event last."""
    look.require("deadline.look")
    own = {due.key: due for due in due_dates(look.profile, year, look.calendar)}
    now = {due.key: due for due in await duties.dues_of(look, year)}
    moves = await duties.moves_of(look, year)
    found = [
        _choice(rule, year, now.get(rule.key), own.get(rule.key), moves.get(rule.key))
        for rule in look.profile.report_deadlines
        if in_force(rule, year)
    ]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.key))


async def movable(look: Work) -> list[Choice]:
    """The deadlines of this year, and of the next one from December on, when circulars for it come."""
    years = sorted({look.today.year, (look.today + PLAN_AHEAD).year})
    return [one for year in years for one in await choices(look, year)]


def _choice(rule: FilingRule, year: int, now: Due | None, own: Due | None, move: Move | None) -> Choice:
    return Choice(
        year=year,
        key=rule.key,
        kind=rule.kind,
        title=rule.title,
        due_on=now.due_on if now else None,
        own_day=own.due_on if own else None,
        document=move.document if move else "",
    )


async def choice(look: Work, year: int, key: str) -> Choice:
    """One deadline of a year. Raises ``deadline.unknown``."""
    known = {one.key: one for one in await choices(look, year)}
    if key not in known:
        raise DomainError("deadline.unknown", key=key, year=year, known=list(known))
    return known[key]


async def preview(look: Work, year: int, key: str, due_on: date | None, document: str) -> Preview:
    """What the move would do; None goes back to the profile's own day. Raises ``deadline.*``."""
    one = await choice(look, year, key)
    _check(look, one, due_on, document)
    after = {due.key: due for due in await _dues_with(look, one, due_on, document)}
    open_rows, done = await _owing(look, one)
    return Preview(
        choice=one,
        due_on=after[key].due_on,
        remind_on=after[key].remind_on,
        provisional=after[key].provisional,
        overdue=after[key].due_on < look.today,
        units=tuple(unit.name for _, unit in open_rows),
        unreached=tuple([unit.name for _, unit in open_rows if not await _reachable(look, unit)]),
        done=done,
        followers=tuple(
            line
            for line in await choices(look, year)
            if line.key != key and line.key in after and after[line.key].due_on != line.due_on
        ),
    )


async def _dues_with(look: Work, one: Choice, due_on: date | None, document: str) -> tuple[Due, ...]:
    moves = await duties.moves_of(look, one.year)
    moves.pop(one.key, None)
    if due_on:
        moves[one.key] = Move(due_on, document.strip())
    return due_dates(look.profile, one.year, look.calendar, moves=moves)


def _check(look: Work, one: Choice, due_on: date | None, document: str) -> None:
    if not document.strip() or len(document.strip()) > LONGEST_DOCUMENT:
        raise DomainError("deadline.document", most=LONGEST_DOCUMENT)
    if due_on is not None:
        check_day(look, one, due_on)
    elif not one.document or one.own_day is None:
        raise DomainError("deadline.not_moved")


def check_day(look: Work, one: Choice, due_on: date) -> None:
    """Raise ``deadline.same_day``, ``deadline.past`` or ``deadline.other_year``."""
    if due_on == one.due_on:
        raise DomainError("deadline.same_day", day=due_on)
    if due_on < look.today:
        raise DomainError("deadline.past", day=due_on)
    if due_on.year not in (one.year, one.year + 1):
        raise DomainError("deadline.other_year", day=due_on, year=one.year)


async def _owing(look: Work, one: Choice) -> tuple[list[tuple[Duty, Unit]], int]:
    """Open duties by unit, and how many are done."""
    rows = await look.session.exec(
        select(Duty, Unit)
        .join(Unit, col(Duty.unit_id) == col(Unit.id))
        .where(Duty.year == one.year, Duty.deadline == one.key, col(Unit.active))
        .order_by(col(Unit.name))
    )
    found = list(rows)
    waiting = [(duty, unit) for duty, unit in found if duty.state == "open"]
    return waiting, len(found) - len(waiting)


async def _reachable(look: Work, unit: Unit) -> bool:
    told = await deputies.hearing(look, unit.id or 0)
    return any([await deputies.is_reachable(look, one) for one in told])


async def move(work: Work, year: int, key: str, due_on: date | None, document: str) -> Preview:
    """Set a deadline's day for one year by a circular, or back to the profile's own (None).

    Open duties move, what waits of the old day is not sent any more, each liaison concerned is told once.
    Raises ``deadline.*``.
    """
    work.require("deadline.move")
    seen = await preview(work, year, key, due_on, document)
    row = DeadlineMove(
        ref=new_ref(),
        deadline=key,
        year=year,
        due_on=due_on,
        document=document.strip(),
        moved_by=work.actor.person_id,
        moved_at=work.now,
    )
    work.session.add(row)
    await work.session.flush()
    moved = await _move_duties(work, year)
    await _redate_done(work, seen)
    await _tell(work, row, seen)
    await journal.record(
        work,
        "deadline.move",
        f"deadline:{year}:{key}",
        before=str(seen.choice.due_on or ""),
        due_on=str(seen.due_on),
        document=row.document,
        restored=due_on is None,
        moved=moved,
    )
    return seen


async def _move_duties(work: Work, year: int) -> int:
    found = await duties.missing(work, year)
    for one in found:
        if one.row:
            await reminders.withdraw(work, one.row)
        await duties.write(work, one, year)
    await work.session.flush()
    return sum(one.row is not None for one in found)


async def _redate_done(work: Work, seen: Preview) -> None:
    """What was handed in is held against the same day as everybody's."""
    rows = await work.session.exec(
        select(Duty).where(
            Duty.year == seen.choice.year, Duty.deadline == seen.choice.key, Duty.state != "open"
        )
    )
    for duty in rows:
        duty.due_on, duty.remind_on = seen.due_on, seen.remind_on
        work.session.add(duty)


async def _tell(work: Work, row: DeadlineMove, seen: Preview) -> None:
    """Liaisons that still owe it; of it and of what is counted from it, whoever was told of the old day."""
    about = f"deadline:{row.year}:{row.deadline}"
    await _void_older(work, about)
    now = {due.key: due.due_on for due in await duties.dues_of(work, row.year)}
    for one in (seen.choice, *seen.followers):
        for duty, unit in (await _owing(work, one))[0]:
            notice = _notice(row, one, now[one.key], ref=duty.ref, unit=unit.name)
            await _tell_unit(work, row, duty, notice, everybody=one is seen.choice)
    posted = _notice(row, seen.choice, seen.due_on, unreached=seen.unreached)
    await outbox.post(work, posted, f"deadline_moved:{row.ref}", about=about)


def _notice(row: DeadlineMove, one: Choice, due_on: date, **whom: Any) -> DeadlineMoved:
    return DeadlineMoved(
        **{"ref": "", "unit": "", **whom},
        duty_kind=one.kind,
        title=one.title,
        year=row.year,
        before=one.due_on,
        due_on=due_on,
        document=row.document,
        restored=row.due_on is None,
    )


async def _tell_unit(
    work: Work, row: DeadlineMove, duty: Duty, notice: DeadlineMoved, *, everybody: bool
) -> None:
    """``everybody``: the liaisons in any case; a head only ever if told before, and with nothing to press."""
    told = await _told(work, duty)
    heads = await people.holders(work.session, Role.APPROVER, duty.unit_id)
    for persons, said in (
        (await deputies.hearing(work, duty.unit_id), notice),
        (heads, replace(notice, ref="")),
    ):
        for person in persons:
            assert person.id is not None  # noqa: S101 - a stored row
            if person.id in told or (everybody and persons is not heads):
                key = f"deadline_moved:{row.ref}:{duty.ref}:{person.id}"
                moment = await quiet.slot(work, person.id)
                about = f"deadline:{row.year}:{row.deadline}"
                await outbox.tell(work, person.id, said, key, about=about, due_at=moment)


async def _told(look: Work, duty: Duty) -> set[int | None]:
    """Who has had a reminder of it."""
    rows = await look.session.exec(
        select(Letter.person_id).where(
            Letter.kind == DeadlineNear.kind,
            col(Letter.state).in_(quiet.GONE),
            col(Letter.about).contains(duty.ref, autoescape=True),
        )
    )
    return set(rows)


async def _void_older(work: Work, about: str) -> None:
    """A change that nobody has read yet is overtaken by this one."""
    rows = await work.session.exec(
        select(Letter).where(
            Letter.kind == DeadlineMoved.kind, Letter.about == about, col(Letter.state).in_(outbox.WAITING)
        )
    )
    for letter in rows:
        letter.state = "void"
