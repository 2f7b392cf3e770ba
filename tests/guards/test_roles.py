"""Every cell of the role table, through the door that everybody uses."""

from itertools import product

import pytest

from domain.errors import DomainError
from domain.roles import ACTS, HOUSE, PRIVATE, Actor, Place, Role, require

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
