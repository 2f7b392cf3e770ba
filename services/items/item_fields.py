"""Fields of an item as somebody types them into the chat: read as a list's cell would be."""

from typing import Any

from domain.cell_values import Severity
from domain.errors import DomainError
from domain.register_fields import ITEMS
from locales.columns import columns
from services.items.item_ledger import plain

EDITED = (
    "name",
    "category",
    "sub_items",
    "object_type",
    "item_class",
    "methods",
    "unit_name",
    "partner_units",
    "basis",
    "content",
    "ratio_text",
    "frequency_text",
    "requirement",
    "remark",
)
"""What may be changed one by one; a new code is a new item."""
BLANK = {"-", "—"}
MUST = {"name", "item_class"}


def read_field(field: str, written: str) -> Any:
    """A value as the list keeps it; one of ``BLANK`` empties the field. Raises ``items.value``."""
    faults: list[str] = []

    def tell(code: str, _severity: Severity = Severity.ERROR, **_: object) -> None:
        faults.append(code)

    cell = None if written.strip() in BLANK else written
    value = plain(ITEMS.fields[field](cell, columns(), tell))
    if faults or (field in MUST and (cell is None or not value)):
        raise DomainError("items.value", field=field, written=written.strip())
    return value
