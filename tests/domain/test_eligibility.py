"""Who may be drawn, who may inspect, and that each reason has its words."""

from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest

from domain.eligibility import (
    ExclusionCode,
    HindranceCode,
    InspectorFacts,
    ObjectFacts,
    ObjectRules,
    Relation,
    Visit,
    exclusion,
    hindrances,
)
from locales.texts import LANGUAGES, texts

DAY = date(2026, 4, 15)
RULES = ObjectRules(
    exempt_grades=frozenset("A"), observation=True, yearly_cap=2, listed={"9152X": "花府办发〔2026〕3号"}
)
PLAIN = ObjectFacts(id="9152", grade="B")


def excluded(**facts: Any) -> str | None:
    """The code of the reason, if any."""
    reason = exclusion(replace(PLAIN, **facts), RULES, DAY)
    return reason.code if reason else None


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, None),
        ({"closed": True}, "closed"),
        ({"suspended": True}, "suspended"),
        ({"id": "9152X"}, "listed"),
        ({"joint_task": "HX-2026-L-03"}, "joint"),
        ({"portion": "HX-2026-0003"}, "portion"),
        ({"portion": "HX-2026-0003", "closed": True}, "closed"),
        ({"portion": "HX-2026-0003", "visits_this_year": 2}, "portion"),
        ({"visits_this_year": 1}, None),
        ({"visits_this_year": 2}, "yearly_cap"),
        ({"visits_this_year": 2, "whole": True}, None),
        ({"observed_until": date(2026, 4, 14)}, None),
        ({"observed_until": DAY}, "observation"),
        ({"observed_until": DAY, "key": True}, None),
        ({"grade": "A"}, "low_risk"),
        ({"grade": "A", "key": True}, None),
        ({"grade": "A", "whole": True}, None),
        ({"grade": "A", "closed": True}, "closed"),
    ],
)
def test_an_object_is_excluded_for_the_weightiest_reason(facts: dict[str, Any], code: str | None) -> None:
    assert excluded(**facts) == code


def test_a_place_that_spares_nobody_excludes_only_who_is_gone() -> None:
    facts = replace(PLAIN, grade="A", observed_until=DAY, visits_this_year=9)
    assert exclusion(facts, ObjectRules(), DAY) is None


GOOD = InspectorFacts(
    id="A007",
    certificate="201654321",
    certificate_until=DAY,
    fields=frozenset({"食品"}),
    areas=frozenset({"溪北"}),
)
VISIT = Visit(object_id="9152", on=DAY, area="溪北", fields=frozenset({"食品"}))


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, []),
        ({"certificate_until": None}, []),
        ({"fields": frozenset(), "areas": frozenset()}, []),
        ({"left": True}, ["left"]),
        ({"certificate": ""}, ["certificate"]),
        ({"certificate_until": date(2026, 4, 14)}, ["expired"]),
        ({"leave": ((date(2026, 4, 1), date(2026, 4, 15)),)}, ["leave"]),
        ({"leave": ((date(2026, 4, 16), date(2026, 4, 20)),)}, []),
        ({"areas": frozenset({"溪南"})}, ["area"]),
        ({"fields": frozenset({"特种设备"})}, ["field"]),
        ({"relations": {"9152": "relative"}}, ["recusal"]),
        ({"relations": {"9999": "relative"}}, []),
        ({"left": True, "certificate": ""}, ["left", "certificate"]),
    ],
)
def test_an_inspector_is_kept_away_for_every_reason_there_is(facts: dict[str, Any], codes: list[str]) -> None:
    assert [one.code for one in hindrances(replace(GOOD, **facts), VISIT)] == codes


def test_a_place_may_do_without_certificates() -> None:
    assert hindrances(replace(GOOD, certificate=""), replace(VISIT, certificate_required=False)) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_has_its_words(language: str) -> None:
    say = texts(language).say
    params: dict[str, Any] = {"document": "x", "task": "T", "visits": 2, "cap": 2, "until": DAY, "on": DAY}
    params |= {"draw": "HX-2026-0003", "grade": "A", "risk": ""}
    params |= {"area": "溪北", "fields": ["食品"]}
    told = [say(f"draw_rules.exclusion.{code}", **params) for code in get_args(ExclusionCode)]
    told += [
        say(f"draw_rules.hindrance.{code}", relation="own", **params) for code in get_args(HindranceCode)
    ]
    told += [say("draw_rules.hindrance.recusal", relation=relation) for relation in get_args(Relation)[1:]]
    assert len(set(told)) == len(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_of_the_facts_words_itself(language: str) -> None:
    say = texts(language).say
    facts = replace(PLAIN, observed_until=DAY)
    for reason in (exclusion(facts, RULES, DAY), *hindrances(InspectorFacts(id="1", left=True), VISIT)):
        assert reason is not None
        kind = "exclusion" if reason.code in get_args(ExclusionCode) else "hindrance"
        assert say(f"draw_rules.{kind}.{reason.code}", **reason.params)
