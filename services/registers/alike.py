"""Rows of a file that may stand in the register already, under another key."""

from collections.abc import Mapping, Sequence

from domain.difference import Alike, differing
from services.registers.kept_rows import Rows
from services.registers.one_shelf import Shelf

MARKS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "objects": (("name",), ("licence_no",)),
    "inspectors": (("certificate_no",), ("name", "unit")),
    "items": (("name", "unit_name"),),
    "experts": (("name",),),
    "plans": (("year", "name"),),
}
"""Kind → fields that together tell a row as well as its key does, when all are filled."""
MOST = 200


async def alike(
    place: Shelf, kind: str, new: Sequence[str], gone: Sequence[str], rows: Rows
) -> tuple[Alike, ...]:
    """New rows with the marks of a row that the file does not name (an old number, a new certificate)."""
    pairs: dict[str, str] = {}
    missing = set(gone)
    for marks in MARKS[kind] if new and missing else ():
        if set(marks) <= set(rows.names):
            pairs |= await _pairs(place, marks, [key for key in new if key not in pairs], missing, rows)
    shown = list(pairs.items())[:MOST]
    known = await place.standing([key for _, key in shown], rows.names)
    return tuple(Alike(key, other, differing(known[other], rows[key])) for key, other in shown)


async def _pairs(
    place: Shelf, marks: Sequence[str], new: Sequence[str], missing: set[str], rows: Rows
) -> dict[str, str]:
    known = {mark: key for key, mark in await place.marked(marks) if key in missing and all(mark)}
    found = ((key, known.get(tuple(rows[key][name] for name in marks))) for key in new)
    return {key: other for key, other in found if other is not None}
