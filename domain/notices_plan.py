"""What liaisons and the office are told of plans: filed, confirmed, returned, published, changed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.notices import Button, Notice, Rows


@dataclass(frozen=True)
class PlanReceived(Notice):
    """To whoever filed: the receipt (备案回执). ``wrong``: place in the file and what is wrong with it."""

    kind: ClassVar[str] = "plan_received"
    number: str
    unit: str
    year: int
    receiver: str
    version: int
    at: datetime
    tasks: int
    file_name: str = ""
    read: int = 0
    taken: int = 0
    wrong: tuple[tuple[str, str], ...] = ()
    more_wrong: int = 0
    duty_number: str = ""


@dataclass(frozen=True)
class PlanFiled(Notice):
    """To the office group: a unit's plan came in and waits for the office's word."""

    kind: ClassVar[str] = "plan_filed"
    ref: str
    number: str
    unit: str
    year: int
    tasks: int
    joint: int
    wrong: int

    def buttons(self) -> Rows:
        """Confirm; returning needs a reason and is done from the plan."""
        return ((Button("plan.button.confirm", f"plan-ok:{self.ref}"),),)


@dataclass(frozen=True)
class PlanDecided(Notice):
    """To whoever filed: confirmed, or returned with the reason."""

    kind: ClassVar[str] = "plan_decided"
    number: str
    unit: str
    year: int
    confirmed: bool
    reason: str


@dataclass(frozen=True)
class PlanPublished(Notice):
    """To the office group: units whose plans are public from now on."""

    kind: ClassVar[str] = "plan_published"
    year: int
    units: tuple[str, ...]
    tasks: int


@dataclass(frozen=True)
class PlanChangeAsked(Notice):
    """To the office group: a published plan is to change. ``lines``: field, old, new."""

    kind: ClassVar[str] = "plan_change_asked"
    ref: str
    unit: str
    task_no: str
    task: str
    what: str
    lines: tuple[tuple[str, str, str], ...]
    reason: str
    document: str
    starts_on: date
    days: int
    clause: str

    def buttons(self) -> Rows:
        """The second person's word."""
        return (
            (Button("plan.button.agree", f"plan-agree:{self.ref}"),),
            (Button("plan.button.refuse", f"plan-refuse:{self.ref}"),),
        )


@dataclass(frozen=True)
class PlanChanged(Notice):
    """To the office group: the change is in force, or refused. ``filing``: receipt of the adjusted plan."""

    kind: ClassVar[str] = "plan_changed"
    unit: str
    task_no: str
    task: str
    what: str
    agreed: bool
    lines: tuple[tuple[str, str, str], ...]
    filing: str
