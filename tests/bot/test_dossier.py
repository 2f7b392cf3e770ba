"""The PDF of 尽职档案 holds everything gathered, in both languages, and no empty boxes."""

from datetime import UTC, date, datetime

import pytest

from bot.dossier import dossier_pdf, dossier_pictures, set_out
from domain.dossier import Chapter, Clock, Dossier, Fact, JournalLine, VisitFile
from locales.texts import LANGUAGES, texts

AT = datetime(2026, 4, 8, 2, tzinfo=UTC)
LINE = JournalLine(17, AT, "result.submit", "result:XZ-2026-0014-003-01-1", "3f9a" * 16)
LONG = "虚构县甲乙丙丁食品经营有限公司第一分公司" * 4
FILE = VisitFile(
    "XZ-2026-0014-003",
    LONG,
    "91990124MA0000000X",
    (
        Chapter(
            "ordered",
            (Fact("task", "QH-2026-01 食品抽查"), Fact("items", (LONG, "标签（某条例）"))),
        ),
        Chapter("drawn", (Fact("drawn_at", AT), Fact("record_sha256", "3f9a" * 16))),
        Chapter("told", ()),
        Chapter("done", (Fact("inspected_on", date(2026, 4, 8)), Fact("photos", ("ab12" * 16,) * 3))),
        Chapter("published", (Fact("batch", "XZ-2026-G001 𠮷"),)),
    ),
    (Clock("inspection", date(2026, 5, 31), None, "not_due"),),
    (LINE,) * 40,
)
MADE = Dossier("王某（S-1）", "虚构县联席会议", AT, LINE, True, (FILE,) * 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_is_made_in_both_languages(language: str) -> None:
    assert dossier_pdf(MADE, language).startswith(b"%PDF")


def test_the_pages_are_few_enough_and_carry_everything() -> None:
    shown = set_out(MADE, texts())
    assert shown["visits"][0]["clocks"] == [["完成检查并填报", "2026年5月31日", "期限未届满"]]
    told = shown["visits"][0]["chapters"][2]
    assert (told["title"], told["facts"]) == ("三、选派和告知", [["无记录", ""]])
    assert len(shown["visits"][0]["journal"]) == 40
    assert 2 <= len(dossier_pictures(MADE)) <= 8


def test_a_journal_that_does_not_hold_is_said_before_anything_else() -> None:
    broken = Dossier(MADE.about, MADE.place, AT, LINE, False, ())
    assert "不能作为证明" in set_out(broken, texts())["notes"][1]
