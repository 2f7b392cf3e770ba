"""Sample data for every window and page of the filings conversation, by state and by template."""

from datetime import UTC, date, datetime
from typing import Any

from domain.profile import FreeRule
from handlers.year.filing_progress import ReturningFiling
from handlers.year.filings import HandingIn
from handlers.year.free_filing import Sending
from handlers.year.upward import Upwards
from services.year.filing_overview import Overview, Progress
from services.year.filings import Owed
from services.year.forwarding import Passed
from services.year.free_filings import Sent, Tally
from services.year.office_reports import Kept, Upward
from services.year.unit_owes import Owing

REPORT = Owed(
    ref="AAAAAAAA",
    kind="half_year_report",
    title="",
    due_on=date(2026, 6, 10),
    days=3,
    clause="三（四）：6月10日前报上半年工作总结",
    parts=("工作情况", "存在不足和难点问题", "下一步工作举措"),
    needs_file=True,
    open=True,
    filed="",
    version=0,
)
PUBLICATION = Owed(
    ref="BBBBBBBB",
    kind="plan_publication",
    title="",
    due_on=date(2026, 4, 30),
    days=-2,
    clause="二（五）",
    parts=(),
    needs_file=False,
    open=False,
    filed="XZ-2026-B0007",
    version=2,
)
OVERVIEW = Overview(
    on=date(2026, 6, 7),
    deadlines=(
        Progress(
            deadline="half_year_report",
            year=2026,
            kind="half_year_report",
            title="",
            due_on=date(2026, 6, 10),
            near=True,
            filed=("甲局",),
            filed_late=("乙局",),
            open=("丙局 <含特殊字符>",),
            late=("丁局",),
            returned=("丁局",),
        ),
        Progress(
            deadline="self_check_report",
            year=2026,
            kind="self_check_report",
            title="自拟名称",
            due_on=date(2026, 12, 10),
            near=False,
            filed=(),
            filed_late=(),
            open=("甲局", "乙局"),
            late=(),
        ),
    ),
    unreachable=("丙局",),
)

PASSED = [
    Passed("", "half_year_report", "王某", date(2026, 6, 1), -6),
    Passed("整改 <x>" * 30, "", "李某", date(2026, 6, 9), 2),
] * 6
OWING = [
    Owing("filing", "AAAAAAAA", "", date(2026, 6, 10), 3, "file:AAAAAAAA", REPORT),
    *(
        Owing(kind, "XZ-2026-W0007", "虚构县甲乙食品经营有限公司 <含特殊字符>", date(2026, 6, 1), -6, "go:x")
        for kind in ("publication", "case", "certificate", "visit", "task")
    ),
] * 5

SAMPLES: dict[str, dict[str, Any]] = {
    str(HandingIn.duty.state): {
        "duty": REPORT,
        "may_confirm": False,
        "may_draft": True,
        "may_forward": True,
        "note": "",
    },
    str(HandingIn.incomplete.state): {
        "duty": REPORT,
        "may_confirm": False,
        "may_draft": True,
        "may_forward": True,
        "note": "",
        "file_name": "总结.docx",
        "checked": {"missing": ["下一步工作举措"], "gaps": 2, "readable": False},
        "may_still": True,
    },
    str(HandingIn.filed.state): {
        "duty": PUBLICATION,
        "may_confirm": True,
        "may_draft": False,
        "may_forward": True,
        "number": "XZ-2026-B0007",
        "version": 2,
        "file_name": "计划.docx",
        "note": "https://example.invalid/plan",
        "at": datetime(2026, 4, 29, 2, 0, tzinfo=UTC),
    },
}
FREE = [Tally("problem", 3, ("甲局", "乙局"), ("甲局",))]
SENT = Sent("PL-2026-Z0002", "problem", 2, date(2026, 6, 1), "问题.docx", "对象名录不准", "请写明单位")
SAMPLES |= {
    str(Sending.kinds.state): {
        "rules": (
            FreeRule(kind="problem", clause="三（四）"),
            FreeRule(kind="good_practice", clause="三（四）"),
        ),
        "sent": [SENT] * 25,
    },
    str(Sending.send.state): {"kind": "problem", "again": SENT, "note": "对象名录不准"},
    str(Sending.sent.state): {"sent": SENT},
}
SAMPLES |= {str(state.state): {"number": "XZ-2026-B0007"} for state in ReturningFiling.__states__}
UPWARD = Upward(
    ref="CCCCCCCC",
    kind="report_to_government",
    title="",
    year=2026,
    due_on=date(2026, 12, 31),
    days=9,
    clause="三（一）：年底专题上报区政府",
    receiver="government",
    open=True,
    versions=(
        Kept("DT-2026-B0009", 1, "F1", "报告 <含特殊字符>.docx", date(2026, 12, 20), "定联办〔2026〕9号"),
        Kept("DT-2026-B0010", 2, "F2", "报告修改.docx", None, ""),
    ),
)
SAMPLES |= {
    str(state.state): {
        "item": UPWARD,
        "versions": UPWARD.versions * 5,
        "has_versions": True,
        "day": date(2026, 12, 20),
    }
    for state in Upwards.__states__
}
PAGES: dict[str, dict[str, Any]] = {
    "screens/duties": {
        "unit": "甲局",
        "owing": OWING,
        "done": [PUBLICATION],
        "joint": None,
        "passed": PASSED,
    },
    "screens/duty": {
        "duty": PUBLICATION,
        "may_confirm": True,
        "may_draft": False,
        "may_forward": True,
        "note": "已公开",
    },
    "screens/filings": {"overview": OVERVIEW, "free": FREE, "own": [UPWARD]},
}
