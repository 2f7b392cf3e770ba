"""Sample data for every window of the library of inspectors, by state."""

from datetime import UTC, date, datetime
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from domain.external_record import FORM
from domain.indicators import Share
from domain.notices_filing import DeadlineLine
from domain.staffing import UnitStaff
from handlers.staff.departures import KINDS, Departing
from handlers.staff.expert_library import Experts
from handlers.staff.headcounts import Counting
from handlers.staff.library import Looking
from handlers.staff.staff_changes import Changing
from handlers.staff.trainings import Training
from models import Inspector, Leave, StaffChange
from models import Training as TrainingRow
from services.drawing.replacements import INTERESTS
from services.staff.certificates import Expiring
from services.staff.departures import Consequences
from services.staff.expert_library import FIELDS as EXPERT_FIELDS
from services.staff.expert_library import ExpertCard
from services.staff.library import Card, Found, Overview
from services.staff.staff_changes import FIELDS
from services.staff.training_calls import Turnout
from services.staff.trainings import Facts, Untrained
from tests.guards.shown import Listed, Typed

UNIT, SUBJECT = "虚构县市场监督管理局", "虚构县甲乙食品经营有限公司"
MORNING = datetime(2026, 4, 1, tzinfo=UTC)
LINE = DeadlineLine("AAAAAAAA", UNIT, "half_year_report", "", date(2026, 6, 10), 3, "三（四）")
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
HOME: dict[str, Any] = {
    "overview": Overview(0, 0, 0),
    "expiring": 0,
    "over": 0,
    "horizon": 60,
    "stranded": 0,
    "is_office": True,
}
CORRECTED = StaffChange(
    person_id=1, kind="changed", on=date(2026, 4, 1), facts={"post": ["", "科长"]}, entered_at=MORNING
)
RETIRED = StaffChange(
    person_id=1, kind="retired", on=date(2026, 4, 1), reason=Typed("到龄"), entered_at=MORNING
)
TRAINED = TrainingRow(
    ref="AAAAAAAA",
    held_on=date(2026, 3, 20),
    topic=Typed("业务培训"),
    hours=7.5,
    issuer=Typed(UNIT),
    entered_at=MORNING,
)
PERSON = SimpleNamespace(id=1, name="王某", roster_no="SJ-001")
SEAT = SimpleNamespace(
    visit=SimpleNamespace(number="XZ-2026-0014-03"), person=PERSON, draw=SimpleNamespace(kind="local")
)
PLATFORM_SEAT = SimpleNamespace(visit=SEAT.visit, person=PERSON, draw=SimpleNamespace(kind=FORM))
FIELD: dict[str, Any] = {"name": "王某", "fields": FIELDS, "field": "certificate_until"}
TOUCHED = Consequences(
    person_id=1,
    roster_no="SJ-001",
    name="王某",
    unit=UNIT,
    roles=("inspector", "liaison"),
    linked=True,
    visits=Listed([("XZ-2026-0014-03", SUBJECT)]),
    announced=("XZ-2026-0015",),
    vacant=("liaison",),
    duties=Listed([LINE]),
)
NOTHING = Consequences(
    2, "SJ-002", "李某", UNIT, (), linked=False, visits=(), announced=(), vacant=(), duties=()
)
TOUCHING: dict[str, Any] = {
    "touched": TOUCHED,
    "kinds": KINDS,
    "kind": "moved",
    "units": [SimpleNamespace(id=n, name="虚构县应急管理局") for n in range(12)],
    "into": "虚构县应急管理局",
    "on": date(2026, 4, 1),
    "reason": Typed("某调〔2026〕1号"),
}
EXPERT = SimpleNamespace(id=1, name="赵某", organisation="虚构检测院")
EXPERT_CARD: dict[str, Any] = {
    "card": ExpertCard(
        id=1,
        name="赵某",
        organisation="虚构检测院",
        title="高级工程师",
        speciality=Typed("锅炉"),
        fields=("特种设备",) * 100,
        qualifications=("检验师",) * 100,
        valid_until=date(2026, 6, 10),
        days=30,
        interests=Typed("虚构公司顾问"),
        visits=2,
    ),
    "may_change": True,
    "fields": EXPERT_FIELDS,
    "field": "valid_until",
}
FOREVER = ExpertCard(2, "钱某", "虚构学院", "", "", (), (), None, None, "", 0)
DONE: dict[str, Any] = {
    "name": "王某",
    "visits": 3,
    "short": Listed(["XZ-2026-0014-03"]),
    "elsewhere": Listed(["XZ-2026-0013-01"]),
    "announced": Listed(["XZ-2026-0015"]),
    "vacant": ("liaison",),
}

SAMPLES: dict[Any, tuple[dict[str, Any], ...]] = {
    Looking.home.state: (
        HOME | {"overview": Overview(240, 180, 12), "expiring": 9, "over": 2, "stranded": 3},
        HOME | {"is_office": False},
    ),
    Looking.found.state: (
        {"asked": "王", "found": [FOUND] * 12, "more": 7},
        {"asked": "王", "found": [FOUND], "more": -11},
    ),
    Looking.card.state: (
        {
            "card": CARD,
            "history": [CORRECTED, RETIRED, RETIRED, RETIRED, RETIRED],
            "trainings": [TRAINED] * 5,
            "interests": INTERESTS,
            "is_here": True,
            "may_leave": True,
        },
        {
            "card": STRANGER,
            "history": [],
            "trainings": [],
            "interests": INTERESTS,
            "is_here": False,
            "may_leave": False,
        },
    ),
    Looking.expiring.state: (
        {"lines": [ENDING] * 40, "more": 7, "horizon": 60},
        {"lines": [], "more": -40, "horizon": 60},
    ),
    Looking.stranded.state: (
        {"seats": [SEAT, PLATFORM_SEAT] * 20, "more": 7, "platform": FORM, "people": [PERSON] * 12},
        {"seats": [], "more": -40, "platform": FORM, "people": []},
    ),
    Changing.field.state: (FIELD,),
    Changing.value.state: (FIELD,),
    Departing.kind.state: (TOUCHING,),
    Departing.unit.state: (TOUCHING,),
    Departing.day.state: (TOUCHING,),
    Departing.reason.state: (TOUCHING,),
    Departing.review.state: (TOUCHING, TOUCHING | {"kind": "retired", "touched": NOTHING}),
    Training.listed.state: (
        {
            "trainings": [TRAINED] * 10,
            "turnouts": {"AAAAAAAA": Turnout(TRAINED, 9, 4, 1)},
            "takeable": [TRAINED] * 3,
            "withdrawable": [TRAINED] * 10,
            "more": 7,
            "untrained": 9,
            "year": 2026,
        },
        {
            "trainings": [],
            "turnouts": {},
            "takeable": [],
            "withdrawable": [],
            "more": -10,
            "untrained": 0,
            "year": 2026,
        },
    ),
    Training.untrained.state: (
        {"lines": [Untrained("SJ-001", "王某", UNIT)] * 40, "more": 7, "year": 2026},
        {"lines": [], "more": -40, "year": 2026},
    ),
    Training.facts.state: ({},),
    Training.people.state: ({"topic": Typed("业务培训")},),
    Training.review.state: (
        {
            "facts": Facts(
                Typed("业务培训"), date(2026, 3, 20), 7.5, Typed(UNIT), Typed("会议室"), Typed("抽查流程")
            ),
            "ahead": True,
            "names": ["王某"] * 40,
            "count": 47,
        },
        {
            "facts": Facts("业务培训", date(2026, 3, 20), 8, UNIT),
            "ahead": False,
            "names": ["王某"],
            "count": 1,
        },
    ),
    Training.reason.state: ({},),
    Experts.home.state: (
        {"fields": [("特种设备", (9, 7))] * 30, "more": 7},
        {"fields": [], "more": -30},
    ),
    Experts.found.state: (
        {"asked": "特种", "found": [EXPERT] * 12, "more": 7},
        {"asked": "特种", "found": [EXPERT], "more": -11},
    ),
    Experts.card.state: (EXPERT_CARD, EXPERT_CARD | {"card": FOREVER, "may_change": False}),
    Experts.field.state: (EXPERT_CARD,),
    Experts.value.state: (EXPERT_CARD,),
    Experts.reason.state: (EXPERT_CARD,),
    Counting.units.state: (
        {
            "units": [UnitStaff(UNIT, 3, 5), UnitStaff(UNIT, 3, None), UnitStaff(UNIT, 6, 5)] * 13,
            "more": 7,
            "share": Share("staff_in_library", 8, 10, Fraction(1)),
            "everybody": True,
        },
        {"units": [], "more": -40, "share": Share("staff_in_library", 0, 0), "everybody": False},
    ),
    Departing.done.state: (DONE, dict.fromkeys(DONE, ()) | {"name": "王某", "visits": 0}),
}
