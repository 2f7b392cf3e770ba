"""What the windows of 问题台账 show."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from domain.followup import STEPS
from domain.indicators import Share
from handlers.problems.ledger import Ledger
from handlers.problems.ledger_steps import Acting
from services.problems.ledger_view import LedgerCounts, ProblemCard, ProblemLine, StepLine
from tests.guards.shown import Listed, Typed

UNIT = "虚构县市场监督管理局"
SHARE = Share("problem_handling", 3, 7)
LINE = ProblemLine(
    ref="AAAAAAAA",
    number="XZ-2026-W0007",
    object_name="虚构县甲乙食品经营有限公司",
    register_no="虚构代码 1",
    item="食品经营许可情况检查",
    outcome="problem_pending",
    remark=Typed("标签不全"),
    basis=Typed("某条例第一条"),
    measure="order_correction",
    measure_text=Typed("限期改正"),
    state="open",
    unit=UNIT,
    responsible="王某",
    due_on=date(2026, 4, 20),
    late=True,
    transfer=Typed("虚构县消防救援大队 某市监移〔2026〕3号"),
    case_number=Typed("某市监立〔2026〕5号"),
    opened_on=date(2026, 4, 10),
    closed_on=None,
)
BARE = replace(
    LINE, item="", remark="", basis="", measure="", measure_text="", state="undecided", responsible=""
)
FREE = replace(BARE, due_on=None, late=False, transfer="", case_number="")
STEP = StepLine(
    "recheck",
    "closing",
    datetime(2026, 4, 16, 9, 30, tzinfo=UTC),
    "王某",
    Typed("已更换"),
    date(2026, 4, 16),
    "file",
    "复查.pdf",
    stored=False,
)
LATER = replace(STEP, step="confirm", state="closed", text="", day=None, file_id="", by="", stored=True)


def listed(*lines: ProblemLine, total: int, share: Share | None) -> dict[str, Any]:
    """The list."""
    return {
        "only": "open",
        "filters": ["overdue", "received", "all"],
        "lines": list(lines),
        "total": total,
        "late": sum(one.late for one in lines),
        "share": share,
        "may_export": bool(lines),
    }


def card(line: ProblemLine, *history: StepLine, earlier: int) -> dict[str, Any]:
    """One case."""
    return {
        "card": ProblemCard(line, "XZ-2026-0014-003-01-1", UNIT, history, tuple(STEPS)),
        "line": line,
        "history": list(history),
        "earlier": earlier,
        "steps": list(STEPS),
        "has_files": True,
        "paper": "correction" if line.measure else "",
    }


def asked(step: str, **more: Any) -> dict[str, Any]:
    """A step that asks for something."""
    return {
        "measures": ["open_case", "transfer_department", "unlicensed", "waive_penalty"],
        "receivers": Listed([SimpleNamespace(id=1, name=UNIT)]),
        "people": Listed([SimpleNamespace(id=1, name="王某")]),
        "days": ["2026-04-30", "2026-05-07"],
        "number": "XZ-2026-W0007",
        "step": step,
        "receiver": "",
        "measure": "",
        "outcome": "",
        "has_file": False,
        "takes_file": False,
    } | more


SAMPLES: dict[str | None, tuple[dict[str, Any], ...]] = {
    Ledger.listed.state: (
        listed(*[LINE] * 9, BARE, total=40, share=SHARE),
        listed(total=0, share=None),
    ),
    Ledger.card.state: (
        card(LINE, *[STEP] * 7, LATER, earlier=3),
        card(FREE, LATER, earlier=0),
    ),
    Acting.measure.state: (asked("decide"),),
    Acting.outcome.state: (asked("recheck"),),
    Acting.receiver.state: (asked("send"),),
    Acting.person.state: (asked("assign"),),
    Acting.text.state: (
        asked("recheck", outcome="corrected", has_file=True, takes_file=True),
        asked("decide", measure="transfer_department"),
        asked("send", receiver=Typed("某公安局")),
        *(asked(step) for step in ("file_case", "decline", "conclude", "return", "reopen")),
    ),
    Acting.day.state: (asked("decide", measure="order_correction"),),
}
PAGES: dict[str, tuple[dict[str, Any], ...]] = {
    "ledger_counts": (
        {
            "counts": LedgerCounts(
                (("undecided", 1), ("open", 3), ("closed", 3)),
                Listed([(UNIT, 3, 1), ("虚构县应急管理局", 1, 0)]),
                Listed(["XZ-2026-W0007"]),
                SHARE,
            )
        },
        {"counts": LedgerCounts((), (), (), Share("problem_handling", 0, 0))},
    )
}
