"""Sample data for every window of the joint conference."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from domain.conference import Count, Named
from handlers.year.decisions import Deciding
from handlers.year.meeting_call import Calling
from handlers.year.meeting_members import Members
from handlers.year.meeting_minutes import Recording
from handlers.year.meetings import Meetings
from models import ConferenceMember, Meeting
from services.year.conference import NewList
from services.year.decisions import DecisionLine
from services.year.meeting_calls import Invitation
from services.year.meetings import Card, TopicLine
from tests.guards.shown import Listed, Typed

UNIT, MORNING = "虚构县市场监督管理局", datetime(2026, 9, 10, 7, tzinfo=UTC)
CHIEF = ConferenceMember(
    ref="AAAAAAAA",
    position=1,
    rank="chief",
    name="赵某",
    post=Typed("县委常委、副县长"),
    document=Typed("某政办〔2026〕5号"),
    since=date(2026, 4, 1),
)
BEGUN = Meeting(
    ref="AAAAAAAA",
    number="XZ-2026-H01",
    year=2026,
    serial=1,
    kind="plenary",
    state="collecting",
    topics_until=date(2026, 9, 1),
    prepared_at=MORNING,
)
OVER = Meeting(
    ref="BBBBBBBB",
    number="XZ-2026-H02",
    year=2026,
    serial=2,
    kind="temporary",
    state="issued",
    at=MORNING,
    place=Typed("县政府三楼会议室"),
    units=[UNIT] * 16,
    guests=["虚构县总工会"],
    present=[UNIT],
    document=Typed("某纪〔2026〕1号"),
    prepared_at=MORNING,
)
WAITING = TopicLine("AAAAAAAA", Typed("研究移送衔接"), UNIT, "proposed")
APPROVED = TopicLine("BBBBBBBB", Typed("研究联合抽查"), UNIT, "approved", "赵某", "deputy")
LINE = DecisionLine(
    "AAAAAAAA", "XZ-2026-H02", Typed("制定移送衔接办法"), UNIT, date(2026, 10, 31), -3, "open"
)
REPORTED = replace(LINE, state="reported", report=Typed("已印发"))
RETURNED = replace(LINE, days=3, return_reason=Typed("请附文件"))
CARD: dict[str, Any] = {
    "card": Card(BEGUN, (WAITING, APPROVED), "", ()),
    "lines": [],
    "is_office": True,
    "waiting": [WAITING] * 5,
    "may_propose": True,
    "may_call": True,
    "may_cancel": True,
    "may_hold": True,
    "is_held": True,
    "has_minutes": True,
}
FULL = CARD | {
    "card": Card(OVER, (WAITING, APPROVED) * 9, "convener", (UNIT,) * 15),
    "lines": [LINE, REPORTED, RETURNED] * 5,
}
BARE = CARD | {name: False for name in CARD if name.startswith(("is_", "may_", "has_"))} | {"waiting": []}
HOME: dict[str, Any] = {
    "meetings": [BEGUN, OVER] * 4,
    "count": Count(2, 1, 2),
    "year": 2026,
    "undone": 5,
    "late": 2,
    "is_office": True,
}
QUIET = HOME | {"meetings": [], "count": Count(0), "undone": 0, "late": 0, "is_office": False}
OWING = HOME | {"count": Count(0, 1, 2)}
NAMED = Named("member", "孙某", "虚构县应急管理局副局长", "虚构县应急管理局")
CONVENERS: dict[str, Any] = {"conveners": [CHIEF] * 4, "count": Count(2, 1, 2), "over": True}
ASKED = Invitation(
    MORNING,
    Typed("县政府三楼会议室"),
    (UNIT,) * 16,
    Listed(["虚构县总工会"]),
    Listed(["虚构县总工会"]),
    Typed("会议室调整"),
)

SAMPLES: dict[str | None, tuple[dict[str, Any], ...]] = {
    str(Meetings.home.state): (HOME, QUIET, OWING),
    str(Members.listed.state): (
        {"members": [CHIEF] * 50, "document": CHIEF.document},
        {"members": [], "document": ""},
    ),
    str(Members.review.state): (
        {
            "seen": NewList(
                Typed("某政办〔2026〕5号"),
                (NAMED,) * 20,
                Listed(["孙某"] * 40),
                Listed(["李某"] * 40),
                Listed(["虚构县某局副局长"] * 20),
            )
        },
        {"seen": NewList("某政办〔2026〕5号", (NAMED,), (), (), ())},
    ),
    str(Meetings.until.state): (HOME, OWING),
    str(Meetings.card.state): (CARD, FULL, BARE),
    str(Meetings.topic.state): (CARD,),
    str(Meetings.approver.state): ({"topic": WAITING, **CONVENERS}, {"topic": None, **CONVENERS}),
    str(Calling.caller.state): (CONVENERS, CONVENERS | {"over": False}),
    str(Calling.facts.state): ({"kind": "plenary", "changed": False}, {"kind": "temporary", "changed": True}),
    str(Calling.review.state): (
        {"card": FULL["card"], "asked": ASKED},
        {"card": CARD["card"], "asked": Invitation(MORNING, "三楼", (UNIT,), ())},
    ),
    str(Meetings.attendance.state): (
        {
            "units": [{"id": str(n), "name": UNIT, "absent": n == 1} for n in range(18)],
            "absent": 1,
            "count": 18,
        },
    ),
    str(Recording.decided.state): (CARD, FULL),
    str(Recording.issue.state): (FULL,),
    str(Meetings.cancel.state): (FULL,),
    str(Deciding.listed.state): ({"lines": [LINE, REPORTED, RETURNED] * 9}, {"lines": []}),
    str(Deciding.one.state): (
        {"one": LINE, "may_report": True, "may_decide": False, "may_forward": True},
        {"one": REPORTED, "may_report": True, "may_decide": True, "may_forward": True},
        {"one": RETURNED, "may_report": False, "may_decide": False, "may_forward": False},
    ),
    str(Deciding.report.state): ({"one": LINE},),
    str(Deciding.reason.state): ({"one": REPORTED},),
}
