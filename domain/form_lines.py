"""The lines of 通报 and 联席会议纪要, as their forms hold them: words and figures, no persons."""

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
