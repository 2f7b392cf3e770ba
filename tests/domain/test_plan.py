"""Plans: what may change when, what a plan reaches, what a person's ratio means."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import DomainError
from domain.grades import Scale
from domain.plan import TaskDraft, check_change, cuts, fault
from domain.plan_indicators import (
    PlannedTask,
    added,
    campaigns_joint,
    credit_use_items,
    credit_use_joint,
    item_coverage,
    joint_minimum,
    joint_share,
    lacking,
    of_place,
    of_unit,
)
from domain.plan_rule import read_rule, uses_grades
from domain.profile import Target
from domain.quota import plan
from domain.quota_rules import rules_from
from locales.columns import columns
from services.profiles import load

GRADES = ("A", "B", "C", "D")
RISKS = ("低风险", "一般风险", "较高风险", "高风险")
SCALES = (Scale("grade", "示例", GRADES), Scale("risk", "示例", RISKS))
ITEMS = {"SP-1": "进货查验", "SP-2": "标签标识", "XF-1": "消防设施", "XF-2": "疏散通道"}
JOINT = PlannedTask(unit="甲局", partners=("乙局",), items=("SP-1", "XF-1"))
OWN = PlannedTask(unit="甲局", items=("SP-2",))

shares = st.fractions(min_value=0, max_value=1, max_denominator=100)
counts = st.integers(min_value=0, max_value=300)


def target(share: str, indicator: str = "joint_share") -> Target:
    return Target(indicator=indicator, at_least=Fraction(share), clause="某条")  # type: ignore[arg-type]


@given(counts, counts, shares)
def test_what_is_lacking_is_enough_and_one_less_is_not(done: int, more: int, share: Fraction) -> None:
    total = done + more
    need = lacking(done, total, share)
    assert done + need >= share * total
    assert need == 0 or done + need - 1 < share * total


@given(counts, counts, st.fractions(min_value=0, max_value=Fraction(99, 100), max_denominator=100))
def test_what_is_added_is_enough_and_one_less_is_not(done: int, more: int, share: Fraction) -> None:
    total = done + more
    new = added(done, total, share)
    assert done + new >= share * (total + new)
    assert new == 0 or done + new - 1 < share * (total + new - 1)


def test_nothing_added_makes_all_of_them_joint() -> None:
    assert added(1, 2, Fraction(1)) == 0


def test_zhanjiang_wants_fifteen_percent_joint_and_is_told_how_to_get_there() -> None:
    found = joint_share([JOINT, *[OWN] * 9], target("3/20"))
    assert (found.done, found.total, found.percent, found.short) == (1, 10, 10, True)
    assert (found.lacking, found.new) == (1, 1)  # one of the nine made joint, or one new joint task: 2/11


def test_coverage_names_the_items_without_a_task() -> None:
    found = item_coverage([JOINT, OWN], ITEMS, target("4/5", "item_coverage"))
    assert (found.done, found.total, found.lacking, found.names) == (3, 4, 1, ("疏散通道",))
    assert not item_coverage([JOINT, OWN], ITEMS, target("3/4", "item_coverage")).short


def test_an_item_off_the_list_covers_nothing() -> None:
    stray = replace(OWN, items=("ZZ-9",))
    assert item_coverage([stray], ITEMS, target("1/4", "item_coverage")).done == 0


def test_a_unit_that_joins_has_its_joint_task_too() -> None:
    found = joint_minimum([JOINT, OWN], ("甲局", "乙局", "丙局"), 1)
    assert (found.done, found.total, found.names, found.short) == (2, 3, ("丙局",), True)
    assert joint_minimum([JOINT], ("甲局",), 2).names == ("甲局",)


def test_credit_use_counts_joint_tasks_in_one_place_and_items_in_another() -> None:
    graded = replace(JOINT, graded=True)
    joint = credit_use_joint([graded, JOINT, OWN], target("3/5", "credit_use_joint"))
    assert (joint.done, joint.total, joint.lacking) == (1, 2, 1)
    items = credit_use_items([graded, OWN], ITEMS, target("4/5", "credit_use_items"))
    assert (items.done, items.total, items.names) == (2, 3, ("标签标识",))


def test_a_campaign_alone_only_warns() -> None:
    found = campaigns_joint([replace(OWN, kind="campaign"), replace(JOINT, kind="campaign"), OWN])
    assert (found.done, found.total, found.short, found.hard) == (1, 2, True, False)


@pytest.mark.parametrize(
    ("place", "keys"),
    [
        ("xinzhou", ["joint_share", "credit_use_joint"]),
        ("pingluo", ["joint_share", "joint_min_per_unit"]),
        ("zhanjiang", ["item_coverage", "joint_share", "credit_use_items"]),
        ("huaxi", ["item_coverage", "joint_share"]),
        ("dingtao", ["joint_share"]),
    ],
)
def test_each_place_is_shown_what_its_document_asks_for(place: str, keys: list[str]) -> None:
    found = of_place(load(place), [JOINT, OWN], ITEMS, ("甲局", "乙局"))
    assert [one.key for one in found] == keys
    assert all(one.clause for one in found if one.at_least is not None)


def test_campaigns_are_spoken_of_where_there_are_some() -> None:
    alone = replace(OWN, kind="campaign")
    found = of_place(load("xinzhou"), [JOINT, alone], ITEMS, ("甲局",))
    assert [(one.key, one.lacking) for one in found][-1] == ("campaigns_joint", 1)


def test_a_unit_is_measured_by_what_it_leads_and_joins() -> None:
    found = {one.key: one for one in of_unit(load("pingluo"), "乙局", [JOINT, OWN, OWN], ITEMS)}
    assert (found["joint_share"].done, found["joint_share"].total) == (1, 1)
    assert found["joint_min_per_unit"].done == 1


FULL = TaskDraft(
    name="某任务",
    item_codes=("SP-1", "SP-2"),
    quota={"floor": "1/20"},
    window_from=date(2026, 5, 1),
    window_to=date(2026, 6, 30),
)


def test_a_full_draft_has_no_fault_and_each_gap_has_its_own() -> None:
    assert fault(FULL, 2026) == ""
    gaps = {
        "name": replace(FULL, name=" "),
        "items": replace(FULL, item_codes=()),
        "rule": replace(FULL, quota={}),
        "window": replace(FULL, window_to=None),
        "window_backwards": replace(FULL, window_to=date(2026, 4, 1)),
        "document": replace(FULL, kind="campaign"),
        "complaints": replace(FULL, kind="targeted", document="某文"),
    }
    assert {code: fault(draft, 2026) for code, draft in gaps.items()} == {code: code for code in gaps}
    assert fault(FULL, 2027) == "window_year"


def test_less_is_a_cut_and_more_is_none() -> None:
    assert cuts(FULL, None, (12, 12)) == ("task",)
    assert cuts(FULL, replace(FULL, item_codes=("SP-1",)), (12, 11)) == ("items", "quantity")
    assert cuts(FULL, replace(FULL, item_codes=("SP-1", "SP-2", "XF-1")), (12, 24)) == ()


@given(st.integers(min_value=-30, max_value=30))
def test_a_week_before_is_early_enough_and_six_days_are_not(days: int) -> None:
    rule, today = load("pingluo").plan_change, date(2026, 4, 1)
    starts_on = today + timedelta(days=days)
    if days >= 7:
        check_change(rule, starts_on, today, ())
        return
    with pytest.raises(DomainError) as refusal:
        check_change(rule, starts_on, today, ())
    assert (refusal.value.code, refusal.value.params["needed"]) == ("plan.too_late", 7)


def test_where_the_plan_may_follow_the_work_no_day_is_too_late_and_cuts_are_allowed() -> None:
    for place in ("xinzhou", "dingtao", "zhanjiang", "huaxi"):
        check_change(load(place).plan_change, date(2026, 1, 1), date(2026, 4, 1), ("task",))


@pytest.mark.parametrize(
    ("text", "quota"),
    [
        ("5%", {"floor": "1/20"}),
        ("不低于5％", {"floor": "1/20"}),
        ("不高于3%", {"cap": "3/100"}),
        ("3%-5%", {"floor": "3/100", "cap": "1/20"}),
        ("2‰", {"floor": "1/500"}),
        ("12户", {"number": 12}),
        ("约12个", {"number": 12}),
        ("全部", {"whole": True}),
        ("100%", {"whole": True}),
        ("0", None),
        ("视情况", None),
        ("A 2%", None),
        ("A 2%，A 3%，B 3%，C 20%，D 100%", None),
    ],
)
def test_a_written_ratio_is_read_or_asked_for_again(text: str, quota: object) -> None:
    assert read_rule(text, SCALES, columns()) == quota


def test_a_ratio_by_grade_covers_every_grade_and_those_without() -> None:
    quota = read_rule("A类不高于2%，B类3%，C类20%，D类100%", SCALES, columns())
    assert quota is not None
    drawn = plan(rules_from(quota), {"A": 100, "B": 100, "C": 10, "D": 3, "-": 50})
    taken = {step.strata: step.take for step in drawn.steps}
    assert taken == {("A",): 2, ("B",): 3, ("C",): 2, ("D",): "all", ("-",): 1}


def test_a_ratio_by_risk_class_covers_every_class_and_those_without() -> None:
    quota = read_rule("低风险1%，一般风险5%，较高风险20%，高风险全部", SCALES, columns())
    assert quota is not None
    counts = {"A&低风险": 100, "B&低风险": 100, "A&高风险": 2, "D&高风险*": 1, "B&较高风险": 10, "-&-": 50}
    taken = {step.strata: step.take for step in plan(rules_from(quota), counts).steps}
    assert taken == {
        ("A&低风险", "B&低风险"): 2,
        ("B&较高风险",): 2,
        ("A&高风险", "D&高风险*"): "all",
        ("-&-",): 1,
    }
    assert uses_grades(quota, "", columns())


def test_stated_numbers_by_grade_add_up_to_what_was_stated() -> None:
    quota = read_rule("A1户，B2户，C3户，D4户", SCALES, columns())
    assert quota is not None
    steps = plan(rules_from(quota), dict.fromkeys((*GRADES, "-"), 50)).steps
    assert sum(step.take for step in steps if step.take != "all") == 10


@pytest.mark.parametrize(
    ("quota", "rule", "uses"),
    [
        ({"ratio_rules": [{"grade": "A", "floor": "1/50"}]}, "", True),
        ({"ratio_rules": [{"grade": "", "floor": "1/50"}]}, "", False),
        ({"floor": "1/20"}, "", False),
        ({"floor": "1/20"}, "C类、D类全部纳入", True),
        ({"floor": "1/20"}, "不涉及信用风险分类", False),
        ({}, "无", False),
    ],
)
def test_the_classes_are_used_where_the_rules_or_the_plan_say_so(
    quota: dict[str, object], rule: str, uses: bool
) -> None:
    assert uses_grades(quota, rule, columns()) is uses
