"""Who may do what, and where: one table, deny by default. Checked when the effect happens."""

from collections.abc import Iterable, Mapping
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
    DEPUTY = "deputy"  # never granted: follows from who stands in for a unit's liaison today


class Place(StrEnum):
    """Where an act is asked for."""

    PRIVATE = "private"
    OFFICE_GROUP = "office_group"
    OTHER_GROUP = "other_group"
    HOUSE = "house"  # a tick of the clock, or the operator's command line


EVERYBODY = frozenset(Role)
PRIVATE = frozenset({Place.PRIVATE})
OFFICE_CHATS = frozenset({Place.PRIVATE, Place.OFFICE_GROUP})


class Reach(StrEnum):
    """Whose things a role may touch by an act."""

    ANYBODY = "anybody"
    UNIT = "unit"
    OWN = "own"


@dataclass(frozen=True)
class Rule:
    """The roles that may do an act, each on whose things; where; and whether a second person must do it."""

    reach: Mapping[Role, Reach]
    places: frozenset[Place]
    second: bool = False

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that may do it at all."""
        return frozenset(self.reach)

    @property
    def is_narrow(self) -> bool:
        """Whether it matters whose the thing is, or who asked for it."""
        return self.second or set(self.reach.values()) != {Reach.ANYBODY}


def _rule(
    *anybody: Role,
    unit: Iterable[Role] = (),
    own: Iterable[Role] = (),
    second: bool = False,
    places: frozenset[Place] = PRIVATE,
) -> Rule:
    """Roles that deal with anybody's things, with their unit's only, with their own only."""
    reach = dict.fromkeys(own, Reach.OWN) | dict.fromkeys(unit, Reach.UNIT)
    return Rule(reach | dict.fromkeys(anybody, Reach.ANYBODY), places, second)


MINE = (Role.INSPECTOR,)
LIAISONS = (Role.LIAISON,)
SEATED = (Role.LIAISON, Role.DEPUTY)
APPROVERS = (Role.APPROVER,)
UNITS = (Role.LIAISON, Role.APPROVER)


ACTS: dict[str, Rule] = {
    "draw.preview": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "draw.announce": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "draw.witness": _rule(Role.AUDITOR, Role.LIAISON, Role.APPROVER, places=OFFICE_CHATS),
    "draw.hold": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "draw.void": _rule(Role.OFFICE, second=True, places=OFFICE_CHATS),
    "draw.close": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "draw.public": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "substitution.ask": _rule(Role.OFFICE),
    "substitution.decide": _rule(Role.OFFICE, Role.APPROVER, second=True),
    "revisit.begin": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "exemption.look": _rule(Role.OFFICE),
    "exemption.enter": _rule(Role.OFFICE),
    "exemption.revoke": _rule(Role.OFFICE),
    "delivery.look": _rule(Role.OFFICE, Role.AUDITOR, places=OFFICE_CHATS),
    "assignment.look": _rule(own=MINE),
    "assignment.acknowledge": _rule(own=MINE),
    "assignment.contact": _rule(own=MINE),
    "visit_day.propose": _rule(own=MINE),
    "visit_day.agree": _rule(own=MINE),
    "visit_day.fix": _rule(own=MINE),
    "visit.close": _rule(own=MINE),
    "joint.look": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "door.join": _rule(Role.OFFICE, unit=LIAISONS),
    "replacement.ask": _rule(own=MINE),
    "replacement.decide": _rule(Role.OFFICE),
    "interest.declare": _rule(own=MINE),
    "interest.withdraw": _rule(own=MINE),
    "language.choose": _rule(own=Role),
    "leave.note": _rule(unit=LIAISONS, own=MINE),
    "leave.end": _rule(unit=LIAISONS, own=MINE),
    "library.look": _rule(Role.OFFICE, unit=SEATED),
    "library.phone": _rule(Role.OFFICE, unit=LIAISONS),
    "library.change": _rule(Role.OFFICE, unit=LIAISONS),
    "library.depart": _rule(Role.OFFICE),
    "library.move": _rule(Role.OFFICE),
    "library.hand_back": _rule(Role.OFFICE),
    "training.announce": _rule(Role.OFFICE),
    "training.attend": _rule(own=(Role.INSPECTOR, Role.LIAISON, Role.APPROVER, Role.OFFICE)),
    "training.enter": _rule(Role.OFFICE, unit=LIAISONS),
    "training.withdraw": _rule(Role.OFFICE),
    "headcount.enter": _rule(Role.OFFICE, unit=LIAISONS),
    "expert.look": _rule(Role.OFFICE, Role.LIAISON),
    "expert.change": _rule(Role.OFFICE),
    "expert.remove": _rule(Role.OFFICE),
    "result.draft": _rule(own=MINE),
    "result.submit": _rule(own=MINE),
    "result.confirm": _rule(own=MINE, second=True),
    "photo.look": _rule(unit=APPROVERS, own=MINE),
    "result.correct": _rule(own=MINE),
    "approver.name": _rule(Role.OFFICE),
    "result.release": _rule(unit=APPROVERS, second=True),
    "result.return": _rule(unit=APPROVERS, second=True),
    "form.visit": _rule(Role.OFFICE, unit=UNITS, own=MINE),
    "form.case": _rule(Role.OFFICE, unit=UNITS, own=MINE),
    "form.task": _rule(Role.OFFICE),
    "form.entry": _rule(Role.OFFICE, unit=LIAISONS),
    "form.template": _rule(Role.OFFICE),
    "entry.note": _rule(Role.OFFICE, unit=LIAISONS),
    "ledger.look": _rule(Role.OFFICE, unit=UNITS, own=MINE, places=OFFICE_CHATS),
    "ledger.decide": _rule(unit=UNITS, own=MINE),
    "ledger.recheck": _rule(unit=LIAISONS, own=MINE),
    "ledger.file_case": _rule(unit=LIAISONS, own=MINE),
    "ledger.assign": _rule(unit=UNITS),
    "ledger.send": _rule(unit=UNITS),
    "ledger.accept": _rule(unit=UNITS),
    "ledger.decline": _rule(unit=UNITS),
    "ledger.conclude": _rule(unit=LIAISONS, own=MINE),
    "ledger.confirm": _rule(unit=APPROVERS, second=True),
    "ledger.return": _rule(unit=APPROVERS),
    "ledger.reopen": _rule(Role.OFFICE, unit=APPROVERS),
    "ledger.export": _rule(Role.OFFICE, unit=UNITS),
    "liaison.hand_over": _rule(Role.OFFICE, unit=LIAISONS),
    "liaison.hand_back": _rule(Role.OFFICE, unit=LIAISONS),
    "deputy.name": _rule(Role.OFFICE, unit=LIAISONS),
    "deputy.end": _rule(Role.OFFICE, unit=LIAISONS),
    "duty.look": _rule(unit=SEATED),
    "duty.file": _rule(unit=SEATED),
    "duty.snooze": _rule(unit=SEATED),
    "forward.pass": _rule(unit=SEATED),
    "forward.take_back": _rule(unit=SEATED),
    "deadline.look": _rule(Role.OFFICE),
    "deadline.move": _rule(Role.OFFICE),
    "meeting.look": _rule(Role.OFFICE, unit=SEATED),
    "conference.members": _rule(Role.OFFICE),
    "meeting.prepare": _rule(Role.OFFICE),
    "topic.propose": _rule(Role.OFFICE, unit=LIAISONS),
    "topic.decide": _rule(Role.OFFICE),
    "meeting.call": _rule(Role.OFFICE),
    "meeting.cancel": _rule(Role.OFFICE),
    "meeting.hold": _rule(Role.OFFICE),
    "meeting.minutes": _rule(Role.OFFICE),
    "decision.enter": _rule(Role.OFFICE),
    "decision.report": _rule(unit=SEATED),
    "decision.confirm": _rule(Role.OFFICE),
    "filing.look": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "filing.fetch": _rule(Role.OFFICE),
    "filing.return": _rule(Role.OFFICE),
    "upward.look": _rule(Role.OFFICE),
    "upward.keep": _rule(Role.OFFICE),
    "upward.send": _rule(Role.OFFICE),
    "plan.look": _rule(Role.OFFICE, unit=LIAISONS),
    "plan.edit": _rule(Role.OFFICE, unit=LIAISONS),
    "plan.file": _rule(Role.OFFICE, unit=LIAISONS),
    "plan.confirm": _rule(Role.OFFICE, places=OFFICE_CHATS),
    "plan.return": _rule(Role.OFFICE),
    "plan.publish": _rule(Role.OFFICE),
    "plan.change": _rule(Role.OFFICE, unit=LIAISONS),
    "plan.decide": _rule(Role.OFFICE, unit=APPROVERS, second=True, places=OFFICE_CHATS),
    "ordered.enter": _rule(Role.OFFICE),
    "plan.finish": _rule(Role.OFFICE),
    "clue.ask": _rule(Role.OFFICE, unit=LIAISONS),
    "clue.decide": _rule(Role.OFFICE, unit=APPROVERS, second=True),
    "import.receive": _rule(Role.OFFICE),
    "import.confirm": _rule(Role.OFFICE),
    "import.undo": _rule(Role.OFFICE),
    "list.export": _rule(Role.OFFICE),
    "list.export_unit": _rule(Role.OFFICE, unit=LIAISONS),
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
    "dossier.look": _rule(Role.OFFICE, Role.AUDITOR, own=MINE),
    "withholding.ask": _rule(Role.OFFICE),
    "withholding.decide": _rule(Role.OFFICE, Role.APPROVER, second=True, places=OFFICE_CHATS),
    "withholding.end": _rule(Role.OFFICE),
    "incident.note": _rule(Role.OFFICE, unit=APPROVERS),
    "takedown.ask": _rule(Role.OFFICE),
    "takedown.decide": _rule(Role.OFFICE, Role.APPROVER, second=True, places=OFFICE_CHATS),
    "publish.confirm": _rule(Role.OFFICE, Role.APPROVER, second=True, places=OFFICE_CHATS),
    "sending.release": _rule(Role.OFFICE, places=OFFICE_CHATS),
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

    def reaches(self, act: str, *, own: bool = False, unit_id: int | None = None) -> bool:
        """Whether a role of the actor that may do the act may do it on this thing.

        ``own``: the thing is the actor's; ``unit_id``: whose unit's it is. Ownership only: see ``may``.
        """
        reach = {reach for role, reach in ACTS[act].reach.items() if role in self.roles}
        of_unit = unit_id is not None and unit_id == self.unit_id
        return (
            self.is_house
            or Reach.ANYBODY in reach
            or (Reach.UNIT in reach and of_unit)
            or (Reach.OWN in reach and own)
        )

    def may_second(self, act: str, *asked_by: int | None) -> bool:
        """Whether the actor may give the word on what these people asked for; the house never may."""
        return not ACTS[act].second or self.person_id not in {None, *asked_by}


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
