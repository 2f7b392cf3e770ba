"""Items of several units in one visit: only what fits together, as much as fits, counted honestly."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from domain.item_merging import ItemTerms, merge_candidates
from domain.ratio_text import Ratio

SPRING, SUMMER = (date(2026, 3, 1), date(2026, 5, 31)), (date(2026, 6, 1), date(2026, 8, 31))
DAYS = st.integers(0, 20).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
WINDOWS = st.none() | st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair)))
TERMS = st.builds(
    ItemTerms,
    code=st.uuids().map(str),
    name=st.just("事项"),
    unit=st.sampled_from(["", "甲局", "乙局", "丙局"]),
    object_types=st.sampled_from([(), ("食品",), ("药品",), ("食品", "药品")]),
    methods=st.sampled_from([(), ("现场",), ("书面",), ("现场", "书面")]),
    window=WINDOWS,
)


def fit(one: ItemTerms, other: ItemTerms) -> bool:
    """Whether two items fit into one visit, said the slow way."""
    methods = not one.methods or not other.methods or set(one.methods) & set(other.methods)
    days = (
        not one.window
        or not other.window
        or (one.window[0] <= other.window[1] and other.window[0] <= one.window[1])
    )
    return bool(set(one.object_types) & set(other.object_types) and methods and days)


@given(st.lists(TERMS, max_size=7))
def test_whoever_stands_in_a_group_fits_with_everybody_in_it(items: list[ItemTerms]) -> None:
    for group in merge_candidates(items, {}):
        assert len(group.units) > 1
        assert "" not in group.units
        assert all(group.object_type in one.object_types for one in group.items)
        assert all(fit(one, other) for one, other in combinations(group.items, 2))


@given(st.lists(TERMS, max_size=7))
def test_every_two_that_fit_stand_together_in_some_group(items: list[ItemTerms]) -> None:
    groups = [{one.code for one in group.items} for group in merge_candidates(items, {})]
    for one, other in combinations(items, 2):
        if one.unit and other.unit and one.unit != other.unit and fit(one, other):
            assert any({one.code, other.code} <= group for group in groups)


@given(st.lists(st.sets(st.integers(0, 9).map(str)), min_size=2, max_size=4))
def test_when_all_are_inspected_what_is_saved_is_the_visits_apart_less_the_doors(
    libraries: list[set[str]],
) -> None:
    items = [ItemTerms(f"{n}", "事项", f"{n}局", ("食品",)) for n in range(len(libraries))]
    (group,) = merge_candidates(items, {str(n): library for n, library in enumerate(libraries)})
    assert group.saved == sum(map(len, libraries)) - len(set().union(*libraries))


def test_ratios_make_the_saving_an_expectation_rounded_down() -> None:
    tenth, half = (Ratio(Fraction(1, n), None) for n in (10, 2))
    items = [
        ItemTerms("A", "甲事", "甲局", ("食品",), ratio=tenth),
        ItemTerms("B", "乙事", "乙局", ("食品",), ratio=half),
    ]
    library = [str(n) for n in range(55)]
    (group,) = merge_candidates(items, {"A": library, "B": [*library, "only"]})
    assert (group.shared, group.saved) == (55, 5)


def test_two_items_of_one_unit_need_no_merging_and_no_day_in_common_is_no_visit() -> None:
    one = ItemTerms("A", "甲事", "甲局", ("食品",), window=SPRING)
    assert merge_candidates([one, ItemTerms("B", "乙事", "甲局", ("食品",))], {}) == ()
    assert merge_candidates([one, ItemTerms("C", "丙事", "乙局", ("食品",), window=SUMMER)], {}) == ()


def test_the_group_says_what_its_items_have_in_common() -> None:
    early = (date(2026, 5, 1), date(2026, 7, 15))
    items = [
        ItemTerms("A", "甲事", "甲局", ("食品",), methods=("现场", "书面"), window=early),
        ItemTerms("B", "乙事", "乙局", ("食品",), methods=("现场",), window=SUMMER),
        ItemTerms("C", "丙事", "丙局", ("食品",)),
    ]
    (group,) = merge_candidates(items, {})
    assert (group.methods, group.window) == (("现场",), (date(2026, 6, 1), date(2026, 7, 15)))
    assert group.units == ("甲局", "乙局", "丙局")
