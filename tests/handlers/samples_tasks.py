"""What 我的任务 shows, for the guards."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from domain.agenda import Entry
from domain.joint_visit import UnitReport, UnitStanding
from domain.notices_publication import PublicationLine
from domain.one_door import Drawn
from domain.places import Point
from domain.quality import Flag
from domain.recognition import Earlier
from domain.revisit import Ripe, Tally
from handlers.visits.visit_days import Agreeing
from models import InspectionObject, Item
from services.objects.object_cards import Contacts
from services.visits.agenda import Leg
from services.visits.assignments import TeamMember
from services.visits.door_visits import Beside, Door
from services.visits.joint_progress import Closed
from services.visits.visit_cards import VisitCard
from services.visits.visit_days import Proposal
from tests.guards.shown import Listed, Typed

SUBJECT, UNIT = "虚构县甲乙食品经营有限公司", "虚构县市场监督管理局"
ENTRY = Entry(
    ref="AAAAAAAA",
    link="BBBBBBBB",
    visit="XZ-2026-0014-03",
    register_no="91990124000000007R",
    object_name=SUBJECT,
    address="虚构县平安路 1 号",
    area="城关镇",
    at=Point(38.4, 112.7),
    agreed_on=None,
    window_to=date(2026, 6, 30),
    reported=False,
)
TODAY = date(2026, 6, 21)
DONE = replace(ENTRY, reported=True)
AGREED = replace(ENTRY, agreed_on=date(2026, 4, 21))
EARLIER = Earlier("SP-1", "食品经营许可情况检查", "XZ-2026-0009-01-1", UNIT, date(2026, 2, 1), "no_problem")
CARD = VisitCard(
    ref="AAAAAAAA",
    visit="XZ-2026-0014-03",
    tasks=("食品销售经营者抽查", "消防安全抽查"),
    subject=InspectionObject(
        register_no="91990124000000007R",
        name=SUBJECT,
        address="虚构县平安路 1 号",
        area="城关镇",
        supervising_unit="虚构县城关市场监管所",
    ),
    items=Listed(
        [
            Item(
                code="SPXS-01",
                name="食品经营许可情况检查",
                sub_items=["许可证", "经营项目"],
                basis="《中华人民共和国食品安全法》第三十五条",
                content="查看许可证是否在有效期内" * 30,
                requirement="两人以上",
                methods=["实地核查"],
            ),
            Item(code="SPXS-02", name="标签检查"),
        ]
    ),
    team=Listed([TeamMember(1, "王某", UNIT, True), TeamMember(2, "李某", UNIT, False)]),
    experts=(("张某", "虚构市检测研究院", "食品安全"),),
    window=(date(2026, 4, 20), date(2026, 6, 30)),
    days_left=9,
    agreed_on=date(2026, 4, 21),
    beside=Listed([Beside("XZ-2026-0015-01", Listed(["虚构县消防救援大队"]), date(2026, 4, 21), True)]),
    citable=Listed([EARLIER]),
    proposal=Proposal("CCCCCCCC", date(2026, 4, 22), "李某", ("王某", "赵某"), True, True),
    documents=("营业执照", "食品经营许可证"),
    map_url="https://map.example/?q=1",
    units=Listed([UnitReport(UNIT, "none", 0, 12), UnitReport("虚构县消防救援大队", "released", 3, 3)]),
    late=(UNIT,),
    leads=True,
    closed=None,
    clock=None,
    published_at=None,
)
CLOCK = PublicationLine(
    "XZ-2026-R0007",
    UNIT,
    SUBJECT,
    date(2027, 1, 8),
    9,
    (date(2027, 1, 6), date(2027, 1, 11)),
    "partner",
)
REPORTED = replace(
    CARD, proposal=None, units=(UnitReport(UNIT, "submitted"),), clock=CLOCK, agreed_on=None, days_left=-3
)
CLOSED = replace(
    REPORTED,
    units=Listed([UnitReport(UNIT, "submitted", 3, 3), UnitReport("虚构县消防救援大队", "released", 3, 3)]),
    closed=Closed(datetime(2026, 5, 8, tzinfo=UTC), "王某", Listed(["虚构县消防救援大队"])),
)
PUBLIC = replace(
    REPORTED,
    clock=None,
    units=(UnitReport(UNIT, "published"),),
    published_at=datetime(2026, 5, 8, tzinfo=UTC),
)

JOINT = UnitStanding(UNIT, 12, 7, tuple(Listed(["XZ-2026-0014-03"])), ("XZ-2026-0014-04",))
DRAWN = Drawn("XZ-2026-0014-03", (UNIT,), (UNIT,), (date(2026, 4, 1), date(2026, 4, 10)))
DOOR = Door(
    "AAAAAAAA",
    SUBJECT,
    UNIT,
    tuple(Listed([DRAWN, replace(DRAWN, owed=())])),
    date(2026, 4, 9),
    (date(2026, 4, 1), date(2026, 4, 10)),
)
FLAGS = (
    Flag("hasty", {"count": 4, "minutes": 10}),
    Flag("same_photo", {"numbers": ["XZ-2026-0014-004-01-1"] * 9}),
    Flag("far", {"metres": 5300}),
    Flag("photo_day", {"days": [date(2026, 4, 20)] * 9}),
    Flag("photo_place", {"metres": 2400}),
    Flag("contradiction", {"items": ["食品经营许可情况检查"] * 9}),
)
CHOICE: dict[str, Any] = {
    "card": CARD,
    "days": ["2026-04-21", "2026-04-22"],
    "may_agree": True,
    "may_fix": True,
}
NO_CHOICE = {"card": REPORTED, "days": [], "may_agree": False, "may_fix": False}
SETTLED = {**CHOICE, "card": replace(CARD, proposal=None)}
SAMPLES: dict[str | None, tuple[dict[str, Any], ...]] = {
    Agreeing.day.state: (CHOICE, NO_CHOICE),
    Agreeing.done.state: (CHOICE, SETTLED),
}
PAGES: dict[str, tuple[dict[str, Any], ...]] = {
    "tasks": (
        {"scope": "all", "today": TODAY, "lines": [ENTRY, AGREED] * 6, "more": 7, "reported": 3},
        {"scope": "today", "today": TODAY, "lines": [], "more": -12, "reported": 0},
        {"scope": "done", "today": TODAY, "lines": [DONE], "more": -12, "reported": 0},
    ),
    "tasks_found": ({"text": Typed("商行"), "lines": [ENTRY, AGREED] * 6, "more": 7},),
    "task_card": tuple({"card": one, "subject": one.subject} for one in (CARD, REPORTED, CLOSED, PUBLIC)),
    "task_guide": tuple({"card": CARD, "item": item, "place": 1} for item in CARD.items),
    "route": (
        {
            "day": date(2026, 4, 21),
            "legs": Listed([Leg(AGREED, "https://map.example/?q=1", None), Leg(AGREED, "", 1240)]),
        },
    ),
    "joint": (
        {"units": Listed([JOINT]), "doors": Listed([DOOR]), "on": TODAY},
        {"units": [], "doors": [replace(DOOR, day=None, window=None)], "on": TODAY},
    ),
    "door": ({"door": DOOR}, {"door": replace(DOOR, day=None)}),
    "revisits": (
        {
            "share": Fraction(1, 20),
            "ripe": Listed([Ripe("AAAAAAAA", "XZ-2026-R01", SUBJECT, 41, 3)]),
            "more": 7,
            "tally": Tally(80, 4, 3, 1),
        },
        {"share": Fraction(1, 20), "ripe": [], "more": -12, "tally": Tally(0, 0, 0, 0)},
        {"share": Fraction(0), "ripe": [], "more": -12, "tally": Tally(0, 0, 0, 0)},
    ),
    "task_contact": (
        {"subject": CARD.subject, "who": Contacts("赵某", "钱某", "19900001111")},
        {"subject": CARD.subject, "who": Contacts("", "", "")},
    ),
}
