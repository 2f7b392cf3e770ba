"""What every unit owes in a year, as rows: made from the place's deadlines, moved when these move."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from domain.deadlines import Due, Move, due_dates, stages
from domain.notices_filing import DeadlineLine
from domain.profile import FilingRule, Profile
from models import DeadlineMove, Duty, Reminder, Unit
from services import journal
from services.work import Work, new_ref

CONFIRMED_KINDS = ("meeting", "milestone")


@dataclass(frozen=True)
class Missing:
    """A duty that the profile asks for and the rows do not show yet; ``row`` if only its days are wrong."""

    unit_id: int
    due: Due
    row: Duty | None


def rule_of(profile: Profile, deadline: str) -> FilingRule | None:
    """The rule behind a duty; None when the profile no longer has it."""
    return next((rule for rule in profile.report_deadlines if rule.key == deadline), None)


def needs_file(rule: FilingRule | None) -> bool:
    """Whether the duty is done by sending a file; the others (public, 会议) may also be confirmed as done."""
    return rule is None or (rule.receiver == "office" and rule.kind not in CONFIRMED_KINDS)


def named(profile: Profile, duty: Duty) -> tuple[str, str]:
    """Kind and own title of a duty: what ``deadlines.kind.*`` or the profile calls it."""
    rule = rule_of(profile, duty.deadline)
    return (rule.kind, rule.title) if rule else ("other", duty.deadline)


def line_of(profile: Profile, duty: Duty, unit: str, on: date) -> DeadlineLine:
    """The duty as a line of a digest written on a day."""
    kind, title = named(profile, duty)
    return DeadlineLine(
        ref=duty.ref,
        unit=unit,
        kind=kind,
        title=title,
        due_on=duty.due_on,
        days=(duty.due_on - on).days,
        clause=duty.clause,
    )


async def units_owing(look: Work) -> list[tuple[Unit, str]]:
    """The active units by name, each with who it is to the deadlines: ``units`` or ``office``."""
    rows = await look.session.exec(select(Unit).where(col(Unit.active)).order_by(col(Unit.name)))
    office = look.profile.place.office_unit
    return [(unit, "office" if unit.name == office else "units") for unit in rows]


async def moves_of(look: Work, year: int) -> dict[str, Move]:
    """What circulars say of a year's deadlines; nothing of one that went back to the profile."""
    rows = await look.session.exec(
        select(DeadlineMove).where(DeadlineMove.year == year).order_by(col(DeadlineMove.id))
    )
    newest = {row.deadline: row for row in rows}
    return {key: Move(row.due_on, row.document) for key, row in newest.items() if row.due_on}


async def dues_of(look: Work, year: int) -> tuple[Due, ...]:
    """The duties of a year by the profile and by the circulars that move them."""
    return due_dates(look.profile, year, look.calendar, moves=await moves_of(look, year))


async def missing(look: Work, year: int) -> list[Missing]:
    """Duties of a year to be written or moved.

    What was past before anybody planned it is not held against a unit: such a duty is never made.
    """
    rows = await look.session.exec(select(Duty).where(Duty.year == year))
    known = {(duty.unit_id, duty.deadline): duty for duty in rows}
    dues = await dues_of(look, year)
    found: list[Missing] = []
    for unit, owes_as in await units_owing(look):
        assert unit.id is not None  # noqa: S101 - a stored row
        owed = [due for due in dues if due.owed_by == owes_as]
        found += _missing_of(unit.id, owed, known, look.today)
    return found


def _missing_of(
    unit_id: int, owed: list[Due], known: dict[tuple[int, str], Duty], today: date
) -> Iterator[Missing]:
    for due in owed:
        row = known.get((unit_id, due.key))
        moved = row and row.state == "open" and (row.due_on, row.remind_on) != (due.due_on, due.remind_on)
        if moved or (row is None and due.due_on >= today):
            yield Missing(unit_id, due, row)


async def plan_year(work: Work, year: int) -> int:
    """Write the duties that are missing and move open ones whose day changed; answers how many."""
    found = await missing(work, year)
    for one in found:
        await write(work, one, year)
    await work.session.flush()
    moved = sum(one.row is not None for one in found)
    await journal.record(work, "duty.plan", f"year:{year}", made=len(found) - moved, moved=moved)
    return len(found)


async def write(work: Work, one: Missing, year: int) -> Duty:
    """The row of a duty that was missing or has moved; what was told of the old day is not told again."""
    duty = one.row or Duty(
        ref=new_ref(),
        unit_id=one.unit_id,
        deadline=one.due.key,
        year=year,
        due_on=one.due.due_on,
        remind_on=one.due.remind_on,
    )
    if one.row and one.row.due_on != one.due.due_on:
        await _carry_over(work, one.row, one.due)
    duty.due_on, duty.remind_on, duty.clause = one.due.due_on, one.due.remind_on, one.due.clause
    work.session.add(duty)
    return duty


async def _carry_over(work: Work, duty: Duty, due: Due) -> None:
    """Stages that the new day has behind it and the old one told stand as told; those to come come."""
    assert duty.id is not None  # noqa: S101 - a stored row
    rows = (await work.session.exec(select(Reminder).where(Reminder.duty_id == duty.id))).all()
    told = {row.stage for row in rows if row.deadline_on == duty.due_on}
    known = {row.stage for row in rows if row.deadline_on == due.due_on}
    for stage in stages(due, work.profile, work.calendar):
        if stage.date <= work.today and stage.name in told - known:
            work.session.add(
                Reminder(
                    duty_id=duty.id,
                    stage=stage.name,
                    deadline_on=due.due_on,
                    due_on=stage.date,
                    state="carried_over",
                    created_at=work.now,
                )
            )
