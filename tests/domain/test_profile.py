"""A profile file is read strictly: what does not fit is named with file, key, reason and cure."""

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from datetime import time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from domain.errors import DomainError
from domain.profile import MonthDay, Profile, QuietHours
from domain.profile_check import check
from domain.profile_reader import Layer, read_profile
from locales.texts import texts

PROFILES = Path(__file__).parents[2] / "profiles"


def parsed(name: str) -> dict[str, Any]:
    return tomllib.loads((PROFILES / f"{name}.toml").read_text("utf-8"), parse_float=Decimal)


def reading(place: Mapping[str, object] = {}) -> Profile:
    return check(
        read_profile("xian", [Layer("national.toml", parsed("national")), Layer("xian.toml", place)])
    )


def refusal(place: Mapping[str, object]) -> DomainError:
    with pytest.raises(DomainError) as caught:
        reading(place)
    for language in ("zh_CN", "en"):
        sentence = texts(language).error(caught.value)
        assert str(caught.value.params["key"]) in sentence
    return caught.value


def test_a_place_replaces_a_value_together_with_its_clause() -> None:
    profile = reading({"min_inspectors": {"value": 3, "clause": "五（一）"}})
    assert profile.min_inspectors == 3
    assert profile.clauses["min_inspectors"] == "五（一）"
    assert profile.certificate_required is True


def test_a_misspelt_key_is_refused_with_the_nearest_one() -> None:
    error = refusal({"min_inspector": {"value": 3, "clause": "一"}})
    assert (error.code, error.params["file"], error.params["key"]) == (
        "profile.unknown_key",
        "xian.toml",
        "min_inspector",
    )
    assert error.params["nearest"] == "min_inspectors"


def test_a_misspelt_key_deep_inside_is_named_with_its_path() -> None:
    rule = {"key": "plan", "kind": "plan_filing", "date": {"typ": "fixed", "day": "01-31"}, "clause": "一"}
    error = refusal({"report_deadlines": [rule]})
    assert error.params["key"] == "report_deadlines[1].date.typ"
    assert error.params["nearest"] == "type"


@pytest.mark.parametrize(
    ("key", "raw", "expected"),
    [
        ("min_inspectors", "2", "whole_number"),
        ("min_inspectors", True, "whole_number"),
        ("quarterly_quota", 1, "yes_or_no"),
        ("revisit_share", "5%", "number"),
        ("summary_at", "17:30", "time"),
        ("publication_targets", "公示系统", "list"),
        ("key_object_reasons", [""], "text"),
    ],
)
def test_a_value_of_another_type_is_refused(key: str, raw: object, expected: str) -> None:
    error = refusal({key: {"value": raw, "clause": "一"}})
    assert (error.code, error.params["expected"]) == ("profile.wrong_type", expected)


def test_a_bare_value_is_refused_because_it_has_no_clause() -> None:
    assert refusal({"min_inspectors": 2}).params["expected"] == "table"
    assert refusal({"min_inspectors": {"value": 2}}).code == "profile.no_clause"
    assert refusal({"quiet_hours": {"start": time(21), "end": time(8)}}).code == "profile.no_clause"


def test_a_word_outside_the_list_is_refused_with_the_list() -> None:
    error = refusal({"training_gate": {"value": "warning", "clause": "一"}})
    assert error.code == "profile.unknown_choice"
    assert error.params["nearest"] == "warn"


@pytest.mark.parametrize("day", ["02-29", "13-01", "4-15", "2026-04-15", 415])
def test_a_day_that_is_not_in_every_year_is_refused(day: object) -> None:
    deadline = {"start_event": "completion", "absolute": day, "clause": "一"}
    assert refusal({"result_deadline": deadline}).params["expected"] == "month_day"


def test_a_floor_above_its_cap_is_explained() -> None:
    rule = {"item_class": "general", "floor": Decimal("0.08"), "cap": Decimal("0.05"), "clause": "一"}
    error = refusal({"ratio_rules": [rule]})
    assert error.code == "profile.floor_over_cap"
    assert "8%" in texts().error(error)


def filing(**changes: object) -> dict[str, object]:
    plain = {"key": "plan", "kind": "plan_filing", "date": {"type": "month_end", "month": 1}, "clause": "一"}
    return plain | changes


def after(event: str, **days: int) -> dict[str, object]:
    return filing(key="digest", date={"type": "after_event", "event": event, **days})


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (
            {"ratio_rules": [{"item_class": "any", "grade": "E", "floor": Decimal("0.1"), "clause": "一"}]},
            "unknown_grade",
        ),
        ({"frequencies": [{"grade": "E", "at_most": 1, "clause": "一"}]}, "unknown_grade"),
        ({"frequencies": [{"risk": "高风险", "at_least": 2, "clause": "一"}]}, "unknown_risk"),
        ({"frequencies": [{"grade": "A", "clause": "一"}]}, "frequency"),
        ({"frequencies": [{"grade": "A", "at_most": 0, "clause": "一"}]}, "frequency"),
        ({"frequencies": [{"grade": "A", "at_least": 3, "at_most": 2, "clause": "一"}]}, "frequency"),
        ({"frequencies": [{"grade": "A", "at_most": 1, "clause": "一"}] * 2}, "twice"),
        (
            {
                "frequencies": [{"grade": "D", "at_least": 3, "clause": "一"}],
                "yearly_cap_per_object": {"value": 2, "clause": "一"},
            },
            "frequency_over_cap",
        ),
        ({"targets": [{"indicator": "joint_share", "at_least": 15, "clause": "一"}]}, "not_a_share"),
        ({"report_deadlines": [filing(), filing()]}, "twice"),
        ({"report_deadlines": [filing(date={"type": "fixed", "month": 1})]}, "date_keys"),
        (
            {
                "report_deadlines": [
                    filing(date={"type": "after_event", "event": "e", "working_days": 1, "calendar_days": 1})
                ]
            },
            "date_keys",
        ),
        ({"report_deadlines": [filing(date={"type": "month_end", "month": 13})]}, "not_a_month"),
        (
            {"report_deadlines": [filing(date={"type": "mid_month", "month": 12, "last": 21})]},
            "not_mid_month",
        ),
        (
            {"report_deadlines": [filing(date={"type": "window", "opens": "09-01", "day": "09-01"})]},
            "window_backwards",
        ),
        (
            {"report_deadlines": [filing(), after("plan", working_days=0)]},
            "days_after_event",
        ),
        ({"report_deadlines": [filing(), after("plna", working_days=1)]}, "unknown_choice"),
        ({"report_deadlines": [filing(), after("digest", working_days=1)]}, "unknown_choice"),
        ({"report_deadlines": [filing(years=[2026])]}, "years_not_a_span"),
        ({"report_deadlines": [filing(kind="other")]}, "missing_key"),
        ({"result_deadline": {"start_event": "approval", "clause": "一"}}, "no_result_deadline"),
        ({"experts_count": {"value": True, "clause": "一"}}, "experts_without_certificate"),
        ({"min_inspectors": {"value": 0, "clause": "一"}}, "no_inspectors"),
        (
            {
                "witnesses": {
                    "min": 1,
                    "roles": ["liaison", "auditor"],
                    "minutes": 5,
                    "offer_cancel_hours": 24,
                    "clause": "一",
                }
            },
            "roles_over_min",
        ),
        ({"meetings": {"min": 2, "max": 1, "clause": "一"}}, "min_over_max"),
        (
            {"platforms": [{"domain": "药品", "name": "甲", "draw_mode": "external", "clause": "一"}]},
            "no_general_platform",
        ),
        (
            {
                "ladder": {
                    "value": [{"stage": "early", "working_days": -5, "receiver": "liaison"}],
                    "clause": "一",
                }
            },
            "ladder_order",
        ),
        ({"summary_at": {"value": time(22), "clause": "一"}}, "summary_in_quiet_hours"),
    ],
)
def test_values_that_contradict_each_other_are_refused(place: dict[str, object], code: str) -> None:
    assert refusal(place).code == f"profile.{code}"


SOURCE = {
    "title": "虚构的通知",
    "number": "虚〔2026〕1号",
    "sections": ["一", "二（一）", "附件2 二（四）", "3-5"],
}


@pytest.mark.parametrize(
    "clause",
    [
        "二（一）",
        "一、二（一）：原文",
        "附件2 二（四）：原文；五（九）里也这样说",
        "5：原文",
        "本单位规定",
        "本系统默认：说明",
        "《行政处罚法》第四十二条",
        "国发〔2019〕5号：原文",
    ],
)
def test_a_clause_that_names_a_part_of_the_document_or_another_document_stands(clause: str) -> None:
    assert reading({"source": SOURCE, "min_inspectors": {"value": 3, "clause": clause}}).min_inspectors == 3


@pytest.mark.parametrize(
    ("clause", "found"),
    [
        ("二（二）：原文", "二（二）"),
        ("6", "6"),
        ("一、三：原文", "三"),
        ("原文如此", "原文如此"),
        ("一；二（三）：又", "二（三）"),
    ],
)
def test_a_clause_that_names_no_part_of_the_document_is_refused(clause: str, found: str) -> None:
    error = refusal({"source": SOURCE, "min_inspectors": {"value": 3, "clause": clause}})
    assert (error.code, error.params["found"]) == ("profile.unknown_clause", found)
    error = refusal(
        {"source": SOURCE, "targets": [{"indicator": "key_share", "at_least": 1, "clause": clause}]}
    )
    assert error.params["key"] == "targets[1]"


@pytest.mark.parametrize("place", ["dingtao", "huaxi", "pingluo", "xinzhou", "zhanjiang"])
def test_every_place_lists_the_parts_of_its_document(place: str) -> None:
    assert parsed(place)["source"]["sections"]


def test_shares_are_exact_fractions() -> None:
    target = reading(
        {"targets": [{"indicator": "key_share", "at_least": Decimal("0.8"), "hard": False, "clause": "17"}]}
    ).target("key_share")
    assert target is not None
    assert target.at_least == Fraction(4, 5)
    assert target.hard is False


def test_a_required_key_that_no_layer_has_is_refused() -> None:
    base = parsed("national")
    del base["witnesses"]
    with pytest.raises(DomainError, match="missing_key"):
        read_profile("xian", [Layer("national.toml", base)])


def test_the_digest_changes_with_a_clause_and_not_with_the_order_of_keys() -> None:
    base = parsed("national")
    turned = dict(reversed(list(base.items())))
    reworded = deepcopy(base)
    reworded["min_inspectors"]["clause"] = "另一条"
    first, same, other = (
        read_profile("a", [Layer("a.toml", data)]).digest() for data in (base, turned, reworded)
    )
    assert first == same
    assert first != other


def test_a_domain_with_its_own_platform_uses_only_that_one() -> None:
    entry = {"draw_mode": "external", "clause": "二（五）"}
    profile = reading(
        {"platforms": [entry | {"domain": "*", "name": "甲"}, entry | {"domain": "药品", "name": "乙"}]}
    )
    assert [platform.name for platform in profile.platforms_for("药品")] == ["乙"]
    assert [platform.name for platform in profile.platforms_for("食品")] == ["甲"]
    assert profile.draw_modes == ("external",)


def test_quiet_hours_reach_over_midnight_and_end_on_the_minute() -> None:
    night = QuietHours(start=time(21), end=time(8, 30), clause="一")
    assert [night.covers(time(*at)) for at in ((20, 59), (21, 0), (3, 0), (8, 29), (8, 30))] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_a_month_day_falls_in_every_year() -> None:
    assert str(MonthDay(4, 15).in_year(2027)) == "2027-04-15"
