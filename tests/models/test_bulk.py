"""Rows put in column by column are the rows that one by one would have made."""

from datetime import date
from typing import Any

from sqlmodel import select

from bot.acts import Acts
from models import InspectionObject
from models.bulk import insert_columns

ROWS: list[dict[str, Any]] = [
    {"register_no": "A", "name": "甲店", "tags": ["重点", "学校"], "licence_until": date.max, "visits": 0},
    {"register_no": "B", "name": "乙店", "tags": [], "licence_until": None, "visits": None},
    {
        "register_no": "C",
        "name": "甲店",
        "tags": ["重点", "学校"],
        "licence_until": date(2027, 1, 1),
        "visits": 1,
    },
    {"register_no": "D", "name": "", "tags": ["1"], "is_key": True, "latitude": 26.5, "visits": 0},
]


async def test_columns_become_the_rows_that_the_model_would_write(acts: Acts) -> None:
    expected = [InspectionObject(**row).model_dump(exclude={"id"}) for row in ROWS]
    columns = {name: [row[name] for row in expected] for name in expected[0]}
    async with acts.noting() as work:
        table = InspectionObject.__table__  # type: ignore[attr-defined]
        await insert_columns(await work.session.connection(), table, columns)
    async with acts.looking() as look:
        found = (await look.session.exec(select(InspectionObject).order_by("id"))).all()
    assert [one.model_dump(exclude={"id"}) for one in found] == expected
