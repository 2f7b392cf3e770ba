"""A platform's draw recounted: against its list to the last cell, and never more than that is claimed."""

import copy
import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.canonical import sha256_of
from domain.external_record import Team, corrected, external_record
from domain.record import public_record
from domain.recount import main, recount
from tests.register_corpus import xls, xlsx

HEAD = ["任务名称", "统一社会信用代码/注册号", "企业名称", "工号", "组长"]
ROWS: list[list[str | None]] = [
    ["食品销售联合抽查", "91990124000000002X", "示例商行2", "S-1，S-2", "S-1"],
    [None, None, None, "X-1、X-2", None],
    ["食品销售联合抽查", "919901240000000003", "示例商行3", "S-2、X-1", ""],
    ["餐饮抽查", "919901240000000004", "示例商行4", "S-9", ""],
    ["合计", "3家", None, None, None],
]
LIST = xlsx([HEAD, *ROWS])
TEAMS = [
    Team("91990124000000002X", {"S-1": "市场", "S-2": "市场", "X-1": "消防", "X-2": "消防"}, "S-1"),
    Team("919901240000000003", {"S-2": "市场", "X-1": "消防"}),
]


def record_of(listed: bytes, teams: Sequence[Team] = TEAMS) -> dict[str, Any]:
    head = {
        "draw_no": "XZ-2026-0003",
        "task": {"no": "2026-01", "name": "食品销售联合抽查"},
        "platform": {"name": "某省平台", "clause": "二（一）"},
        "drawn_at": "2026-04-01T09:00",
        "file_sha256": sha256(listed).hexdigest(),
        "version": 1,
        "registered": {"unit": "办公室", "by": "王*", "at": "2026-04-01T10:00+08:00"},
    }
    return external_record(head, teams, ())


RECORD = record_of(LIST)
PUBLIC = public_record(RECORD, "")


def outcomes(record: Any, listed: bytes | None = LIST, **more: Any) -> dict[str, str]:
    return {check.what: check.outcome for check in recount(record, listed=listed, **more)}


def wrong(record: Any, listed: bytes | None = LIST, **more: Any) -> list[str]:
    return [what for what, outcome in outcomes(record, listed, **more).items() if outcome == "differs"]


def as_csv(encoding: str, between: str = ",") -> bytes:
    grid: list[list[str | None]] = [[*HEAD], *ROWS]
    lines = (between.join(f'"{cell or ""}"' for cell in row) for row in grid)
    return "\r\n".join(lines).encode(encoding)


def edited(path: str, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(RECORD)
    place: Any = changed
    *way, last = path.split(".")
    for part in way:
        place = place[part]
    place[last] = value
    return changed


def test_everything_but_the_platforms_randomness_is_checked_against_the_list() -> None:
    found = outcomes(RECORD, posted=RECORD["file_sha256"])
    assert found.pop("platform") == "unchecked"
    assert set(found.values()) == {"agrees"}
    (objects,) = (check for check in recount(RECORD, listed=LIST) if check.what == "list_objects")
    assert (objects.why, objects.params) == ("list_others", {"count": 1})


@pytest.mark.parametrize(
    "listed", [as_csv("utf-8-sig"), as_csv("gb18030", "\t"), as_csv("utf-16"), as_csv("utf-8", ";")]
)
def test_lists_of_any_encoding_are_read(listed: bytes) -> None:
    found = outcomes(record_of(listed), listed)
    assert (found["list"], found["list_objects"], found["list_people"]) == ("agrees",) * 3


@pytest.mark.parametrize("listed", [xls([HEAD, *ROWS]), b"PK\x03\x04broken", b"\0\1\2"])
def test_of_a_file_that_cannot_be_read_here_only_the_digest_is_checked(listed: bytes) -> None:
    found = outcomes(record_of(listed), listed)
    assert (found["list"], found["list_objects"], found["list_people"]) == (
        "agrees",
        "unchecked",
        "unchecked",
    )


def test_the_public_form_is_compared_by_its_objects() -> None:
    found = outcomes(PUBLIC)
    assert (found["list_objects"], found["list_people"]) == ("agrees", "unchecked")
    assert wrong({**PUBLIC, "objects": PUBLIC["objects"][:1]}) == ["list_objects"]


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("objects", [*RECORD["objects"], "919901240000000004"], ["registration", "list_objects"]),
        ("objects", [*RECORD["objects"], "919901240000000009"], ["registration", "list_objects"]),
        ("objects", RECORD["objects"][:1], ["registration", "list_objects"]),
        ("objects", RECORD["objects"] * 2, ["registration"]),
        ("matching.assigned", {"91990124000000002X/市场": ["S-1"]}, ["registration", "list_people"]),
        ("matching.assigned.919901240000000003/市场", ["S-3"], ["list_people"]),
        ("matching.assigned.919901240000000003/市场", ["S-2", "S-3"], ["list_people"]),
        ("matching.leaders", {"91990124000000002X": "S-9"}, ["registration"]),
        ("file_sha256", "0" * 64, ["list"]),
        ("version", 2, ["registration"]),
        ("earlier", ["0" * 64], ["registration"]),
        ("platform", {}, ["form"]),
    ],
)
def test_each_forgery_is_named(path: str, value: Any, named: list[str]) -> None:
    assert set(named) <= set(wrong(edited(path, value)))


def test_another_list_is_named_by_its_digest_and_by_the_post() -> None:
    other = xlsx([HEAD, *ROWS[2:]])
    assert wrong(RECORD, other)[0] == "list"
    redone = record_of(other, TEAMS[1:])
    assert wrong(redone, other, posted=RECORD["file_sha256"]) == ["list_posted"]


def test_a_row_left_out_is_found_unless_the_list_says_that_it_is_another_tasks() -> None:
    without_tasks = [[None, *row[1:]] for row in ROWS]
    listed = xlsx([HEAD, *without_tasks])
    assert wrong(record_of(listed), listed) == ["list_objects"]


def test_a_list_that_names_people_only_leaves_them_open() -> None:
    listed = xlsx([HEAD, *([*row[:3], "张云", ""] for row in ROWS)])
    assert outcomes(record_of(listed), listed)["list_people"] == "unchecked"
    hidden = xlsx([HEAD, *([*row[:3], "S-1、11010119900101123X", ""] for row in ROWS)])
    assert outcomes(record_of(hidden), hidden)["list_people"] == "unchecked"


def test_the_versions_before_are_linked_by_their_digests() -> None:
    later = corrected(record_of(LIST, TEAMS), RECORD, sha256_of(RECORD))
    assert outcomes(later)["earlier"] == "unchecked"
    assert outcomes(later, earlier=[RECORD])["earlier"] == "agrees"
    assert wrong(later, earlier=[edited("drawn_at", "2026-03-01")]) == ["earlier"]
    third = corrected(record_of(LIST, TEAMS), later, sha256_of(later))
    assert wrong(third, earlier=[later, RECORD]) == []
    assert wrong(third, earlier=[later]) == ["earlier"]


def test_the_program_says_who_drew_where_and_ends_honestly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, listed = tmp_path / "r.json", tmp_path / "名单.xlsx"
    record.write_text(json.dumps(RECORD, ensure_ascii=False), "utf-8")
    listed.write_bytes(LIST)
    assert main([str(record), "--lang", "zh"]) == 2
    said = capsys.readouterr().out
    assert "任务“食品销售联合抽查”由某省平台抽取，时间：2026-04-01T09:00；办公室 王*登记" in said
    assert said.splitlines()[-1].startswith("结论：没有名单文件，无法核对")
    assert main([str(record), "--lang", "en", "--list", str(listed)]) == 0
    said = capsys.readouterr().out
    assert "[not checked] randomness of the platform" in said
    assert "cannot be recomputed here" in said.splitlines()[-1]
    listed.write_bytes(xlsx([HEAD, *ROWS[:2]]))
    assert main([str(record), "--list", str(listed)]) == 1
    assert main([str(record), "--list", str(tmp_path / "none.xlsx")]) == 2


def test_a_record_of_before_that_names_nobody_who_registered_it_is_still_read() -> None:
    old = {name: value for name, value in RECORD.items() if name != "registered"}
    assert wrong(old) == []


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PATHS = ["file_sha256", "objects", "matching", "matching.assigned", "version", "earlier", "platform", "task"]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(PATHS), values, st.sampled_from([LIST, as_csv("utf-8"), None]))
def test_whatever_is_put_into_the_record_the_recount_answers_and_never_agrees(
    path: str, value: Any, listed: bytes | None
) -> None:
    found = outcomes(edited(path, value), listed)
    if listed is not None and edited(path, value) != RECORD:
        assert "differs" in found.values()


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=60).map(str.encode))
def test_whatever_the_list_is_the_recount_answers(listed: bytes) -> None:
    assert outcomes(RECORD, listed)["list"] == "differs"
