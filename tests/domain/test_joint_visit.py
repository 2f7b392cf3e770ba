"""联合检查: who owes, who is late, when the leader may close."""

from datetime import date

import pytest

from domain.errors import DomainError
from domain.joint_visit import JointVisit, UnitReport, by_unit, check_closing, complete, late

MARKET, FIRE = "市场监督管理局", "消防救援大队"
LAST, AFTER = date(2026, 5, 31), date(2026, 6, 1)


def units(*states: str) -> tuple[UnitReport, ...]:
    return tuple(UnitReport(name, state, 1, 2) for name, state in zip((MARKET, FIRE), states, strict=False))


@pytest.mark.parametrize("state", ["none", "draft", "returned"])
def test_a_unit_that_owes_its_report_is_named_and_keeps_the_visit_open(state: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_closing("V-1", units("released", state))
    assert refused.value.code == "joint.lacking"
    assert refused.value.params["units"] == (UnitReport(FIRE, state, 1, 2),)


@pytest.mark.parametrize("state", ["submitted", "confirmed", "released", "published"])
def test_whatever_the_approver_has_still_to_say_the_visit_may_be_closed(state: str) -> None:
    check_closing("V-1", units("submitted", state))
    assert complete(units("submitted", state))


def test_a_correction_that_is_sent_back_leaves_the_released_version_standing() -> None:
    check_closing("V-1", (*units("released"), UnitReport(FIRE, "returned", 2, 2, stands=True)))


def test_a_visit_of_one_unit_is_never_closed() -> None:
    assert not complete(units("released"))
    with pytest.raises(DomainError, match=r"joint\.single"):
        check_closing("V-1", units("released"))


def test_a_unit_is_late_on_the_day_after_the_last() -> None:
    assert late(units("submitted", "draft"), LAST, LAST) == ()
    assert late(units("submitted", "draft"), LAST, AFTER) == (FIRE,)


def test_units_stand_with_the_late_first_then_by_name() -> None:
    visits = [
        JointVisit("V-1", FIRE, LAST, False, {FIRE: True, MARKET: False}),
        JointVisit("V-2", FIRE, AFTER, False, {FIRE: True, MARKET: True}),
        JointVisit("V-3", FIRE, AFTER, True, {FIRE: True, MARKET: True}),
    ]
    found = [(one.unit, one.parts, one.reported, one.late, one.to_close) for one in by_unit(visits, AFTER)]
    assert found == [(MARKET, 3, 2, ("V-1",), ()), (FIRE, 3, 3, (), ("V-2",))]
