"""Every cell of the role table, through the door that everybody uses."""

import re
from itertools import product

import pytest

from domain.errors import DomainError
from domain.roles import ACTS, HOUSE, PRIVATE, Actor, Place, Reach, Role, require
from handlers.entrances import ENTRANCES, OPEN
from scripts.access import PAGE, page
from tests.attack import triggers
from tests.guards.sources import modules

OF_ONESELF = {"language.choose"}

ROLES = (None, *Role)
PEOPLE = tuple(place for place in Place if place is not Place.HOUSE)
CELLS = tuple(product(ROLES, ACTS, PEOPLE))


def verdict(role: Role | None, act: str, place: Place) -> str:
    """What ``require`` says: empty when it lets through, else the code of the refusal."""
    roles = frozenset({role} if role else ())
    try:
        require(Actor(person_id=1, roles=roles, place=place), act)
    except DomainError as refusal:
        return refusal.code
    return ""


def table(role: Role | None, act: str, place: Place) -> str:
    """What the table says of one cell."""
    if role is None:
        return "access.stranger"
    if role not in ACTS[act].roles:
        return "access.role"
    if place in ACTS[act].places:
        return ""
    return "access.private" if ACTS[act].places == PRIVATE else "access.place"


@pytest.mark.parametrize("role", ROLES)
def test_every_cell_is_what_the_table_says(role: Role | None) -> None:
    cells = [(act, place) for one, act, place in CELLS if one is role]
    assert {cell: verdict(role, *cell) for cell in cells} == {cell: table(role, *cell) for cell in cells}


OWNERS = ("mine", "my unit's", "another unit's")


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("role", Role)
def test_every_cell_reaches_as_far_as_the_table_says(role: Role, owner: str) -> None:
    actor = Actor(person_id=1, unit_id=7, roles=frozenset({role}))
    near = {Reach.ANYBODY: OWNERS, Reach.UNIT: OWNERS[:2], Reach.OWN: OWNERS[:1], None: ()}
    unit_id = 8 if owner == OWNERS[2] else 7
    for act, rule in ACTS.items():
        reached = actor.reaches(act, own=owner == "mine", unit_id=unit_id)
        assert reached == (owner in near[rule.reach.get(role)]), act


@pytest.mark.parametrize("act", ACTS)
def test_the_second_word_is_never_of_who_asked_and_never_of_nobody(act: str) -> None:
    asker, other = Actor(person_id=1), Actor(person_id=2)
    assert asker.may_second(act, 1, None) is not ACTS[act].second
    assert HOUSE.may_second(act, 1) is not ACTS[act].second
    assert other.may_second(act, 1, None)


REACHED = re.compile(r'(?:reaches|may_second)\(\s*f?"([a-z_.]+)"')
GUARDED_AS = {
    "assignment.look": "assignment.acknowledge assignment.contact replacement.ask result.correct "
    "result.draft result.submit visit_day.propose",
    "visit_day.agree": "visit_day.fix",
    "result.release": "result.return",
    "duty.look": "duty.file",
    "leave.note": "leave.end",
    "form.visit": "form.case",
    "library.look": "library.change library.phone training.enter",
    "forward.pass": "forward.take_back",
    "liaison.hand_over": "liaison.hand_back deputy.name deputy.end",
    "meeting.look": "plan.look plan.edit plan.file plan.change",  # ``plans.refuse_others`` has them all
}
"""An act that looks up its thing, and the acts that find theirs through it: whose it must be is the same."""
BY_STEP = {act for act in ACTS if act.startswith("ledger.")}
BY_AREA = {"takedown.decide", "withholding.decide"}
NAMES_NOBODYS = {
    "duty.snooze",
    "entry.note",
    "form.entry",
    "headcount.enter",
    "interest.declare",
    "language.choose",
    "list.export_unit",
    "topic.propose",
    "training.attend",
}
"""They take no reference to anybody's thing: what they touch is found by the actor."""


def test_every_narrow_act_is_asked_for_where_its_thing_is_known() -> None:
    asked = {name for one in modules("services") for name in REACHED.findall(one.text)}
    shared = {act for acts in GUARDED_AS.values() for act in acts.split()}
    narrow = {act for act, rule in ACTS.items() if rule.is_narrow}
    assert narrow - asked - shared - BY_STEP - BY_AREA == NAMES_NOBODYS


@pytest.mark.parametrize("guard", GUARDED_AS)
def test_acts_that_share_a_guard_share_its_reach(guard: str) -> None:
    for act in GUARDED_AS[guard].split():
        shared = ACTS[act].reach.keys() & ACTS[guard].reach.keys()
        assert shared
        assert {role: ACTS[act].reach[role] for role in shared} == {
            role: ACTS[guard].reach[role] for role in shared
        }


def test_the_page_says_what_the_table_says() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: python -m scripts.access"


def test_every_button_has_its_act_and_every_act_of_a_button_is_heard() -> None:
    verbs = {data.partition(":")[0] for data in triggers.buttons()} - OPEN
    assert verbs | {"speak"} == ENTRANCES.keys()


def test_a_stranger_may_do_nothing() -> None:
    assert {verdict(None, act, place) for act, place in product(ACTS, PEOPLE)} == {"access.stranger"}


@pytest.mark.parametrize("act", ACTS)
def test_the_house_may_do_everything(act: str) -> None:
    assert HOUSE.may(act)
    require(HOUSE, act)


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_for_somebody_somewhere_and_not_for_all(act: str) -> None:
    rule = ACTS[act]
    assert rule.roles
    assert rule.places
    assert rule.roles != frozenset(Role) or act in OF_ONESELF
    assert Place.HOUSE not in rule.places


def test_a_second_role_widens_and_never_narrows() -> None:
    both = Actor(person_id=1, roles=frozenset({Role.LIAISON, Role.OFFICE}))
    each = [Actor(person_id=1, roles=frozenset({role})) for role in both.roles]
    assert {act for act in ACTS if both.may(act)} == {act for act in ACTS for one in each if one.may(act)}


def test_an_act_outside_the_table_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        require(Actor(roles=frozenset({Role.OFFICE})), "no.such")


@pytest.mark.parametrize(
    ("role", "act", "place"),
    [
        (Role.OFFICE, "draw.hold", Place.OFFICE_GROUP),
        (Role.LIAISON, "duty.file", Place.PRIVATE),
        (Role.INSPECTOR, "result.submit", Place.PRIVATE),
        (Role.APPROVER, "result.release", Place.PRIVATE),
        (Role.OFFICE, "chat.bind", Place.OTHER_GROUP),
    ],
)
def test_the_work_of_the_year_can_be_done(role: Role, act: str, place: Place) -> None:
    assert verdict(role, act, place) == ""


@pytest.mark.parametrize(
    ("role", "act", "place"),
    [
        (Role.INSPECTOR, "draw.hold", Place.PRIVATE),
        (Role.LIAISON, "draw.announce", Place.OFFICE_GROUP),
        (Role.OFFICE, "draw.witness", Place.OFFICE_GROUP),
        (Role.OFFICE, "result.release", Place.PRIVATE),
        (Role.INSPECTOR, "result.release", Place.PRIVATE),
        (Role.AUDITOR, "publish.confirm", Place.OFFICE_GROUP),
        (Role.OFFICE, "import.confirm", Place.OFFICE_GROUP),
    ],
)
def test_offices_that_must_stay_apart_stay_apart(role: Role, act: str, place: Place) -> None:
    assert verdict(role, act, place).startswith("access.")
