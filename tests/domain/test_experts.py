"""Experts beside the inspectors: what is asked for, who is sent, and that anybody can recount it."""

import copy
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.draw import Step, hold, key
from domain.experts import (
    Place,
    asked_in,
    expert_key,
    experts_record,
    send,
    serves,
    stays_away,
    together,
)
from domain.pool import entry, pool_of
from domain.record import announce, hold_announced, public_record
from domain.recount import recount
from domain.witness import commitment
from locales.columns import columns

SECRET, SALT, SPOKEN = "0f" * 32, "a1" * 32, ["监督:王*:8392", "联络:李*:7"]
KEY = expert_key("ab" * 32)
POOL = pool_of(entry(f"9152{n:04}X", ("A",), "") for n in range(30))
STEPS = [Step("all", ("A",), 6)]
PEOPLE = [f"Z{n}" for n in range(9)]
names = st.sets(st.sampled_from(PEOPLE))


def recorded(need: int = 2, eligible: frozenset[str] = frozenset(PEOPLE)) -> dict[str, Any]:
    """A draw of six objects, each with experts of one field."""
    announcement = announce(
        "HX-2026-0014", POOL, STEPS, commitment(SECRET), {"experts": {"": {"食品": need}}}
    )
    draw_key = key("HX-2026-0014", SECRET, SPOKEN)
    drawn = hold(POOL, STEPS, draw_key)[0].drawn
    sent = send([Place(one.id, "食品", need, eligible) for one in drawn], expert_key(draw_key.hex()))
    return hold_announced(announcement, POOL, SECRET, SPOKEN, experts=experts_record(sent), salt=SALT)


def wrong(record: Any) -> list[str]:
    return [check.what for check in recount(record, POOL.data) if check.outcome == "differs"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", {}),
        ("无", {}),
        ("否；", {}),
        ("是", {"": 1}),
        ("2人", {"": 2}),
        ("食品安全", {"食品安全": 1}),
        ("食品安全专家2名、特种设备", {"食品安全": 2, "特种设备": 1}),
        ("1名危化专家；两名专家", {"危化": 1, "": 2}),
        ("食品：二人", {"食品": 2}),
        ("一次性用品", {"一次性用品": 1}),
        ("食品0人", {}),
    ],
)
def test_what_a_plan_asks_for_is_read_as_it_is_written(text: str, asked: dict[str, int]) -> None:
    assert asked_in(text, columns()) == asked


def test_several_tasks_of_a_visit_share_the_experts_of_a_field() -> None:
    assert together([{"食品": 1, "": 1}, {"食品": 2}]) == {"食品": 2, "": 1}


def test_a_field_of_service_covers_what_it_contains() -> None:
    assert serves("食品", ["食品安全"], "")
    assert serves("食品", [], "食品检验")
    assert serves("", [], "")
    assert not serves("特种设备", ["食品安全"], "食品检验")


@pytest.mark.parametrize(
    ("interests", "organisation", "away"),
    [
        ("", "", False),
        ("甲乙食品有限公司顾问", "", False),
        ("持股：91000X", "", True),
        ("曾任职于，示例县甲乙食品", "", True),
        ("示例县甲乙食品有限公司独立董事", "", True),
        ("", "示例县甲乙食品有限公司", True),
        ("甲乙", "", False),
    ],
)
def test_an_interest_in_the_object_keeps_an_expert_away(
    interests: str, organisation: str, away: bool
) -> None:
    assert stays_away(interests, organisation, "91000X", "示例县甲乙食品有限公司") is away


@given(st.lists(st.tuples(names, st.integers(1, 3)), max_size=12), st.randoms())
def test_every_place_gets_all_it_can_from_its_own_people_whatever_the_order(
    wanted: list[tuple[set[str], int]], dice: Any
) -> None:
    places = [Place(f"O{n}", "食品", need, frozenset(who)) for n, (who, need) in enumerate(wanted)]
    sent = send(places, KEY)
    for one in sent:
        assert set(one.people) <= one.place.eligible
        assert len(set(one.people)) == len(one.people) == min(one.place.need, len(one.place.eligible))
        assert one.missing == one.place.need - len(one.people)
    dice.shuffle(places)
    assert send(places, KEY) == sent


@given(st.integers(1, 40), st.integers(1, 3))
def test_work_is_even_where_everybody_may_go_everywhere(objects: int, need: int) -> None:
    sent = send([Place(f"O{n}", "", need, frozenset(PEOPLE)) for n in range(objects)], KEY)
    load = Counter(person for one in sent for person in one.people)
    assert max(load[one] for one in PEOPLE) - min(load[one] for one in PEOPLE) <= 1


def test_everybody_is_as_likely_as_anybody() -> None:
    place = Place("O1", "食品", 1, frozenset(PEOPLE))
    seen = Counter(send([place], expert_key(f"{n:064x}"))[0].people[0] for n in range(1800))
    assert all(140 < seen[one] < 260 for one in PEOPLE)


def test_who_was_there_goes_on_and_nobody_else_is_moved() -> None:
    place = Place("O1", "食品", 2, frozenset(PEOPLE))
    (sent,) = send([place], KEY, {("O1", "食品"): ["Z7", "ZX"]})
    assert sent.people[0] == "Z7"
    assert "ZX" not in sent.people


def test_a_record_with_experts_recounts_in_full() -> None:
    record = recorded()
    checks = recount(record, POOL.data, record["announcement_sha256"])
    assert {check.outcome for check in checks} == {"agrees"}
    assert "experts" in {check.what for check in checks}


def test_a_record_without_experts_says_nothing_of_them() -> None:
    announcement = announce("HX-2026-0014", POOL, STEPS, commitment(SECRET))
    record = hold_announced(announcement, POOL, SECRET, SPOKEN)
    assert "experts" not in record | announcement | public_record(record, SALT)
    assert "experts" not in [check.what for check in recount(record, POOL.data)]


@pytest.mark.parametrize("forged", ["sent", "need", "dropped", "added", "place"])
def test_an_edited_expert_is_named(forged: str) -> None:
    record = copy.deepcopy(recorded())
    places = record["experts"]["places"]
    if forged == "sent":
        places[2]["sent"] = sorted(set(PEOPLE) - set(places[2]["sent"]))[:2]
    elif forged == "need":
        places[2] |= {"need": 1, "sent": places[2]["sent"][:1]}
    elif forged == "dropped":
        del record["experts"]
    elif forged == "added":
        places[2]["sent"].append("Z8")
    else:
        places[2]["object"] = "91520029X"
    assert wrong(record) == ["experts"]


def test_the_public_form_shows_places_and_nobody() -> None:
    record = recorded(need=2, eligible=frozenset({"Z3"}))
    shown = public_record(record, SALT)
    assert "Z3" not in str(shown["experts"])
    assert {len(one["sent"]) for one in shown["experts"]["places"]} == {1}
    told = {check.what: check.outcome for check in recount(shown)}
    assert told["experts"] == "unchecked"
    shown["experts"]["places"].pop()
    assert {check.what for check in recount(shown) if check.outcome == "differs"} == {"experts"}
