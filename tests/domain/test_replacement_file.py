"""A replacement file is checked like a record: by whoever wants to, and every forgery is named."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli import app
from domain.canonical import sha256_of
from domain.draw import Step
from domain.experts import Place, expert_key, experts_record, send
from domain.matching import Inspector as Person
from domain.matching import Task, match, match_key
from domain.matching_record import matching_record
from domain.pool import Pool, entry, pool_of
from domain.record import announce, hold_announced, public_record
from domain.recount import main, recount
from domain.replacement_file import faults, public_replacement, replacement_file
from domain.substitution import Swap, successors
from domain.witness import commitment

SECRET, SALT = "0f" * 32, "a1" * 32
POOL = pool_of(
    entry(f"9152{n:04X}", ("a/A",) if n % 3 else ("a/A", "b/A"), "closed" if n == 7 else "")
    for n in range(30)
)
STEPS = [
    Step("a/all", ("a/A",), 4, task="a", order="visit/all"),
    Step("b/all", ("b/A",), 3, task="b", order="visit/all"),
]
PEOPLE = frozenset({"S-1", "S-2", "S-3"})


def held(pool: Pool, number: str = "HX-2026-0014") -> dict[str, Any]:
    tasks = [Task("x/市场", 2, PEOPLE)]
    inspectors = [Person(one, 9) for one in sorted(PEOPLE)]
    record = hold_announced(
        announce(number, pool, STEPS, commitment(SECRET)), pool, SECRET, ["a:b:c"], salt=SALT
    )
    found = match(tasks, inspectors, match_key(record["key"]))
    return record | {"matching": matching_record(tasks, inspectors, found, {})}


def file_after(record: dict[str, Any], before: list[dict[str, Any]], swaps: list[Swap], gone: str) -> Any:
    """The next file, and its swap at the end of ``swaps``."""
    came = successors(record, POOL, swaps, gone)
    swap = Swap(gone, came, tuple(Task(f"{one.id}/市场", 2, PEOPLE) for one in came))
    swaps.append(swap)
    decided = {"reason": "ceased", "decided_at": "2026-04-01T02:00:00+00:00"}
    label = f"object/{len(swaps)}"
    places = [Place(one.id, "食品", 1, frozenset({"E-1", "E-2", "E-3"})) for one in came]
    experts = send(places, expert_key(record["key"], label), {(one.id, "食品"): ["E-2"] for one in came})
    sent = {
        "assigned": {seat.id: ["S-1", "S-2"] for seat in swap.seats},
        "experts": experts_record(experts) | {"held": {"食品": ["E-2"]}},
    }
    return replacement_file(record, before, label, swap, decided, sent)


RECORD = held(POOL)
PUBLIC = public_record(RECORD, SALT)
SWAPS: list[Swap] = []
BOTH = RECORD["result"][1]["drawn"][0]["id"]
ONE = file_after(RECORD, [], SWAPS, BOTH)
TWO = file_after(RECORD, [ONE], SWAPS, ONE["swap"]["came"][0]["id"])
FILES = [ONE, TWO]
SHOWN = [public_replacement(one) for one in FILES]


def wrong(record: Any, files: Any, pool: bytes | None = POOL.data, posted: Any = ()) -> list[str]:
    checks = recount(record, pool, replacements=files, posted_replacements=posted)
    return [check.what for check in checks if check.outcome == "differs"]


def outcomes(record: Any, files: Any, pool: bytes | None = POOL.data) -> dict[str, str]:
    return {check.what: check.outcome for check in recount(record, pool, replacements=files) if check.of}


def edited(path: str, value: Any, *, sealed: bool = False) -> dict[str, Any]:
    """The first file with a value replaced; ``sealed``: its own digest made to fit."""
    changed: dict[str, Any] = copy.deepcopy(ONE)
    place: Any = changed
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in way:
        place = place[part]
    place[last] = value
    if sealed:
        left_out = {"form", "teams", "replacement_sha256"}
        changed["replacement_sha256"] = sha256_of({k: v for k, v in changed.items() if k not in left_out})
    return changed


def test_the_full_files_are_checked_to_the_last_word() -> None:
    found = outcomes(RECORD, FILES)
    assert found.pop("replacement_posted") == "unchecked"
    assert set(found.values()) == {"agrees"}
    assert wrong(RECORD, FILES, posted=[one["replacement_sha256"] for one in FILES]) == []
    assert faults(RECORD, POOL, FILES) == []


def test_the_public_files_say_what_only_the_full_ones_show() -> None:
    assert wrong(PUBLIC, SHOWN, None) == []
    found = outcomes(PUBLIC, SHOWN, None)
    assert [what for what, outcome in found.items() if outcome == "unchecked"] == [
        "replacement_posted",
        "replacement_next",
        "replacement_teams",
    ]
    assert "S-1" not in str(SHOWN)
    assert wrong(RECORD, SHOWN) == wrong(PUBLIC, FILES, None) == []


CAME = ONE["swap"]["came"][0]
LATER = TWO["swap"]["came"][0]
DRAWN = RECORD["result"][0]["drawn"][0]


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("swap.came.0", LATER, "replacement_next"),
        ("swap.came.0", DRAWN | {"steps": ["a/all"]}, "replacement_next"),
        ("swap.came.0.ticket", "00", "replacement_tickets"),
        ("swap.came.0.steps", ["a/all"], "replacement_next"),
        ("swap.came", [], "replacement_next"),
        ("swap.gone", "91520007", "replacement_gone"),
        ("draw_no", "HX-2026-0015", "replacement"),
        ("record_sha256", "0" * 64, "replacement"),
        ("previous", "0" * 64, "replacement_chain"),
        ("reason", "", "replacement"),
        ("label", "object/x", "replacement"),
        ("teams_sha256", "0" * 64, "replacement_teams"),
        ("teams.seats.0.eligible", ["S-1", "S-2"], "replacement_teams"),
        ("teams.assigned", {f"{CAME['id']}/市场": ["S-1", "S-9"]}, "replacement_teams"),
        ("teams.experts.places.0.sent", ["E-1"], "replacement_teams"),
        ("swap", {}, "replacement"),
    ],
)
def test_each_forgery_is_named(path: str, value: Any, named: str, sealed: bool) -> None:
    forged = edited(path, value, sealed=sealed)
    assert named in wrong(RECORD, [forged])
    if not path.startswith(("label", "swap.gone", "swap.came.0.ticket")) and path != "swap":
        assert faults(RECORD, POOL, [forged]) == ["object/1"]


def test_an_edited_reason_is_named_and_its_digest_redone_breaks_the_next_file_and_the_post() -> None:
    assert wrong(RECORD, [edited("reason", "not_found"), TWO]) == ["replacement_digest"]
    redone = edited("reason", "not_found", sealed=True)
    assert wrong(RECORD, [redone]) == []
    assert wrong(RECORD, [redone, TWO]) == ["replacement_chain"]
    posted = [ONE["replacement_sha256"]]
    assert wrong(RECORD, [redone], posted=posted) == ["replacement_posted"]
    assert wrong(RECORD, [ONE], posted=posted) == []
    public = public_replacement(redone)
    assert wrong(PUBLIC, [public, SHOWN[1]], None) == ["replacement_chain"]


def test_a_file_of_another_record_is_not_taken() -> None:
    other = held(POOL, "HX-2026-0015")
    assert wrong(other, [ONE]) == wrong(public_record(other, SALT), SHOWN[:1], None) == ["replacement"]
    forged = ONE | {"draw_no": "HX-2026-0015"}
    assert wrong(other, [forged]) == ["replacement"]


def test_a_public_record_still_shows_who_was_taken_before_or_came_too_early() -> None:
    early = next(
        one for one in POOL if not one.exclusion and one.id not in str(PUBLIC) and "b/A" in one.strata
    )
    taken = edited("swap.came.0", DRAWN | {"steps": ["a/all"]}, sealed=True)
    assert wrong(PUBLIC, [public_replacement(taken)], None) == ["replacement_next"]
    elsewhere = edited("swap.came.0.steps", ["a/all", "c/all"], sealed=True)
    assert "replacement_next" not in wrong(PUBLIC, [public_replacement(elsewhere)], None)
    wrong_way = edited("swap.came.0.id", early.id, sealed=True)
    assert "replacement_tickets" in wrong(PUBLIC, [public_replacement(wrong_way)], None)
    again = edited("swap.gone", BOTH, sealed=True) | {"label": "object/2"}
    assert "replacement_gone" in wrong(PUBLIC, [ONE, again], None)


def written(folder: Path, **files: Any) -> list[str]:
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    (folder / "record.json.pool.tsv").write_bytes(POOL.data)
    return [str(folder / f"{name}.json") for name in files]


def test_the_program_takes_the_files_and_says_in_words_what_it_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record, one, two = written(tmp_path, record=RECORD, one=ONE, two=TWO)
    assert main([record, "--lang", "zh", "--replacement", two, one]) == 0
    said = capsys.readouterr().out
    assert f"[相符] 递补文件 object/1: {BOTH} 因“已停业”退出，由 {CAME['id']} 递补" in said
    assert "[相符] 是否为原次序的下一个 object/2" in said
    assert main([record, "--lang", "en", "--replacement", one, "--replacement", two]) == 0
    assert f"{BOTH} gave way (ceased business), {CAME['id']} came instead" in capsys.readouterr().out
    assert main([record, "--replacement", one, "--posted-replacement", "0" * 64]) == 1
    assert "object/1" in capsys.readouterr().out.splitlines()[-1]


def test_a_file_alone_says_what_else_is_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record, one, two, forged = written(tmp_path, record=RECORD, one=ONE, two=TWO, bad=ONE | {"reason": "x"})
    assert main([one, "--lang", "en"]) == 2
    said = capsys.readouterr().out
    assert f"the record with digest {ONE['record_sha256']}" in said
    assert "came instead" in said
    assert main([forged, "--lang", "en"]) == 1
    assert main([record, "--lang", "en", "--replacement", two]) == 2
    said = capsys.readouterr().out
    assert "object/1" in said
    assert said.splitlines()[-1].startswith("Verdict: cannot be checked with what was given")
    assert main([record, "--lang", "en", "--replacement", one, one]) == 1


def test_the_match_command_makes_the_files_again(tmp_path: Path) -> None:
    record, one, two, forged = written(tmp_path, record=RECORD, one=ONE, two=TWO, bad=ONE | {"reason": "x"})
    good = CliRunner().invoke(app, ["match", record, "--replacement", one, "--replacement", two])
    assert (good.exit_code, "2份递补文件均与重新计算的一致" in good.output) == (0, True)
    bad = CliRunner().invoke(app, ["match", record, "--replacement", forged])
    assert (bad.exit_code, "object/1" in bad.output) == (1, True)


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PATHS = [*(name for name in ONE if name != "form"), "swap.gone", "swap.came", "swap.came.0", "swap.came.0.id"]


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(PATHS), values, st.sampled_from([(RECORD, POOL.data), (PUBLIC, None)]))
def test_whatever_is_put_into_a_file_the_recount_answers_and_never_agrees(
    path: str, value: Any, given_record: tuple[Any, bytes | None]
) -> None:
    record, pool = given_record
    changed = edited(path, value)
    if changed == ONE or (path == "teams" and record is PUBLIC):
        return
    checks = recount(record, pool, replacements=[changed])
    missing = any(check.why == "replacement_missing" for check in checks)
    assert missing or "differs" in {check.outcome for check in checks}
