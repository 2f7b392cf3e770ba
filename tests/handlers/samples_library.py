"""Sample data for every window of the library of inspectors, by state."""

from datetime import UTC, date, datetime
from typing import Any

from handlers.library import Looking
from models import Inspector, Leave
from services.certificates import Expiring
from services.library import Card, Found, Overview
from services.replacements import INTERESTS
from tests.guards.shown import Listed

UNIT, SUBJECT = "虚构县市场监督管理局", "虚构县甲乙食品经营有限公司"
AWAY = Leave(
    person_id=1, first=date(2026, 4, 1), last=date(2026, 4, 9), noted_at=datetime(2026, 3, 1, tzinfo=UTC)
)
INSPECTOR = Inspector(
    person_id=1,
    department="执法一科",
    certificate_no="14990001",
    certificate_until=date(2026, 6, 10),
    certificate_issuer="虚构市人民政府",
    fields=["食品"] * 40,
    qualifications=["食品安全检查员"] * 40,
    item_scope=["食品经营许可情况检查"] * 40,
    areas=["城关"] * 40,
    level="县级",
    valid=False,
)
CARD = Card(
    person_id=1,
    roster_no="SJ-001",
    name="王某",
    post="科长",
    left_on=None,
    unit=UNIT,
    roles=("inspector", "liaison"),
    linked=True,
    inspector=INSPECTOR,
    days=30,
    load=9,
    reported=3,
    leave=Listed([AWAY]),
    recusals=Listed([(SUBJECT, "relative")]),
)
STRANGER = Card(
    person_id=2,
    roster_no="SJ-002",
    name="李某",
    post="",
    left_on=date(2026, 3, 1),
    unit=UNIT,
    roles=(),
    linked=False,
    inspector=None,
    days=None,
    load=0,
    reported=0,
    leave=(),
    recusals=(),
)
FOUND = Found(1, "SJ-001", "王某", UNIT, left=False)
ENDING = Expiring(1, "SJ-001", "王某", 1, UNIT, date(2026, 6, 10), 30)

SAMPLES: dict[Any, tuple[dict[str, Any], ...]] = {
    Looking.home.state: (
        {"overview": Overview(240, 180, 12), "expiring": 9, "over": 2, "horizon": 60},
        {"overview": Overview(0, 0, 0), "expiring": 0, "over": 0, "horizon": 60},
    ),
    Looking.found.state: (
        {"asked": "王", "found": [FOUND] * 12, "more": 7},
        {"asked": "王", "found": [FOUND], "more": -11},
    ),
    Looking.card.state: (
        {"card": CARD, "interests": INTERESTS},
        {"card": STRANGER, "interests": INTERESTS},
    ),
    Looking.expiring.state: (
        {"lines": [ENDING] * 40, "more": 7, "horizon": 60},
        {"lines": [], "more": -40, "horizon": 60},
    ),
}
