"""Sample data for every window of the conversation that hands over as liaison."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from handlers.staff.deputies import Deputising
from handlers.staff.handovers import Handing
from handlers.year.forwarding import HandingOn
from models import Duty, Forwarding, LiaisonDeputy, LiaisonHandover, Person
from services.staff.deputies import DeputySeat
from services.staff.liaison_seats import Seat
from services.year.forwarding import Matter, Standing
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
SEEN: dict[str, Any] = {
    "seat": FULL,
    "people": FULL.choices,
    "returnable": True,
    "successor": "王某3",
    "deputy": "王某9",
}
BARE: dict[str, Any] = {"seat": EMPTY, "people": (), "returnable": False, "successor": "", "deputy": ""}
DONE: dict[str, Any] = {
    "unit": UNIT,
    "successor": "王某3",
    "duties": 4,
    "cases": 2,
    "letters": 3,
    "link": "https://t.me/suicha_bot?start=AAAAAAAA",
}

ROW = LiaisonDeputy(
    ref="BBBBBBBB",
    unit_id=1,
    person_id=3,
    first=date(2026, 4, 10),
    last=date(2026, 4, 20),
    named_at=datetime(2026, 4, 1, tzinfo=UTC),
)
ENDLESS = ROW.model_copy(update={"last": None})
DEPUTY: dict[str, Any] = {
    "seat": DeputySeat(FULL, ROW, "王某3", FULL.choices),
    "one": ROW,
    "people": FULL.choices,
    "chosen": "王某4",
    "link": DONE["link"],
}
NOBODY: dict[str, Any] = DEPUTY | {
    "seat": DeputySeat(EMPTY, None, "", ()),
    "one": None,
    "people": (),
    "link": "",
}

DUTY = Duty(
    ref="CCCCCCCC",
    unit_id=1,
    deadline="half_year_report",
    year=2026,
    due_on=date(2026, 6, 10),
    remind_on=date(2026, 6, 9),
)
PASSED = Forwarding(
    ref="DDDDDDDD",
    duty_id=1,
    unit_id=1,
    person_id=3,
    due_on=date(2026, 6, 5),
    passed_at=datetime(2026, 6, 1, tzinfo=UTC),
)
FORWARD: dict[str, Any] = {
    "now": Standing(Matter(DUTY, "", "整改 <x>" * 99, open=True), PASSED, "王某3", STAFF),
    "row": PASSED,
    "people": STAFF,
    "chosen": "王某4",
}
AGAIN: dict[str, Any] = FORWARD | {
    "now": Standing(Matter(DUTY, "half_year_report", "", open=True), None, "", ()),
    "row": None,
    "people": (),
}

SAMPLES: dict[Any, tuple[dict[str, Any], ...]] = {
    Handing.units.state: (
        {
            "units": [SimpleNamespace(id=n, name=f"{UNIT}{n}") for n in range(40)],
            "vacant": Listed([UNIT] * 24),
            "settled": Listed([UNIT] * 24),
            "deputies": Listed([(UNIT, "王某3", ROW.first, last) for last in (ROW.last, None)] * 12),
        },
        {"units": [], "vacant": [], "settled": [], "deputies": []},
    ),
    Handing.successor.state: (SEEN, BARE),
    Handing.review.state: (SEEN,),
    HandingOn.person.state: (FORWARD, AGAIN),
    HandingOn.day.state: (FORWARD,),
    HandingOn.done.state: (FORWARD, AGAIN),
    Deputising.person.state: (DEPUTY, NOBODY),
    Deputising.days.state: (DEPUTY,),
    Deputising.done.state: (DEPUTY, DEPUTY | {"one": ENDLESS, "link": ""}, NOBODY),
    Handing.done.state: (DONE, DONE | {"link": ""}),
}
