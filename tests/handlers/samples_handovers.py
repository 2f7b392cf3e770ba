"""Sample data for every window of the conversation that hands over as liaison."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from handlers.handovers import Handing
from models import LiaisonHandover, Person
from services.liaison_seats import Seat
from tests.guards.shown import Listed

UNIT = "虚构县市场监督管理局"
STAFF = tuple(Person(id=n, roster_no=f"SJ-{n:03}", name=f"王某{n}", unit_id=1) for n in range(60))
LAST = LiaisonHandover(
    ref="AAAAAAAA",
    unit_id=1,
    former_id=2,
    successor_id=3,
    on=date(2026, 4, 1),
    entered_at=datetime(2026, 4, 1, tzinfo=UTC),
)
FULL = Seat(1, UNIT, STAFF[:2], STAFF[2:], (), 7, LAST)
EMPTY = Seat(1, UNIT, (), (), (), 0, None)
SEEN: dict[str, Any] = {"seat": FULL, "people": FULL.choices, "returnable": True, "successor": "王某3"}
BARE: dict[str, Any] = {"seat": EMPTY, "people": (), "returnable": False, "successor": ""}
DONE: dict[str, Any] = {
    "unit": UNIT,
    "successor": "王某3",
    "duties": 4,
    "cases": 2,
    "letters": 3,
    "link": "https://t.me/suicha_bot?start=AAAAAAAA",
}

SAMPLES: dict[Any, tuple[dict[str, Any], ...]] = {
    Handing.units.state: (
        {
            "units": [SimpleNamespace(id=n, name=f"{UNIT}{n}") for n in range(40)],
            "vacant": Listed([UNIT] * 24),
            "crowded": Listed([UNIT] * 24),
        },
        {"units": [], "vacant": [], "crowded": []},
    ),
    Handing.successor.state: (SEEN, BARE),
    Handing.review.state: (SEEN,),
    Handing.done.state: (DONE, DONE | {"link": ""}),
}
