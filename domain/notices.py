"""What people are told: one frozen value per notice. ``locales/`` finds the sentences by ``kind``.

Buttons carry ``verb:reference``; the reference is opaque and re-checked when pressed.
"""

from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import ClassVar

from domain.self_check import Finding
from domain.standing import Standing


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


def rooms() -> dict[str, str]:
    """What each kind of notice is about: ``visit``, ``filing`` …, after the module it stands in."""
    for module in iter_modules([str(Path(__file__).parent)], f"{__package__}."):
        if module.name.startswith(f"{__package__}.notices_"):
            import_module(module.name)
    return {one.kind: one.__module__.partition("notices_")[2] or "house" for one in Notice.__subclasses__()}


def unasked_kinds() -> frozenset[str]:
    """The kinds of notices that respect quiet hours and the daily limit."""
    return frozenset(notice.kind for notice in Notice.__subclasses__() if notice.unsolicited)


@dataclass(frozen=True)
class Unreachable(Notice):
    """To the office group: somebody could not be told; named by roster number, never by phone."""

    kind: ClassVar[str] = "unreachable"
    roster_no: str
    unit: str
    what: str


@dataclass(frozen=True)
class Relinked(Notice):
    """To the office group: somebody enrolled from another account, the former one is dead."""

    kind: ClassVar[str] = "relinked"
    roster_no: str
    unit: str


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
class SelfChecked(Notice):
    """To the office group: what does not hold of the service itself, and what holds again (codes)."""

    kind: ClassVar[str] = "self_checked"
    findings: tuple[Finding, ...]
    mended: tuple[str, ...]


@dataclass(frozen=True)
class AnotherPoller(Notice):
    """To the office group: another program polls Telegram with our token, so each gets a part."""

    kind: ClassVar[str] = "another_poller"


@dataclass(frozen=True)
class JournalAnchored(Notice):
    """To the office group: the newest entry of the journal and its hash, for whoever checks later."""

    kind: ClassVar[str] = "journal_anchored"
    position: int
    sha256: str


@dataclass(frozen=True)
class HeldLetters:
    """Letters of one room of notices that wait: how many, when the oldest was written."""

    room: str
    letters: int
    since: datetime


@dataclass(frozen=True)
class SendingHeld(Notice):
    """To the office group: nothing goes out until somebody says so; what would."""

    kind: ClassVar[str] = "sending_held"
    ref: str
    reason: str
    waiting: tuple[HeldLetters, ...]

    def buttons(self) -> Rows:
        """Let it go, or make it void."""
        return (
            (Button("sending.button.release", f"send-ok:{self.ref}"),),
            (Button("sending.button.discard", f"send-no:{self.ref}"),),
        )


@dataclass(frozen=True)
class Unheard(Notice):
    """To the office group: from when to when nothing came in; what was written before ``kept`` is gone."""

    kind: ClassVar[str] = "unheard"
    since: datetime
    until: datetime
    kept: datetime


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
