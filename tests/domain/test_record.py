"""The announcement, the record, the chain of records and the form that anybody may see."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import merkle
from domain.draw import Step
from domain.errors import DomainError
from domain.pool import Pool, difference, entry, pool_of
from domain.record import announce, broken_link, hold_announced, public_record, record_sha256, void_record
from domain.witness import check_public, commitment

SECRET, SALT = "0f" * 32, "a1" * 32
SPOKEN = ["纪检:王*:83920174", "联络员:消防救援大队:二〇二六"]
POOL = pool_of(
    entry(f"9152{n:04}X", ("A" if n % 3 else "D*",), "closed" if n == 7 else "") for n in range(30)
)
STEPS = [Step("visit/key", ("D*",), 3, reserve=1), Step("visit/all", ("A", "D*"), 4)]


def held(pool: Pool = POOL, **given: Any) -> dict[str, Any]:
    """A record of the sample draw."""
    further = given.pop("further", {"witnesses": ["纪检"], "quota": "D* ≥ 80 %"})
    return hold_announced(
        announce("HX-2026-0014", pool, STEPS, commitment(SECRET), further), pool, SECRET, SPOKEN, **given
    )


def test_a_pool_edited_after_the_announcement_is_refused() -> None:
    announced = announce("N-1", POOL, STEPS, commitment(SECRET))
    edited = pool_of([*POOL, entry("91520999X", ("A",))])
    with pytest.raises(DomainError, match=r"^draw\.pool_changed "):
        hold_announced(announced, edited, SECRET, SPOKEN)


def test_a_secret_swapped_after_the_announcement_is_refused() -> None:
    announced = announce("N-1", POOL, STEPS, commitment(SECRET))
    with pytest.raises(DomainError, match=r"^draw\.secret_changed "):
        hold_announced(announced, POOL, "10" * 32, SPOKEN)


def test_a_draw_is_not_held_before_every_required_role_has_spoken() -> None:
    with pytest.raises(DomainError, match=r"^draw\.role_missing ") as caught:
        held(further={"witnesses": ["纪检", "public"]})
    assert caught.value.params["roles"] == ["public"]


def test_an_announcement_may_say_more_but_not_something_else() -> None:
    assert announce("N-1", POOL, STEPS, commitment(SECRET), {"task": "T1"})["task"] == "T1"
    with pytest.raises(DomainError, match=r"^draw\.reserved_key "):
        announce("N-1", POOL, STEPS, commitment(SECRET), {"pool_size": 1})
    with pytest.raises(DomainError, match=r"^draw\.not_canonical "):
        announce("N-1", POOL, STEPS, commitment(SECRET), {"ratio": 0.05})


def test_a_crash_after_the_close_recomputes_the_same_record() -> None:
    assert held() == held()


def test_the_public_form_tells_no_grade_no_reserve_no_inspector_and_no_salt() -> None:
    matching = {
        "protocol": "suicha-match/1",
        "assigned": {"V1/消防": ["工号A007", "工号A008"]},
        "unserved": [],
    }
    record = held(matching=matching, salt=SALT)
    shown = public_record(record, SALT)
    text = json.dumps(shown, ensure_ascii=False)
    for hidden in ("D*", "80 %", "quota", "A007", SALT, '"reserve": ['):
        assert hidden in json.dumps(record, ensure_ascii=False)
        assert hidden not in text
    assert [one["count"] for one in shown["result"]] == [3, 4]
    assert shown["result"][0]["largest"] == record["result"][0]["drawn"][-1]["ticket"]
    assert len(shown["matching"]["assigned"]["V1/消防"]) == 2


def test_equal_strata_have_equal_opaque_names_and_another_salt_gives_others() -> None:
    first, second = (public_record(held(), salt)["announcement"]["steps"] for salt in (SALT, "b2" * 32))
    assert set(first[0]["from"]) < set(first[1]["from"])
    assert not set(first[1]["from"]) & set(second[1]["from"])
    assert all(step["from"] == sorted(step["from"]) for step in (*first, *second))


def test_records_are_linked_in_full_and_in_public_and_a_rewritten_one_breaks_the_chain() -> None:
    first = held()
    second = void_record(
        announce("HX-2026-0015", POOL, STEPS, commitment(SECRET)), "见证人缺席", record_sha256(first)
    )
    third = held(previous=record_sha256(second))
    assert broken_link([first, second, third]) is None
    assert broken_link([public_record(one, SALT) for one in (first, second, third)]) is None
    assert broken_link([first | {"secret": "00" * 32}, second, third]) == "HX-2026-0015"
    assert broken_link([first, third]) == "HX-2026-0014"


@given(st.integers(1, 40), st.data())
def test_each_company_can_prove_its_own_line_and_only_that(size: int, data: st.DataObject) -> None:
    pool = pool_of(entry(f"{n:03}", ("A",)) for n in range(size))
    one = data.draw(st.sampled_from(pool.entries))
    root, way = merkle.root(pool, SALT), merkle.proof(pool, SALT, one.id)
    assert merkle.proves(root, one.line, merkle.blind(SALT, one.id), way)
    assert not merkle.proves(root, one._replace(strata=("D",)).line, merkle.blind(SALT, one.id), way)
    if way:
        assert not merkle.proves(root, one.line, merkle.blind(SALT, one.id), way[:-1])


def test_a_company_outside_the_pool_has_no_proof() -> None:
    with pytest.raises(DomainError, match=r"^pool\.unknown_id "):
        merkle.proof(POOL, SALT, "nobody")


def test_a_public_value_that_could_be_tried_out_is_refused() -> None:
    announced = announce("N-1", POOL, STEPS, commitment(SECRET), {"public_bits": 64})
    for value, enough in (
        ("6-3-1-5-2-4", False),
        ("6" * 24, False),
        ("6" * 25, True),
        ("7" * 19, False),
        ("7" * 20, True),
    ):
        spoken = [*SPOKEN, f"public:摇号:{value}"]
        if enough:
            assert hold_announced(announced, POOL, SECRET, spoken)["contributions"] == spoken
        else:
            with pytest.raises(DomainError, match=r"^draw\.public_short "):
                hold_announced(announced, POOL, SECRET, spoken)


def test_two_public_values_count_together_and_none_is_too_few() -> None:
    check_public(["public:体彩:1234567890", "public:骰子:0123456789", "x:y:z"], 64)
    with pytest.raises(DomainError, match=r"^draw\.public_short "):
        check_public(["纪检:王*:12345678901234567890"], 64)


def test_the_confirmer_sees_every_dummy_that_was_added() -> None:
    later = pool_of(
        [
            *(one for one in POOL.entries[2:]),
            entry("91529999X", ("A",)),
            POOL.entries[1]._replace(strata=("D*",)),
        ]
    )
    assert difference(POOL, later) == {
        "added": ("91529999X",),
        "removed": (POOL.entries[0].id,),
        "changed": (POOL.entries[1].id,),
    }
