"""考核指标: numerators, denominators, states, and the outlook at the pace of the last weeks."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.forecast import Outlook, forecast, warns
from domain.indicators import Errand, by_unit, drawn, shares
from domain.plan import Kind
from domain.plan_indicators import PlannedTask, credit_use_items, credit_use_joint, item_coverage, joint_share
from domain.scorecard import TOPICS, Indicator, Row, Scorecard, State, scorecard
from domain.scorecard_rows import (
    CaseFacts,
    FilingFacts,
    TaskFacts,
    of_completion,
    of_filings,
    of_ordered,
    of_parts,
    of_plan,
)
from services.profiles import load

TODAY = date(2026, 9, 1)
PLACES = ("huaxi", "dingtao", "xinzhou", "pingluo", "zhanjiang")
MARKET, FIRE = "市场监管局", "消防救援大队"
ITEMS = {"SP-1": ("进货查验", MARKET), "SP-2": ("标签标识", MARKET), "XF-1": ("消防设施", FIRE)}


def _indicator(done: int, total: int, at_least: Fraction | None, key: str = "publication_rate") -> Indicator:
    rows = tuple(Row(what=f"对象{n}", have=int(n < done)) for n in range(total))
    return Indicator(key=key, rows=rows, at_least=at_least)


@pytest.mark.parametrize(
    ("done", "total", "at_least", "state"),
    [
        (199, 200, Fraction(1), State.SHORT),
        (200, 200, Fraction(1), State.MET),
        (3, 5, Fraction(3, 5), State.MET),
        (0, 0, Fraction(1), State.NO_DATA),
        (1, 2, None, State.COUNTED),
    ],
)
def test_a_target_is_reached_only_in_full(
    done: int, total: int, at_least: Fraction | None, state: State
) -> None:
    assert _indicator(done, total, at_least).state is state


def test_a_ratio_is_asked_of_each_task_and_rounded_up() -> None:
    tasks = [
        TaskFacts(
            id=1, number="1", name="甲", planned=PlannedTask(unit=MARKET), complete=True, base=21, drawn=2
        ),
        TaskFacts(
            id=2, number="2", name="乙", planned=PlannedTask(unit=FIRE), complete=True, base=21, drawn=1
        ),
        TaskFacts(id=3, number="3", name="丙", planned=PlannedTask(unit=FIRE), complete=False, base=21),
    ]
    card = scorecard(load("pingluo"), of_plan(tasks, ITEMS), TODAY)
    ratio = next(one for one in card.indicators if one.key == "sampling_ratio")
    assert ratio.at_least == Fraction(1, 20)
    assert ratio.state is State.SHORT
    assert [row.what for row in ratio.missing] == ["乙"]


def test_what_the_law_keeps_back_and_what_a_clue_led_to_are_in_no_publication_rate() -> None:
    errands = [
        Errand(
            unit=MARKET, window_to=TODAY, state="released", published=True, published_on=TODAY, number="1"
        ),
        Errand(unit=MARKET, window_to=TODAY, state="released", number="2"),
        Errand(unit=MARKET, window_to=TODAY, state="released", withheld=True, number="3"),
        Errand(unit=MARKET, window_to=TODAY, state="released", kind=Kind.CLUE, number="4"),
    ]
    rows = of_parts(errands, (), TODAY)
    assert [(row.number, row.have) for row in rows["publication_rate"]] == [("1", 1), ("2", 0)]
    assert [row.number for row in rows["random_share"] if not row.have] == ["4"]
    assert len(rows["inspection_completion"]) == 3


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "submitted", "returned", "released"]), st.booleans(), st.booleans())
    )
)
def test_the_card_and_the_summary_say_the_same_shares(states: list[tuple[str, bool, bool]]) -> None:
    errands = [
        Errand(unit=MARKET, window_to=TODAY, state=state, published=public, withheld=kept and not public)
        for state, public, kept in states
    ]
    rows = of_parts(errands, (), TODAY)
    for share in shares(by_unit(drawn(errands), {}, TODAY), {}):
        mine = Indicator(key=share.key, rows=tuple(rows[share.key]))
        assert (mine.done, mine.total) == (share.done, share.total)


@given(
    st.lists(
        st.builds(
            PlannedTask,
            unit=st.just(MARKET),
            partners=st.sampled_from([(), (FIRE,)]),
            items=st.sampled_from([(), ("SP-1",), ("SP-1", "XF-1"), ("GONE",)]),
            graded=st.booleans(),
        )
    )
)
def test_the_card_and_the_plan_count_alike(planned: list[PlannedTask]) -> None:
    facts = [TaskFacts(id=n, number=str(n), name="任务", planned=one) for n, one in enumerate(planned)]
    rows, names = of_plan(facts, ITEMS), {code: name for code, (name, _) in ITEMS.items()}
    reached = [
        item_coverage(planned, names),
        joint_share(planned),
        credit_use_joint(planned),
        credit_use_items(planned, names),
    ]
    for one in reached:
        mine = Indicator(key=one.key, rows=tuple(rows[one.key]))
        assert (mine.done, mine.total) == (one.done, one.total)


def test_the_draw_decides_whether_the_classes_were_used_and_the_row_says_so() -> None:
    plain, graded = (
        PlannedTask(unit=MARKET, partners=(FIRE,), items=(code,), graded=says)
        for code, says in (("SP-1", False), ("SP-2", True))
    )
    tasks = [
        TaskFacts(id=1, number="1", name="甲", planned=plain, by_class=(True,)),
        TaskFacts(id=2, number="2", name="乙", planned=graded, by_class=(True, False)),
        TaskFacts(id=3, number="3", name="丙", planned=replace(graded, items=("XF-1",)), platform=True),
        TaskFacts(id=4, number="4", name="丁", planned=plain),
    ]
    rows = of_plan(tasks, ITEMS)
    assert [(row.have, row.basis) for row in rows["credit_use_joint"]] == [
        (1, "draw"),
        (0, "draw"),
        (1, "platform"),
        (0, "plan"),
    ]
    items = Indicator(key="credit_use_items", rows=tuple(rows["credit_use_items"]))
    assert [(row.number, row.have, row.basis) for row in items.rows] == [
        ("SP-1", 1, "draw"),
        ("SP-2", 0, "draw"),
        ("XF-1", 1, "platform"),
    ]
    assert items.bases == {"draw": 2, "platform": 1}


def test_no_units_surplus_makes_up_for_anothers_missing_objects() -> None:
    card = scorecard(
        load("huaxi"), of_ordered([(MARKET, "甲〔2026〕1号", 30, 20), (FIRE, "甲〔2026〕2号", 5, 10)]), TODAY
    )
    one = next(one for one in card.indicators if one.key == "ordered_number")
    assert (one.done, one.total, one.state, one.hard) == (25, 30, State.SHORT, False)
    assert [row.what for row in one.missing] == [FIRE]


def test_a_plans_row_is_finished_when_everything_is_drawn_and_every_unit_has_reported() -> None:
    task = TaskFacts(
        id=1, number="1", name="甲", planned=PlannedTask(unit=MARKET, partners=(FIRE,)), complete=True
    )
    done = Errand(unit=MARKET, window_to=TODAY, task_ids=(1,), state="submitted", reported_on=TODAY)
    owed = Errand(unit=FIRE, window_to=TODAY, task_ids=(1,))
    filed = replace(owed, state="released", reported_on=TODAY)

    def finished(task: TaskFacts, *errands: Errand) -> tuple[int, list[int]]:
        rows = of_completion([task], errands, (MARKET, FIRE), 1)
        return rows["plan_completion"][0].have, [row.have for row in rows["joint_min_per_unit"]]

    assert finished(task, done, owed) == (0, [0, 0])
    assert finished(task, done, filed) == (1, [1, 1])
    assert finished(replace(task, complete=False), done, filed) == (0, [0, 0])
    assert finished(task) == (0, [0, 0])


def test_a_filing_after_its_day_stays_late() -> None:
    filings = [
        FilingFacts(what="计划", unit=MARKET, due_on=date(2026, 4, 15), filed_on=date(2026, 4, 15)),
        FilingFacts(what="计划", unit=FIRE, due_on=date(2026, 4, 15), filed_on=date(2026, 4, 16)),
        FilingFacts(what="报告", unit=FIRE, due_on=date(2026, 12, 10)),
    ]
    assert [row.have for row in of_filings(filings, TODAY)["filings_on_time"]] == [1, 0]


def test_published_results_with_an_open_problem_are_not_closed() -> None:
    errands = [Errand(unit=MARKET, window_to=TODAY, published=True, number=number) for number in ("1", "2")]
    cases = [CaseFacts(number="W1", unit=MARKET, visit="1"), CaseFacts(number="W2", unit=FIRE, visit="2")]
    assert [row.have for row in of_parts(errands, cases, TODAY)["closed_of_published"]] == [0, 1]


def test_a_units_card_has_its_own_rows_and_joint_tasks_that_others_lead() -> None:
    joint = TaskFacts(id=1, number="1", name="甲", planned=PlannedTask(unit=MARKET, partners=(FIRE,)))
    alone = TaskFacts(id=2, number="2", name="乙", planned=PlannedTask(unit=MARKET))
    rows = of_plan([joint, alone], ITEMS)
    card = scorecard(load("zhanjiang"), rows, TODAY, FIRE)
    share = next(one for one in card.indicators if one.key == "joint_share")
    assert [row.what for row in share.rows] == ["甲"]


@pytest.mark.parametrize("name", PLACES)
def test_every_target_of_a_place_stands_on_its_card_under_a_topic(name: str) -> None:
    profile = load(name)
    keys = {one.key for one in scorecard(profile, {}, TODAY).indicators}
    assert {str(one.indicator) for one in profile.targets} <= keys
    assert keys <= {key for ones in TOPICS.values() for key in ones}


def test_the_topics_of_pingluo_are_those_its_text_examines() -> None:
    card = Scorecard(place="", on=TODAY, indicators=tuple(_indicator(0, 1, None, key) for key in _keys()))
    assert [topic for topic, _ in card.topics][:5] == [
        "registers",
        "plan",
        "joint",
        "completion",
        "publicity",
    ]


def _keys() -> list[str]:
    return [key for keys in TOPICS.values() for key in keys]


def _paced(days: list[int], left: int) -> Indicator:
    rows = [Row(what="甲", have=1, since=TODAY - timedelta(ago)) for ago in days]
    return Indicator(key="publication_rate", rows=(*rows, *[Row(what="乙")] * left), at_least=Fraction(1))


def test_the_day_follows_from_the_pace_of_the_last_four_weeks() -> None:
    found = forecast(_paced([60, 27, 20, 10, 1], 8), TODAY, date(2026, 11, 1))
    assert (found.outlook, found.pace, found.lacking) == (Outlook.ON, 4, 8)
    assert found.on == TODAY + timedelta(56)
    assert not found.late
    assert forecast(_paced([60, 27, 20, 10, 1], 9), TODAY, date(2026, 11, 1)).late


def test_a_young_task_is_measured_by_its_own_days_not_by_four_weeks() -> None:
    assert forecast(_paced([6] * 7, 7), TODAY, date(2026, 12, 31)).on == TODAY + timedelta(7)
    assert forecast(_paced([0] * 7, 7), TODAY, date(2026, 12, 31)).on == TODAY + timedelta(7)


def test_without_progress_or_a_target_no_day_is_given() -> None:
    by = date(2026, 11, 1)
    assert forecast(_paced([28], 1), TODAY, by).outlook is Outlook.STALLED
    assert forecast(_paced([3], 0), TODAY, by).outlook is Outlook.REACHED
    assert forecast(_indicator(1, 2, None), TODAY, by).outlook is Outlook.UNKNOWN
    assert forecast(_indicator(1, 2, Fraction(1), "joint_share"), TODAY, by).outlook is Outlook.UNKNOWN


def test_a_warning_comes_while_there_is_time_and_only_when_it_will_be_late() -> None:
    stalled, in_time = _paced([28], 1), _paced([1] * 20, 1)
    by = date(2026, 11, 1)
    assert warns(forecast(stalled, TODAY, by), TODAY)
    assert not warns(forecast(in_time, TODAY, by), TODAY)
    assert not warns(forecast(stalled, TODAY, date(2026, 12, 31)), TODAY)
    assert not warns(forecast(stalled, by + timedelta(1), by), by + timedelta(1))


def test_a_returned_correction_leaves_the_visit_inspected_and_a_first_result_returned_does_not() -> None:
    corrected = Errand(unit="甲局", window_to=TODAY, state="returned", published=True, correcting=True)
    first = Errand(unit="甲局", window_to=TODAY, state="returned")
    rows = of_parts([corrected, first], (), TODAY)["inspection_completion"]
    assert [row.have for row in rows] == [1, 0]
