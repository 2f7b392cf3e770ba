"""How often a year objects of a class are drawn: no more than their cap, and what lacks of their floor."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.eligibility import ObjectFacts, ObjectRules, exclusion, owed
from domain.grades import nearest_rule
from domain.profile_grades import Frequency

DAY = date(2026, 4, 15)
GRADES, RISKS = st.sampled_from(["", "A", "B", "C"]), st.sampled_from(["", "低风险", "高风险"])
TIMES = st.none() | st.integers(1, 4)
FREQUENCIES = st.lists(
    st.builds(
        Frequency, grade=GRADES, risk=RISKS, at_least=TIMES, at_most=TIMES, clause=st.just("24")
    ).filter(lambda one: (one.at_least or 1) <= (one.at_most or 9)),
    unique_by=lambda one: (one.grade, one.risk),
).map(tuple)
OBJECTS = st.builds(
    ObjectFacts,
    id=st.just("9152"),
    grade=GRADES,
    risk=RISKS,
    visits_this_year=st.integers(0, 5),
    key=st.booleans(),
    whole=st.booleans(),
)


@given(FREQUENCIES, OBJECTS)
def test_no_draw_takes_an_object_over_the_times_of_its_class(
    frequencies: tuple[Frequency, ...], one: ObjectFacts
) -> None:
    rule = nearest_rule(frequencies, one.grade, one.risk)
    full = rule is not None and rule.at_most is not None and one.visits_this_year >= rule.at_most
    reason = exclusion(one, ObjectRules(frequencies=frequencies), DAY)
    assert (reason is not None) == (full and not one.key and not one.whole)
    assert reason is None or reason.code == "frequency"


@given(FREQUENCIES, st.lists(OBJECTS))
def test_every_object_short_of_its_class_is_owed_once_and_no_other(
    frequencies: tuple[Frequency, ...], objects: list[ObjectFacts]
) -> None:
    short = 0
    for one in objects:
        rule = nearest_rule(frequencies, one.grade, one.risk)
        short += rule is not None and one.visits_this_year < (rule.at_least or 0)
    assert sum(found.count for found in owed(frequencies, objects)) == short


@given(FREQUENCIES, OBJECTS)
def test_nobody_is_owed_a_draw_and_kept_out_for_having_had_it(
    frequencies: tuple[Frequency, ...], one: ObjectFacts
) -> None:
    kept_out = exclusion(one, ObjectRules(frequencies=frequencies), DAY)
    assert not (kept_out and owed(frequencies, [one]))


def test_a_rule_for_the_risk_class_goes_before_one_for_the_grade() -> None:
    best, high = (
        Frequency(grade="A", at_most=1, clause="24"),
        Frequency(risk="高风险", at_least=2, clause="24"),
    )
    assert nearest_rule((best, high), "A", "高风险") is high
    assert nearest_rule((high, best), "A", "低风险") is best
    assert nearest_rule((high, best), "B", "低风险") is None


def test_who_is_gone_or_closed_is_owed_nothing() -> None:
    rule = Frequency(at_least=1, clause="24")
    gone = [ObjectFacts(id="1", closed=True), ObjectFacts(id="2", suspended=True)]
    assert owed((rule,), gone) == ()
