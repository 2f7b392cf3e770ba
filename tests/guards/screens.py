"""Samples for everything a conversation shows: windows by their state, other screens by their template."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from domain.incident import GROUNDS
from domain.method import Manner
from domain.notices_visit import FindingLine
from domain.plan_indicators import Reached
from domain.roles import Actor, Role
from handlers.commands import EVERYWHERE, PRIVATELY
from handlers.drawing.draw import Drawing
from handlers.drawing.exempting import Exempting
from handlers.drawing.object_gone import Replacing
from handlers.drawing.recusal import Recusing
from handlers.menu import SECTIONS
from handlers.registers.import_ratios import Ratios
from handlers.registers.imports import Importing
from handlers.visits.correcting import Correcting, NamingApprover
from handlers.visits.incidents import Noting
from handlers.visits.reporting import Reporting
from handlers.visits.review import Returning
from services.drawing.draw_reach import Moved
from services.drawing.draw_watch import PoolChanges
from services.drawing.object_replacements import REASONS as OBJECT_REASONS
from services.drawing.object_replacements import OpenVisit
from services.drawing.replacements import REASONS
from services.drawing.tidings import Told
from services.objects.exemptions import ExemptionLine
from services.publication.publishing import Candidate
from services.registers.list_books import KINDS
from services.staff.leaves import LeaveLine
from services.visits.incidents import Noted
from tests.guards.shown import Listed, Typed
from tests.handlers import samples_clues as clues
from tests.handlers import samples_deadlines as deadlines
from tests.handlers import samples_external as external
from tests.handlers import samples_filings as filings
from tests.handlers import samples_forms as forms
from tests.handlers import samples_handovers as handovers
from tests.handlers import samples_indicators as indicators
from tests.handlers import samples_items as items
from tests.handlers import samples_ledger as ledger
from tests.handlers import samples_library as library
from tests.handlers import samples_meetings as meetings
from tests.handlers import samples_objects as objects
from tests.handlers import samples_plans as plans
from tests.handlers import samples_takedown as takedown
from tests.handlers import samples_tasks as tasks
from tests.handlers import samples_withhold as withhold

Data = dict[str, Any]

SUBJECT, UNIT = "虚构县甲乙食品经营有限公司", "虚构县市场监督管理局"
PLAN = SimpleNamespace(
    no="XZ-2026-R01",
    name="食品销售经营者抽查",
    short="食品销售经营者抽查",
    ref="AAAAAAAA",
    window_from=date(2026, 4, 20),
    window_to=date(2026, 6, 30),
)
PREVIEW = SimpleNamespace(
    tasks=(PLAN,),
    visits=None,
    pool=SimpleNamespace(size=240, excluded=3),
    exclusions={"closed": 2, "yearly_cap": 1},
    explained=[("draw_rules.quota.number", {"grade": "A", "size": 240, "count": 12})] * 6,
    warnings=[("draw_rules.quota.shortfall", {"grade": "D", "size": 2, "count": 5})],
    need=2,
    inspectors_by_unit={UNIT: 9, "虚构县应急管理局": 1},
)
JOINT = SimpleNamespace(
    **vars(PREVIEW)
    | {
        "tasks": (PLAN, PLAN, PLAN),
        "visits": (31, 18),
        "explained": [("draw.of_task", {"task": "食品销售经营者抽查"}), *PREVIEW.explained],
    }
)
ANSWERED = {
    "position": 0,
    "code": "SPXS-01",
    "name": "食品经营许可情况检查",
    "outcome": "发现问题经责令已改正",
    "remark": Typed("标签不全，已当场改正"),
    "follows": Typed("责令改正，2026年5月6日前改正"),
    "done": True,
}
OPEN = {
    "position": 1,
    "code": "SPXS-02",
    "name": "标签检查",
    "outcome": "未填",
    "remark": "",
    "follows": "",
    "done": False,
}
NOTED = Noted(
    "XZ-2026-0014-03-01-1", "technique", Typed("设备不能检出"), "王某", datetime(2026, 5, 8, tzinfo=UTC)
)
REPORT: Data = {
    "visit": "XZ-2026-0014-03",
    "object_name": SUBJECT,
    "address": "虚构县平安路 1 号",
    "version": 2,
    "items": Listed([ANSWERED, OPEN]),
    "answered": 1,
    "total": 2,
    "complete": False,
    "photos": 3,
    "located": True,
    "inspected_on": date(2026, 4, 21),
    "manner": Manner("documents", Typed("虚构检验检测有限公司"), Typed("虚检字〔2026〕第 18 号")),
    "methods": ["on_site", "online", "video", "other"],
    "item_name": "食品经营许可情况检查",
    "chosen": "发现问题经责令已改正",
    "must_explain": True,
    "remark": Typed("标签不全，已当场改正"),
    "follows": Typed("责令改正，2026年5月6日前改正"),
    "basis": Typed("《中华人民共和国食品安全法》第三十五条"),
    "problem": True,
    "measures": ["order_correction", "back_to_daily", "transfer_department"],
    "corrects": True,
    "correction_days": ["2026-05-06", "2026-04-28"],
    "needs_witness": True,
    "needs_day": True,
    "found_days": ["2026-04-21"],
    "categories": ["no_problem", "problem_corrected", "unreachable_at_address"],
    "days": ["2026-04-21", "2026-04-20"],
    "outside": Listed(["餐饮服务检查"]),
    "citable": tasks.EARLIER,
}
DONE = REPORT | {
    "items": [ANSWERED],
    "complete": True,
    "must_explain": False,
    "citable": None,
    "remark": "",
    "follows": "",
    "corrects": False,
    "needs_witness": False,
    "needs_day": False,
    "outside": [],
    "manner": Manner("on_site"),
}
SIDES = {"label": "检查对象名称", "there": "甲公司", "here": "乙公司"}
FILE: Data = {
    "name": "检查对象名录.xlsx",
    "kind": "objects",
    "counts": {"rows": 240, "accepted": 238, "warned": 4, "rejected": 2},
    "errors": [{"place": "Sheet1 B7", "message": "统一社会信用代码校验不通过"}],
    "dropped": ["身份证号"],
    "new": 12,
    "changed": [{"title": "甲公司（虚构代码 1）", "fields": [SIDES] * 2}],
    "changed_count": 30,
    "same": 190,
    "gone": 6,
    "makes": ["甲局"],
    "gone_shown": ["丙店（虚构代码 3）"],
    "alike": [{"title": "丁店（虚构代码 4）", "known": "丁店（虚构代码 5）", "fields": [SIDES]}],
    "alike_count": 1,
    "more": True,
    "fallen": 3,
    "asks_grounds": True,
    "may_end": True,
    "ended": 6,
    "ratios": {"按实际情况确定": "5%"},
}
NONE: Data = {"errors": [], "dropped": [], "changed": [], "gone_shown": [], "alike": [], "makes": []}
NOTHING_NEW = (
    FILE
    | NONE
    | {"changed_count": 0, "gone": 0, "alike_count": 0, "fallen": 0, "more": False, "may_end": False}
)
NOTHING_IN = NOTHING_NEW | {"counts": {"rows": 2, "accepted": 0, "warned": 0, "rejected": 2}, "new": 0}
NOT_WHOLE = FILE | {"kind": "items", "may_end": False}

RECUSAL: Data = {
    "visit": "XZ-2026-0014-03",
    "object_name": SUBJECT,
    "reasons": list(REASONS),
    "reason": REASONS[0],
}

GONE: Data = {
    "visit": "XZ-2026-0014-03",
    "object_name": SUBJECT,
    "reasons": list(OBJECT_REASONS),
    "reason": OBJECT_REASONS[0],
}
OPEN_VISIT = OpenVisit("AAAAAAAA", "XZ-2026-0014-03", SUBJECT)
EXEMPT = ExemptionLine("AAAAAAAA", "虚构代码 1", SUBJECT, Typed("某政发〔2026〕7号"), date(2026, 12, 31))
ENTRY: Data = {
    "objects": Listed([("虚构代码 1", SUBJECT)]),
    "document": Typed("某政发〔2026〕7号"),
    "until": date(2026, 12, 31),
}

MOVED = [Moved(Reached(key=one.key, done=0, total=0), one) for one in plans.REACHED]
CANDIDATES: Data = {"people": [{"roster_no": "SJ-001", "name": "王某", "post": "科长"}] * 20, "more": 7}
RETURNING: Data = {
    "number": "XZ-2026-R0007",
    "item": "食品经营许可情况检查",
    "items": [{"code": "SPXS-01", "name": "食品经营许可情况检查", "position": 0}],
}
WINDOWS: dict[str | None, tuple[Data, ...]] = {
    **forms.WINDOWS,
    Drawing.task.state: (
        {"tasks": [PLAN], "more": 7, "waiting": ["XZ-2026-0013"], "elsewhere": []},
        {"tasks": [], "more": -20, "waiting": [], "elsewhere": Listed([PLAN, PLAN])},
        {"tasks": [], "more": -20, "waiting": [], "elsewhere": []},
    ),
    Drawing.preview.state: (
        {"changes": None, "plan": PREVIEW, "others": [{"task": PLAN, "shared": 17}], "moved": MOVED},
        {
            "changes": PoolChanges("XZ-2026-0013", ("虚构代码 1",) * 12, (), ()),
            "plan": JOINT,
            "others": [],
            "moved": (),
        },
    ),
    Drawing.announced.state: ({"number": "XZ-2026-0014"},),
    Reporting.items.state: (REPORT, DONE),
    Reporting.outcome.state: (REPORT,),
    Reporting.remark.state: (REPORT, DONE),
    Reporting.measure.state: (REPORT,),
    Reporting.measure_text.state: (REPORT,),
    Reporting.correct_by.state: (REPORT,),
    Reporting.basis.state: (REPORT,),
    Reporting.witness.state: (REPORT,),
    Reporting.since.state: (REPORT,),
    Reporting.entrusted.state: (REPORT, DONE),
    Reporting.conclusion.state: (REPORT, DONE),
    Reporting.day.state: (REPORT,),
    Reporting.review.state: (REPORT, DONE),
    Reporting.done.state: ({"number": "XZ-2026-R0007"},),
    Returning.reason.state: (RETURNING, RETURNING | {"item": ""}),
    Correcting.reason.state: ({},),
    NamingApprover.person.state: (CANDIDATES, {"people": [], "more": -20}),
    NamingApprover.done.state: ({"name": "王某"},),
    Returning.done.state: ({"number": "XZ-2026-R0007"},),
    Recusing.reason.state: (RECUSAL,),
    Recusing.remark.state: (RECUSAL,),
    Recusing.done.state: ({},),
    Replacing.visit.state: ({"visits": [OPEN_VISIT] * 20, "more": 7}, {"visits": [], "more": -20}),
    Replacing.reason.state: (GONE,),
    Replacing.remark.state: (GONE,),
    Replacing.done.state: (GONE,),
    Noting.current.state: ({"lines": Listed([NOTED]), "more": 3}, {"lines": [], "more": -10}),
    Noting.number.state: ({},),
    Noting.ground.state: ({"number": "XZ-2026-0014-03-01-1", "ground": "", "grounds": GROUNDS},),
    Noting.text.state: ({"number": "XZ-2026-0014-03-01-1", "ground": "technique", "grounds": GROUNDS},),
    Exempting.current.state: ({"lines": [EXEMPT] * 15, "more": 7}, {"lines": [], "more": -15}),
    Exempting.numbers.state: ({},),
    Exempting.document.state: (ENTRY,),
    Exempting.until.state: (ENTRY,),
    Exempting.review.state: (ENTRY,),
    Exempting.entered.state: (ENTRY,),
    Exempting.reason.state: ({},),
    Exempting.revoked.state: ({},),
    Importing.file.state: ({"kinds": list(KINDS)},),
    Importing.shown.state: (FILE, NOTHING_NEW, NOTHING_IN, NOT_WHOLE),
    Importing.done.state: (FILE,),
    Ratios.asking.state: (
        {"text": "按实际情况确定", "tasks": ["食品销售抽查"], "count": 7, "at": 1, "of": 2},
        {"text": "另定", "tasks": ["抽查"], "count": 1, "at": 2, "of": 2},
    ),
    Importing.undone.state: (FILE,),
    **{state: (data,) for state, data in filings.SAMPLES.items()},
    **deadlines.SAMPLES,
    **handovers.SAMPLES,
    **meetings.SAMPLES,
    **external.SAMPLES,
    **items.SAMPLES,
    **ledger.SAMPLES,
    **library.SAMPLES,
    **objects.SAMPLES,
    **takedown.SAMPLES,
    **tasks.SAMPLES,
    **withhold.SAMPLES,
    **plans.SAMPLES,
    **clues.SAMPLES,
}

AWAY = LeaveLine(1, "SJ-001", "王某", date(2026, 4, 1), date(2026, 4, 9))
PERSON = Actor(person_id=1, name="王某", unit_name=UNIT, roles=frozenset({Role.OFFICE, Role.APPROVER}))
READY = Candidate(1, "XZ-2026-R0007", SUBJECT, UNIT, withhold.CLOCK, "")
TOLD = Told(
    "XZ-2026-0014",
    Counter({"delivered": 20, "unlinked": 2}),
    Listed([(UNIT, "SJ-001", "unlinked"), (UNIT, "SJ-002", "unreachable")]),
)
RESULT = SimpleNamespace(
    method="documents",
    entrusted=Typed("虚构检测中心"),
    conclusion_no="18",
    number="XZ-2026-R0007",
    inspected_on=date(2026, 4, 21),
)
FOUND = FindingLine(
    "食品经营许可情况检查", "problem_pending", Typed("标签不全"), "transfer_department", Typed("某局")
)
PROGRESS = replace(filings.OVERVIEW.deadlines[0], late=Listed(["丁局"]), open=Listed(["丙局"]))
HELP: Data = {
    "private": True,
    "roles": [Role.INSPECTOR],
    "sections": SECTIONS,
    "always": (PRIVATELY, *EVERYWHERE),
}

PAGES: dict[str, tuple[Data, ...]] = {
    "bound": ({},),
    "briefing": ({},),
    "delivery": ({"draws": [TOLD] * 3}, {"draws": []}),
    "duties": (
        {
            "unit": UNIT,
            "owing": filings.OWING,
            "done": [filings.PUBLICATION] * 9,
            "joint": tasks.JOINT,
            "passed": Listed(filings.PASSED),
        },
        {"unit": UNIT, "owing": [], "done": [], "joint": None, "passed": []},
    ),
    "filings": (
        {"overview": filings.OVERVIEW, "free": filings.FREE, "own": [filings.UPWARD]},
        {
            "overview": replace(filings.OVERVIEW, deadlines=(PROGRESS,) * 3, unreachable=Listed(["丙局"])),
            "free": [],
            "own": [],
        },
        {"overview": replace(filings.OVERVIEW, deadlines=(), unreachable=()), "free": [], "own": []},
    ),
    "help": (
        {**HELP, "asked": {"unit": ["王某"] * 9, "office": ["王某"] * 9}},
        {**HELP, "roles": list(Role), "asked": {"operator": []}},
        {**HELP, "private": False, "sections": {"plan": ("plan",)}, "asked": {}},
        {**HELP, "sections": {}, "asked": {}},
        {**HELP, "roles": [], "sections": {}, "asked": {}},
    ),
    **forms.PAGES,
    **indicators.PAGES,
    "invite_how": ({},),
    **ledger.PAGES,
    "lists": ({"whole": True, "unit": ""}, {"whole": False, "unit": "市场监督管理局"}),
    "leave_how": (
        {"lines": [AWAY] * 15, "more": 7},
        {"lines": [], "more": -15},
    ),
    "interest_how": (
        {"lines": [(1, SUBJECT, "relative")] * 15, "more": 7},
        {"lines": [], "more": -15},
    ),
    "interest_withdraw": ({},),
    "interest_reason": ({"object_name": SUBJECT},),
    "invited": (
        {"person": SimpleNamespace(name="王某", roster_no="SJ-001"), "link": "https://t.me/x?start=y"},
    ),
    "pool_changes": (
        {
            "changes": PoolChanges(
                "XZ-2026-0013", Listed(["虚构代码 1"]), Listed(["虚构代码 2"]), ("虚构代码 3",)
            )
        },
        {"changes": None},
    ),
    "public_how": ({},),
    "publish": (
        {
            "ready": Listed([READY]),
            "blocked": Listed([replace(READY, hindrance="photos", clock=None)]),
            "waiting": SimpleNamespace(number="XZ-2026-G001", result_ids=[1, 2]),
        },
        {"ready": [], "blocked": [], "waiting": None},
    ),
    "review_none": ({},),
    "review_one": (
        {"result": RESULT, "object_name": SUBJECT, "findings": Listed([FOUND]), "flags": tasks.FLAGS},
    ),
    "start": ({"actor": PERSON}, {"actor": Actor()}),
    "welcome": ({"actor": PERSON},),
    "witness_how": ({"waiting": ["XZ-2026-0013"]}, {"waiting": []}),
    **tasks.PAGES,
}
