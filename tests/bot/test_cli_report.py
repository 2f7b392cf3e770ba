"""The draft of a report from the command line."""

from pathlib import Path

import pytest
from docx import Document

from tests.commands import run
from tests.register_corpus import xlsx


@pytest.fixture(autouse=True)
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A roster of one, in a data folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SUICHA_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "人员.xlsx").write_bytes(
        xlsx([("单位工号", "姓名", "所在单位", "岗位角色"), ("J-1", "甲员", "甲局", "联络员")])
    )
    assert run("import", "inspectors", tmp_path / "人员.xlsx").exit_code == 0


def test_a_units_report_is_written_as_a_word_file() -> None:
    done = run("report", "unit", "甲局", "self_check_report", "初稿.docx", "--year", "2026")
    assert "《甲局2026年“双随机、一公开”监管工作自查报告》" in done.stdout
    assert "三、下一步工作举措" in [one.text for one in Document("初稿.docx").paragraphs]


def test_a_refusal_names_what_can_be_drafted() -> None:
    refused = run("report", "unit", "甲局", "half_year", "初稿.docx", "--year", "2026")
    assert refused.exit_code == 1
    assert "half_year_report、self_check_report" in refused.stderr
    assert not Path("初稿.docx").exists()


def test_the_circular_of_a_year_is_written_as_a_word_file() -> None:
    done = run("report", "briefing", "2026", "通报.docx")
    assert "2026年的通报已写入 通报.docx" in done.stdout
    assert "一、存在的问题" in [one.text for one in Document("通报.docx").paragraphs]
