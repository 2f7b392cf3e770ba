"""What an import of objects changed: kept with the file, shown afterwards, its falls told."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from domain.difference import Difference
from domain.notices_objects import Fall
from models import ImportBatch
from services.objects import grades, object_changes
from services.registers.kept_rows import Rows
from services.work import Work

KIND = "objects"


@dataclass(frozen=True)
class News:
    """What the last import brought. ``fields``: field → how many objects changed in it, most first.

    ``changes``: number, field, before, after, of objects that were known. ``gone``: on the list before, not
    in the file.
    """

    file_name: str
    at: datetime
    new: tuple[str, ...]
    gone: tuple[str, ...]
    fields: tuple[tuple[str, int], ...]
    changes: tuple[tuple[str, str, object, object], ...]
    falls: tuple[Fall, ...]


async def imported(work: Work, batch: ImportBatch, rows: Rows, found: Difference) -> None:
    """After a confirmed file of objects; any other file is passed over."""
    if batch.kind != KIND:
        return
    changes = [
        [row.key, one.field, _plain(one.old), _plain(one.new)] for row in found.changed for one in row.fields
    ]
    news = {"new": list(found.new), "gone": list(found.gone), "changes": changes}
    batch.report = {**batch.report, "news": news}
    await grades.imported(work, batch, rows.only(grades.FIELDS))


async def undone(work: Work, batch: ImportBatch, stood: Mapping[str, Mapping[str, Any]]) -> None:
    """After a file of objects was undone; ``stood``: pictures of its rows just before.

    What acts corrected after the file stays corrected.
    """
    if batch.kind != KIND:
        return
    before: Mapping[str, Any] = batch.before
    now = {key: dict(saved) for key, saved in before.items() if saved is not None}
    for change in await object_changes.since(work, batch.decided_at):
        if change.object_no in now:
            now[change.object_no] |= change.after
            subject = await object_changes.object_of(work, change.object_no)
            subject.sqlmodel_update(change.after)
            work.session.add(subject)
    await grades.undone(work, batch, stood, now)


def _plain(value: object) -> object:
    """As JSON keeps it."""
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


async def last(look: Work) -> News | None:
    """What the newest confirmed import changed; ``None`` before there was one."""
    look.require("object.look")
    batch = (
        await look.session.exec(
            select(ImportBatch)
            .where(ImportBatch.kind == KIND, ImportBatch.state == "confirmed")
            .order_by(col(ImportBatch.decided_at).desc(), col(ImportBatch.id).desc())
            .limit(1)
        )
    ).first()
    if batch is None or batch.decided_at is None:
        return None
    report: dict[str, Any] = batch.report
    news = report.get("news", {"new": [], "gone": [], "changes": []})
    return News(
        file_name=batch.file_name,
        at=batch.decided_at,
        new=tuple(news["new"]),
        gone=tuple(news["gone"]),
        fields=tuple(Counter(change[1] for change in news["changes"]).most_common()),
        changes=tuple((key, field, old, new) for key, field, old, new in news["changes"]),
        falls=tuple(
            Fall(subject.register_no, subject.name, change.field, change.before, change.after)
            for subject, change in await grades.fallen(look, batch)
        ),
    )
