"""What a place decides about the results of inspections."""

from dataclasses import dataclass
from typing import Literal

from domain.profile_codes import CategoryCode, MeasureCode


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
    "method",
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCategory:
    """A result that may be ticked. ``exclusive`` stands alone; ``ends_visit`` makes item results needless.

    ``needs_day``: since when. ``measure`` is what usually follows; ``none_needed`` may follow only where it
    is the usual one.
    """

    code: CategoryCode
    exclusive: bool = False
    needs_text: bool = False
    ends_visit: bool = False
    problem: bool = False
    needs_photo: bool = False
    needs_witness: bool = False
    needs_day: bool = False
    measure: MeasureCode = "none_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A follow-up measure; ``hands_over`` opens a transfer, ``stays_open`` a line in the register."""

    code: MeasureCode
    needs_text: bool = False
    hands_over: bool = False
    stays_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpTerms:
    """问题台账: working days to say what follows, to answer a transfer, to handle, to confirm an end."""

    decide_within: int
    answer_within: int
    handle_within: int
    confirm_within: int
    clause: str
