"""docs/coverage.md accounts for every requirement of the five documents; names are checked in test_docs."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import pytest

from domain.profile_clauses import expanded
from scripts.coverage import DATA, Coverage, Feature, Row, read
from services.profiles import load
from tests.guards.sources import ROOT

NUMBERED = {"HX": (1, 38), "DT": (1, 38), "XZ": (0, 31), "PL": (1, 24), "ZH": (1, 29)}
DIVIDED = {"HX-17": "abc", "HX-20": "ab", "HX-26": "abcd"}
"""The requirements as the five documents were read, row by row; some clauses hold several."""
MUST = frozenset("RMD")


def numbers() -> list[str]:
    """Every requirement's number, in order."""
    plain = [f"{place}-{at:02}" for place, (first, last) in NUMBERED.items() for at in range(first, last + 1)]
    return [number + part for number in plain for part in DIVIDED.get(number, " ").strip() or [""]]


@cache
def coverage() -> Coverage:
    return read(DATA.read_text("utf-8"))


@cache
def own_rules(place: str) -> Mapping[str, Any]:
    """What a place's own file says."""
    return tomllib.loads((ROOT / "profiles" / f"{coverage().profiles[place]}.toml").read_text("utf-8"))


def stands(value: str, rules: Mapping[str, Any]) -> bool:
    """Whether a file has a key, or under it an element of that name (``targets.key_share``)."""
    key, _, name = value.partition(".")
    found = rules.get(key)
    many = found.get("value") if isinstance(found, dict) else found
    named = [one for one in many or () if isinstance(one, dict)] if isinstance(many, list) else []
    return found is not None and (not name or any(name in one.values() for one in named))


def unexplained(rows: Iterable[Row]) -> list[str]:
    """What is neither done nor reasoned: no word of what is missing, and no feature to come."""
    return [row.id for row in rows if row.state != "built" and not (row.lacks or row.missing)]


def test_every_requirement_has_its_row_and_no_other_has_one() -> None:
    assert [row.id for row in coverage().rows] == numbers()


def test_every_kind_of_requirement_and_every_state_has_a_word() -> None:
    assert {kind for row in coverage().rows for kind in row.kind.split()} <= coverage().kinds.keys()
    assert {row.state for row in coverage().rows} <= coverage().states.keys()


def test_what_is_not_done_says_why() -> None:
    assert unexplained(coverage().rows) == []


def test_a_rule_a_metric_and_a_deadline_are_the_programs_matter() -> None:
    outside = [row.id for row in coverage().rows if row.status and MUST & set(row.kind.split())]
    assert outside == []


def test_every_feature_answers_a_requirement() -> None:
    used = {one.key for row in coverage().rows for one in row.by}
    assert sorted(coverage().features.keys() - used) == []


def test_every_rule_that_is_named_stands_in_the_places_own_file() -> None:
    lost = [
        f"{row.id} {value}"
        for row in coverage().rows
        for value in row.values
        if not stands(value, own_rules(row.place))
    ]
    assert lost == []


@pytest.mark.parametrize("place", coverage().places)
def test_every_clause_of_a_document_is_accounted_for_and_no_row_names_another(place: str) -> None:
    sections = expanded(load(coverage().profiles[place]).source.sections)
    named = {clause for row in coverage().of(place) for clause in row.clause.split("、")}
    assert sorted(set(sections) - named - coverage().general.get(place, {}).keys()) == []
    assert sorted(named - set(sections) - set(coverage().unnumbered)) == []


def test_a_state_follows_from_what_is_built() -> None:
    done, missing = (
        Feature(key="a", name="甲", where=("domain.draw",), tests=("t",)),
        Feature(key="b", name="乙"),
    )

    def state(*by: Feature, lacks: str = "") -> str:
        return Row(id="HX-01", clause="1", kind="R", says="…", by=by, lacks=lacks).state

    assert (state(done), state(done, missing), state(missing)) == ("built", "partly", "open")
    assert (state(done, lacks="尚缺"), state(lacks="未定")) == ("partly", "open")


def test_a_rule_and_a_reason_that_are_not_there_are_noticed() -> None:
    assert stands("targets.key_share", own_rules("HX"))
    assert not stands("targets.key_share", own_rules("XZ"))
    assert not stands("target", own_rules("HX"))
    assert unexplained([Row(id="HX-01", clause="1", kind="R", says="…")]) == ["HX-01"]
