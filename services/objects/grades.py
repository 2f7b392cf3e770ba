"""History of objects' classes: each change is added, none overwritten; falls are told (湛江 二（五）)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import Table
from sqlmodel import col, select

from domain.grades import Scale
from domain.profile import Profile
from models import GradeChange, ImportBatch, InspectionObject
from models.bulk import insert_columns
from services.objects import falls
from services.work import Work

Picture = Mapping[str, Any]
AT_ONCE = 1_000
FIELDS = ("grade", "risk", "graded_on")
"""What of an object its history is made of."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What brought changes: ``import``, ``undo`` or ``act``; the place's scales; the file or document."""

    source: str
    scales: tuple[Scale, ...]
    batch_id: int | None = None
    document: str = ""


def scales(profile: Profile) -> tuple[Scale, ...]:
    """How the place classes objects: its grade scheme, and its risk classes where it names them."""
    risks = next((one for one in profile.library_fields if one.field == "risk"), None)
    scheme = profile.grade_scheme
    return (
        Scale("grade", scheme.source, scheme.codes),
        Scale("risk", risks.clause if risks else "", risks.names if risks else ()),
    )


async def imported(work: Work, batch: ImportBatch, rows: Mapping[str, Picture]) -> None:
    """After a confirmed file: its changes are added, and falls told once."""
    before: Mapping[str, Any] = batch.before
    origin = Origin("import", scales(work.profile), batch.id)
    changes = (
        change
        for key, saved in before.items()
        for change in _changes(work, key, saved or {}, rows.get(key, {}), origin)
    )
    fell = False
    while portion := list(islice(changes, AT_ONCE)):
        await _add(work, portion)
        fell = fell or any(change["fell"] for change in portion)
    if fell:
        await falls.tell(work, await fallen(work, batch), batch.file_name, f"import:{batch.id}")


async def undone(
    work: Work, batch: ImportBatch, stood: Mapping[str, Picture], now: Mapping[str, Picture]
) -> None:
    """After a file was undone: what it had changed is added once more, backwards; falls are withdrawn."""
    origin = Origin("undo", scales(work.profile), batch.id)
    await _add(
        work,
        [
            change
            for key, picture in now.items()
            for change in _changes(work, key, stood[key], picture, origin)
        ],
    )
    if await fallen(work, batch):
        await falls.withdraw(work, batch.file_name, f"import:{batch.id}")


async def corrected(
    work: Work, subject: InspectionObject, before: Picture, after: Picture, *, document: str
) -> None:
    """After an act of the office on one object; a fall is told as one of a file is."""
    origin = Origin("act", scales(work.profile), document=document)
    changes = list(_changes(work, subject.register_no, before, after, origin))
    await _add(work, changes)
    fell = [(subject, GradeChange(**change)) for change in changes if change["fell"]]
    if fell:
        await falls.tell(work, fell, document, f"object:{subject.register_no}:{work.cause}")


def _changes(
    work: Work, key: str, before: Picture, after: Picture, origin: Origin
) -> Iterator[dict[str, Any]]:
    for scale in origin.scales:
        old = str(before.get(scale.field, ""))
        new = str(after.get(scale.field, old))
        if old != new:
            yield {
                "object_no": key,
                "field": scale.field,
                "scheme": scale.scheme,
                "before": old,
                "after": new,
                "fell": origin.source != "undo" and scale.fell(old, new),
                "graded_on": _graded_on(after) if scale.field == "grade" else None,
                "source": origin.source,
                "batch_id": origin.batch_id,
                "document": origin.document,
                "noted_by": work.actor.person_id,
                "noted_at": work.now,
            }


def _graded_on(picture: Picture) -> date | None:
    """The day of a grade; pictures of rows are plain JSON."""
    known = picture.get("graded_on")
    return date.fromisoformat(known) if isinstance(known, str) else known


async def _add(work: Work, changes: list[dict[str, Any]]) -> None:
    if changes:
        columns = {name: [change[name] for change in changes] for name in changes[0]}
        table: Table = GradeChange.__table__  # type: ignore[attr-defined]
        await insert_columns(await work.session.connection(), table, columns)


async def fallen(look: Work, batch: ImportBatch) -> list[tuple[InspectionObject, GradeChange]]:
    """What a file made fall."""
    rows = await look.session.exec(
        select(InspectionObject, GradeChange)
        .join(GradeChange, col(GradeChange.object_no) == col(InspectionObject.register_no))
        .where(GradeChange.batch_id == batch.id, col(GradeChange.fell).is_(True))
        .order_by(col(GradeChange.id))
    )
    return list(rows)


async def history(look: Work, object_no: str) -> list[GradeChange]:
    """Every class an object was ever given, the newest first."""
    rows = await look.session.exec(
        select(GradeChange).where(GradeChange.object_no == object_no).order_by(col(GradeChange.id).desc())
    )
    return list(rows)
