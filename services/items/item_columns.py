"""Columns of the item list that a place's document names: a blank cell is told (花溪 §11, 忻州 二（二）)."""

from domain.profile import Profile
from domain.reading import Reading
from domain.register_rows import ItemRow
from services.registers.object_checks import problem_at


def judged(profile: Profile, reading: Reading) -> Reading:
    """The reading of an item list with its blanks; a file is not blamed for columns it does not have."""
    if reading.kind != "items":
        return reading
    owed = [name for name in profile.item_columns if name in reading.present]
    return reading.judged(
        [
            problem_at(reading, row, name, "item_blank")
            for row, item in zip(reading.rows, reading.of(ItemRow), strict=True)
            for name in owed
            if not getattr(item, name)
        ]
    )
