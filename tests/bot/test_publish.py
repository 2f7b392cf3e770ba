"""The public pages: complete, without a word too much, never half written."""

import csv
import io
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot import cli_publish
from bot.acts import Acts
from bot.publish import ON_A_PAGE, files_of, write_site
from bot.publish_folder import CHECKSUMS, Files, put
from domain.difference import FieldChange
from domain.disclosure import PublicDraw, PublicFinding, PublicResult, PublicTask, Site
from domain.item_list import Grounds, Version
from domain.open_data import FIELDS
from domain.public_items import COLUMNS, PublicChange, PublicItemList, PublicRevision
from domain.public_trace import PublicTrace
from locales.texts import LANGUAGES
from models import InspectionObject, Result
from services.items.item_ledger import BLANK
from tests.rows import Rows, key

IDENTITY = "11010519491231002X"
HANDLING = {
    "basis": "某法第九十九条",
    "measure": "open_case",
    "measure_text": "移交稽查",
    "correct_by": "2026-07-31",
}
NASTY = '<script>alert("1")</script>&公司'


def result(number: str, name: str = "虚构加油站") -> PublicResult:
    return PublicResult(
        number=number,
        year=2026,
        task_no="XZ-2026-R01",
        task_name="加油站抽查",
        draw_no="XZ-2026-0001",
        unit="市场监管局",
        object_name=name,
        object_slug="91140900MA0000001X",
        register_no="91140900MA0000001X",
        inspected_on=date(2026, 4, 2),
        published_on=date(2026, 4, 20),
        method="网络监测",
        findings=(PublicFinding("SX-1", "登记事项", "no_problem"),),
    )


def site_of(*results: PublicResult) -> Site:
    task = PublicTask(
        slug="XZ-2026-R01",
        year=2026,
        no="XZ-2026-R01",
        name=NASTY,
        lead_unit="市场监管局",
        partners=("消防救援支队",),
        items=("登记事项",),
        scope="全市",
        ratio_text="5%",
        window_from=date(2026, 3, 1),
        window_to=date(2026, 6, 30),
        drawn=3,
    )
    draw = PublicDraw(
        slug="XZ-2026-0001",
        number="XZ-2026-0001",
        task_no="XZ-2026-R01",
        task_name="加油站抽查",
        state="held",
        announced_at=datetime(2026, 3, 1, 2, 0, tzinfo=UTC),
        announcement_sha256="a" * 64,
        announcement={"pool_size": 40, "pool_sha256": "b" * 64},
        record={"form": "public", "result": [{"label": "main", "drawn": [{"id": "91140900MA0000001X"}]}]},
        full_sha256="c" * 64,
    )
    fields = {**BLANK, "code": "SX-1", "name": "登记事项", "basis": NASTY, "methods": ["实地核查"]}
    item = Version("SX-1", 2, "changed", fields, Grounds("amended", NASTY, date(2026, 4, 1)), revision=2)
    change = PublicChange(
        code="SX-1", name="登记事项", change="changed", fields=(FieldChange("basis", "旧法", NASTY),)
    )
    revision = PublicRevision(
        number=2,
        reason="amended",
        document=NASTY,
        effective_on=date(2026, 4, 1),
        filed_on=date(2026, 4, 2),
        filed_with="联席办",
        published_on=date(2026, 4, 3),
        changes=(change,),
    )
    items = PublicItemList(number=2, effective_on=date(2026, 4, 1), items=(item,), revisions=(revision,))
    return Site(
        place="忻州市",
        body_name="领导小组",
        source="方案",
        at=datetime(2026, 5, 6, 3, 0, tzinfo=UTC),
        tasks=(task,),
        items=items,
        draws=(draw,),
        results=results,
    )


class Page(HTMLParser):
    """What a page links to and is made of."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.lang = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.lang = given.get("lang") or self.lang
        self.ids.extend(value for name, value in attrs if name == "id" and value)
        self.links.extend(value for name in ("href", "src") if (value := given.get(name)))


def pages_of(files: Files) -> dict[str, Page]:
    return {name: Page(content) for name, content in files.items() if name.endswith(".html")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_every_page_leads_to_a_file_of_the_site(language: str) -> None:
    files = files_of(site_of(result("R1")), language)
    for name, page in pages_of(files).items():
        for link in page.links:
            if link.startswith("#"):
                assert link[1:] in page.ids
                continue
            target = (Path("/site") / name).parent.joinpath(link).resolve().relative_to("/site")
            assert str(target) in {*files, CHECKSUMS}, f"{name} → {link}"


def test_no_page_asks_anything_of_another_server() -> None:
    files = files_of(site_of(result("R1")))
    for name, content in files.items():
        if name.endswith((".html", ".css", ".js")):
            assert not re.search(rb"https?:|//[a-z]|url\(|@import", content), name


def test_every_page_has_its_landmarks_its_language_and_one_main_heading() -> None:
    for name, page in pages_of(files_of(site_of(result("R1")))).items():
        assert page.lang == "zh-CN", name
        assert {"header", "nav", "main", "footer", "title"} <= set(page.tags), name
        assert page.tags.count("h1") == 1, name
        assert page.links.index("#main") < page.links.index(next(x for x in page.links if "index" in x))


def test_no_heading_skips_a_level() -> None:
    for name, page in pages_of(files_of(replace(site_of(result("R1")), gone=(gone("R0"),)))).items():
        levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
        assert levels[0] == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), (name, levels)


def test_marks_in_a_name_stay_text() -> None:
    files = files_of(site_of(result("R1", NASTY)))
    for name in ("index.html", "items.html", "tasks/XZ-2026-R01.html", "objects/91140900MA0000001X.html"):
        assert b"<script>alert" not in files[name]
        assert b"&lt;script&gt;" in files[name]


def test_the_open_data_says_the_same_as_csv_and_json_and_every_column_is_explained() -> None:
    files = files_of(site_of(result("R1"), result("R2")))
    table = list(csv.reader(io.StringIO(files["results.csv"].decode("utf-8-sig"))))
    data = json.loads(files["results.json"])
    assert [[row[name] for name in FIELDS] for row in data["results"]] == table[1:]
    assert len(table) == 3
    assert {row["method"] for row in data["results"]} == {"网络监测"}
    assert "检查方式 网络监测" in files["objects/91140900MA0000001X.html"].decode()
    schema = files["schema.html"].decode()
    assert [name for name in FIELDS if f"<code>{name}</code>" not in schema] == []


def faults(value: object, schema: Mapping[str, Any], place: str = "$") -> list[str]:
    """Where a value is not what a JSON Schema of the kinds that we write says."""
    if "const" in schema and value != schema["const"]:
        return [f"{place}: {value!r}"]
    kinds = {"string": str, "integer": int, "object": dict, "array": list, "null": type(None)}
    named = schema.get("type", list(kinds))
    if not isinstance(value, tuple(kinds[one] for one in ([named] if isinstance(named, str) else named))):
        return [f"{place}: {type(value)}"]
    if isinstance(value, list):
        return [one for n, part in enumerate(value) for one in faults(part, schema["items"], f"{place}[{n}]")]
    if not isinstance(value, dict):
        return []
    known = schema["properties"]
    assert schema["additionalProperties"] is False
    return [f"{place}: {sorted(value.keys() ^ known.keys())}"] * (value.keys() != known.keys()) + [
        one
        for name, part in value.items()
        if name in known
        for one in faults(part, known[name], f"{place}.{name}")
    ]


def gone(number: str) -> PublicTrace:
    return PublicTrace(
        number=number,
        task_no="XZ-2026-R01",
        object_slug="91140900MA0000002X",
        published_on=date(2026, 4, 3),
        ended_on=date(2026, 5, 3),
        reason="wrong",
        replaced_by="",
    )


@pytest.mark.parametrize("name", ["results", "items", "log"])
def test_every_json_file_is_what_its_schema_says_and_anything_else_is_not(name: str) -> None:
    files = files_of(replace(site_of(result("R1")), gone=(gone("R0"),)))
    data, schema = json.loads(files[f"{name}.json"]), json.loads(files[f"{name}.schema.json"])
    assert faults(data, schema) == []
    assert faults(data | {"grades": []}, schema)
    assert faults({key: value for key, value in data.items() if key != "place"}, schema)


def test_the_item_list_comes_with_its_version_its_log_and_data_that_say_the_same() -> None:
    files = files_of(site_of())
    page = files["items.html"].decode()
    for word in ("现行第2版", "2026年4月1日起施行", "旧法", "备案", "2026年4月3日"):
        assert word in page
    table = list(csv.reader(io.StringIO(files["items.csv"].decode("utf-8-sig"))))
    data = json.loads(files["items.json"])
    assert [[row[name] for name in COLUMNS] for row in data["items"]] == table[1:]
    assert [one["fields"] for one in data["changes"][0]["changes"]] == [
        [{"field": "basis", "old": "旧法", "new": NASTY}]
    ]
    schema = files["schema.html"].decode()
    assert [name for name in COLUMNS if f"<code>{name}</code>" not in schema] == []


def test_a_draw_whose_record_waits_has_no_record_file_and_names_no_object() -> None:
    whole = site_of()
    draw = PublicDraw(
        **{name: getattr(whole.draws[0], name) for name in PublicDraw.__slots__} | {"record": None}
    )
    files = files_of(Site(**{name: getattr(whole, name) for name in Site.__slots__} | {"draws": (draw,)}))
    assert not [name for name in files if name.endswith(".record.json")]
    assert b"91140900MA0000001X" not in files["draws/XZ-2026-0001.html"]


def test_nothing_to_publish_is_still_a_whole_site() -> None:
    empty = Site(**{name: getattr(site_of(), name) for name in Site.__slots__} | {"tasks": (), "draws": ()})
    assert "目前没有公示的内容" in files_of(empty)["index.html"].decode()


def test_what_is_no_longer_public_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_text("office's own")
    put(tmp_path, {"index.html": b"1", "objects/a.html": b"2"})
    put(tmp_path, {"index.html": b"3"})
    left = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert left == {"index.html", "robots.txt", CHECKSUMS}
    assert (tmp_path / "index.html").read_bytes() == b"3"


def test_what_has_not_changed_is_not_written_again_and_what_was_tampered_with_is(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": b"1", "b.html": b"2"})
    written = (tmp_path / "a.html").stat().st_ino
    (tmp_path / "b.html").write_bytes(b"somebody else's")
    put(tmp_path, {"a.html": b"1", "b.html": b"2"})
    assert (tmp_path / "a.html").stat().st_ino == written
    assert (tmp_path / "b.html").read_bytes() == b"2"


def test_a_page_below_the_first_level_does_not_change_with_the_hour() -> None:
    before = site_of(result("R1"))
    after = files_of(replace(before, at=datetime(2027, 1, 1, tzinfo=UTC)))
    changed = {name for name, content in files_of(before).items() if content != after[name]}
    assert {name for name in changed if "/" in name} == set()
    assert "index.html" in changed


def test_a_task_with_many_results_has_several_pages_that_hold_each_result_once() -> None:
    files = files_of(site_of(*(result(f"R{number:03}") for number in range(ON_A_PAGE + 1))))
    pages = [files["tasks/XZ-2026-R01.html"].decode(), files["tasks/XZ-2026-R01.2.html"].decode()]
    held = [f"R{number:03}" for page in pages for number in range(ON_A_PAGE + 1) if f"R{number:03}<" in page]
    assert len(held) == len(set(held)) == ON_A_PAGE + 1


class KilledError(Exception):
    """The process ends here."""


class Interrupted(dict[str, bytes]):
    """Files of which only the first few are handed over."""

    def items(self) -> object:  # type: ignore[override]
        calls = list(super().items())
        self.turn = getattr(self, "turn", 0) + 1
        return self._cut(calls) if self.turn == 2 else calls

    def _cut(self, calls: list[tuple[str, bytes]]) -> object:
        yield calls[0]
        raise KilledError


def test_a_write_that_was_cut_off_is_made_good_by_the_next(tmp_path: Path) -> None:
    put(tmp_path, {"a.html": b"old", "b.html": b"old"})
    with pytest.raises(KilledError):
        put(tmp_path, Interrupted({"new.html": b"x", "b.html": b"y"}))
    assert (tmp_path / "a.html").exists()
    put(tmp_path, {"b.html": b"z"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.html", CHECKSUMS]


@given(
    st.dictionaries(st.from_regex(r"[a-z]{1,5}\.html", fullmatch=True), st.binary(max_size=20), max_size=5)
)
def test_the_checksums_are_those_of_the_files(tmp_path_factory: pytest.TempPathFactory, files: Files) -> None:
    import hashlib

    folder = tmp_path_factory.mktemp("site")
    put(folder, files)
    lines = (folder / CHECKSUMS).read_text().splitlines()
    assert lines == [f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in sorted(files)]


async def test_no_byte_of_the_site_says_what_the_law_keeps_back(acts: Acts, tmp_path: Path) -> None:
    rows = Rows(acts)
    unit = await rows.unit("市场监管局")
    people = [await rows.person(unit, name) for name in ("林检查员", "段检查员")]
    draw = await rows.draw(await rows.task(unit), record={"announcement": {"draw_no": "D", "steps": []}})
    public, secret, kept = [await rows.visit(draw, f"{name}公司") for name in ("公开", "未审核", "不予公示")]
    shop = await rows.visit(draw, "个体户")
    async with acts.noting() as work:
        subject = await work.session.get_one(InspectionObject, shop.object_id)
        subject.register_no, subject.grade, subject.tags = IDENTITY, "HIGH-RISK-9", ["重点关注"]
    for person in people:
        await rows.sent(public, person)
    out = [
        await rows.result(visit, people[0], outcome="problem_pending", remark="业主张三 13700000003")
        for visit in (public, shop)
    ]
    photo = await rows.photo(out[0], "ab12" * 16)
    await rows.result(secret, people[0], state="submitted")
    await rows.result(kept, people[0])
    async with acts.noting() as work:
        for one in out:
            row = await work.session.get_one(Result, key(one))
            row.published_at = work.now
            row.findings = [found | HANDLING for found in row.findings]
    await write_site(acts, tmp_path / "public")
    files = [path for path in (tmp_path / "public").rglob("*") if path.is_file()]
    everything = b"\n".join(str(path).encode() + path.read_bytes() for path in files).decode()
    assert {"公开公司", "个体户", "发现问题待后续处理"} == {
        word for word in ("公开公司", "个体户", "发现问题待后续处理") if word in everything
    }
    inspectors = [word for one in people for word in (one.name, one.phone, one.roster_no)]
    handled = [*HANDLING.values(), "张三", "13700000003", photo.sha256]
    of_object = [IDENTITY, "HIGH-RISK-9", "重点关注", "联系人甲", "13900000002", "虚构路1号"]
    forbidden = [*inspectors, *handled, *of_object, "未审核公司", "不予公示公司", draw.salt, draw.secret]
    assert [word for word in forbidden if word in everything] == []


def test_the_command_line_writes_the_pages_and_says_what_it_wrote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path / "data"))
    app = typer.Typer()
    cli_publish.register(app)
    app.callback()(lambda: None)
    done = CliRunner().invoke(app, ["publish", "--out", str(tmp_path / "out"), "--json"])
    told = json.loads(done.stdout)
    assert done.exit_code == 0
    assert (told["results"], (tmp_path / "out" / "index.html").is_file()) == (0, True)
    assert told["files"] == len([path for path in (tmp_path / "out").rglob("*") if path.is_file()]) - 1
