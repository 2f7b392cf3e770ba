"""What a year's play shows: each reminder, post and submission as a line with day, receiver and clause."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from html import unescape
from typing import Any

from sqlmodel import col, select

from locales.texts import Texts
from models import Duty, Entry, Filing, Letter, Person, Reminder, RoleGrant, Unit
from services.work import OFFICE_ZONE, Work
from services.year.duties import named, rule_of

DIGESTS = ("deadline_near", "deadline_missed", "filed")
HAPPENINGS = (
    "draw.announce",
    "draw.witness",
    "draw.hold",
    "result.submit",
    "result.confirm",
    "result.release",
    "publish.prepare",
    "publish.confirm",
    "ledger.recheck",
    "ledger.confirm",
)
"""Acts of the journal that are a line of their own."""
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Told:
    """Something that was sent, or done; ``what``: ``stage``, ``letter``, ``filed``, ``act``.

    ``outcome`` of a stage is its row's state; ``name`` is the duty, or the headline of a letter.
    """

    at: datetime
    what: str
    receiver: str
    name: str
    stage: str = ""
    outcome: str = ""
    due_on: date | None = None
    clause: str = ""
    units: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As a line of JSON has it; moments in the office's zone."""
        here = self.at.astimezone(OFFICE_ZONE)
        rest = {key: value for key, value in asdict(self).items() if key != "at" and value}
        due = {"due_on": self.due_on.isoformat()} if self.due_on else {}
        return {"at": here.isoformat(timespec="minutes"), "weekday": here.isoweekday()} | rest | due

    def sentence(self, words: Texts) -> str:
        """As a person reads it."""
        here = self.at.astimezone(OFFICE_ZONE)
        known = words.has(f"deadlines.stage.{self.stage}")
        return words.say("year.line", told=self, at=here, weekday=str(here.isoweekday()), known=known)


@dataclass
class Reader:
    """Reads what is new in the rows since it last looked."""

    reminder: int = 0
    letter: int = 0
    filing: int = 0
    entry: int = 0

    async def news(self, look: Work, words: Texts) -> list[Told]:
        """Acts first, then stages, letters and submissions; equal ones of several units are one line."""
        return [
            *await self._acts(look, words),
            *await self._stages(look, words),
            *await self._letters(look),
            *await self._filings(look, words),
        ]

    async def _stages(self, look: Work, words: Texts) -> list[Told]:
        rows = await look.session.exec(
            select(Reminder, Duty, Unit)
            .join(Duty, col(Reminder.duty_id) == col(Duty.id))
            .join(Unit, col(Duty.unit_id) == col(Unit.id))
            .where(col(Reminder.id) > self.reminder)
            .order_by(col(Reminder.id))
        )
        found: list[Told] = []
        for told, duty, unit in rows:
            self.reminder = max(self.reminder, told.id or 0)
            found.append(_stage(look, words, told, duty, unit.name))
        return _merged(found)

    async def _letters(self, look: Work) -> list[Told]:
        rows = await look.session.exec(
            select(Letter).where(col(Letter.id) > self.letter).order_by(col(Letter.id))
        )
        found: list[Told] = []
        for letter in rows.all():
            self.letter = max(self.letter, letter.id or 0)
            if letter.kind not in DIGESTS and letter.state != "void":
                found.append(await _letter(look, letter))
        return _merged(found)

    async def _filings(self, look: Work, words: Texts) -> list[Told]:
        rows = await look.session.exec(
            select(Filing, Duty, Unit)
            .join(Duty, col(Filing.duty_id) == col(Duty.id))
            .join(Unit, col(Duty.unit_id) == col(Unit.id))
            .where(col(Filing.id) > self.filing)
            .order_by(col(Filing.id))
        )
        found: list[Told] = []
        for filing, duty, unit in rows:
            self.filing = max(self.filing, filing.id or 0)
            name = _name(look, words, duty)
            late = "late" if filing.submitted_at.astimezone(OFFICE_ZONE).date() > duty.due_on else ""
            found.append(
                Told(filing.submitted_at, "filed", "office", name, "", late, duty.due_on, units=(unit.name,))
            )
        return _merged(found)

    async def _acts(self, look: Work, words: Texts) -> list[Told]:
        rows = await look.session.exec(
            select(Entry, Unit)
            .join(Person, col(Entry.actor_id) == col(Person.id))
            .join(Unit, col(Person.unit_id) == col(Unit.id))
            .where(col(Entry.position) > self.entry, col(Entry.act).in_(HAPPENINGS))
            .order_by(col(Entry.position))
        )
        found: list[Told] = []
        for entry, unit in rows.all():
            self.entry = max(self.entry, entry.position)
            found.append(
                Told(entry.at, "act", "office", words.say(f"year.act.{entry.act}"), units=(unit.name,))
            )
        return _merged(found)


def _stage(look: Work, words: Texts, told: Reminder, duty: Duty, unit: str) -> Told:
    rule = rule_of(look.profile, duty.deadline)
    rungs = {rung.stage: rung.receiver for rung in look.profile.ladder}
    own = rule is not None and rule.owed_by == "office"
    receiver = "office" if own else rungs.get(told.stage, "liaison")
    name = _name(look, words, duty)
    return Told(
        told.created_at, "stage", receiver, name, told.stage, told.state, duty.due_on, duty.clause, (unit,)
    )


def _name(look: Work, words: Texts, duty: Duty) -> str:
    kind, title = named(look.profile, duty)
    return title or words.say(f"deadlines.kind.{kind}")


async def _letter(look: Work, letter: Letter) -> Told:
    headline = unescape(TAG.sub("", letter.body)).strip().splitlines()[0]
    if letter.person_id is None:
        return Told(letter.created_at, "letter", "office", headline)
    person = await look.session.get_one(Person, letter.person_id)
    unit = await look.session.get_one(Unit, person.unit_id)
    roles = await look.session.exec(
        select(RoleGrant.role).where(RoleGrant.person_id == person.id, col(RoleGrant.revoked_at).is_(None))
    )
    return Told(letter.created_at, "letter", _receiver(set(roles)), headline, units=(unit.name,))


def _receiver(roles: set[str]) -> str:
    order = (("liaison", "liaison"), ("approver", "unit_head"), ("inspector", "inspector"))
    return next((receiver for role, receiver in order if role in roles), "office")


def _merged(found: Iterable[Told]) -> list[Told]:
    """Lines that differ in their unit alone are one, where the first of them stood."""

    def alike(one: Told) -> tuple[str, ...]:
        return (str(one.due_on or ""), one.what, one.receiver, one.name, one.stage, one.outcome)

    lines: dict[tuple[str, ...], list[Told]] = {}
    for one in found:
        lines.setdefault(alike(one), []).append(one)
    return [
        Told(**{**vars(same[0]), "units": tuple(sorted({unit for one in same for unit in one.units}))})
        for same in lines.values()
    ]
