"""What has to be true of a played year: no stage in silence, nobody pestered, nothing at night."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from domain.deadlines import Due, Stage, year_plan
from domain.notices import Notice
from locales.texts import Texts
from models import Duty, Letter, Reminder, Unit
from services.work import OFFICE_ZONE, Work

MERGED = "passed_over"
TO_OFFICE = ("deadline_missed", "summary")


@dataclass(frozen=True)
class Finding:
    """One check: its word in ``year.check``, whether it holds, and the numbers it says."""

    key: str
    holds: bool
    facts: dict[str, object]

    def sentence(self, words: Texts) -> str:
        """As a person reads it."""
        return words.say(f"year.check.{self.key}", holds=self.holds, **self.facts)

    def as_json(self) -> dict[str, object]:
        """As a line of JSON has it."""
        return {"check": self.key, "holds": self.holds, **self.facts}


async def findings(look: Work, year: int, verified: dict[str, object]) -> list[Finding]:
    """All checks of a year that was played to its end."""
    journal = Finding("journal", bool(verified["holds"]), {"entries": verified["entries"]})
    return [await _every_stage(look, year), *await _letters(look), journal]


async def _every_stage(look: Work, year: int) -> Finding:
    """Each unit's every stage of the calendar: told, merged into a later one, or not needed any more."""
    rows = await look.session.exec(select(Duty, Unit).join(Unit, col(Duty.unit_id) == col(Unit.id)))
    duties: dict[str, list[tuple[Duty, str]]] = {}
    for duty, unit in rows.all():
        if duty.year == year:
            duties.setdefault(duty.deadline, []).append((duty, unit.name))
    told = {(one.duty_id, one.stage): one.state for one in await look.session.exec(select(Reminder))}
    counts: Counter[str] = Counter()
    missing: list[str] = []
    for due, stage in year_plan(look.profile, year, look.calendar):
        owed = duties.get(due.key, [])
        for duty, name in owed:
            fate = _fate(told.get((duty.id or 0, stage.name)), duty, stage)
            counts[fate] += 1
            if fate == "missing":
                missing.append(_place(due, stage, name))
        if not owed:
            missing.append(_place(due, stage, ""))
    facts: dict[str, object] = {name: counts[name] for name in ("sent", "raised", "merged", "done")}
    return Finding("stages", not missing, facts | {"missing": missing})


def _place(due: Due, stage: Stage, unit: str) -> str:
    return f"{stage.date} {due.key} {stage.name} {unit}".strip()


def _fate(state: str | None, duty: Duty, stage: Stage) -> str:
    """``raised``: nobody there could be told, so the office was. Done on that very day came too late."""
    if state:
        return "merged" if state == MERGED else "raised" if state in ("raised", "untold") else "sent"
    done = duty.fulfilled_at is not None and duty.fulfilled_at.astimezone(OFFICE_ZONE).date() < stage.date
    return "done" if done else "missing"


def _unasked() -> Iterable[str]:
    return [notice.kind for notice in Notice.__subclasses__() if notice.unsolicited]


async def _letters(look: Work) -> list[Finding]:
    kinds = (*_unasked(), *TO_OFFICE)
    rows = await look.session.exec(
        select(Letter).where(col(Letter.kind).in_(kinds), col(Letter.sent_at).is_not(None))
    )
    letters = rows.all()
    spoken: set[tuple[int, date, int]] = set()  # letters that came due together went as one message
    unfit = 0
    for letter in letters:
        assert letter.sent_at is not None  # noqa: S101 - asked for
        here = letter.sent_at.astimezone(OFFICE_ZONE)
        if letter.person_id is not None:
            spoken.add((letter.person_id, here.date(), letter.message_id or 0))
        quiet = look.profile.quiet_hours.covers(here.time())
        unfit += quiet or not look.calendar.is_working(here.date())
    daily = Counter((person_id, day) for person_id, day, _ in spoken)
    most, limit = max(daily.values(), default=0), look.profile.max_unsolicited_per_day
    return [
        Finding("limit", most <= limit, {"most": most, "limit": limit, "letters": sum(daily.values())}),
        Finding("hours", not unfit, {"unfit": unfit, "letters": len(letters)}),
    ]
