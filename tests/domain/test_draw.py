"""The draw, byte for byte as the protocol's vectors, and what must hold for every pool."""

import hashlib
import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.canonical import PROTOCOL, canonical, sha256_of
from domain.draw import Step, check_steps, hold, key, replacement, smallest, step_from, step_key
from domain.errors import DomainError
from domain.pool import Pool, entry, parse, pool_of, read_entries
from domain.witness import commitment, contribution

VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "draw-vectors.json").read_text("utf-8"))
SECRET = "5e" * 32
each_vector = pytest.mark.parametrize("vector", VECTORS.values(), ids=list(VECTORS))


def refused(code: str) -> Any:
    """Expect a ``DomainError`` with the code."""
    return pytest.raises(DomainError, match=rf"^{re.escape(code)}( |$)")


@each_vector
def test_the_vectors_pool_is_read_and_written_byte_for_byte(vector: Any) -> None:
    pool = parse(vector["pool"].encode())
    announced = vector["announcement"]
    assert pool_of(reversed(pool.entries)).data == vector["pool"].encode()
    assert (pool.sha256, pool.size, pool.excluded) == (
        announced["pool_sha256"],
        announced["pool_size"],
        announced["excluded"],
    )


@each_vector
def test_the_vectors_announcement_has_the_published_canonical_form_and_digest(vector: Any) -> None:
    assert vector["announcement"]["protocol"] == PROTOCOL
    assert canonical(vector["announcement"]) == vector["announcement_canonical"]
    assert sha256_of(vector["announcement"]) == vector["announcement_sha256"]
    assert commitment(vector["secret"]) == vector["announcement"]["commitment"]


@each_vector
def test_the_vectors_keys_and_result_are_drawn_again(vector: Any) -> None:
    draw_key = key(vector["announcement"]["draw_no"], vector["secret"], vector["contributions"])
    assert draw_key.hex() == vector["key"]
    steps = [step_from(one) for one in vector["announcement"]["steps"]]
    assert [one.as_json() for one in steps] == vector["announcement"]["steps"]
    for name, value in vector["step_keys"].items():
        assert step_key(draw_key, name).hex() == value
    drawn = hold(parse(vector["pool"].encode()), steps, draw_key)
    assert [one.as_json() for one in drawn] == vector["result"]


def plain_draw(pool: str, steps: list[dict[str, Any]], draw_key: str) -> list[list[str]]:
    """The protocol once more, written from its text with nothing of ours."""
    rows = [line.split("\t") for line in pool.split("\n")[1:-1]]
    results: list[list[str]] = []
    for number, step in enumerate(steps):
        order = step.get("order", step["label"])
        seed = hashlib.sha256(f"suicha-draw/1|step|{draw_key}|{order}".encode()).digest()
        same = [n for n in range(number) if steps[n].get("task") == step.get("task")]
        before = {one for n in same for one in results[n]}
        names = [
            r[0] for r in rows if not r[2] and set(r[1].split(",")) & set(step["from"]) and r[0] not in before
        ]
        names.sort(key=lambda name: hashlib.sha256(seed + name.encode()).hexdigest())
        results.append(names if step["take"] == "all" else names[: step["take"]])
    return results


ids = st.text(
    st.characters(exclude_characters="\t\n\r|", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=6
)
strata = st.lists(st.sampled_from(["A", "B*", "消防"]), unique=True, max_size=2)
lines = st.builds(entry, ids, strata, st.sampled_from(["", "", "closed"]))
pools = st.lists(lines, unique_by=lambda one: one.id, max_size=40).map(pool_of)
takes: st.SearchStrategy[Any] = st.one_of(st.just("all"), st.integers(0, 12))
sources = st.lists(st.sampled_from(["A", "B*", "消防"]), min_size=1, unique=True)


@st.composite
def plans(draw: st.DrawFn) -> list[Step]:
    """Up to four steps of two tasks; only different tasks may share an order."""
    steps = []
    for number in range(draw(st.integers(1, 4))):
        task = draw(st.sampled_from([None, "T1", "T2"]))
        order = f"visit{number if task is None else number // 2}" if draw(st.booleans()) else None
        steps.append(
            Step(
                f"s{number}", tuple(draw(sources)), draw(takes), draw(st.sampled_from([None, 2])), task, order
            )
        )
    used = [(one.task, one.order_name) for one in steps]
    return [one for n, one in enumerate(steps) if used.index((one.task, one.order_name)) == n]


@given(pools, plans(), st.binary(min_size=32, max_size=32))
def test_a_second_implementation_from_the_protocols_text_draws_the_same(
    pool: Pool, steps: list[Step], draw_key: bytes
) -> None:
    ours = [[one.id for one in step.drawn] for step in hold(pool, steps, draw_key)]
    assert ours == plain_draw(pool.data.decode(), [one.as_json() for one in steps], draw_key.hex())


def large_pool(size: int, chance: Random) -> Pool:
    """So many objects that only a part of the tickets is looked at, of all strata and exclusions mixed."""
    kinds = [("A",), ("B*",), ("A", "消防"), ()]
    return pool_of(
        entry(f"企{n}", chance.choice(kinds), chance.choice(["", "", "", "closed"])) for n in range(size)
    )


@settings(max_examples=40, deadline=None)
@given(st.integers(200, 1500), st.randoms(use_true_random=False), plans())
def test_a_second_implementation_draws_the_same_out_of_many(
    size: int, chance: Random, steps: list[Step]
) -> None:
    pool, draw_key = large_pool(size, chance), chance.randbytes(32)
    ours = [[one.id for one in step.drawn] for step in hold(pool, steps, draw_key)]
    assert ours == plain_draw(pool.data.decode(), [one.as_json() for one in steps], draw_key.hex())


@given(pools, plans(), st.binary(min_size=32, max_size=32))
def test_only_eligible_objects_of_the_steps_strata_are_drawn_and_none_twice_in_a_task(
    pool: Pool, steps: list[Step], draw_key: bytes
) -> None:
    rows = {one.id: one for one in pool}
    seen: set[tuple[str | None, str]] = set()
    for step, result in zip(steps, hold(pool, steps, draw_key), strict=True):
        for one in result.drawn:
            assert not rows[one.id].exclusion
            assert set(rows[one.id].strata) & set(step.strata)
            assert (step.task, one.id) not in seen
            seen.add((step.task, one.id))


@given(pools, st.integers(0, 20), st.integers(0, 20), st.binary(min_size=32, max_size=32))
def test_drawing_more_keeps_who_was_drawn_first(pool: Pool, few: int, more: int, draw_key: bytes) -> None:
    short, long = (hold(pool, [Step("one", ("A",), take)], draw_key)[0].drawn for take in (few, few + more))
    assert long[:few] == short


@given(pools, st.integers(0, 20), st.data())
def test_taking_an_object_away_moves_only_its_own_place(pool: Pool, take: int, data: st.DataObject) -> None:
    draw_key = bytes(32)
    step = Step("one", ("A",), take)
    before = hold(pool, [step], draw_key)[0].drawn
    if not pool.entries:
        return
    gone = data.draw(st.sampled_from(pool.entries)).id
    after = hold([one for one in pool if one.id != gone], [step], draw_key)[0].drawn
    kept = [one for one in before if one.id != gone]
    assert list(after[: len(kept)]) == kept
    assert len(after) - len(kept) in ((0, 1) if len(kept) < len(before) else (0,))


@given(st.lists(st.tuples(st.binary(min_size=1, max_size=2), ids), max_size=3000), st.integers(0, 30))
def test_the_bounded_selection_is_the_sorted_prefix(tickets: list[tuple[bytes, str]], count: int) -> None:
    assert smallest(count, tickets) == sorted(tickets)[:count]


def test_the_bounded_selection_forgets_what_cannot_win() -> None:
    tickets = [(hashlib.sha256(b"%d" % n).digest(), str(n)) for n in range(20_000)]
    assert smallest(7, tickets) == sorted(tickets)[:7]


def test_a_pool_read_line_by_line_gives_the_same_draw() -> None:
    vector = VECTORS["two_stage"]
    data = vector["pool"].encode()

    class Lines:
        def __iter__(self) -> Any:
            return read_entries(data.splitlines(keepends=True))

    steps = [step_from(one) for one in vector["announcement"]["steps"]]
    draw_key = bytes.fromhex(vector["key"])
    assert hold(Lines(), steps, draw_key) == hold(parse(data), steps, draw_key)


def test_steps_of_different_tasks_with_one_order_overlap_as_far_as_they_can() -> None:
    pool = pool_of(entry(f"{n:04}", ("a", "b")) for n in range(500))
    steps = [Step("a", ("a",), 20, task="T1", order="visit"), Step("b", ("b",), 50, task="T2", order="visit")]
    first, second = hold(pool, steps, bytes(32))
    assert second.drawn[:20] == first.drawn


def test_a_replacement_is_the_next_in_ticket_order_that_nobody_holds() -> None:
    pool = pool_of(entry(f"{n:02}", ("a",)) for n in range(6))
    step = Step("a", ("a",), 2)
    order = [one.id for one in hold(pool, [Step("a", ("a",), "all")], bytes(32))[0].drawn]
    held = {*order[:2], order[2]}
    assert replacement(pool, step, bytes(32), held).id == order[3]
    with refused("draw.no_reserve"):
        replacement(pool, step, bytes(32), set(order))


@pytest.mark.parametrize("sign", ["\t", "\n", "\r", "|", "\ud800"])
def test_signs_that_would_break_the_file_are_refused_everywhere(sign: str) -> None:
    for build in (
        lambda: entry(f"1{sign}2"),
        lambda: entry("1", (f"A{sign}",)),
        lambda: entry("1", ("A",), f"closed{sign}"),
        lambda: contribution("纪检", "王*", f"1{sign}2"),
        lambda: step_from({"label": f"a{sign}", "from": ["A"], "take": 1}),
    ):
        with refused("pool.forbidden"):
            build()


def test_composed_and_decomposed_writing_are_one_id() -> None:
    assert entry("Caf\u0065\u0301") == entry("Caf\u00e9")
    with refused("pool.duplicate"):
        pool_of([entry("e\u0301"), entry("\u00e9")])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "pool.header"),
        (b"#suicha-pool/2\n", "pool.header"),
        (b"\xef\xbb\xbf#suicha-pool/1\n", "pool.header"),
        (b"#suicha-pool/1\r\n1\tA\t\r\n", "pool.header"),
        (b"#suicha-pool/1\n1\tA\t", "pool.line"),
        (b"#suicha-pool/1\n1\tA\n", "pool.line"),
        (b"#suicha-pool/1\n\n", "pool.line"),
        (b"#suicha-pool/1\n\xff\tA\t\n", "pool.line"),
        (b"#suicha-pool/1\n\tA\t\n", "pool.no_id"),
        (b"#suicha-pool/1\n2\tA\t\n1\tA\t\n", "pool.order"),
        (b"#suicha-pool/1\n1\tA\t\n1\tA\t\n", "pool.order"),
        (b"#suicha-pool/1\n1\tA,,B\t\n", "pool.stratum"),
        (b"#suicha-pool/1\n1\tA,A\t\n", "pool.stratum"),
        ("#suicha-pool/1\ne\u0301\tA\t\n".encode(), "pool.not_normal"),
    ],
)
def test_a_pool_file_that_is_not_exact_is_refused(data: bytes, code: str) -> None:
    with refused(code):
        parse(data)


def test_the_pool_is_sorted_by_bytes_not_by_letters() -> None:
    pool = pool_of([entry("\U00020000"), entry("\uff21"), entry("a"), entry("B")])
    assert [one.id for one in pool] == ["B", "a", "\uff21", "\U00020000"]


@given(pools)
def test_a_pool_gives_back_the_entries_it_was_made_of(pool: Pool) -> None:
    assert Pool(iter(pool.entries)) == pool
    assert pool.entries == tuple(entry(*one) for one in pool)
    assert pool.data.decode() == "#suicha-pool/1\n" + "".join(f"{one.line}\n" for one in pool)
    assert pool.excluded == sum(bool(one.exclusion) for one in pool)
    assert (pool.size, hash(pool)) == (len(pool.entries), hash(Pool(pool)))


@given(pools)
def test_every_written_pool_is_read_back(pool: Pool) -> None:
    assert parse(pool.data) == pool


@pytest.mark.parametrize("value", [1.5, None, True, {1: "a"}, [object()]])
def test_what_canonical_json_does_not_know_is_refused(value: object) -> None:
    with refused("draw.not_canonical"):
        canonical({"x": value})


@pytest.mark.parametrize(
    ("change", "key_name"),
    [
        ({"take": -1}, "take"),
        ({"take": True}, "take"),
        ({"take": "some"}, "take"),
        ({"reserve": "2"}, "reserve"),
        ({"from": []}, "from"),
        ({"from": "A"}, "from"),
        ({"label": ""}, "label"),
        ({"order": 3}, "order"),
        ({"reserv": 3}, "reserv"),
    ],
)
def test_a_step_that_says_something_else_is_refused_by_its_key(change: dict[str, Any], key_name: str) -> None:
    with pytest.raises(DomainError) as caught:
        step_from({"label": "a", "from": ["A"], "take": 1} | change)
    assert (caught.value.code, caught.value.params["key"]) == ("draw.step", key_name)


def test_stages_of_one_task_may_not_share_a_ticket_order() -> None:
    with refused("draw.order_shared"):
        check_steps([Step("a", ("A",), 1, order="visit"), Step("b", ("A",), 1, order="visit")])
    with refused("draw.order_shared"):
        check_steps([Step("a", ("A",), 1), Step("b", ("A",), 1, order="a")])
    with refused("draw.label_twice"):
        check_steps([Step("a", ("A",), 1, task="T1"), Step("a", ("A",), 1, task="T2")])
