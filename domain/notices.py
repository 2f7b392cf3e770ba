"""What people are told: one frozen value per notice. ``locales/`` finds the sentences by ``kind``.

Buttons carry ``verb:reference``; the reference is opaque and re-checked when pressed.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from domain.indicators import Standing


@dataclass(frozen=True)
class Button:
    """A button under a notice: the key of its word, and what it sends back (≤ 64 bytes) or opens."""

    word: str
    data: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True)
class Notice:
    """Base of all notices. ``unsolicited`` ones respect quiet hours and the daily limit."""

    kind: ClassVar[str]
    unsolicited: ClassVar[bool] = False

    def buttons(self) -> Rows:
        """Rows of buttons; none by default."""
        return ()


@dataclass(frozen=True)
class Announced(Notice):
    """To the office group: a draw is frozen; witnesses may add their values."""

    kind: ClassVar[str] = "announced"
    ref: str
    number: str
    tasks: tuple[str, ...]
    pool_size: int
    excluded: int
    pool_sha256: str
    commitment: str
    announcement_sha256: str
    steps: tuple[tuple[str, dict[str, object]], ...]
    witnesses_needed: int
    roles_needed: tuple[str, ...]

    def buttons(self) -> Rows:
        """Hold, or ask to void; witnesses reply with their value."""
        return (
            (Button("buttons.hold", f"hold:{self.ref}"),),
            (Button("buttons.void", f"void:{self.ref}"),),
        )


@dataclass(frozen=True)
class Witnessed(Notice):
    """To the office group: a witness's value was taken."""

    kind: ClassVar[str] = "witnessed"
    number: str
    role: str
    who: str
    value: str
    given: int
    needed: int


@dataclass(frozen=True)
class Held(Notice):
    """To the office group, with the record file: what was drawn (numbers only) and how to check."""

    kind: ClassVar[str] = "held"
    number: str
    tasks: tuple[str, ...]
    drawn: int
    pool_size: int
    inspectors: int
    unserved: int
    record_sha256: str
    announcement_sha256: str
    ref: str

    def buttons(self) -> Rows:
        """Who has been told."""
        return ((Button("buttons.delivery", f"delivery:{self.ref}"),),)


@dataclass(frozen=True)
class ExternalDrawn(Notice):
    """To the office group: a platform's draw is registered; where it was drawn, and numbers only.

    ``drawn_at`` as the list says it, blank when it does not; ``clause`` is why that platform.
    """

    kind: ClassVar[str] = "external_drawn"
    ref: str
    number: str
    task: str
    platform: str
    clause: str
    drawn_at: str
    drawn: int
    inspectors: int
    warnings: int
    file_sha256: str

    def buttons(self) -> Rows:
        """Who has been told."""
        return ((Button("buttons.delivery", f"delivery:{self.ref}"),),)


@dataclass(frozen=True)
class ExternalCorrected(Notice):
    """To the office group: a corrected list of a platform, by visit and roster number."""

    kind: ClassVar[str] = "external_corrected"
    number: str
    task: str
    version: int
    changes: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]  # visit, who left, who came
    file_sha256: str


@dataclass(frozen=True)
class Voided(Notice):
    """To the office group: a draw is void; its number stays used."""

    kind: ClassVar[str] = "voided"
    number: str
    reason: str


@dataclass(frozen=True)
class VoidAsked(Notice):
    """To the office group: a second person must agree before a draw becomes void."""

    kind: ClassVar[str] = "void_asked"
    ref: str
    number: str
    reason: str

    def buttons(self) -> Rows:
        """The second person's agreement."""
        return ((Button("buttons.void_agree", f"voidok:{self.ref}"),),)


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

    def buttons(self) -> Rows:
        """Acknowledge (optional), report, ask for 回避."""
        return (
            (Button("buttons.report", f"report:{self.ref}"),),
            (
                Button("buttons.acknowledge", f"ack:{self.ref}"),
                Button("buttons.recuse", f"recuse:{self.ref}"),
            ),
        )


@dataclass(frozen=True)
class Unreachable(Notice):
    """To the office group: somebody could not be told; named by roster number, never by phone."""

    kind: ClassVar[str] = "unreachable"
    roster_no: str
    unit: str
    what: str


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
    findings: tuple[tuple[str, str, str], ...]  # item, outcome word key, remark

    def buttons(self) -> Rows:
        """Confirm what was found."""
        return ((Button("buttons.confirm_result", f"confirm:{self.ref}"),),)


@dataclass(frozen=True)
class ReleaseAsked(Notice):
    """To the unit's approver: release or return."""

    kind: ClassVar[str] = "release_asked"
    ref: str
    number: str
    object_name: str
    findings: tuple[tuple[str, str, str], ...]
    confirmed: bool

    def buttons(self) -> Rows:
        """Release, or return with a reason."""
        return (
            (
                Button("buttons.release", f"release:{self.ref}"),
                Button("buttons.return", f"return:{self.ref}"),
            ),
        )


@dataclass(frozen=True)
class Released(Notice):
    """To the team: approved; the publication clock runs until ``publish_by``."""

    kind: ClassVar[str] = "released"
    number: str
    object_name: str
    publish_by: date | None
    provisional: bool


@dataclass(frozen=True)
class Returned(Notice):
    """To the submitter: returned with a reason; reporting opens again as a new version."""

    kind: ClassVar[str] = "returned"
    ref: str
    number: str
    object_name: str
    reason: str

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
class DeadlineLine:
    """One duty inside a digest: ``title`` or, when empty, the word of ``kind``.

    ``days`` counts from the day of the digest to the deadline, negative when late.
    """

    ref: str
    unit: str
    kind: str
    title: str
    due_on: date
    days: int
    clause: str


@dataclass(frozen=True)
class DeadlineNear(Notice):
    """To a liaison or a head of unit: what the unit owes and by when, merged into one message.

    ``receiver`` is a ``Reminded`` of the profile; only the liaison can file and gets buttons.
    """

    kind: ClassVar[str] = "deadline_near"
    unsolicited: ClassVar[bool] = True
    unit: str
    on: date
    lines: tuple[DeadlineLine, ...]
    receiver: str = "liaison"

    def buttons(self) -> Rows:
        """Straight to the duty, or to the list when there are several."""
        if self.receiver != "liaison":
            return ()
        if len(self.lines) == 1:
            return ((Button("buttons.file", f"file:{self.lines[0].ref}"),),)
        return ((Button("buttons.duties", "duties:all"),),)


@dataclass(frozen=True)
class DeadlineMissed(Notice):
    """To the office group, once a day: units that are late, what the office itself owes, who was not told.

    Units, never persons. ``untold``: unit, who should have heard (``Reminded``), the duty.
    """

    kind: ClassVar[str] = "deadline_missed"
    on: date
    late: tuple[DeadlineLine, ...]
    own: tuple[DeadlineLine, ...]
    untold: tuple[tuple[str, str, DeadlineLine], ...]


@dataclass(frozen=True)
class Filed(Notice):
    """To the liaison: the receipt of a submission. No ``file_name``: confirmed as done, with ``note``."""

    kind: ClassVar[str] = "filed"
    number: str
    duty_kind: str
    title: str
    unit: str
    version: int
    file_name: str
    note: str
    at: datetime


@dataclass(frozen=True)
class Summary(Notice):
    """To the office group, with the picture: figures by unit, exceptions first, no persons."""

    kind: ClassVar[str] = "summary"
    standing: Standing


@dataclass(frozen=True)
class Quarantined(Notice):
    """To the office group: an incoming message is kept aside for the operator."""

    kind: ClassVar[str] = "quarantined"
    update_id: int


@dataclass(frozen=True)
class RecordFile(Notice):
    """To whoever held a draw: the full record or its pool, for the archive."""

    kind: ClassVar[str] = "record_file"
    number: str
    file_name: str


@dataclass(frozen=True)
class PublicationAsked(Notice):
    """To the office group, with the file of what will be public: a batch waits for a second person."""

    kind: ClassVar[str] = "publication_asked"
    ref: str
    number: str
    lines: tuple[tuple[str, str, str], ...]  # result number, unit, object

    def buttons(self) -> Rows:
        """Let it out, or take it back."""
        return (
            (Button("publish.button.confirm", f"publish-ok:{self.ref}"),),
            (Button("publish.button.withdraw", f"publish-no:{self.ref}"),),
        )


@dataclass(frozen=True)
class Published(Notice):
    """To the office group: a batch is public."""

    kind: ClassVar[str] = "publication_done"
    number: str
    count: int


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


@dataclass(frozen=True)
class Short(Notice):
    """To the office's people: seats nobody may take, each set with the smallest explanation."""

    kind: ClassVar[str] = "short"
    number: str
    told: tuple[tuple[str, dict[str, object]], ...]
