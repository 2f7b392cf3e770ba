"""Numbers of a draw: exact, explained, and the same for every place's rules."""

from fractions import Fraction
from math import ceil
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.draw import Step, hold
from domain.errors import DomainError
from domain.grades import nearest_rule
from domain.pool import entry, pool_of
from domain.profile_grades import RatioRule
from domain.quota import (
    Rule,
    Rules,
    amount,
    batches,
    classes,
    decimal,
    drawn_by,
    least,
    percent,
    plan,
    portion_due,
    portions,
    stratum,
)
from domain.quota_rules import floors_of_profile, rules_from, rules_of_profile, share

FIVE = Fraction(5, 100)
shares = st.fractions(0, 1, max_denominator=1000)


def steps_of(rules: Rules, counts: dict[str, int]) -> list[tuple[str, tuple[str, ...], Any]]:
    """What is announced, shortly."""
    return [(step.label, step.strata, step.take) for step in plan(rules, counts).steps]


@pytest.mark.parametrize(
    ("size", "floor", "cap", "taken"),
    [
        (240, FIVE, None, 12),
        (241, FIVE, None, 13),
        (1, FIVE, None, 1),
        (0, FIVE, None, 0),
        (240, None, FIVE, 12),
        (259, None, FIVE, 12),
        (19, None, FIVE, 0),
        (100, FIVE, Fraction(20, 100), 5),
        (20, FIVE, FIVE, 1),
        (10, Fraction(0), None, 0),
    ],
)
def test_at_least_rounds_up_and_at_most_rounds_down(
    size: int, floor: Fraction | None, cap: Fraction | None, taken: int
) -> None:
    assert amount(Rule(floor=floor, cap=cap), size)[0] == taken


@given(st.integers(0, 10**6), shares)
def test_a_floor_is_reached_by_the_smallest_number_that_reaches_it(size: int, ratio: Fraction) -> None:
    taken = amount(Rule(floor=ratio), size)[0]
    assert isinstance(taken, int)
    assert taken >= ratio * size > taken - 1
    assert not (size and ratio) or taken >= 1


@given(st.integers(0, 10**6), shares)
def test_a_cap_is_kept_by_the_largest_number_that_keeps_it(size: int, ratio: Fraction) -> None:
    taken = amount(Rule(cap=ratio), size)[0]
    assert isinstance(taken, int)
    assert taken <= ratio * size < taken + 1


def test_a_number_explains_itself() -> None:
    why = amount(Rule(floor=FIVE, grade="B"), 230)[1]
    assert [(one.code, dict(one.params)) for one in why] == [
        ("floor", {"grade": "B", "size": 230, "ratio": "5 %", "exact": "11.5", "count": 12, "rounded": "up"})
    ]


def test_a_floor_above_the_cap_is_reported_and_not_settled_in_secret() -> None:
    with pytest.raises(DomainError, match=r"^quota\.floor_over_cap ") as caught:
        amount(Rule(floor=FIVE, cap=FIVE), 241)
    assert (caught.value.params["low"], caught.value.params["high"]) == (13, 12)
    for prevails, taken in (("floor", 13), ("cap", 12)):
        rule = Rule(floor=FIVE, cap=FIVE, prevails=prevails)  # type: ignore[arg-type]
        quota = plan(Rules(rules=(rule,)), {"A": 241})
        assert quota.steps[0].take == taken
        assert [one.code for one in quota.warnings] == ["conflict"]


def test_credit_classes_of_any_scheme_have_their_own_steps() -> None:
    rules = Rules(
        rules=(
            Rule(grade="守信", cap=Fraction(2, 100)),
            Rule(grade="失信", floor=FIVE),
            Rule(grade="E", whole=True),
        ),
        reserve=2,
        prefix="visit/",
    )
    counts = {"守信": 90, "守信*": 10, "失信": 41, "E": 3}
    assert steps_of(rules, counts) == [
        ("visit/class/1", ("守信", "守信*"), 2),
        ("visit/class/2", ("失信",), 3),
        ("visit/class/3", ("E",), "all"),
    ]
    assert [step.reserve for step in plan(rules, counts).steps] == [2, 2, None]


def test_a_rule_without_a_grade_covers_the_others_and_only_them() -> None:
    rules = Rules(rules=(Rule(grade="D", whole=True), Rule(floor=Fraction(1, 10))))
    assert steps_of(rules, {"A": 10, "B": 11, "D": 2, "-": 4}) == [
        ("class/1", ("D",), "all"),
        ("class/2", ("-", "A", "B"), 3),
    ]


def test_a_stratum_without_a_rule_is_not_left_out_silently() -> None:
    with pytest.raises(DomainError, match=r"^quota\.no_rule ") as caught:
        plan(Rules(rules=(Rule(grade="A", floor=FIVE),)), {"A": 3, "C*": 1})
    assert caught.value.params["stratum"] == "C*"


def test_full_coverage_is_drawn_whole_beside_the_ratios() -> None:
    assert steps_of(Rules(rules=(Rule(floor=FIVE),)), {"full": 7, "A": 20}) == [
        ("full", ("full",), "all"),
        ("all", ("A",), 1),
    ]


HUAXI = Rules(rules=(Rule(number=11),), key_share=Fraction(8, 10), reserve=1, prefix="visit/")


def test_two_stages_take_four_fifths_from_key_objects_rounded_up() -> None:
    quota = plan(HUAXI, {"A": 50, "A*": 20, "D*": 10})
    assert steps_of(HUAXI, {"A": 50, "A*": 20, "D*": 10}) == [
        ("visit/key", ("A*", "D*"), 9),
        ("visit/all", ("A", "A*", "D*"), 2),
    ]
    assert [one.code for one in quota.explanations] == ["number", "key_share", "rest"]
    assert not quota.warnings


def test_too_few_key_objects_are_a_recorded_warning_and_the_rest_makes_up_for_them() -> None:
    quota = plan(HUAXI, {"A": 50, "D*": 4})
    assert [step.take for step in quota.steps] == [4, 7]
    assert [(one.code, dict(one.params)) for one in quota.warnings] == [
        ("key_shortfall", {"count": 9, "have": 4})
    ]
    assert [step.label for step in plan(HUAXI, {"A": 50}).steps] == ["visit/all"]


def test_a_task_number_above_the_pool_is_a_recorded_warning() -> None:
    quota = plan(Rules(rules=(Rule(number=9),)), {"A": 4})
    assert quota.steps[0].take == 4
    assert [one.code for one in quota.warnings] == ["shortfall"]


def test_nothing_to_draw_is_no_step() -> None:
    assert plan(Rules(rules=(Rule(cap=FIVE),)), {"A": 3}).steps == ()
    assert plan(Rules(rules=(Rule(floor=FIVE),)), {}).steps == ()


@given(
    st.dictionaries(st.sampled_from(["A", "A*", "B", "B*", "full"]), st.integers(0, 15), min_size=1),
    st.integers(0, 30),
    shares,
)
def test_the_draw_takes_exactly_what_the_quota_says(
    counts: dict[str, int], number: int, ratio: Fraction
) -> None:
    pool = pool_of(entry(f"{name}-{n}", (name,)) for name, size in counts.items() for n in range(size))
    quota = plan(Rules(rules=(Rule(number=number),), key_share=ratio), counts)
    drawn = [one.id for result in hold(pool, quota.steps, bytes(32)) for one in result.drawn]
    rest = sum(size for name, size in counts.items() if name != "full")
    assert len(drawn) == len(set(drawn)) == counts.get("full", 0) + min(number, rest)
    key = sum(1 for one in drawn if "*" in one)
    keys = sum(size for name, size in counts.items() if "*" in name)
    assert key >= keys or key >= ratio * min(number, rest)


def test_strata_are_named_by_grade_key_and_full_coverage() -> None:
    assert [stratum("A"), stratum("A", key=True), stratum("A", whole=True), stratum("")] == [
        "A",
        "A*",
        "full",
        "-",
    ]


@given(st.integers(0, 500), st.lists(st.integers(0, 9), min_size=1, max_size=12).filter(any))
def test_portions_add_up_and_arrears_are_made_up(total: int, weights: list[int]) -> None:
    parts = portions(total, weights)
    assert sum(parts) == total
    assert min(parts) >= 0
    done = 0
    for number in range(len(weights)):
        done += portion_due(total, number, done, weights)
    assert done == total


def test_a_quarter_that_was_missed_is_added_to_the_next() -> None:
    assert portions(10) == (3, 2, 3, 2)
    assert [portion_due(10, 1, 3), portion_due(10, 1, 0), portion_due(10, 1, 9)] == [2, 5, 0]


def test_full_coverage_is_cut_into_batches_in_ticket_order() -> None:
    assert batches("abcdefg", 3) == ["abc", "de", "fg"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Fraction(12), "12"),
        (Fraction(23, 2), "11.5"),
        (Fraction(1, 1000), "0.001"),
        (Fraction(34, 3), "34/3"),
    ],
)
def test_exact_numbers_are_shown_exactly(number: Fraction, shown: str) -> None:
    assert decimal(number) == shown


def test_ratios_are_shown_as_percentages_where_these_end() -> None:
    assert [percent(Fraction(1, 20)), percent(Fraction(1, 200)), percent(Fraction(1, 3))] == [
        "5 %",
        "0.5 %",
        "1/3",
    ]


@pytest.mark.parametrize("value", ["5%", "5％", " 5 % ", "1/20", [5, 100], FIVE, "0.05"])
def test_a_share_may_be_written_in_several_exact_ways(value: object) -> None:
    assert share(value, "floor") == FIVE


@pytest.mark.parametrize("value", [0.05, True, "five", [5], [1, 0], "120%", -1, None])
def test_a_share_that_is_not_exact_or_not_a_share_is_refused(value: object) -> None:
    with pytest.raises(DomainError, match=r"^quota\.not_a_share "):
        share(value, "floor")


def test_rules_are_read_from_a_table_in_the_profiles_terms() -> None:
    table = {"number": 11, "key_share": "80%", "reserve": 1}
    assert rules_from(table) == Rules(rules=(Rule(number=11),), key_share=Fraction(4, 5), reserve=1)
    table = {
        "ratio_rules": [{"grade": "A", "cap": "2%", "clause": "x"}, {"grade": "D", "whole": True}],
        "task": "T",
    }
    assert rules_from(table) == Rules(
        rules=(Rule(grade="A", cap=Fraction(1, 50)), Rule(grade="D", whole=True)), task="T"
    )


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ({}, "quota.nothing_asked"),
        ({"nummber": 3}, "quota.key"),
        ({"ratio_rules": [{"grade": "A", "least": 3}]}, "quota.key"),
        ({"ratio_rules": [{"grade": "A"}]}, "quota.nothing_asked"),
        ({"number": -1}, "quota.value"),
        ({"number": 1, "reserve": "2"}, "quota.value"),
        ({"floor": "5%", "prevails": "both"}, "quota.value"),
    ],
)
def test_a_table_that_says_something_else_is_refused(table: dict[str, Any], code: str) -> None:
    with pytest.raises(DomainError, match=code):
        rules_from(table)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ((Rule(number=1), Rule(number=2)), "quota.grade_twice"),
        ((Rule(grade="A", number=1),), "quota.key_share_with_grades"),
    ],
)
def test_rules_that_contradict_each_other_are_refused(rules: tuple[Rule, ...], code: str) -> None:
    with pytest.raises(DomainError, match=code):
        plan(Rules(rules=rules, key_share=FIVE), {"A": 3})


def test_a_places_rules_for_the_item_class_go_before_those_for_any() -> None:
    rules = (
        RatioRule(item_class="any", floor=FIVE, clause="x"),
        RatioRule(item_class="any", grade="D", floor=Fraction(1), clause="x"),
        RatioRule(item_class="general", cap=FIVE, clause="x"),
    )
    assert rules_of_profile(rules, "general") == (Rule(cap=FIVE), Rule(grade="D", floor=Fraction(1)))
    assert rules_of_profile(rules, "key") == (Rule(floor=FIVE), Rule(grade="D", floor=Fraction(1)))


def test_labels_do_not_tell_grades() -> None:
    steps: tuple[Step, ...] = plan(Rules(rules=(Rule(grade="失信", whole=True),)), {"失信": 1}).steps
    assert "失信" not in steps[0].label


LEAST = RatioRule(item_class="any", floor=FIVE, clause="一")
SIZES = st.dictionaries(st.sampled_from(["A", "A*", "B", "D", "-"]), st.integers(0, 500), min_size=1)


@given(SIZES, shares, shares)
def test_a_places_own_ratio_never_draws_less_than_its_floors_ask_for(
    counts: dict[str, int], general: Fraction, worst: Fraction
) -> None:
    ratios = (
        RatioRule(item_class="any", floor=general, clause="一"),
        RatioRule(item_class="any", grade="D", floor=worst, clause="二"),
    )
    quota = plan(Rules(rules=rules_of_profile(ratios, "general")), counts)
    assert drawn_by(quota, counts) == least(floors_of_profile(ratios, "general"), counts)


def test_a_cap_and_a_soft_ratio_ask_for_nothing_of_their_strata() -> None:
    soft = RatioRule(item_class="any", grade="D", floor=FIVE, hard=False, clause="二")
    for rule, needed in ((RatioRule(item_class="any", cap=FIVE, clause="一"), 0), (LEAST, 5)):
        assert least(floors_of_profile((rule, soft), "key"), {"A": 100, "D": 100}) == needed


def test_a_step_that_draws_everybody_counts_its_strata() -> None:
    counts = {"A": 7, "full": 3}
    assert drawn_by(plan(Rules(rules=(Rule(whole=True),)), counts), counts) == 10


RISKY = st.dictionaries(
    st.builds(
        lambda grade, risk, key: stratum(grade, risk=risk, key=key),
        st.sampled_from(["", "A", "B"]),
        st.sampled_from(["", "低风险", "高风险"]),
        st.booleans(),
    ),
    st.integers(0, 60),
)
CLASSED = st.lists(
    st.builds(
        Rule, grade=st.sampled_from(["", "A", "B"]), risk=st.sampled_from(["", "高风险"]), floor=shares
    ),
    unique_by=lambda one: (one.grade, one.risk),
).map(lambda rules: (*(one for one in rules if one.grade or one.risk), Rule(floor=FIVE)))


@given(RISKY, CLASSED)
def test_every_stratum_is_drawn_by_the_one_rule_that_says_most_about_it(
    counts: dict[str, int], rules: tuple[Rule, ...]
) -> None:
    steps = plan(Rules(rules=rules), counts).steps
    drawn_from = [name for step in steps for name in step.strata]
    assert len(drawn_from) == len(set(drawn_from))
    takes = {name: step.take for step in steps for name in step.strata}
    for rule in rules:
        own = [name for name in counts if nearest_rule(rules, *classes(name)) == rule]
        wanted = ceil((rule.floor or 0) * sum(counts[name] for name in own))
        assert {takes.get(name, 0) for name in own} <= {wanted}


def test_a_class_named_twice_is_refused_and_a_risk_beside_a_grade_is_not() -> None:
    high = Rule(risk="高风险", floor=FIVE)
    with pytest.raises(DomainError, match=r"quota\.grade_twice"):
        plan(Rules(rules=(high, high)), {})
    both = (high, Rule(grade="A", floor=FIVE), Rule(grade="A", risk="高风险", whole=True), Rule(floor=FIVE))
    steps = plan(Rules(rules=both), {"A&高风险": 3, "A&低风险": 3, "B&高风险": 3}).steps
    assert {step.strata: step.take for step in steps} == {
        ("B&高风险",): 1,
        ("A&低风险",): 1,
        ("A&高风险",): "all",
    }
