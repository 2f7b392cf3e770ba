"""Taking an office file in: read, shown as a difference, done on the office's word, undone as one act."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
from typing import Any, cast

from sqlmodel import col, select

from domain.difference import Difference, difference, joined
from domain.errors import DomainError
from domain.identity import WITHHELD, withheld
from domain.item_list import Grounds
from domain.reading import Reading
from domain.register import read_rows
from domain.register_fields import REGISTERS
from domain.register_header import likely_kind
from domain.sheet import Sheet
from locales.columns import columns
from locales.texts import texts
from models import Entry, ImportBatch
from services import journal
from services.items import item_checks, item_columns, item_order
from services.objects import object_news
from services.registers import object_checks, plan_checks, returned_books, roster_checks, sheets
from services.registers.alike import alike
from services.registers.item_shelf import GONE
from services.registers.kept_rows import Fields, Rows, rows_of
from services.registers.register_report import summary
from services.registers.returned_books import Page
from services.registers.sheets import Progress, nobody_told
from services.registers.shelves import Shelf, shelf
from services.work import Work, new_ref

ERRORS_SHOWN = 5
ERRORS_KEPT = 200
NAMED = 5_000
AT_ONCE = 1_000
"""Rows compared or written together: few enough for one query, and others get their turn in between."""


@dataclass(frozen=True)
class File:
    """A file that was read: takes seconds for a large one, so it is done before any transaction opens."""

    name: str
    content: bytes
    kind: str
    sheets: Sequence[Sheet]
    reading: Reading

    @cached_property
    def rows(self) -> Rows:
        """What would be taken in."""
        return rows_of(self.reading)


@dataclass(frozen=True)
class Shown:
    """What the office is shown before it decides."""

    batch: ImportBatch
    difference: Difference


@dataclass(frozen=True)
class Received(Shown):
    """``file``: with what the place's own rules say of its rows; ``names``: of the rows spoken of, by key."""

    file: File
    names: Mapping[str, str]
    makes: Sequence[str]
    """Units that the file would make."""


def read_file(name: str, content: bytes, kind: str = "", progress: Progress = nobody_told) -> File:
    """Read a file; without ``kind`` it is told from the headings. Raises ``sheet.*`` and ``register.*``."""
    found = sheets.read(name, content, progress)
    mandatory = {one: register.mandatory for one, register in REGISTERS.items()}
    kind = kind or likely_kind(found, mandatory, columns())
    if not kind:
        raise DomainError("import.unknown_kind", name=name)
    reading = read_rows(kind, found, columns(), told=partial(progress, "checking"))
    return File(withheld(name).replace(WITHHELD, ""), content, kind, found, reading)


def portions(keys: Iterable[str]) -> Iterator[list[str]]:
    """Keys in handfuls."""
    rest = iter(keys)
    while portion := list(islice(rest, AT_ONCE)):
        yield portion


async def _change(work: Work, place: Shelf, rows: Rows) -> Difference:
    """What taking the rows in changes; a parsed ratio follows from its text and is not compared."""
    parts = []
    for keys in portions(rows):
        known = await place.standing(keys, rows.names)
        kept: set[str] = set().union(*known.values())
        after = {key: _of(kept, place.after(key, rows[key])) if key in known else {} for key in keys}
        parts.append(difference(known, after, grade_order=work.profile.grade_scheme.codes))
    return joined(parts, gone=tuple(key for key in place.listed() if key not in rows))


def _of(kept: AbstractSet[str], fields: Fields) -> Fields:
    """The fields that the list keeps."""
    return fields if fields.keys() <= kept else {one: fields[one] for one in fields if one in kept}


async def compare(work: Work, file: File) -> Difference:
    """What the file would change now."""
    return (await _compared(work, file))[0]


async def _compared(work: Work, file: File) -> tuple[Difference, dict[str, str], list[str]]:
    """What the file would change now; by key the names of rows that change or go; what it would make."""
    place = shelf(work, file.kind)
    await place.open()
    found = await _change(work, place, file.rows)
    found = replace(found, alike=await alike(place, file.kind, found.new, found.gone, file.rows))
    spoken_of = [
        *(change.key for change in found.changed[:NAMED]),
        *found.gone[:NAMED],
        *(key for one in found.alike for key in (one.key, one.known)),
    ]
    names: dict[str, str] = {}
    for keys in portions(spoken_of):
        known = await place.standing(keys, ["name"])
        names |= {key: str(known.get(key, {}).get("name", "")) or _name(file.rows, key) for key in keys}
    return found, names, place.makes(file.rows)


def _name(rows: Rows, key: str) -> str:
    return str(rows[key].get("name", "")) if key in rows else ""


async def judged(look: Work, file: File) -> File:
    """The file with what the place and the lists say of its rows; those that cannot stand are kept out."""
    reading = await object_checks.judged(look, file.reading)
    reading = await item_order.judged(look, await roster_checks.judged(look, reading))
    reading = item_columns.judged(look.profile, await item_checks.judged(look, reading))
    return replace(file, reading=await plan_checks.judged(look, reading))


async def receive(work: Work, file: File) -> Received:
    """Keep what was understood until the office decides; nothing in the lists changes."""
    work.require("import.receive")
    file = await judged(work, file)
    batch = ImportBatch(
        ref=new_ref(),
        kind=file.kind,
        file_name=file.name,
        file_sha256=hashlib.sha256(file.content).hexdigest(),
        content=file.rows.packed(),
        report=report_of(file, work.actor.language, ERRORS_KEPT),
        sent_by=work.actor.person_id,
        received_at=work.now,
    )
    work.session.add(batch)
    await work.session.flush()
    await journal.record(
        work, "import.receive", f"import:{batch.id}", kind=file.kind, rows=file.reading.total
    )
    found, names, makes = await _compared(work, file)
    return Received(batch, found, file, names, makes)


async def received_before(look: Work, file: File, entry: Entry) -> Received:
    """What ``receive`` answered, once more. ``entry``: of the act, which stands already."""
    batch = await look.session.get_one(ImportBatch, int(entry.subject.removeprefix("import:")))
    file = await judged(look, file)
    found, names, makes = await _compared(look, file)
    return Received(batch, found, file, names, makes)


async def by_ref(work: Work, ref: str) -> ImportBatch:
    """Raises ``import.unknown``."""
    batch = (await work.session.exec(select(ImportBatch).where(ImportBatch.ref == ref))).first()
    if batch is None:
        raise DomainError("import.unknown")
    return batch


def kept_rows(batch: ImportBatch) -> Rows:
    """What was understood of a file that still waits; nothing once it is decided."""
    return Rows.unpacked(batch.content) if batch.state == "waiting" else Rows((), {})


async def confirm(work: Work, ref: str, rows: Rows, grounds: Grounds | None = None) -> Shown:
    """Do what was shown, as one act. ``rows``: what was kept of the file (``kept_rows``).

    ``grounds``: why the item list changes, and whether what is gone from it is abolished.
    """
    work.require("import.confirm")
    batch = await by_ref(work, ref)
    if batch.state != "waiting":
        raise DomainError("import.decided", name=batch.file_name)
    place = shelf(work, batch.kind, grounds)
    await place.open()
    found = await _change(work, place, rows)
    made = place.makes(rows)
    ended = found.gone if grounds and grounds.whole else ()
    changing = [*found.new, *(change.key for change in found.changed), *ended]
    batch.before = await _put(place, changing, rows)
    answers = {"ratios": dict(rows.answers)} if rows.answers else {}
    batch.report = {**batch.report, "made": made, **answers}
    await object_news.imported(work, batch, rows, found)
    batch.state, batch.decided_at, batch.content = "confirmed", work.now, b""
    work.session.add(batch)
    await journal.record(
        work,
        "import.confirm",
        f"import:{batch.id}",
        new=len(found.new),
        changed=len(found.changed),
        ended=len(ended),
        **answers,
    )
    return Shown(batch, found)


async def _put(place: Shelf, changing: Sequence[str], rows: Rows) -> dict[str, Any]:
    """Key → its picture of before."""
    before: dict[str, Any] = {}
    for keys in portions(changing):
        await place.fetch(keys)
        before |= {key: place.saved(key) for key in keys}
        await place.put_all(rows.part([key for key in keys if key in rows]))
        for key in (key for key in keys if key not in rows):
            await place.put(key, GONE)
    return before


async def discard(work: Work, ref: str) -> ImportBatch:
    """Put the file aside; nothing was changed by it."""
    work.require("import.confirm")
    batch = await by_ref(work, ref)
    if batch.state != "waiting":
        raise DomainError("import.decided", name=batch.file_name)
    batch.state, batch.decided_at, batch.content = "discarded", work.now, b""
    work.session.add(batch)
    await journal.record(work, "import.discard", f"import:{batch.id}")
    return batch


async def undo(work: Work, ref: str) -> ImportBatch:
    """Put everything back as it was. Only the newest confirmed file of a kind can be undone."""
    work.require("import.undo")
    batch = await by_ref(work, ref)
    newest = await work.session.exec(
        select(ImportBatch)
        .where(ImportBatch.kind == batch.kind, ImportBatch.state == "confirmed")
        .order_by(col(ImportBatch.decided_at).desc(), col(ImportBatch.id).desc())
    )
    last = newest.first()
    if batch.state != "confirmed" or last is None or last.id != batch.id:
        raise DomainError("import.not_newest", name=batch.file_name)
    place = shelf(work, batch.kind)
    await place.open()
    stood: dict[str, Any] = {}
    for keys in portions(batch.before):
        await place.fetch(keys)
        stood |= {key: place.saved(key) for key in keys}
        for key in keys:
            await place.restore(key, batch.before[key])
    await object_news.undone(work, batch, stood)
    await place.tidy(cast("list[str]", batch.report.get("made", [])))
    batch.state = "undone"
    work.session.add(batch)
    await journal.record(work, "import.undo", f"import:{batch.id}", rows=len(batch.before))
    return batch


def report_of(file: File, language: str, most: int | None = None) -> dict[str, object]:
    """Counts and problems (not more than ``most`` of them) as plain data, worded."""
    return summary(file.reading, texts(language), most)


def annotated(file: File, language: str, pages: Sequence[Page] = ()) -> bytes:
    """The sent workbook back with the faulty cells marked, and further pages behind it."""
    return returned_books.annotated(file.sheets, file.reading, texts(language), pages)


def kept(file: File) -> bytes:
    """The sent workbook without the columns of identity numbers, to be read again later."""
    return returned_books.kept(file.sheets, file.reading)
