"""Lines and columns of forms: of 通报, 联席会议纪要 and 检查工作方案, and the classes of 抽查情况汇总表."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class BriefingMatter:
    """What a unit has to mend."""

    member: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class BriefingTotal:
    """One figure of all units, beside the period before."""

    figure: str
    now: str
    before: str
    change: str


@dataclass(frozen=True, kw_only=True)
class BriefingUnit:
    """One unit's figures; what is late stood so at the period's end."""

    member: str
    assigned: str
    done: str
    done_before: str
    public: str
    public_before: str
    found: str
    late: str
    late_public: str
    late_filed: str


@dataclass(frozen=True, kw_only=True)
class BriefingMark:
    """An indicator with the place's target."""

    mark: str
    asked: str
    reached: str
    state: str


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """A topic of a meeting; what was said about it is the office's to write."""

    topic: str


@dataclass(frozen=True, kw_only=True)
class DecidedLine:
    """What a meeting decided: for which unit, by which day."""

    decided_text: str
    charged: str
    due_on: date


@dataclass(frozen=True, kw_only=True)
class OverviewLine:
    """One task of 抽查情况汇总表: objects, reports of units, their classes of results, what is entered."""

    task_name: str
    task_number: str
    task_type: str = ""
    object_type: str = ""
    base: str = ""
    ratio: str = ""
    drawn: int = 0
    owed: int = 0
    reported: int = 0
    completion: str = ""
    fine: int = 0
    corrected: int = 0
    pending: int = 0
    unreachable: int = 0
    refused: int = 0
    other: int = 0
    entered: int = 0
    published: int = 0
    unpublished: int = 0


@dataclass(frozen=True, kw_only=True)
class ChargeLine:
    """One unit of a task: what it checks, and how many of its people go."""

    member: str
    charge: str
    people: int


CLASSES: Mapping[str, str] = {
    "refused": "refused",
    "unreachable_at_address": "unreachable",
    "problem_pending": "pending",
    "not_disclosed": "pending",
    "false_disclosure": "pending",
    "problem_corrected": "corrected",
    "no_problem": "fine",
    "no_business": "fine",
}
"""Category of a result → its column of 抽查情况汇总表; any other category is ``other``."""
GRAVEST_FIRST = ("refused", "unreachable", "pending", "corrected", "other", "fine")


def class_of(outcomes: Iterable[str]) -> str:
    """The one column in which a result of several items is counted: that of its gravest outcome."""
    found = {CLASSES.get(one, "other") for one in outcomes}
    return next(name for name in GRAVEST_FIRST if name in found)
