"""执法人员入库率: never above its parts, and no unit's surplus hides another's lack."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.staffing import UnitStaff, library_share

counts = st.integers(0, 500)
units = st.lists(st.builds(UnitStaff, st.just("某局"), counts, st.none() | counts))


@given(units)
def test_the_share_is_complete_only_when_no_unit_that_reported_lacks_anybody(found: list[UnitStaff]) -> None:
    share = library_share(found, Fraction(1))
    assert 0 <= share.done <= share.total
    assert share.total - share.done == sum(one.lacking for one in found)
    assert share.short == any(one.lacking for one in found)


@given(units, counts)
def test_a_unit_without_a_report_changes_nothing(found: list[UnitStaff], present: int) -> None:
    assert library_share([*found, UnitStaff("乙局", present, None)]) == library_share(found)


def test_numerator_and_denominator_are_counted_unit_by_unit() -> None:
    found = [UnitStaff("甲局", 12, 10), UnitStaff("乙局", 3, 5), UnitStaff("丙局", 4, None)]
    share = library_share(found)
    assert (share.done, share.total, share.percent) == (13, 15, 86)
    assert [one.outdated for one in found] == [True, False, False]
