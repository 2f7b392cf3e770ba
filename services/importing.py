"""Taking an office file in: read, shown as a difference, done on the office's word, undone as one act."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from sqlmodel import col, select

from domain.difference import Difference, difference
from domain.errors import DomainError
from domain.item_list import Grounds
from domain.reading import Reading
from domain.register import read_rows
from domain.register_fields import REGISTERS
from domain.register_header import likely_kind
from domain.sheet import Sheet
from locales.columns import columns
from locales.texts import texts
from models import ImportBatch
from services import item_checks, journal, object_checks, object_news, sheets, workbooks
from services.item_shelf import GONE
from services.register_report import summary
from services.shelves import Fields, Shelf, shelf
from services.work import Work, new_ref

ERRORS_SHOWN = 5
KEYS = frozenset(("roster_no", "code", "no"))
"""Fields that every row knows: a file without the column has them derived."""
DERIVED: Mapping[str, frozenset[str]] = {
    "is_key": frozenset(("key_reason",)),
    "unit": frozenset(("department",)),
    "ratio": frozenset(("ratio_text",)),
    "frequency": frozenset(("frequency_text", "ratio_text")),
    "quantity": frozenset(("quantity_text",)),
    "window_from": frozenset(("window_text",)),
    "window_to": frozenset(("window_text",)),
}
"""Field → the columns it can be read out of when it has none of its own."""


@dataclass(frozen=True)
class File:
    """A file that was read: takes seconds for a large one, so it is done before any transaction opens."""

    name: str
    content: bytes
    kind: str
    sheets: Sequence[Sheet]
    reading: Reading


@dataclass(frozen=True)
class Shown:
    """What the office is shown before it decides."""

    batch: ImportBatch
    difference: Difference
    file: File


def read_file(name: str, content: bytes, kind: str = "") -> File:
    """Read a file; without ``kind`` it is told from the headings. Raises ``sheet.*`` and ``register.*``."""
    found = sheets.read(name, content)
    mandatory = {one: register.mandatory for one, register in REGISTERS.items()}
    kind = kind or likely_kind(found, mandatory, columns())
    if not kind:
        raise DomainError("import.unknown_kind", name=name)
    return File(name, content, kind, found, read_rows(kind, found, columns()))


def rows_of(reading: Reading) -> dict[str, Fields]:
    """Key → the fields that the file speaks of; the others keep what is known."""
    present = reading.present
    wanted = present | KEYS | {name for name, sources in DERIVED.items() if present & sources}
    return {
        row.value.key: {
            one.name: getattr(row.value, one.name) for one in fields(row.value) if one.name in wanted
        }
        for row in reading.rows
    }


def _change(work: Work, place: Shelf, rows: Mapping[str, Fields]) -> Difference:
    """What taking the rows in changes; a parsed ratio follows from its text and is not compared."""
    known = place.fields()
    kept = {name for row in known.values() for name in row}
    after = {
        key: {name: value for name, value in place.after(key, row).items() if name in kept}
        for key, row in rows.items()
    }
    return difference(known, after, grade_order=work.profile.grade_scheme.codes)


async def compare(work: Work, file: File) -> Difference:
    """What the file would change now."""
    place = shelf(work, file.kind)
    await place.open()
    return _change(work, place, rows_of(file.reading))


async def receive(work: Work, file: File) -> Shown:
    """Keep the file until the office decides; nothing in the lists changes."""
    work.require("import.receive")
    reading = await object_checks.judged(work, file.reading)
    file = replace(file, reading=await item_checks.judged(work, reading))
    batch = ImportBatch(
        ref=new_ref(),
        kind=file.kind,
        file_name=file.name,
        file_sha256=hashlib.sha256(file.content).hexdigest(),
        content=file.content,
        report=report_of(file, work.actor.language),
        sent_by=work.actor.person_id,
        received_at=work.now,
    )
    work.session.add(batch)
    await work.session.flush()
    found = await compare(work, file)
    await journal.record(
        work, "import.receive", f"import:{batch.id}", kind=file.kind, rows=file.reading.total
    )
    return Shown(batch, found, file)


async def by_ref(work: Work, ref: str) -> ImportBatch:
    """Raises ``import.unknown``."""
    batch = (await work.session.exec(select(ImportBatch).where(ImportBatch.ref == ref))).first()
    if batch is None:
        raise DomainError("import.unknown")
    return batch


async def confirm(work: Work, ref: str, file: File, grounds: Grounds | None = None) -> Shown:
    """Do what was shown, as one act. ``file`` is the batch's own content, read again.

    ``grounds``: why the item list changes, and whether what is gone from it is abolished.
    """
    work.require("import.confirm")
    batch = await by_ref(work, ref)
    if batch.state != "waiting":
        raise DomainError("import.decided", name=batch.file_name)
    place = shelf(work, batch.kind, grounds)
    await place.open()
    rows = rows_of(file.reading)
    found = _change(work, place, rows)
    ended = found.gone if grounds and grounds.whole else ()
    changing = [*found.new, *(change.key for change in found.changed), *ended]
    batch.before = {key: place.saved(key) for key in changing}
    for key in changing:
        await place.put(key, rows.get(key, GONE))
    await object_news.imported(work, batch, rows, found)
    batch.state, batch.decided_at = "confirmed", work.now
    work.session.add(batch)
    await journal.record(
        work,
        "import.confirm",
        f"import:{batch.id}",
        new=len(found.new),
        changed=len(found.changed),
        ended=len(ended),
    )
    return Shown(batch, found, file)


async def discard(work: Work, ref: str) -> ImportBatch:
    """Put the file aside; nothing was changed by it."""
    work.require("import.confirm")
    batch = await by_ref(work, ref)
    if batch.state != "waiting":
        raise DomainError("import.decided", name=batch.file_name)
    batch.state, batch.decided_at = "discarded", work.now
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
    stood = {key: place.saved(key) for key in batch.before}
    for key, saved in batch.before.items():
        await place.restore(key, saved)
    await object_news.undone(work, batch, stood)
    batch.state = "undone"
    work.session.add(batch)
    await journal.record(work, "import.undo", f"import:{batch.id}", rows=len(batch.before))
    return batch


def report_of(file: File, language: str) -> dict[str, object]:
    """Counts and problems as plain data, worded."""
    return summary(file.reading, texts(language))


def annotated(file: File, language: str) -> bytes:
    """The sent workbook back with the faulty cells marked."""
    return workbooks.annotated(file.sheets, file.reading, texts(language))
