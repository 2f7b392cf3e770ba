"""Which act a button begins: asked before its handler runs; a button that is not here does nothing."""

from domain.errors import DomainError
from domain.roles import Actor, require

OPEN = frozenset({"menu", "go"})
"""The menu itself; a menu button is asked like the command that it stands for."""

ENTRANCES = {
    "ack": "assignment.acknowledge",
    "agree": "visit_day.propose",
    "approver": "approver.name",
    "close-visit": "visit.close",
    "clue-no": "clue.decide",
    "clue-ok": "clue.decide",
    "confirm": "result.confirm",
    "contact": "assignment.contact",
    "correct": "result.correct",
    "day-ok": "visit_day.agree",
    "decision": "meeting.look",
    "decisions": "meeting.look",
    "delivery": "delivery.look",
    "door": "door.join",
    "door-day": "door.join",
    "duties": "duty.look",
    "entry-table": "form.entry",
    "expiring": "library.look",
    "file": "duty.look",
    "files": "filing.fetch",
    "filing-return": "filing.return",
    "form": "form.visit",
    "form-templates": "form.template",
    "free-again": "duty.look",
    "free-files": "filing.fetch",
    "free-return": "filing.return",
    "guide": "assignment.look",
    "hold": "draw.hold",
    "indicator": "indicator.look",
    "interest": "interest.declare",
    "keep": "replacement.decide",
    "leave-end": "leave.end",
    "list": "list.export_unit",
    "list-new": "list.template",
    "meeting": "meeting.look",
    "objkeep": "substitution.decide",
    "objreplace": "substitution.decide",
    "photos": "photo.look",
    "plan-agree": "plan.decide",
    "plan-ok": "plan.confirm",
    "plan-refuse": "plan.decide",
    "problem": "ledger.look",
    "publish-ask": "publish.prepare",
    "publish-no": "publish.prepare",
    "publish-ok": "publish.confirm",
    "put-away": "assignment.look",
    "recuse": "replacement.ask",
    "release": "result.release",
    "replace": "replacement.decide",
    "report": "result.draft",
    "return": "result.return",
    "revisit": "revisit.begin",
    "route": "assignment.look",
    "send-no": "sending.release",
    "send-ok": "sending.release",
    "snooze": "duty.snooze",
    "speak": "language.choose",
    "takedown-no": "takedown.decide",
    "takedown-ok": "takedown.decide",
    "task": "assignment.look",
    "tasks": "assignment.look",
    "trained": "training.attend",
    "uninterest": "interest.withdraw",
    "uninterest-for": "interest.withdraw",
    "upward": "upward.look",
    "void": "draw.void",
    "voidok": "draw.void",
    "withhold-no": "withholding.decide",
    "withhold-ok": "withholding.decide",
}

OF_DIALOG = "\x1d"
"""Stands in the data of an open dialog's buttons; the dialog knows whose it is."""


def check(actor: Actor, data: str) -> None:
    """Raise why the actor may not press this; ``gate.malformed`` for one that nobody made."""
    verb, colon, _ = data.partition(":")
    if OF_DIALOG in data or verb in OPEN:
        return
    if not colon or verb not in ENTRANCES:
        raise DomainError("gate.malformed")
    require(actor, ENTRANCES[verb])
