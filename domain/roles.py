"""Who may do what, and where: one table, deny by default. Checked when the effect happens."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import DomainError


class Role(StrEnum):
    """What a person of the rosters may hold."""

    OFFICE = "office"
    INSPECTOR = "inspector"
    LIAISON = "liaison"
    APPROVER = "approver"
    AUDITOR = "auditor"


class Place(StrEnum):
    """Where an act is asked for."""

    PRIVATE = "private"
    OFFICE_GROUP = "office_group"
    OTHER_GROUP = "other_group"
    HOUSE = "house"  # a tick of the clock, or the operator's command line


EVERYBODY = frozenset(Role)
PRIVATE = frozenset({Place.PRIVATE})
OFFICE_CHATS = frozenset({Place.PRIVATE, Place.OFFICE_GROUP})


@dataclass(frozen=True)
class Rule:
    """The roles that may do an act and the places where they may do it."""

    roles: frozenset[Role]
    places: frozenset[Place]


def _rule(*roles: Role, places: frozenset[Place] = PRIVATE) -> Rule:
    return Rule(frozenset(roles), places)


ACTS: dict[str, Rule] = {
    "draw.preview": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "draw.announce": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "draw.witness": _rule(Role.AUDITOR, Role.LIAISON, Role.APPROVER, places=OFFICE_CHATS),
    "draw.hold": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "draw.void": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "draw.close": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "draw.public": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "substitution.ask": _rule(Role.OFFICE),
    "substitution.decide": _rule(Role.OFFICE, Role.APPROVER),
    "revisit.begin": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "exemption.look": _rule(Role.OFFICE),
    "exemption.enter": _rule(Role.OFFICE),
    "exemption.revoke": _rule(Role.OFFICE),
    "delivery.look": _rule(Role.OFFICE, Role.AUDITOR, places=OFFICE_CHATS),
    "assignment.look": _rule(Role.INSPECTOR),
    "assignment.acknowledge": _rule(Role.INSPECTOR),
    "assignment.contact": _rule(Role.INSPECTOR),
    "visit_day.propose": _rule(Role.INSPECTOR),
    "visit_day.agree": _rule(Role.INSPECTOR),
    "visit_day.fix": _rule(Role.INSPECTOR),
    "visit.close": _rule(Role.INSPECTOR),
    "joint.look": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "door.join": _rule(Role.OFFICE, Role.LIAISON),
    "replacement.ask": _rule(Role.INSPECTOR),
    "replacement.decide": _rule(Role.OFFICE),
    "interest.declare": _rule(Role.INSPECTOR),
    "interest.withdraw": _rule(Role.INSPECTOR),
    "language.choose": _rule(*Role),
    "leave.note": _rule(Role.INSPECTOR, Role.LIAISON),
    "leave.end": _rule(Role.INSPECTOR, Role.LIAISON),
    "library.look": _rule(Role.OFFICE, Role.LIAISON),
    "library.phone": _rule(Role.OFFICE, Role.LIAISON),
    "library.change": _rule(Role.OFFICE, Role.LIAISON),
    "library.depart": _rule(Role.OFFICE),
    "library.move": _rule(Role.OFFICE),
    "library.hand_back": _rule(Role.OFFICE),
    "training.announce": _rule(Role.OFFICE),
    "training.attend": _rule(Role.INSPECTOR, Role.LIAISON, Role.APPROVER, Role.OFFICE),
    "training.enter": _rule(Role.OFFICE, Role.LIAISON),
    "training.withdraw": _rule(Role.OFFICE),
    "headcount.enter": _rule(Role.OFFICE, Role.LIAISON),
    "expert.look": _rule(Role.OFFICE, Role.LIAISON),
    "expert.change": _rule(Role.OFFICE),
    "expert.remove": _rule(Role.OFFICE),
    "result.draft": _rule(Role.INSPECTOR),
    "result.submit": _rule(Role.INSPECTOR),
    "result.confirm": _rule(Role.INSPECTOR),
    "photo.look": _rule(Role.INSPECTOR, Role.APPROVER),
    "result.correct": _rule(Role.INSPECTOR),
    "approver.name": _rule(Role.OFFICE),
    "result.release": _rule(Role.APPROVER),
    "result.return": _rule(Role.APPROVER),
    "form.visit": _rule(Role.INSPECTOR, Role.LIAISON, Role.APPROVER, Role.OFFICE),
    "form.case": _rule(Role.INSPECTOR, Role.LIAISON, Role.APPROVER, Role.OFFICE),
    "form.task": _rule(Role.OFFICE),
    "form.entry": _rule(Role.OFFICE, Role.LIAISON),
    "form.template": _rule(Role.OFFICE),
    "entry.note": _rule(Role.OFFICE, Role.LIAISON),
    "ledger.look": _rule(Role.INSPECTOR, Role.LIAISON, Role.APPROVER, Role.OFFICE, places=OFFICE_CHATS),
    "ledger.decide": _rule(Role.INSPECTOR, Role.LIAISON, Role.APPROVER),
    "ledger.recheck": _rule(Role.INSPECTOR, Role.LIAISON),
    "ledger.file_case": _rule(Role.INSPECTOR, Role.LIAISON),
    "ledger.assign": _rule(Role.LIAISON, Role.APPROVER),
    "ledger.send": _rule(Role.LIAISON, Role.APPROVER),
    "ledger.accept": _rule(Role.LIAISON, Role.APPROVER),
    "ledger.decline": _rule(Role.LIAISON, Role.APPROVER),
    "ledger.conclude": _rule(Role.INSPECTOR, Role.LIAISON),
    "ledger.confirm": _rule(Role.APPROVER),
    "ledger.return": _rule(Role.APPROVER),
    "ledger.reopen": _rule(Role.APPROVER, Role.OFFICE),
    "ledger.export": _rule(Role.LIAISON, Role.APPROVER, Role.OFFICE),
    "liaison.hand_over": _rule(Role.OFFICE, Role.LIAISON),
    "liaison.hand_back": _rule(Role.OFFICE, Role.LIAISON),
    "duty.look": _rule(Role.LIAISON),
    "duty.file": _rule(Role.LIAISON),
    "duty.snooze": _rule(Role.LIAISON),
    "deadline.look": _rule(Role.OFFICE),
    "deadline.move": _rule(Role.OFFICE),
    "meeting.look": _rule(Role.OFFICE, Role.LIAISON),
    "conference.members": _rule(Role.OFFICE),
    "meeting.prepare": _rule(Role.OFFICE),
    "topic.propose": _rule(Role.OFFICE, Role.LIAISON),
    "topic.decide": _rule(Role.OFFICE),
    "meeting.call": _rule(Role.OFFICE),
    "meeting.hold": _rule(Role.OFFICE),
    "meeting.minutes": _rule(Role.OFFICE),
    "decision.enter": _rule(Role.OFFICE),
    "decision.report": _rule(Role.LIAISON),
    "decision.confirm": _rule(Role.OFFICE),
    "filing.look": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "filing.fetch": _rule(Role.OFFICE),
    "filing.return": _rule(Role.OFFICE),
    "plan.look": _rule(Role.OFFICE, Role.LIAISON),
    "plan.edit": _rule(Role.OFFICE, Role.LIAISON),
    "plan.file": _rule(Role.OFFICE, Role.LIAISON),
    "plan.confirm": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "plan.return": _rule(Role.OFFICE),
    "plan.publish": _rule(Role.OFFICE),
    "plan.change": _rule(Role.OFFICE, Role.LIAISON),
    "plan.decide": _rule(Role.OFFICE, Role.APPROVER, places=OFFICE_CHATS),
    "ordered.enter": _rule(Role.OFFICE),
    "plan.finish": _rule(Role.OFFICE),
    "clue.ask": _rule(Role.OFFICE, Role.LIAISON),
    "clue.decide": _rule(Role.OFFICE, Role.APPROVER),
    "import.receive": _rule(Role.OFFICE),
    "import.confirm": _rule(Role.OFFICE),
    "import.undo": _rule(Role.OFFICE),
    "list.export": _rule(Role.OFFICE),
    "list.export_unit": _rule(Role.OFFICE, Role.LIAISON),
    "list.template": _rule(Role.OFFICE, Role.LIAISON),
    "item.look": _rule(Role.OFFICE, Role.INSPECTOR, Role.LIAISON, Role.AUDITOR),
    "item.file": _rule(Role.OFFICE),
    "item.publish": _rule(Role.OFFICE),
    "item.change": _rule(Role.OFFICE),
    "item.abolish": _rule(Role.OFFICE),
    "item.undo": _rule(Role.OFFICE),
    "object.look": _rule(Role.OFFICE),
    "object.contact": _rule(Role.OFFICE),
    "object.mark": _rule(Role.OFFICE),
    "object.correct": _rule(Role.OFFICE),
    "external.receive": _rule(Role.OFFICE),
    "external.confirm": _rule(Role.OFFICE),
    "summary.look": _rule(Role.OFFICE, Role.APPROVER, Role.AUDITOR, places=OFFICE_CHATS),
    "indicator.look": _rule(Role.OFFICE, Role.LIAISON, Role.APPROVER, Role.AUDITOR, places=OFFICE_CHATS),
    "indicator.rows": _rule(Role.OFFICE, Role.LIAISON, Role.APPROVER, Role.AUDITOR),
    "briefing.make": _rule(Role.OFFICE),
    "publish.prepare": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "dossier.look": _rule(Role.OFFICE, Role.AUDITOR, Role.INSPECTOR),
    "withholding.ask": _rule(Role.OFFICE),
    "withholding.decide": _rule(Role.OFFICE, Role.APPROVER, places=OFFICE_CHATS),
    "withholding.end": _rule(Role.OFFICE),
    "incident.note": _rule(Role.OFFICE, Role.APPROVER),
    "takedown.ask": _rule(Role.OFFICE),
    "takedown.decide": _rule(Role.OFFICE, Role.APPROVER, places=OFFICE_CHATS),
    "publish.confirm": _rule(Role.OFFICE, Role.APPROVER, places=OFFICE_CHATS),
    "invite.issue": _rule(Role.OFFICE),
    "chat.bind": _rule(Role.OFFICE, places=frozenset({Place.OTHER_GROUP, Place.OFFICE_GROUP})),
}


@dataclass(frozen=True)
class Actor:
    """Whoever asks: a person of the rosters, a stranger (no ``person_id``), or the house itself."""

    person_id: int | None = None
    name: str = ""
    unit_id: int | None = None
    unit_name: str = ""
    roles: frozenset[Role] = frozenset()
    language: str = "zh_CN"
    place: Place = Place.PRIVATE

    @property
    def is_house(self) -> bool:
        """Whether no person stands behind the act."""
        return self.place is Place.HOUSE

    def may(self, act: str) -> bool:
        """Whether the table lets this actor do the act here. Raises ``KeyError`` for an unknown act."""
        rule = ACTS[act]
        return self.is_house or bool(self.roles & rule.roles and self.place in rule.places)


HOUSE = Actor(place=Place.HOUSE)


def require(actor: Actor, act: str) -> None:
    """Raise the refusal that tells the actor why: stranger, wrong place, or not their role."""
    if actor.may(act):
        return
    if not actor.roles:
        raise DomainError("access.stranger")
    if actor.roles & ACTS[act].roles:
        raise DomainError("access.private" if ACTS[act].places == PRIVATE else "access.place")
    raise DomainError("access.role")
