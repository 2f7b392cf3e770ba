"""Official forms at their worst: endless names, thirty items, things missing, marks of every language."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from domain.form_lines import (
    AgendaLine,
    BriefingMark,
    BriefingMatter,
    BriefingTotal,
    BriefingUnit,
    ChargeLine,
    DecidedLine,
    OverviewLine,
)
from domain.forms import (
    Briefing,
    Correction,
    Document,
    DrawnLine,
    DrawSheet,
    DrawTask,
    Form,
    InspectionNotice,
    ItemFound,
    Minutes,
    Overview,
    Scheme,
    Signer,
    Transfer,
    VisitRecord,
    WitnessLine,
)

DAY, MOMENT = date(2026, 4, 21), datetime(2026, 4, 21, 7, 5, tzinfo=UTC)
HEAD: dict[str, Any] = {
    "body_name": "虚构县市场监管领域部门联合“双随机、一公开”监管工作联席会议办公室",
    "unit": "虚构县市场监督管理局",
    "number": "XZ-2026-0014-03",
    "made_on": DAY,
}
WHO: dict[str, Any] = {
    "object_name": "虚构县甲乙食品经营有限公司",
    "register_no": "91140901MA0FAKE001",
    "address": "虚构县平安路1号",
    "legal_representative": "赵某",
    "contact_name": "钱某",
    "contact_phone": "0350-0000000",
}
LONG = (
    "虚构县新时代中国特色现代农业产业融合发展示范园区甲乙丙丁戊己庚辛壬癸综合农产品"
    "冷链仓储物流配送服务有限责任公司第一分公司（原名虚构县供销合作社联合社）"
)
ITEM = ItemFound(
    item_name="食品经营许可情况检查",
    basis="《中华人民共和国食品安全法》第三十五条",
    outcome="未发现问题",
    measure="无需后续处置",
)
PROBLEM = ItemFound(
    item_name="食品标签、说明书检查",
    basis="《中华人民共和国食品安全法》第六十七条、第七十一条；《食品安全法实施条例》第三十三条",
    outcome="发现问题待后续处理",
    problem="货架上 3 种预包装食品未标明生产日期，已拍照固定证据。",
    measure="责令改正",
    correct_by=date(2026, 5, 6),
)
TEAM = (
    Signer(name="孙甲", certificate_no="14090026001", from_unit="虚构县市场监督管理局"),
    Signer(name="李乙", certificate_no="14090026002", from_unit="虚构县市场监督管理局"),
)
RECORD = VisitRecord(
    **HEAD,
    **WHO,
    tasks=("食品销售经营者联合抽查",),
    task_numbers=("XZ-2026-R01",),
    draw_number="XZ-2026-0014",
    methods=("实地检查", "书面检查"),
    items=(ITEM, PROBLEM),
    outcome="未发现问题、发现问题待后续处理",
    measures="责令改正",
    inspectors=TEAM,
    inspected_on=DAY,
    photos=3,
    recorded_by="孙甲",
    recorded_at=MOMENT,
    confirmed_by="李乙",
    decision="审核通过",
    decided_by="周审",
    decided_at=MOMENT,
)
SHEET = DrawSheet(
    **HEAD,
    method="本系统公开抽取（规程 suicha-draw/1）",
    base=240,
    excluded=3,
    drawn_total=12,
    announced_at=MOMENT,
    held_at=MOMENT,
    drawn_by="甲办",
    rules=("信用等级 A：240 户中抽取 12 户",),
    seed="9f" * 32,
    pool_digest="3c" * 32,
    record_digest="a7" * 32,
    draw_tasks=(DrawTask(task_number="XZ-2026-R01", task_name="食品销售联合抽查", ratio="5%", drawn=12),),
    witnesses=(WitnessLine(role="监督员", who="丙督", value="今天的气温是十八度 7314"),),
    objects=tuple(
        DrawnLine(
            object_name=f"虚构商行{n}",
            register_no=f"9199012400000000{n:02d}",
            ticket=f"{n:02x}" * 32,
            team="市场监督管理局：孙甲（组长）、李乙；消防救援大队：王丙、郑丁",
        )
        for n in range(1, 13)
    ),
    inspectors_total=8,
)
OVERVIEW = Overview(
    **HEAD,
    period="2026年",
    lines=tuple(
        OverviewLine(
            task_name=name,
            task_number=f"XZ-2026-R{n:02}",
            task_type="不定向",
            object_type="食品销售经营者",
            base="12345",
            ratio="5%",
            drawn=1234,
            owed=2468,
            reported=2000,
            completion="81%",
            fine=1800,
            corrected=100,
            pending=60,
            unreachable=20,
            refused=1,
            other=19,
            entered=1990,
            published=1500,
            unpublished=500,
        )
        for n, name in enumerate(("食品销售联合抽查", "加油站计量器具和安全生产部门联合抽查", "合计"), 1)
    ),
)
NOTICE = InspectionNotice(
    **HEAD,
    **WHO,
    tasks=("食品销售经营者联合抽查",),
    window="2026年4月20日至2026年6月30日",
    items=(ITEM, PROBLEM),
    documents=(Document(document="营业执照"), Document(document="食品经营许可证")),
    inspectors=TEAM,
    link="https://t.me/suicha_bot?start=v_A1b2C3d4",
)
TRANSFER = Transfer(
    **HEAD,
    **WHO,
    receiver="虚构县消防救援大队",
    tasks=("食品销售经营者联合抽查",),
    inspected_on=DAY,
    items=(PROBLEM,),
    transfer_basis="《市场监督管理行政处罚程序规定》第十四条",
    enclosures=("抽查情况记录表", "现场照片 3 张"),
    answer_by=date(2026, 5, 21),
)
CORRECTION = Correction(
    **HEAD,
    **WHO,
    inspected_on=DAY,
    items=(PROBLEM,),
    correct_by=date(2026, 5, 6),
    demand="改正后请将整改报告和照片送检查部门。",
    inspectors=TEAM,
)
SCHEME = Scheme(
    **HEAD,
    tasks=("食品销售经营者联合抽查",),
    task_numbers=("XZ-2026-R01",),
    draw_numbers=("XZ-2026-0014",),
    window="2026年4月20日至2026年6月30日",
    methods=("实地核查",),
    partners=("虚构县消防救援大队",),
    drawn_total=1,
    charges=(ChargeLine(member="虚构县市场监督管理局", charge="食品经营许可情况检查", people=2),),
    objects=(DrawnLine(object_name=WHO["object_name"], register_no=WHO["register_no"], team="孙某、李某"),),
    documents=(Document(document="营业执照"),),
    division="由虚构县市场监督管理局带队。",
    safety="进入生产区域佩戴防护用品。",
)
MINUTES = Minutes(
    **HEAD,
    meeting_kind="全体会议",
    met_at=MOMENT,
    met_in="县政府三楼会议室",
    chair="召集人赵某",
    came=("虚构县市场监督管理局", "虚构县应急管理局"),
    guests=("虚构县总工会",),
    absent=("虚构县消防救援大队",),
    agenda=(AgendaLine(topic="研究联合抽查计划"), AgendaLine(topic="研究问题移送衔接")),
    decided=(
        DecidedLine(
            decided_text="制定移送衔接办法", charged="虚构县市场监督管理局", due_on=date(2026, 6, 30)
        ),
    ),
)
BRIEFING = Briefing(
    **HEAD,
    period="2026年第三季度",
    span="2026年7月1日至2026年9月30日",
    told="本期共有2个单位承担任务，抽取检查20件，完成检查18件（上期9件）。",
    matters=(BriefingMatter(member="虚构县市场监督管理局", problem="逾期未检查2件，逾期未报送1项"),),
    totals=(BriefingTotal(figure="完成检查（件）", now="18", before="9", change="+9"),),
    members=tuple(
        BriefingUnit(
            member=unit,
            assigned="10",
            done="9",
            done_before="4",
            public="8",
            public_before="5",
            found="1",
            late="2",
            late_public="0",
            late_filed="1",
        )
        for unit in ("虚构县市场监督管理局", "虚构县消防救援大队")
    ),
    marks=(BriefingMark(mark="公示率", asked="应当达到100%", reached="88%（8/9）", state="未达到"),),
)
ORDINARY: tuple[Form, ...] = (
    RECORD,
    SHEET,
    OVERVIEW,
    NOTICE,
    TRANSFER,
    CORRECTION,
    SCHEME,
    MINUTES,
    BRIEFING,
)


def endless(form: Form) -> Form:
    """The same with a name of more than sixty characters, an endless code and thirty items."""
    changed: dict[str, Any] = {"body_name": LONG, "unit": LONG, "number": "XZ-2026-0014-03" * 4}
    if hasattr(form, "object_name"):
        changed |= {"object_name": LONG, "address": LONG * 3, "register_no": "1" * 60}
        changed["items"] = tuple(replace(PROBLEM, item_name=LONG, problem=LONG * 2) for _ in range(30))
    return replace(form, **changed)


def bare(form: Form) -> Form:
    """The same with everything missing that may be."""
    kept = {"body_name", "unit", "number", "made_on"}
    empty: dict[type, Any] = {str: "", tuple: (), int: 0, date: DAY}
    changed: dict[str, Any] = {
        name: empty.get(type(value)) for name, value in vars(form).items() if name not in kept
    }
    return replace(form, **changed)
