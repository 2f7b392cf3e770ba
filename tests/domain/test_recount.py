"""The recount as an auditor runs it: a bare Python, one file, and every forgery named."""

import copy
import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import merkle
from domain.draw import Step
from domain.pool import entry, pool_of
from domain.record import announce, announcement_sha256, hold_announced, public_record, void_record
from domain.recount import main, recount
from domain.witness import commitment

SECRET, SALT = "0f" * 32, "a1" * 32
VECTORS: dict[str, Any] = json.loads((Path(__file__).parent / "draw-vectors.json").read_text("utf-8"))
POOL = pool_of(
    entry(f"9152{n:04}X", ("A" if n % 3 else "D*",), "closed" if n == 7 else "") for n in range(30)
)
STEPS = [Step("visit/key", ("D*",), 3, reserve=1), Step("visit/all", ("A", "D*"), 4)]
FURTHER = {"witnesses": ["纪检"], "pool_merkle": merkle.root(POOL, SALT)}
RECORD = hold_announced(
    announce("HX-2026-0014", POOL, STEPS, commitment(SECRET), FURTHER),
    POOL,
    SECRET,
    ["纪检:王*:83920174", "public:福彩:010203"],
    salt=SALT,
)
PUBLIC = public_record(RECORD, SALT)


def wrong(record: Any, pool: bytes | None = POOL.data, posted: str = "") -> list[str]:
    """What the recount finds to differ."""
    return [check.what for check in recount(record, pool, posted) if check.outcome == "differs"]


def unchecked(record: Any, pool: bytes | None = POOL.data) -> list[str]:
    """What the recount says it could not check."""
    return [check.what for check in recount(record, pool) if check.outcome == "unchecked"]


def edited(record: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """A copy of the record with one value replaced, ``path`` dotted."""
    changed = copy.deepcopy(record)
    place: Any = changed
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in way:
        place = place[part]
    place[last] = value
    return changed


@pytest.mark.parametrize("vector", VECTORS.values(), ids=list(VECTORS))
def test_the_protocols_vectors_agree(vector: Any) -> None:
    parts = ("announcement", "announcement_sha256", "secret", "contributions", "key", "result")
    assert wrong({name: vector[name] for name in parts}, vector["pool"].encode()) == []


def test_everything_is_checked_when_the_full_record_comes_with_its_pool() -> None:
    checks = recount(RECORD, POOL.data, RECORD["announcement_sha256"])
    assert {check.outcome for check in checks} == {"agrees"}
    assert {"pool", "merkle", "commitment", "key", "tickets", "result"} <= {check.what for check in checks}


def test_without_the_pool_the_record_says_what_stays_open() -> None:
    assert wrong(RECORD, None) == []
    assert unchecked(RECORD, None) == ["announced", "pool", "merkle", "result"]


def test_the_public_form_is_recognised_and_its_tickets_are_checked() -> None:
    assert recount(PUBLIC)[0].why == "public"
    assert wrong(PUBLIC, None) == []
    assert unchecked(PUBLIC, None) == ["announcement", "announced", "pool", "merkle", "result"]
    assert "tickets" in wrong(edited(PUBLIC, "result.1.drawn.0.id", "91520099X"), None)
    assert wrong(edited(PUBLIC, "result.1.largest", "00"), None) == ["shape"]
    assert wrong(edited(PUBLIC, "result.1.count", 9), None) == ["shape"]


DRAWN = RECORD["result"][1]["drawn"]
OTHER = next(one.id for one in POOL if one.id not in str(RECORD["result"]) and not one.exclusion)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ("announcement.steps.1.take", 5, ["announcement", "result"]),
        ("announcement.steps.0.from", ["A"], ["announcement", "result"]),
        ("announcement.draw_no", "HX-2026-0099", ["announcement", "key", "tickets"]),
        ("announcement.commitment", "0" * 64, ["announcement", "commitment"]),
        ("announcement_sha256", "0" * 64, ["announcement"]),
        ("secret", "10" * 32, ["commitment", "key", "tickets"]),
        ("contributions.0", "纪检:王*:1", ["contribution", "key", "tickets"]),
        ("contributions", RECORD["contributions"][:1], ["contribution", "key", "tickets"]),
        ("contributions", [*RECORD["contributions"], "x:y:z"], ["contribution", "key", "tickets"]),
        ("key", "0" * 64, ["key"]),
        ("result.1.drawn.0.id", OTHER, ["tickets", "result"]),
        ("result.1.drawn", DRAWN[:-1], ["result"]),
        ("result.1.drawn", DRAWN[::-1], ["shape", "result"]),
        ("result.0.reserve", [], ["result"]),
        ("result.0.label", "other", ["tickets", "shape", "result"]),
        ("result", RECORD["result"][:1], ["tickets", "shape", "result"]),
        ("salt", "00" * 32, ["merkle"]),
        ("announcement.protocol", "suicha-draw/2", ["form"]),
        ("result.1.drawn.0", {}, ["tickets", "shape", "result"]),
        ("contributions", None, ["contribution", "key", "tickets", "shape", "result"]),
    ],
)
def test_each_forgery_is_named(path: str, value: Any, named: list[str]) -> None:
    found = wrong(edited(RECORD, path, value))
    assert found[0] == named[0]
    assert set(named) <= set(found)


def test_a_contribution_changed_together_with_its_journal_still_breaks_the_key() -> None:
    forged = edited(RECORD, "contributions", RECORD["contributions"][:1])
    forged["journal"]["contributions"] = forged["journal"]["contributions"][:1]
    assert wrong(forged)[0] == "key"


def test_a_whole_announcement_redone_is_caught_by_the_digest_that_was_posted() -> None:
    forged = edited(RECORD, "announcement.steps.1.take", 5)
    forged["announcement_sha256"] = announcement_sha256(forged["announcement"])
    assert "announcement" not in wrong(forged)
    assert "announced" in wrong(forged, POOL.data, RECORD["announcement_sha256"])


def test_an_edited_pool_is_named() -> None:
    assert wrong(RECORD, POOL.data.replace(b"closed", b""))[:2] == ["pool", "merkle"]
    assert "pool" in wrong(RECORD, b"\xff\xfe")
    lines = POOL.data.split(b"\n")
    unsorted = b"\n".join([lines[0], lines[2], lines[1], *lines[3:]])
    lying = edited(RECORD, "announcement.pool_sha256", sha256(unsorted).hexdigest())
    assert "pool" in wrong(lying, unsorted)


def test_a_void_draw_shows_its_reason_and_is_not_recounted() -> None:
    checks = recount(void_record(RECORD["announcement"], "见证人缺席"), POOL.data)
    assert [check.what for check in checks if check.outcome == "differs"] == []
    assert checks[-1].params["text"] == "见证人缺席"


def written(folder: Path, record: Any, pool: bytes | None = POOL.data) -> Path:
    """The record as a file, its pool beside it."""
    path = folder / "记录.json"
    path.write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    if pool is not None:
        Path(f"{path}.pool.tsv").write_bytes(pool)
    return path


def bare(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The file run by an interpreter that sees no installed package."""
    program = Path(__file__).parents[2] / "domain" / "recount.py"
    command = [sys.executable, "-S", "-E", str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, cwd="/")


def test_a_bare_python_says_that_the_record_agrees(tmp_path: Path) -> None:
    done = bare(written(tmp_path, RECORD), "--posted", RECORD["announcement_sha256"])
    assert (done.returncode, done.stderr) == (0, "")
    assert "完整记录" in done.stdout
    assert done.stdout.splitlines()[-1] == "结论：与记录一致。 / Verdict: agrees."


def test_a_bare_python_ends_with_the_reason_and_a_code_when_it_does_not(tmp_path: Path) -> None:
    done = bare(written(tmp_path, RECORD | {"secret": "10" * 32}), "--lang", "en")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith(
        "Verdict: does NOT match: commitment to the secret; key; tickets"
    )
    assert "agrees" not in done.stdout


def test_the_pool_may_be_named_and_may_be_absent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = written(tmp_path, RECORD, None)
    assert main([str(record), "--lang", "en"]) == 0
    assert "agrees in all that could be checked" in capsys.readouterr().out
    (tmp_path / "p.tsv").write_bytes(POOL.data.replace(b"closed", b"gone"))
    assert main([str(record), "--pool", str(tmp_path / "p.tsv")]) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"\xff"])
def test_what_cannot_be_read_is_neither_right_nor_wrong(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_bytes(content)
    assert main([str(tmp_path / "r.json")]) == 2
    assert main([str(tmp_path / "none.json")]) == 2


@pytest.mark.parametrize("content", ["[]", "3", '"external"', "null", "{}", '{"announcement": 3}'])
def test_a_file_that_is_no_record_does_not_pass(content: str, tmp_path: Path) -> None:
    (tmp_path / "r.json").write_text(content)
    assert main([str(tmp_path / "r.json")]) == 1


def test_one_company_learns_its_own_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = written(tmp_path, PUBLIC, None)
    assert main([str(record), "--id", DRAWN[0]["id"], "--lang", "en"]) == 0
    assert (
        f"{DRAWN[0]['id']} was drawn in step “visit/all”, ticket {DRAWN[0]['ticket']}"
        in capsys.readouterr().out
    )
    assert main([str(record), "--id", OTHER, "--lang", "en"]) == 0
    assert f"the largest drawn is {DRAWN[-1]['ticket']}" in capsys.readouterr().out


def test_a_name_written_twice_cannot_show_readers_another_draw(tmp_path: Path) -> None:
    path = written(tmp_path, RECORD)
    text = path.read_text("utf-8")
    path.write_text(text.replace('"secret":', '"secret": "seen by readers", "secret":', 1), "utf-8")
    assert main([str(path)]) == 2


def test_a_void_draw_has_no_places_to_ask_for(tmp_path: Path) -> None:
    path = written(tmp_path, void_record(RECORD["announcement"], "见证人缺席"))
    assert main([str(path), "--id", OTHER]) == 0


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
PATHS = [
    *RECORD,
    *(f"announcement.{name}" for name in RECORD["announcement"]),
    *(f"announcement.steps.0.{name}" for name in ("label", "from", "take", "reserve")),
    *(
        f"result.0.{name}"
        for name in ("label", "drawn", "reserve", "drawn.0", "drawn.0.id", "drawn.0.ticket")
    ),
    *(f"journal.{name}" for name in RECORD["journal"]),
]


@settings(max_examples=1000, deadline=None)
@given(st.sampled_from(PATHS), values, st.sampled_from([POOL.data, None]))
def test_whatever_is_put_into_a_record_the_recount_answers_and_never_agrees(
    path: str, value: Any, pool: bytes | None
) -> None:
    changed = edited(RECORD, path, value)
    outcomes = {check.what: check.outcome for check in recount(changed, pool, RECORD["announcement_sha256"])}
    harmless = {"form", "journal", "journal.previous"}
    if pool is not None and path not in harmless and changed != RECORD:
        assert "differs" in outcomes.values()
