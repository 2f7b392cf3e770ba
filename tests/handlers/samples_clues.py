"""Sample data for every window of the clue's conversation, by state."""

from datetime import date
from typing import Any

from handlers.drawing.clue import Clueing
from services.drawing.clues import SOURCES
from services.planning.plan_tasks import Choice
from tests.guards.shown import Listed, Typed

Data = dict[str, Any]

SUBJECT = "虚构县甲乙食品经营有限公司"
ITEM = {"id": "0123456789ab", "choice": Choice("SP-1", "进货查验记录"), "chosen": True}
REVIEW: Data = {
    "object_no": "91990124000000001X",
    "object_name": SUBJECT,
    "source": "complaint",
    "document": Typed("举报单〔2026〕12号"),
    "items": Listed(["进货查验记录"]),
    "last_day": date(2026, 4, 15),
    "days": [3, 7, 15],
}

SAMPLES: dict[str | None, tuple[Data, ...]] = {
    Clueing.number.state: ({},),
    Clueing.unit.state: ({"object_name": SUBJECT, "units": [Choice("1", "市场监督管理局")] * 12},),
    Clueing.source.state: ({"object_name": SUBJECT, "sources": list(SOURCES)},),
    Clueing.document.state: ({},),
    Clueing.items.state: (
        {"choices": [ITEM] * 20, "count": 1, "filter": Typed("进货")},
        {"choices": [], "count": 0, "filter": ""},
    ),
    Clueing.review.state: (REVIEW, REVIEW | {"last_day": None}),
    Clueing.done.state: ({"number": "XZ-2026-X0001"},),
}
