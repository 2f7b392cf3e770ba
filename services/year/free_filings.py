"""自主报送: what units send without a deadline (花溪 30, 平罗 三（四）), and the office's part of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_filing import FreeFiled, FreeReturned
from domain.profile import FreeRule
from domain.report import Voice
from domain.roles import Role
from models import FreeFiling, Unit
from services import journal, outbox, people
from services.work import OFFICE_ZONE, Work
from services.year.filing_overview import Received

TOLD_UPWARDS = ("problem", "good_practice")
"""Kinds that the office's own report passes on."""


@dataclass(frozen=True)
class Sent:
    """The version of a matter that counts, as its unit sees it; ``returned``: why it was given back."""

    number: str
    kind: str
    version: int
    on: date
    file_name: str
    note: str
    returned: str


@dataclass(frozen=True)
class Tally:
    """How many matters of a kind came in this year, of which units, and whose were returned."""

    kind: str
    count: int
    units: tuple[str, ...]
    returned: tuple[str, ...]


def offered(look: Work) -> tuple[FreeRule, ...]:
    """What the place lets units send at any time."""
    return look.profile.free_filings


async def own(look: Work) -> list[Sent]:
    """What the actor's unit has sent, newest first."""
    look.require("duty.look")
    rows = await look.session.exec(
        select(FreeFiling).where(FreeFiling.unit_id == look.actor.unit_id).order_by(col(FreeFiling.id).desc())
    )
    return [sent(one) for one in _standing(rows.all())]


def sent(row: FreeFiling) -> Sent:
    """A row as its unit sees it."""
    return Sent(
        number=row.number,
        kind=row.kind,
        version=row.version,
        on=row.submitted_at.astimezone(OFFICE_ZONE).date(),
        file_name=row.file_name,
        note=row.note,
        returned=row.return_reason,
    )


async def own_one(look: Work, number: str) -> Sent:
    """The newest version of a matter of the own unit. Raises ``filing.unknown``, ``filing.not_yours``."""
    look.require("duty.look")
    return sent(await _own_newest(look, number))


async def file(
    work: Work, kind: str, *, again: str = "", file_id: str = "", file_name: str = "", note: str = ""
) -> Sent:
    """Take in what a unit sends; ``again`` is the number of any version that it replaces.

    The sender gets a receipt, the office group hears of it. Raises ``filing.free_kind``,
    ``filing.free_empty``, ``filing.unknown``, ``filing.not_yours``.
    """
    work.require("duty.file")
    if kind not in {rule.kind for rule in offered(work)}:
        raise DomainError("filing.free_kind", kind=kind)
    if not file_id and not note.strip():
        raise DomainError("filing.free_empty")
    last = await _own_newest(work, again) if again else None
    row = await _store(work, last, kind=kind, file_id=file_id, file_name=file_name, note=note.strip())
    await _tell(work, row)
    await journal.record(
        work, "filing.free", f"free_filing:{row.number}", kind=row.kind, version=row.version, unit=row.unit_id
    )
    return sent(row)


async def _own_newest(look: Work, number: str) -> FreeFiling:
    row = await _newest(look, number)
    if row.unit_id != look.actor.unit_id:
        raise DomainError("filing.not_yours")
    return row


async def _newest(look: Work, number: str) -> FreeFiling:
    """The version that counts of the matter that a number belongs to."""
    origin = select(FreeFiling.origin).where(FreeFiling.number == number).scalar_subquery()
    rows = await look.session.exec(
        select(FreeFiling).where(FreeFiling.origin == origin).order_by(col(FreeFiling.version).desc())
    )
    found = rows.first()
    if found is None:
        raise DomainError("filing.unknown")
    return found


async def _store(
    work: Work, last: FreeFiling | None, *, kind: str, file_id: str, file_name: str, note: str
) -> FreeFiling:
    assert work.actor.person_id is not None  # noqa: S101 - filed by a person
    assert work.actor.unit_id is not None  # noqa: S101 - for a unit
    number = await _next_number(work)
    row = FreeFiling(
        number=number,
        origin=last.origin if last else number,
        version=last.version + 1 if last else 1,
        unit_id=work.actor.unit_id,
        kind=last.kind if last else kind,
        submitted_by=work.actor.person_id,
        submitted_at=work.now,
        file_id=file_id,
        file_name=file_name,
        note=note,
    )
    work.session.add(row)
    await work.session.flush()
    return row


async def _next_number(work: Work) -> str:
    """``PL-2026-Z0001``: one series a place and calendar year."""
    series = f"{work.profile.prefix}-{work.today.year}-Z"
    found = await work.session.exec(
        select(FreeFiling.number)
        .where(col(FreeFiling.number).startswith(series))
        .order_by(col(FreeFiling.id).desc())
    )
    last = found.first()
    return f"{series}{int(last.removeprefix(series)) + 1 if last else 1:04d}"


async def _tell(work: Work, row: FreeFiling) -> None:
    def said(*, ours: bool) -> FreeFiled:
        return FreeFiled(
            number=row.number,
            free_kind=row.kind,
            unit=work.actor.unit_name,
            version=row.version,
            file_name=row.file_name,
            note=row.note,
            at=row.submitted_at,
            ours=ours,
        )

    about = f"free_filing:{row.number}"
    await outbox.tell(work, row.submitted_by, said(ours=True), f"free_filed:{row.number}", about=about)
    await outbox.post(work, said(ours=False), f"free_came:{row.number}", about=about)


async def give_back(work: Work, number: str, reason: str) -> FreeFiling:
    """The office returns the newest version; the unit's liaison and the sender are told.

    Raises ``filing.reason``, ``filing.unknown``, ``filing.not_newest``.
    """
    work.require("filing.return")
    if not reason.strip():
        raise DomainError("filing.reason")
    row = await _newest(work, number)
    if row.number != number or row.returned_at:
        raise DomainError("filing.not_newest", number=row.number)
    row.return_reason, row.returned_by, row.returned_at = reason.strip(), work.actor.person_id, work.now
    work.session.add(row)
    unit = await work.session.get_one(Unit, row.unit_id)
    notice = FreeReturned(number, row.kind, unit.name, row.return_reason)
    liaisons = {one.id for one in await people.holders(work.session, Role.LIAISON, row.unit_id)}
    for person_id in sorted({*(one for one in liaisons if one), row.submitted_by}):
        key = f"free_returned:{number}:{person_id}"
        await outbox.tell(work, person_id, notice, key, about=f"free_filing:{number}")
    await journal.record(work, "filing.free_return", f"free_filing:{number}", reason=row.return_reason)
    return row


async def tallies(look: Work) -> list[Tally]:
    """What came in this year, by kind in the order of the profile."""
    look.require("filing.look")
    found = await _of_year(look, look.today.year)
    units, rows = {row.number: unit for row, unit in found}, _standing(row for row, _ in found)
    kinds = dict.fromkeys([*(rule.kind for rule in offered(look)), *(row.kind for row in rows)])
    return [
        Tally(
            kind,
            len(mine),
            tuple(sorted({units[row.number] for row in mine})),
            tuple(sorted({units[row.number] for row in mine if row.returned_at})),
        )
        for kind in kinds
        if (mine := [row for row in rows if row.kind == kind])
    ]


async def received(look: Work, kind: str) -> list[Received]:
    """Everything of a kind that came in this year, by unit and matter, every version."""
    look.require("filing.fetch")
    found = [one for one in await _of_year(look, look.today.year) if one[0].kind == kind]
    last = {row.number for row in _standing(row for row, _ in found)}
    return [
        Received(
            number=row.number,
            unit=unit,
            version=row.version,
            file_id=row.file_id,
            note=row.note,
            returnable=row.number in last and row.returned_at is None,
        )
        for row, unit in sorted(found, key=lambda one: (one[1], one[0].origin, one[0].version))
    ]


async def voices(look: Work, year: int, until: date) -> tuple[Voice, ...]:
    """Problems and good practice of a year up to a day, for the office's report; nothing returned."""
    found = await _of_year(look, year)
    last = {row.number for row in _standing(row for row, _ in found)}
    return tuple(
        Voice(unit, row.kind, " ".join(row.note.split()), row.file_name)
        for row, unit in sorted(found, key=lambda one: (one[1], one[0].number))
        if row.kind in TOLD_UPWARDS
        and row.number in last
        and row.returned_at is None
        and sent(row).on <= until
    )


async def _of_year(look: Work, year: int) -> list[tuple[FreeFiling, str]]:
    first = datetime(year, 1, 1, tzinfo=OFFICE_ZONE)
    rows = await look.session.exec(
        select(FreeFiling, Unit.name)
        .join(Unit, col(FreeFiling.unit_id) == col(Unit.id))
        .where(FreeFiling.submitted_at >= first, FreeFiling.submitted_at < first.replace(year=year + 1))
        .order_by(col(FreeFiling.id))
    )
    return list(rows.all())


def _standing(rows: Iterable[FreeFiling]) -> list[FreeFiling]:
    """The newest version of each matter, in the order given."""
    found = list(rows)
    newest = {row.origin: row.version for row in sorted(found, key=lambda row: row.version)}
    return [row for row in found if newest[row.origin] == row.version]
