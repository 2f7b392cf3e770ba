"""What falls due when, and which reminder is sent on which day: at most once, and never a silent gap."""

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines import Due, Move, Stage, climb, due_dates, publication_deadline, stages, stages_due
from domain.profile import Profile
from services.profiles import load, shipped
from services.workdays import packaged

CALENDAR = packaged()


def due(place: str, key: str, year: int = 2026) -> Due:
    return {one.key: one for one in due_dates(load(place), year, CALENDAR)}[key]


def days(place: str, key: str, year: int = 2026) -> list[tuple[str, str, str]]:
    planned = stages(due(place, key, year), load(place), CALENDAR)
    return [(stage.date.isoformat(), stage.name, stage.receiver) for stage in planned]


def test_xinzhou_owes_seven_things_on_six_days() -> None:
    found = [(one.due_on.strftime("%m-%d"), one.key) for one in due_dates(load("xinzhou"), 2026, CALENDAR)]
    assert found == [
        ("04-15", "internal_plan"),
        ("04-30", "plan_publication"),
        ("06-10", "half_year_report"),
        ("06-30", "item_list"),
        ("06-30", "working_rules"),
        ("12-10", "self_check_report"),
        ("12-31", "result_publication"),
    ]


@pytest.mark.parametrize(
    ("place", "year", "key", "remind_on"),
    [
        ("xinzhou", 2022, "self_check_report", date(2022, 12, 9)),
        ("pingluo", 2021, "year_end_report", date(2021, 11, 19)),
        ("zhanjiang", 2024, "plan_publication", date(2024, 3, 29)),
        ("zhanjiang", 2026, "result_publication", date(2026, 10, 30)),
        ("dingtao", 2026, "plan_filing", date(2026, 1, 30)),
    ],
)
def test_a_deadline_on_a_day_off_is_reminded_of_on_the_working_day_before(
    place: str, year: int, key: str, remind_on: date
) -> None:
    assert due(place, key, year).remind_on == remind_on


def test_a_make_up_saturday_keeps_its_deadline() -> None:
    found = due("xinzhou", "plan_publication", 2022)
    assert found.remind_on == date(2022, 4, 29)  # 2022-04-30 was an ordinary Saturday
    assert CALENDAR.is_working(date(2022, 4, 24))  # unlike the Sunday before it


def test_the_ladder_counts_working_days_around_a_holiday() -> None:
    assert days("xinzhou", "plan_publication") == [
        ("2026-04-16", "early", "liaison"),
        ("2026-04-23", "near", "liaison"),
        ("2026-04-28", "close", "liaison"),
        ("2026-04-30", "last_day", "liaison"),
        ("2026-04-30", "unit_head", "unit_head"),
        ("2026-05-06", "overdue", "liaison"),
        ("2026-05-06", "escalated", "office"),
    ]


def test_a_month_opens_on_its_first_working_day_and_ends_on_its_last() -> None:
    june = days("dingtao", "june_report")
    assert june[0] == ("2026-06-01", "opening", "liaison")
    assert due("dingtao", "june_report", 2025).opens_on == date(2025, 6, 3)
    assert june[4][:2] == ("2026-06-30", "last_day")


def test_mid_month_is_the_day_that_the_place_takes_for_it() -> None:
    found = due("huaxi", "summary_and_next_plan")
    assert (found.due_on, found.opens_on, found.hard) == (date(2026, 12, 15), None, False)


def test_a_window_opens_on_its_first_working_day() -> None:
    found = due("dingtao", "plenary_meeting", 2024)
    assert (found.opens_on, found.due_on) == (date(2024, 9, 2), date(2024, 12, 31))


def test_a_deadline_counted_from_another_one_follows_it_into_january() -> None:
    assert due("dingtao", "june_digest").due_on == date(2026, 7, 7)
    digest = due("dingtao", "december_digest", 2024)
    assert (digest.opens_on, digest.due_on) == (date(2025, 1, 2), date(2025, 1, 8))
    assert days("dingtao", "december_digest", 2024)[0][1] == "opening"


@pytest.mark.parametrize(
    ("place", "key", "years"),
    [
        ("huaxi", "city_platform", {2021}),
        ("huaxi", "mechanism_2023", {2023}),
        ("dingtao", "mechanism_2020", {2020}),
        ("dingtao", "mechanism_2022", {2022}),
        ("xinzhou", "mechanism_2022", {2022}),
        ("zhanjiang", "libraries_complete", {2024}),
    ],
)
def test_a_milestone_is_owed_in_its_years_only(place: str, key: str, years: set[int]) -> None:
    profile = load(place)
    found = {y for y in range(2019, 2028) if key in {one.key for one in due_dates(profile, y, CALENDAR)}}
    assert found == years


def test_a_circular_moves_one_deadline_and_what_is_counted_from_it() -> None:
    moves = {"june_report": Move(date(2026, 7, 10), "虚办〔2026〕8号")}
    found = {one.key: one for one in due_dates(load("dingtao"), 2026, CALENDAR, moves=moves)}
    assert found["june_report"].due_on == date(2026, 7, 10)
    assert found["june_report"].clause.startswith("虚办〔2026〕8号；附件2 二（四）")
    assert found["june_digest"].due_on == date(2026, 7, 17)
    assert found["december_report"] == due("dingtao", "december_report")


def test_what_the_office_owes_only_the_office_hears_of() -> None:
    assert {receiver for _, _, receiver in days("dingtao", "report_to_government")} == {"office"}
    assert due("dingtao", "report_to_government").receiver == "government"


def test_a_rule_of_one_year_is_silent_in_others() -> None:
    keys = {year: [one.key for one in due_dates(load("zhanjiang"), year, CALENDAR)] for year in (2024, 2025)}
    assert "members_meeting" in keys[2024]
    assert "members_meeting" not in keys[2025]


@pytest.mark.parametrize("place", shipped())
def test_2027_is_given_and_marked_as_an_estimate(place: str) -> None:
    found = due_dates(load(place), 2027, CALENDAR)
    assert found
    for one in found:
        assert one.provisional
        assert all(stage.provisional for stage in stages(one, load(place), CALENDAR))


def test_the_last_week_of_the_last_known_year_is_an_estimate_too() -> None:
    assert due("xinzhou", "result_publication").provisional
    assert not due("xinzhou", "self_check_report").provisional


@pytest.mark.parametrize("place", shipped())
def test_every_stage_is_a_working_day_in_order_with_a_name_of_its_own(place: str) -> None:
    for year in range(2018, 2027):
        for one in due_dates(load(place), year, CALENDAR):
            planned = stages(one, load(place), CALENDAR)
            assert len({stage.name for stage in planned}) == len(planned)
            assert [stage.date for stage in planned] == sorted(stage.date for stage in planned)
            assert all(CALENDAR.is_working(stage.date) for stage in planned)
            assert max(stage.date for stage in planned if stage.date <= one.due_on) == one.remind_on


AFTER_EVENT = """
base = "national"
[[report_deadlines]]
key = "minutes"
kind = "other"
title = "会议纪要"
date = { type = "after_event", event = "meeting", EXTENT }
clause = "本单位规定"
"""


@pytest.mark.parametrize(
    ("extent", "expected"),
    [("working_days = 5", date(2026, 10, 9)), ("calendar_days = 5", date(2026, 9, 30))],
)
def test_a_duty_after_an_event_waits_for_it(tmp_path: Path, extent: str, expected: date) -> None:
    file = tmp_path / "own.toml"
    file.write_text(AFTER_EVENT.replace("EXTENT", extent), "utf-8")
    profile = load(str(file))
    assert due_dates(profile, 2026, CALENDAR) == ()
    (found,) = due_dates(profile, 2026, CALENDAR, {"meeting": date(2026, 9, 25)})
    assert (found.due_on, found.title) == (expected, "会议纪要")
    assert due_dates(profile, 2027, CALENDAR, {"meeting": date(2026, 9, 25)}) == ()


def publication(place: str, **events: date | None) -> date | None:
    deadline = publication_deadline(
        load(place), events.get("approved"), events.get("completed"), CALENDAR, events.get("submitted")
    )
    return deadline.date if deadline else None


def test_the_publication_clock_starts_with_the_event_of_the_place() -> None:
    approved, completed = date(2024, 9, 25), date(2024, 1, 26)
    assert publication("huaxi", approved=approved, completed=completed) == date(2024, 10, 28)
    assert publication("pingluo", approved=approved, completed=completed) == date(2024, 2, 28)
    assert publication("huaxi", completed=completed) is None


def test_a_fixed_day_cuts_the_clock_short() -> None:
    assert publication("zhanjiang", completed=date(2026, 10, 20)) == date(2026, 11, 1)
    assert publication("zhanjiang", completed=date(2026, 6, 1)) == date(2026, 6, 30)
    assert publication("xinzhou", completed=date(2025, 12, 24)) == date(2025, 12, 31)


PLANNED = stages(due("xinzhou", "half_year_report"), load("xinzhou"), CALENDAR)
CLOCKS = st.lists(st.dates(date(2026, 5, 20), date(2026, 6, 20)), max_size=12)


def test_reminders_missed_in_a_downtime_merge_into_the_latest() -> None:
    now = stages_due(PLANNED, date(2026, 6, 9), already=["early"])
    assert [stage.name for stage in now.send] == ["close"]
    assert [stage.name for stage in now.skip] == ["near"]


def test_after_the_deadline_each_receiver_gets_one_message() -> None:
    now = stages_due(PLANNED, date(2026, 6, 30), already=[])
    assert [(stage.name, stage.receiver) for stage in now.send] == [
        ("unit_head", "unit_head"),
        ("overdue", "liaison"),
        ("escalated", "office"),
    ]


def test_nothing_is_sent_once_the_duty_is_fulfilled() -> None:
    now = stages_due(PLANNED, date(2026, 6, 30), already=["early"], fulfilled=True)
    assert now.send == ()
    assert len(now.skip) == len(PLANNED) - 1


@given(CLOCKS)
def test_on_any_path_of_the_clock_each_stage_comes_once_and_none_is_lost(path: list[date]) -> None:
    sent: list[Stage] = []
    skipped: list[Stage] = []
    for today in path:
        now = stages_due(PLANNED, today, {stage.name for stage in sent + skipped})
        for gap in now.skip:
            assert any(s.receiver == gap.receiver and gap.date <= s.date for s in sent + list(now.send))
        assert len({stage.receiver for stage in now.send}) == len(now.send)
        sent += now.send
        skipped += now.skip
    done = [stage.name for stage in sent + skipped]
    assert len(done) == len(set(done))
    assert set(done) == {stage.name for stage in PLANNED if path and stage.date <= max(path)}


@given(CLOCKS, st.integers(0, 12))
def test_fulfilling_silences_a_duty_for_good(path: list[date], fulfilled_at: int) -> None:
    recorded: set[str] = set()
    for step, today in enumerate(path):
        now = stages_due(PLANNED, today, recorded, fulfilled=step >= fulfilled_at)
        assert step < fulfilled_at or not now.send
        recorded |= {stage.name for stage in (*now.send, *now.skip)}


def told(profile: Profile, deadline: date) -> Mapping[str, str]:
    return {stage.name: stage.receiver for stage in climb(profile.publication_ladder, deadline, CALENDAR)}


def test_the_publication_ladder_climbs_from_inspector_to_office() -> None:
    receivers = told(load("huaxi"), date(2026, 9, 15))
    assert (receivers["early"], receivers["close"], receivers["escalated"]) == (
        "inspector",
        "liaison",
        "office",
    )
    overdue = climb(load("huaxi").publication_ladder, date(2026, 9, 30), CALENDAR)[-1]
    assert overdue.date == date(2026, 10, 8)
    assert overdue.date - date(2026, 9, 30) == timedelta(days=8)
