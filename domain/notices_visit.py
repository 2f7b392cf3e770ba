"""What inspectors and approvers are told: the card, the receipt, what waits for them, who changes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.method import Manner
from domain.notices import Button, Notice, Rows
from domain.quality import Flag


@dataclass(frozen=True)
class Assigned(Notice):
    """To a drawn inspector: the one card with everything on it."""

    kind: ClassVar[str] = "assigned"
    ref: str
    visit: str
    tasks: tuple[str, ...]
    object_name: str
    address: str
    supervising_unit: str
    items: tuple[tuple[str, str], ...]  # name, legal basis
    team: tuple[tuple[str, str, bool], ...]  # name, unit, leads
    window_from: date
    window_to: date
    draw: str
    experts: tuple[tuple[str, str, str], ...] = ()  # name, organisation, field

    def buttons(self) -> Rows:
        """Report, open the card, acknowledge (optional), ask for 回避."""
        return (
            (Button("buttons.report", f"report:{self.ref}"),),
            (Button("buttons.visit_card", f"task:{self.ref}"),),
            (
                Button("buttons.acknowledge", f"ack:{self.ref}"),
                Button("buttons.recuse", f"recuse:{self.ref}"),
            ),
        )


@dataclass(frozen=True)
class FindingLine:
    """One item's result in a letter: its name, the codes of outcome and measure, what was said."""

    item: str
    outcome: str
    remark: str = ""
    measure: str = ""
    measure_text: str = ""
    correct_by: date | None = None
    since: date | None = None
    witness: str = ""
    code: str = ""
    cited: str = ""
    cited_unit: str = ""
    cited_on: date | None = None


@dataclass(frozen=True)
class Submitted(Notice):
    """To the submitter: the receipt lists what is stored."""

    kind: ClassVar[str] = "submitted"
    number: str
    visit: str
    object_name: str
    items: int
    problems: int
    photos: int
    located: bool
    version: int
    at: datetime


@dataclass(frozen=True)
class ConfirmAsked(Notice):
    """To the partner: two inspectors stand behind a result."""

    kind: ClassVar[str] = "confirm_asked"
    ref: str
    number: str
    object_name: str
    findings: tuple[FindingLine, ...]
    correction: str = ""
    manner: Manner | None = None

    def buttons(self) -> Rows:
        """Confirm what was found."""
        return ((Button("buttons.confirm_result", f"confirm:{self.ref}"),),)


@dataclass(frozen=True)
class ReleaseAsked(Notice):
    """To the unit's approver: release or return. ``flags`` are for the eye, and for nobody else."""

    kind: ClassVar[str] = "release_asked"
    ref: str
    number: str
    object_name: str
    findings: tuple[FindingLine, ...]
    confirmed: bool
    flags: tuple[Flag, ...] = ()
    correction: str = ""
    manner: Manner | None = None

    def buttons(self) -> Rows:
        """Release, or return with a reason; look at the photos."""
        return (
            (
                Button("buttons.release", f"release:{self.ref}"),
                Button("buttons.return", f"return:{self.ref}"),
            ),
            (Button("buttons.photos", f"photos:{self.ref}"),),
        )


@dataclass(frozen=True)
class Released(Notice):
    """To the team: approved; the publication clock runs until ``publish_by``."""

    kind: ClassVar[str] = "released"
    ref: str
    number: str
    object_name: str
    publish_by: date | None
    provisional: bool

    def buttons(self) -> Rows:
        """Correct it, with a reason."""
        return ((Button("buttons.correct", f"correct:{self.ref}"),),)


@dataclass(frozen=True)
class ApproverMissing(Notice):
    """To the office: a result waits, and its unit has nobody who may release it."""

    kind: ClassVar[str] = "approver_missing"
    ref: str
    number: str
    unit: str

    def buttons(self) -> Rows:
        """Name somebody."""
        return ((Button("buttons.name_approver", f"approver:{self.ref}"),),)


@dataclass(frozen=True)
class Returned(Notice):
    """To the submitter: returned with a reason; reporting opens again as a new version."""

    kind: ClassVar[str] = "returned"
    ref: str
    number: str
    object_name: str
    reason: str
    item: str = ""

    def buttons(self) -> Rows:
        """Open the report where it was left."""
        return ((Button("buttons.report", f"report:{self.ref}"),),)


@dataclass(frozen=True)
class Reassigned(Notice):
    """To an inspector who is released from a visit."""

    kind: ClassVar[str] = "reassigned"
    visit: str
    object_name: str


@dataclass(frozen=True)
class ReplacementAsked(Notice):
    """To the office's people, privately: somebody asks to be replaced, with the reason."""

    kind: ClassVar[str] = "replacement_asked"
    ref: str
    visit: str
    object_name: str
    roster_no: str
    unit: str
    reason: str
    remark: str

    def buttons(self) -> Rows:
        """Agree (a recorded re-match, never a free choice) or refuse."""
        return (
            (
                Button("buttons.replace", f"replace:{self.ref}"),
                Button("buttons.keep", f"keep:{self.ref}"),
            ),
        )


@dataclass(frozen=True)
class ReplacementRefused(Notice):
    """To the inspector who asked: the task stays."""

    kind: ClassVar[str] = "replacement_refused"
    visit: str
    object_name: str


@dataclass(frozen=True)
class Replaced(Notice):
    """To the office group: seats that changed hands, by roster number, and the label of the matching."""

    kind: ClassVar[str] = "replaced"
    draw: str
    label: str
    reason: str
    changes: tuple[tuple[str, str, str], ...]  # visit, who left, who came
    missing: int
