"""What a place decides about the results of inspections."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPeriod:
    """责令改正: days after the inspection that are offered (the first is the usual one), and the most."""

    offered: tuple[int, ...]
    longest: int
    clause: str


EntryField = Literal[
    "row",
    "task_number",
    "task_name",
    "task_type",
    "from_unit",
    "object_name",
    "register_no",
    "inspected_on",
    "item_name",
    "outcome",
    "problem",
    "measures",
    "inspectors",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryColumn:
    """A column of a platform's table: its heading there, and what of ours stands below it."""

    heading: str
    field: EntryField


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySheet:
    """What a platform (``*``: any) takes, a row for each item; ``source`` says where the columns are from."""

    platform: str
    columns: tuple[EntryColumn, ...]
    source: str
    clause: str
