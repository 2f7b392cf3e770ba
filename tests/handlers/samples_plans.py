"""Sample data for every window of the plan's conversations, by state."""

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from domain.errors import DomainError
from domain.indicators import Share
from domain.plan import TaskDraft
from domain.plan_indicators import Reached
from handlers.planning.plan import Planning
from handlers.planning.plan_draft import Tasking
from locales.texts import texts
from models import PlanFiling
from services.planning.ordered_numbers import Ordered
from services.planning.plan_sizing import Sizing
from services.planning.plan_tasks import Choice
from services.planning.plan_view import Card, ChangeLine, PlanLine, TaskLine, Without, Year
from tests.guards.shown import Listed, Typed

Data = dict[str, Any]

AT = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
COVERAGE = Reached(
    key="item_coverage",
    done=7,
    total=10,
    at_least=Fraction(4, 5),
    clause="一（一）、二（二）：计划需覆盖全部抽查事项80%以上",
    lacking=1,
    names=("进货查验记录", "标签标识", "消防设施", "疏散通道", "明码标价", "广告发布", "计量器具"),
)
REACHED = (
    COVERAGE,
    Reached(key="joint_share", done=1, total=10, at_least=Fraction(3, 20), clause="二", lacking=1, new=1),
    Reached(
        key="joint_min_per_unit", done=1, total=3, at_least=Fraction(1), lacking=2, least=1, names=("甲局",)
    ),
    Reached(key="credit_use_joint", done=0, total=0, at_least=Fraction(3, 5), clause="二（七）"),
    Reached(
        key="campaigns_joint", done=0, total=1, at_least=Fraction(1), hard=False, clause="二（五）", lacking=1
    ),
)
TASK = TaskLine(
    ref="AAAAAAAA",
    no="XZ-2026-T001",
    name=Typed("食品销售单位联合抽查"),
    kind="campaign",
    partners=("消防救援大队",),
    ratio_text="不低于5%",
    base=240,
    quantity=12,
    sized_on=date(2026, 4, 1),
    stated=236,
    window_from=date(2026, 4, 1),
    window_to=date(2026, 6, 30),
    planned=True,
)
CHANGE = ChangeLine(
    ref="AAAAAAAA",
    task_no="XZ-2026-T001",
    task=Typed("食品销售单位联合抽查"),
    what="changed",
    state="asked",
    lines=(("window_to", "2026-06-30", "2026-09-30"),),
    reason=Typed("上级改期"),
    document=Typed("某随办〔2026〕9号"),
    at=AT,
    filing="XZ-2026-J0002",
)
FILING = PlanFiling(
    number="XZ-2026-J0001",
    plan_id=1,
    version=1,
    receiver="市领导小组办公室",
    filed_at=AT,
    state="returned",
    reason="第3项与市场监管局重复",
)
ORDERED = Ordered(
    "市场监督管理局", 2026, Typed("市监发〔2026〕3号"), date(2026, 1, 9), Share("ordered_number", 48, 120)
)
CARD = Card(
    ref="AAAAAAAA",
    unit="市场监督管理局",
    year=2026,
    state="adjusted",
    filing=FILING,
    published_at=AT,
    tasks=(TASK,) * 14,
    joined=Listed(["加油站部门联合抽查"]),
    reached=REACHED,
    ordered=(ORDERED,),
    waiting=(CHANGE,),
    changes=(CHANGE,) * 6,
)
EMPTY = Card(
    ref="AAAAAAAA",
    unit="市场监督管理局",
    year=2026,
    state="draft",
    filing=None,
    published_at=None,
    tasks=(),
    joined=(),
    reached=REACHED,
    waiting=(),
    changes=(),
)


def shown(card: Card, **steps: bool) -> Data:
    """A card as its window gets it."""
    closed = (
        "is_draft",
        "may_file",
        "may_decide",
        "may_publish",
        "may_change",
        "may_finish",
        "office",
        "own",
    )
    return {
        "card": card,
        "shown": card.tasks[:12],
        "more": len(card.tasks) - 12,
        "planned": card.tasks,
        **dict.fromkeys(closed, False),
        **steps,
    }


YEAR = Year(
    year=2026,
    plans=Listed([PlanLine("AAAAAAAA", "市场监督管理局", "filed", 12, 3, 1)]),
    without=Listed([Without(4, "消防救援大队")]),
    reached=REACHED,
    ordered=Listed([ORDERED]),
)
BARE = Year(year=2027, plans=(), without=(), reached=())
DRAFT = TaskDraft(
    name=Typed("食品销售单位联合抽查"),
    kind="targeted",
    document=Typed("某投诉通报"),
    complaints_min=3,
    item_codes=("SP-1",),
    scope="食品销售",
    ratio_text=Typed("不低于5%"),
    partners=("消防救援大队",),
    window_from=date(2026, 4, 1),
    window_to=date(2026, 6, 30),
)
FLOOR = (
    "draw_rules.quota.floor",
    {"grade": "", "size": 240, "ratio": "5%", "exact": "12", "count": 12, "rounded": ""},
)
SHORTFALL = ("draw_rules.quota.shortfall", {"grade": "D", "size": 2, "count": 5})
SIZING = Sizing(
    on=date(2026, 4, 1),
    base=240,
    excluded=3,
    key=40,
    quantity=12,
    told=(FLOOR,) * 5,
    warnings=(SHORTFALL,),
    parts=(3, 3, 3, 3),
)
TYPED: Data = {
    "draft": DRAFT,
    "items": Listed(["进货查验记录"]),
    "sizing": SIZING,
    "fault": "",
    "missing": "",
    "reached": REACHED,
    "whole": True,
    "asks": True,
    "stored": True,
    "rests": True,
    "targeted": True,
    "kinds": ["regular", "campaign", "targeted"],
    "quarters": [0, 1, 2, 3, 4],
    "portions": ["place", "quarter", "half", "year"],
}
NOTHING = texts().error(DomainError("draw.empty_pool", scope="食品销售"))
BEGUN: Data = TYPED | {
    "draft": TaskDraft(),
    "items": [],
    "sizing": None,
    "missing": texts().error(DomainError("plan.task_name")),
    "whole": False,
    "asks": False,
    "stored": False,
    "rests": False,
    "targeted": False,
}
FAULTY: Data = TYPED | {"sizing": SIZING, "fault": NOTHING}
CHOOSING: Data = {
    "choices": [{"id": "0123456789ab", "choice": Choice("scope:食品销售", "食品销售", 240), "chosen": True}]
    * 20,
    "count": 1,
    "filter": Typed("食品"),
}
NO_CHOICE: Data = {"choices": [], "count": 0, "filter": ""}

SAMPLES: dict[str | None, tuple[Data, ...]] = {
    Planning.year.state: (
        {"year": YEAR, "drafts": True, "without": YEAR.without},
        {"year": BARE, "drafts": False, "without": ()},
    ),
    Planning.ordered.state: (
        {"year": YEAR, "drafts": True, "without": YEAR.without},
        {"year": BARE, "drafts": False, "without": ()},
    ),
    Planning.card.state: (
        shown(CARD, may_change=True, may_finish=True, office=True, may_decide=True, may_publish=True),
        shown(EMPTY, is_draft=True, may_file=True),
    ),
    Planning.review.state: (shown(CARD), shown(EMPTY)),
    Planning.reason.state: ({},),
    Tasking.hub.state: (TYPED, BEGUN, FAULTY),
    Tasking.name.state: ({},),
    Tasking.kind.state: (TYPED,),
    Tasking.document.state: ({},),
    Tasking.complaints.state: ({},),
    Tasking.partners.state: (CHOOSING, NO_CHOICE),
    Tasking.items.state: (CHOOSING, NO_CHOICE),
    Tasking.scope.state: (CHOOSING, NO_CHOICE),
    Tasking.rule.state: (TYPED, BEGUN, FAULTY),
    Tasking.window.state: (TYPED,),
    Tasking.portion.state: (TYPED,),
    Tasking.methods.state: (CHOOSING, NO_CHOICE),
    Tasking.reason.state: ({},),
    Tasking.paper.state: ({},),
}
