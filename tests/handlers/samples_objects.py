"""Sample data for every window of the object library, by state."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from domain.completeness import Filled
from domain.eligibility import Reason
from domain.indicators import Share
from domain.notices_objects import Fall
from domain.tags import LibraryField
from handlers.registers.object_mending import Mending
from handlers.registers.objects import Objects
from models import GradeChange, InspectionObject, ObjectChange
from services.objects.object_cards import Card, CaseLine, Found, VisitLine
from services.objects.object_findings import DOUBTFUL, Doubt, Doubtful
from services.objects.object_lines import ChangeLine
from services.objects.object_news import News
from services.objects.object_overview import Overview
from tests.guards.shown import Listed, Typed

SUBJECT, UNIT, AT = "虚构县甲乙食品经营有限公司", "虚构县市场监督管理局", datetime(2026, 4, 1, 2, tzinfo=UTC)
FULL = InspectionObject(
    register_no="虚构代码 1",
    name=SUBJECT,
    object_type="企业",
    sub_libraries=["食品销售"] * 40,
    tags=["重点领域·主体·学校食堂"] * 40,
    address="虚构县平安路 1 号",
    area="城关",
    supervising_unit="城关市场监管所",
    industry="零售业",
    level="所级",
    grade="D",
    graded_on=date(2026, 3, 1),
    risk="高风险",
    is_key=True,
    key_reason="case_filed",
    key_document="某" * 4000,
    alive=False,
)
BARE = InspectionObject(register_no="P-1", name="云泉大桥工程", kind="project", active=False)
FELL = GradeChange(
    object_no="虚构代码 1",
    field="grade",
    scheme="企业信用风险分类",
    before="A",
    after="D",
    fell=True,
    graded_on=date(2026, 3, 1),
    source="import",
    noted_at=AT,
)
CHANGE = ObjectChange(
    ref="AAAAAAAA",
    object_no="虚构代码 1",
    source="office",
    before={},
    after={},
    reason="核查",
    document="某文",
    noted_at=AT,
)
LINE = ChangeLine(
    "虚构代码 1",
    AT,
    (("登记状态", "存续", "迁出"),) * 3,
    Typed("核查发现"),
    Typed("某核字〔2026〕3号"),
    undone=True,
)
VISIT = VisitLine(
    "XZ-2026-0014-03",
    "食品销售经营者抽查",
    date(2026, 4, 1),
    "replaced",
    ((UNIT, "released", True), (UNIT, "submitted", False)),
)
DOUBTS = tuple(Doubt(name, date(2026, 4, 2), "XZ-2026-0014-03") for name in DOUBTFUL)
CARD = Card(
    subject=FULL,
    grades=Listed([FELL]),
    visits=Listed([VISIT]),
    excluded=Reason("listed", {"document": Typed("某政发〔2026〕7号")}),
    exemptions=Listed([(Typed("某政发〔2026〕7号"), date(2026, 12, 31))]),
    changes=(CHANGE,),
    doubts=DOUBTS,
    cases=Listed(
        [
            CaseLine(
                "XZ-2026-W0001", "problem_pending", "open_case", "closed", "虚罚〔2026〕1号", Typed("罚款")
            )
        ]
    ),
)
EMPTY = Card(subject=BARE, grades=(), visits=(), excluded=None, exemptions=(), changes=())
SEEN = Overview(
    total=240,
    standing=230,
    kinds=(("subject", 200), ("project", 30)),
    libraries=Listed([("食品销售", 120)]),
    grades=Listed([("A", 120), ("", 7)]),
    key=12,
    asleep=3,
    unplaced=2,
)
NOTHING = Overview(total=0, standing=0, kinds=(), libraries=(), grades=(), key=0, asleep=0, unplaced=0)
RULE = LibraryField(field="risk", names=("低风险", "高风险"), clause="3、5：风险分类")
FILLED = Filled(RULE, Share("risk", 9, 12, Fraction(1)), Listed([("食品销售", Share("risk", 1, 3))]))
NEWS = News(
    file_name="检查对象名录.xlsx",
    at=AT,
    new=Listed(["虚构代码 1"]),
    gone=Listed(["虚构代码 2"]),
    fields=Listed([("grade", 4), ("name", 1)]),
    changes=Listed([("虚构代码 1", "grade", "A", "D")]),
    falls=Listed([Fall("虚构代码 1", SUBJECT, "grade", "A", "D")]),
)
MEND: dict[str, Any] = {
    "name": SUBJECT,
    "number": "虚构代码 1",
    "act": "correct",
    "reasons": [("case_filed", "被立案查处")] * 5,
    "fields": [("status", "登记状态")] * 6,
    "field": "登记状态",
    "values": [(0, "存续"), (1, "注销")],
    "chosen": Typed("注销"),
}

SAMPLES: dict[Any, tuple[dict[str, Any], ...]] = {
    Objects.home.state: ({"seen": SEEN, "doubtful": 3}, {"seen": NOTHING, "doubtful": 0}),
    Objects.found.state: (
        {"asked": Typed("甲乙"), "found": [Found("虚构代码 1", SUBJECT, active=False)] * 12, "more": True},
        {"asked": "甲乙", "found": [Found("虚构代码 1", SUBJECT, active=True)] * 2, "more": False},
    ),
    Objects.card.state: (
        {"card": CARD, "one": FULL, "key_reasons": ("case_filed",), "changes": Listed([LINE])},
        {"card": EMPTY, "one": BARE, "key_reasons": (), "changes": []},
    ),
    Objects.complete.state: ({"lines": (FILLED,) * 8}, {"lines": ()}),
    Objects.news.state: (
        {"news": NEWS, "lines": Listed([("虚构代码 1", ("信用等级", "A", "D"))]), "since": Listed([LINE])},
        {"news": None, "lines": [], "since": []},
    ),
    Objects.doubtful.state: (
        {"doubtful": Listed([Doubtful("虚构代码 1", SUBJECT, DOUBTS)])},
        {"doubtful": ()},
    ),
    Mending.key.state: (MEND,),
    Mending.field.state: (MEND,),
    Mending.value.state: (MEND, {**MEND, "values": []}),
    Mending.reason.state: (MEND, {**MEND, "act": "unmark", "chosen": ""}),
    Mending.document.state: (MEND, {**MEND, "chosen": ""}),
    Mending.done.state: (MEND,),
}
