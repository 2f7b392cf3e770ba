"""Rows of an item list with a day of their own: none comes before what is decided already."""

from collections.abc import Iterator
from dataclasses import replace

from domain.cell_values import Severity
from domain.reading import Problem, Reading
from domain.register_rows import ItemRow
from services.registers.item_shelf import ItemShelf
from services.registers.kept_rows import rows_of
from services.registers.object_checks import problem_at
from services.work import Work


async def judged(look: Work, reading: Reading) -> Reading:
    """The reading of an item list without rows that come before an item's newest version; others as they are.

    The day that is stated of a whole file is known later: its confirmation is refused as a whole.
    """
    if reading.kind != "items" or "effective_on" not in reading.present:
        return reading
    shelf = ItemShelf(look)
    await shelf.open()
    return reading.judged([replace(one, severity=Severity.ERROR) for one in _early(shelf, reading)])


def _early(shelf: ItemShelf, reading: Reading) -> Iterator[Problem]:
    rows = rows_of(reading)
    for row, item in zip(reading.rows, reading.of(ItemRow), strict=True):
        last = shelf.newest(item.key)
        early = last and item.effective_on and not last.begun(item.effective_on)
        if last and early and shelf.changed_by(item.key, rows[item.key]):
            since = last.grounds.effective_on
            yield problem_at(reading, row, "effective_on", "item_order", since=since, number=last.revision)
