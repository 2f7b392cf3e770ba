"""The office's own report in chat: from the progress to the number it went under."""

import io
from pathlib import Path

import pytest
from docx import Document

from domain.roles import HOUSE, Role
from handlers import dispatcher, start
from handlers.year import filing_progress, upward
from services.year import duties
from tests.conftest import StandingClock
from tests.handlers.test_filings import _bytes, _edited, _sent
from tests.services.test_filings import add_person, add_unit
from tests.talk import talking


@pytest.fixture(autouse=True)
def only_these_conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Arriving and the progress are all that is needed here."""
    monkeypatch.setattr(dispatcher, "CONVERSATIONS", (start.router, filing_progress.router, upward.router))


async def test_the_office_drafts_its_report_keeps_versions_and_marks_the_last_as_sent(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock, "dingtao") as talk:
        clock.go_to(2026, 12, 28)
        async with talk.acts.noting() as work:
            await add_person(work, await add_unit(work, "区联席会议办公室"), "B-1", Role.OFFICE)
        async with talk.acts.working(HOUSE, "plan") as work:
            await duties.plan_year(work, 2026)
        office = talk.play.add_user(1, "陈B-1")
        await talk.enrol(office, "B-1")
        await talk.says(office, "报送进度")
        await talk.sees(office, "本办公室上报", "向本级政府专题报告", "尚未上报，还有3天")
        await talk.presses(office, "本办公室上报：向本级政府专题报告")
        await talk.presses(office, "生成初稿")
        word = Document(io.BytesIO(await _sent(talk, office, "菏泽市定陶区2026年")))
        await talk.sees(office, "初稿已生成：向本级政府专题报告")
        await talk.play.sends_document(office, office, _bytes(word).getvalue(), "一.docx")
        await talk.sees(office, "已存为第1版（DT-2026-B0001）", "处标有“（请填写）”")
        await talk.play.sends_document(office, office, _edited(word), "二.docx")
        await talk.sees(office, "已存为第2版（DT-2026-B0002）")
        await talk.presses(office, "第1版　DT-2026-B0001　一.docx")
        await talk.sees(office, "第1版　DT-2026-B0001　一.docx")
        await talk.presses(office, "标为已上报")
        await talk.says(office, "今天")
        await talk.sees(office, "上报日期：2026年12月28日")
        await talk.says(office, "定联办〔2026〕9号")
        await talk.sees(office, "2026年12月28日上报，文号：定联办〔2026〕9号（第2版）")
        await talk.says(office, "报送进度")
        await talk.sees(
            office, "向本级政府专题报告（2026年12月31日）：2026年12月28日上报，文号：定联办〔2026〕9号"
        )
