"""Every notice, said in every language: valid, escaped, short enough, with buttons that somebody answers."""

import ast
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from importlib import import_module
from pathlib import Path

import pytest

import domain
from domain import (
    notices,
    notices_ceremony,
    notices_clue,
    notices_conference,
    notices_draw,
    notices_filing,
    notices_ledger,
    notices_liaison,
    notices_objects,
    notices_plan,
    notices_publication,
    notices_staff,
    notices_team,
    notices_visit,
)
from domain.forecast import Forecast, Outlook
from domain.indicators import Share, UnitFigures
from domain.method import Manner
from domain.notices import Notice
from domain.notices_filing import DeadlineLine
from domain.notices_staff import CertificateLine
from domain.self_check import PATIENCE, Finding
from domain.standing import Standing
from locales.texts import LANGUAGES, texts
from tests.guards.shown import (
    CAPTION,
    DATA,
    HOSTILE,
    LABEL,
    MESSAGE,
    Listed,
    Typed,
    changed,
    endless,
    hostile,
    length,
    ordinary,
    seen,
)
from tests.guards.sources import modules
from tests.handlers.samples_tasks import FLAGS

ON, AT, DIGEST = date(2026, 4, 16), datetime(2026, 4, 16, 9, 30, tzinfo=UTC), "3f9a" * 16
SUBJECT, UNIT, TASK = "虚构县甲乙食品经营有限公司", "虚构县市场监督管理局", "食品销售经营者抽查"
AT_RISK = Forecast(
    key="credit_use_items", outlook=Outlook.ON, by=ON, lacking=12345, pace=9, days=28, on=date(2027, 12, 30)
)
LATE = DeadlineLine(
    "AAAAAAAA", UNIT, "half_year_report", "", date(2026, 6, 10), -2, "三（四）：6月10日前报送"
)
OWN_TITLE = DeadlineLine("BBBBBBBB", UNIT, "other", "自拟事项", date(2026, 6, 12), 0, "五")
ENDING = CertificateLine("SJ-001", "王某", UNIT, date(2026, 6, 10), 30)
OWN_ENDING = CertificateLine("SJ-002", "李某", UNIT, date(2026, 4, 16), 0)
FINDING = notices_visit.FindingLine(
    "食品经营许可情况检查", "problem_pending", Typed("标签不全"), "order_correction", "", date(2026, 5, 1)
)
MOVED_ON = notices_visit.FindingLine(
    "标签检查",
    "problem_pending",
    Typed("无证"),
    "transfer_department",
    Typed("住建局"),
    None,
    date(2026, 4, 1),
    Typed("张某，社区"),
)
CITED = notices_visit.FindingLine(
    "标签检查", "no_problem", cited="XZ-2026-0009-01-1", cited_unit=Typed(UNIT), cited_on=ON
)
RUNNING = notices_publication.PublicationLine(
    "XZ-2026-0014-003-01-1",
    UNIT,
    SUBJECT,
    date(2027, 1, 8),
    9,
    (date(2027, 1, 6), date(2027, 1, 11)),
    "partner",
)
LATE_RESULT = notices_publication.PublicationLine(
    "XZ-2026-0014-004-01-1", UNIT, SUBJECT, date(2026, 4, 10), -4, None, "office"
)
CHANGED = (
    ("kind", "regular", "campaign"),
    ("window_to", "2026-06-30", "2026-09-30"),
    ("partners", "", "消防救援大队"),
)
RULE = ("draw_rules.quota.number", {"grade": "A", "size": 240, "count": 12})

EXPERT = ("张某", "虚构市检测研究院", "食品安全")
SHORTAGE: dict[str, object] = {"tasks": ("9199/消防",), "inspectors": ("X-1",), "seats": 2, "places": 1}
SAMPLES: tuple[Notice, ...] = (
    notices_ceremony.Announced(
        ref="AAAAAAAA",
        number="XZ-2026-0014",
        tasks=(TASK, TASK),
        pool_size=240,
        excluded=3,
        pool_sha256=DIGEST,
        commitment=DIGEST,
        announcement_sha256=DIGEST,
        steps=(RULE,) * 6,
        witnesses_needed=2,
        roles_needed=("auditor", "liaison"),
    ),
    notices_ceremony.Witnessed("XZ-2026-0014", "auditor", "王某", "某日的温度 23", 1, 2),
    notices_ceremony.Held("XZ-2026-0014", (TASK,), 12, 240, 24, 1, DIGEST, DIGEST, "AAAAAAAA"),
    notices_ceremony.Held("XZ-2026-0014", (TASK,), 12, 240, 24, 0, DIGEST, DIGEST, "AAAAAAAA", 3, 2),
    notices_ceremony.Short(
        "XZ-2026-0014",
        (
            (
                "draw_rules.shortage.too_few",
                {"tasks": ("9199/消防",), "inspectors": ("X-1",), "seats": 2, "places": 1},
            ),
        )
        * 9,
    ),
    notices_ceremony.ExternalDrawn(
        ref="AAAAAAAA",
        number="XZ-2026-0014",
        tasks=(TASK, TASK),
        convenor=UNIT,
        merged=2,
        platform="虚构省“双随机、一公开”监管工作平台",
        clause="二（一）：统一使用省级平台",
        drawn_at="2026-04-16 09:30",
        drawn=12,
        inspectors=24,
        warnings=3,
        file_sha256=DIGEST,
    ),
    notices_ceremony.ExternalCorrected(
        number="XZ-2026-0014",
        tasks=(TASK,),
        version=2,
        changes=Listed(
            [("XZ-2026-0014-03", ("SJ-001", "SJ-002"), ("SJ-007",)), ("XZ-2026-0014-04", (), ("SJ-008",))]
        ),
        file_sha256=DIGEST,
    ),
    notices_ceremony.Voided("XZ-2026-0014", Typed("底册有误")),
    notices_ceremony.VoidAsked("AAAAAAAA", "XZ-2026-0014", Typed("底册有误")),
    notices_visit.Assigned(
        ref="AAAAAAAA",
        visit="XZ-2026-0014-03",
        tasks=(TASK, TASK),
        object_name=SUBJECT,
        address="虚构县平安路 1 号",
        supervising_unit="虚构县城关市场监管所",
        items=Listed([("食品经营许可情况检查", "《中华人民共和国食品安全法》第三十五条"), ("标签检查", "")]),
        team=Listed([("王某", UNIT, True), ("李某", UNIT, False)]),
        window_from=date(2026, 4, 20),
        window_to=date(2026, 6, 30),
        draw="XZ-2026-0014",
        experts=(EXPERT, (*EXPERT[:2], "")),
    ),
    notices.Unreachable("SJ-001", UNIT, "assigned"),
    notices.SelfChecked(tuple(Finding(code, 3, 17) for code in PATIENCE), ()),
    notices.SelfChecked((), tuple(PATIENCE)),
    notices.SendingHeld("AAAAAAAA", "restored", Listed([notices.HeldLetters("visit", 12, AT)])),
    notices.SendingHeld("AAAAAAAA", "clock", ()),
    notices.JournalAnchored(1234, DIGEST),
    notices.Relinked("SJ-001", UNIT),
    notices_visit.Submitted("XZ-2026-R0007", "XZ-2026-0014-03", SUBJECT, 5, 1, 3, True, 2, AT),
    notices_visit.ConfirmAsked(
        "AAAAAAAA", "XZ-2026-R0007", SUBJECT, Listed([FINDING]), manner=Manner("on_site")
    ),
    notices_visit.ReleaseAsked("AAAAAAAA", "XZ-2026-R0007", SUBJECT, Listed([FINDING]), confirmed=True),
    notices_visit.ReleaseAsked(
        "AAAAAAAA",
        "XZ-2026-R0007",
        SUBJECT,
        (FINDING, MOVED_ON, CITED),
        False,
        FLAGS,
        Typed("笔误"),
        Manner("documents", Typed("虚构检测中心"), Typed("虚检字〔2026〕第 18 号")),
    ),
    notices_visit.Released("AAAAAAAA", "XZ-2026-R0007", SUBJECT, date(2026, 5, 15), provisional=True),
    notices_visit.Released("AAAAAAAA", "XZ-2026-R0007", SUBJECT, None, provisional=False),
    notices_visit.Returned("AAAAAAAA", "XZ-2026-R0007", SUBJECT, Typed("请补充照片"), "标签检查"),
    notices_visit.ApproverMissing("AAAAAAAA", "XZ-2026-R0007", UNIT),
    notices_visit.Reassigned("XZ-2026-0014-03", SUBJECT),
    notices_team.DayProposed("A", "B", "XZ-2026-0014-03", SUBJECT, "虚构县平安路 1 号", ON, None, "王某"),
    notices_team.DayProposed("A", "B", "XZ-2026-0014-03", SUBJECT, "", ON, date(2026, 4, 15), "王某"),
    notices_team.DayProposed("A", "B", "XZ-2026-0014-03", SUBJECT, "", ON, None, "王某", Listed([UNIT])),
    notices_team.DoorFound(
        "A",
        SUBJECT,
        Listed([("XZ-2026-0014-03", Listed([UNIT]))]),
        ON,
        date(2026, 4, 30),
        UNIT,
        may_join=True,
    ),
    notices_team.DoorFound("A", SUBJECT, (("XZ-2026-0014-03", (UNIT,)),), ON, ON, UNIT, may_join=False),
    notices_team.DayAgreed("B", "XZ-2026-0014-03", SUBJECT, "虚构县平安路 1 号", ON, None),
    notices_team.DayAgreed(
        "B", "XZ-2026-0014-03", SUBJECT, "", ON, date(2026, 4, 15), Listed(["王某", "李某"])
    ),
    notices_team.AllReported("A", "XZ-2026-0014-03", SUBJECT, Listed([(UNIT, 4), ("虚构县消防救援大队", 3)])),
    notices_team.VisitsNear(Listed([(ON, "XZ-2026-0014-03", SUBJECT, "虚构县平安路 1 号")])),
    notices_conference.TopicsAsked("AAAAAAAA", "XZ-2026-H01", ON),
    *(
        notices_conference.MeetingCalled(
            "AAAAAAAA",
            "XZ-2026-H01",
            kind,
            AT,
            Typed("县政府三楼会议室"),
            "chief",
            Listed(["研究联合抽查"]),
            changed=kind == "temporary",
            reason=Typed("会议室调整") if kind == "temporary" else "",
        )
        for kind in ("plenary", "temporary")
    ),
    *(
        notices_conference.MeetingCancelled("XZ-2026-H01", "plenary", at, Typed("与防汛会议冲突"))
        for at in (AT, None)
    ),
    notices_conference.MinutesIssued(
        "XZ-2026-H01",
        Typed("某纪〔2026〕1号"),
        UNIT,
        Listed([("制定办法", UNIT, ON), ("完善清单", "某局", ON)]),
    ),
    notices_conference.DecisionReported("XZ-2026-H01", UNIT, Typed("制定办法"), Typed("已印发")),
    notices_conference.DecisionReturned("AAAAAAAA", "XZ-2026-H01", Typed("制定办法"), ON, Typed("请附文件")),
    notices_filing.DeadlineNear(UNIT, ON, Listed([LATE, OWN_TITLE])),
    notices_filing.DeadlineNear(UNIT, ON, (LATE,), receiver="unit_head"),
    notices_filing.DeadlineMissed(
        ON, Listed([LATE, OWN_TITLE]), Listed([OWN_TITLE]), Listed([(UNIT, "liaison", LATE)])
    ),
    notices_staff.CertificateNear("SJ-002", ON, Listed([ENDING, OWN_ENDING])),
    notices_staff.CertificateNear("SJ-002", ON, (OWN_ENDING,)),
    *(
        notices_publication.PublicationNear(ON, Listed([RUNNING, LATE_RESULT]), receiver)
        for receiver in ("inspector", "liaison", "unit_head", "office")
    ),
    notices_ledger.ProblemsDue(
        ON,
        Listed(
            [
                notices_ledger.ProblemDueLine("XZ-2026-W0007", SUBJECT, state, date(2026, 4, 20), days)
                for state, days in (("open", 2), ("sent", 0), ("closing", -3))
            ]
        ),
    ),
    notices_ledger.ProblemsLate(ON, Listed([(UNIT, Listed(["XZ-2026-W0007"]))])),
    notices_ledger.ProblemSent(
        ref="AAAAAAAA",
        number="XZ-2026-W0007",
        sender=UNIT,
        object_name=SUBJECT,
        item="消防设施",
        outcome="problem_pending",
        remark=Typed("灭火器压力不足"),
        letter_number=Typed("某市监移〔2026〕3号"),
        answer_by=date(2026, 4, 23),
    ),
    *(
        notices_ledger.ProblemAnswered("AAAAAAAA", "XZ-2026-W0007", UNIT, accepted, Typed(reason))
        for accepted, reason in ((True, ""), (False, "不属本单位职责"))
    ),
    *(
        notices_ledger.ProblemEndAsked(
            "AAAAAAAA", "XZ-2026-W0007", SUBJECT, "order_correction", Typed("已更换灭火器"), with_file=file
        )
        for file in (True, False)
    ),
    *(
        notices_ledger.ProblemTold("AAAAAAAA", "XZ-2026-W0007", SUBJECT, step, Typed(reason))
        for step, reason in (("confirm", ""), ("assign", ""), ("return", "照片不清"), ("reopen", "再次发现"))
    ),
    notices_publication.WithholdingAsked(
        "AAAAAAAA", "XZ-2026-R7", UNIT, "article_15", Typed("某政发〔2026〕7号")
    ),
    notices_publication.WithholdingDecided("XZ-2026-R7", True, Typed("某政发〔2026〕7号")),
    notices_publication.WithholdingDecided("XZ-2026-R7", False, ""),
    notices_publication.TakedownAsked("AAAAAAAA", "XZ-2026-R7", UNIT, "wrong", Typed("某政发〔2026〕7号")),
    notices_publication.TakedownDecided("XZ-2026-R7", True, Typed("某政发〔2026〕7号")),
    notices_publication.TakedownDecided("XZ-2026-R7", False, ""),
    notices_liaison.LiaisonTakesOver(UNIT, ON, "王某", Listed([LATE, OWN_TITLE]), 3, returned=False),
    notices_liaison.LiaisonTakesOver(UNIT, ON, "", (), 0, returned=True),
    notices_liaison.LiaisonEnded(UNIT, ON, "李某", returned=False),
    notices_liaison.LiaisonEnded(UNIT, ON, "李某", returned=True),
    notices_liaison.DeputyNamed(UNIT, "李某", ON, ON, to_deputy=True),
    notices_liaison.DeputyNamed(UNIT, "李某", ON, None, to_deputy=False),
    notices_liaison.DeputyEnded(UNIT, "李某", ON, to_deputy=True),
    notices_liaison.DeputyEnded(UNIT, "李某", ON, to_deputy=False),
    *(
        notices_liaison.HandedOn(stage, UNIT, kind, title, ON, ON, by)
        for stage, kind, title, by in (
            ("given", "half_year_report", "", "李某"),
            ("near", "", "整改 <x>" * 100, ""),
            ("ended", "", "整改", ""),
        )
    ),
    notices_liaison.LiaisonFiled(UNIT, ON, enrolled=False, returned=False),
    notices_liaison.LiaisonFiled(UNIT, ON, enrolled=True, returned=True),
    *(
        notices_staff.TrainingCalled(
            "AAAAAAAA",
            Typed("业务培训"),
            ON,
            Typed("会议室"),
            7.5,
            Typed(UNIT),
            Typed("抽查流程"),
            coming,
        )
        for coming in (0, 3)
    ),
    notices_staff.TrainingCalledOff(Typed("业务培训"), ON, Typed("场地调整")),
    notices_staff.PostEnded("retired", ON, UNIT, "", Listed([("XZ-2026-0014-03", SUBJECT)])),
    notices_staff.PostEnded("moved", ON, UNIT, "虚构县应急管理局", ()),
    notices_staff.StaffChanged(
        roster_no="SJ-001",
        name="王某",
        change="transferred",
        on=ON,
        unit=UNIT,
        into="",
        visits=3,
        short=Listed(["XZ-2026-0014-03"]),
        elsewhere=Listed(["XZ-2026-0013-01"]),
        announced=Listed(["XZ-2026-0015"]),
        vacant=("liaison", "approver"),
        duties=Listed([LATE, OWN_TITLE]),
    ),
    notices_staff.StaffChanged(
        "SJ-001", "王某", "moved", ON, UNIT, "虚构县应急管理局", 0, (), (), (), (), ()
    ),
    notices_filing.Filed("XZ-2026-B0007", "half_year_report", "", UNIT, 2, "总结.docx", Typed("已盖章"), AT),
    notices_filing.FilingReturned(
        "AAAAAAAA",
        "XZ-2026-B0007",
        UNIT,
        "half_year_report",
        "",
        date(2026, 6, 10),
        -2,
        Typed("缺下一步工作举措"),
    ),
    notices_filing.FreeFiled(
        "PL-2026-Z0002", "problem", UNIT, 2, "问题.docx", Typed("名录不准"), AT, ours=True
    ),
    notices_filing.FreeFiled(
        "PL-2026-Z0002", "good_practice", UNIT, 1, "", Typed("先查后改"), AT, ours=False
    ),
    notices_filing.FreeReturned("PL-2026-Z0002", "problem", UNIT, Typed("请写明单位")),
    notices_filing.Filed("XZ-2026-B0008", "other", "自拟事项", UNIT, 1, "", "", AT),
    notices_filing.DeadlineMoved(
        "AAAAAAAA", UNIT, "half_year_report", "", 2026, ON, ON, "虚办〔2026〕8号", restored=False
    ),
    notices_filing.DeadlineMoved(
        "",
        "",
        "other",
        "自拟事项",
        2026,
        None,
        ON,
        "虚办〔2026〕8号",
        restored=True,
        unreached=Listed(["丙局"]),
    ),
    notices_objects.GradesFell(
        UNIT, "检查对象名录.xlsx", Listed([notices_objects.Fall("虚构代码 1", SUBJECT, "grade", "A", "D")])
    ),
    notices_objects.GradesFellByUnit("检查对象名录.xlsx", Listed([(UNIT, 3, True), ("", 2, False)])),
    notices_objects.FallsWithdrawn("检查对象名录.xlsx"),
    notices.Summary(
        Standing(
            place="虚构县",
            at=AT,
            on=ON,
            units=Listed([UnitFigures(unit=UNIT, assigned=9, reported=4, overdue=2, untold=1)]),
            shares=(Share("inspection_completion", 4, 9, Fraction(95, 100)), Share("publication_rate", 0, 0)),
            next_filing=(date(2026, 6, 10), 7),
            warnings=(AT_RISK,) * 4,
        )
    ),
    notices.Summary(Standing(place="虚构县", at=AT, on=ON, units=(), shares=())),
    notices.Quarantined(2**40),
    notices.AnotherPoller(),
    notices.Unheard(AT, AT, AT),
    notices_draw.ExpertsSent(
        "XZ-2026-0014",
        Listed([("XZ-2026-0014-03", SUBJECT, (EXPERT, EXPERT))]),
        Listed([("XZ-2026-0014-04", "食品安全", 1), ("XZ-2026-0014-05", "", 2)]),
    ),
    notices_draw.ExpertsSent("XZ-2026-0014", (("XZ-2026-0014-03", SUBJECT, (EXPERT,)),), ()),
    notices_ceremony.RecordFile("XZ-2026-0014", "XZ-2026-0014.full.json"),
    notices.PublicationAsked("AAAAAAAA", "XZ-2026-G001", Listed([("XZ-2026-R0007", UNIT, SUBJECT)])),
    notices.Published("XZ-2026-G001", 12),
    notices_visit.ReplacementAsked(
        ref="AAAAAAAA",
        visit="XZ-2026-0014-03",
        object_name=SUBJECT,
        roster_no="SJ-001",
        unit=UNIT,
        reason="relative",
        remark=Typed("配偶在该公司任职"),
    ),
    notices_visit.ReplacementRefused("XZ-2026-0014-03", SUBJECT),
    notices_visit.Replaced(
        draw="XZ-2026-0014",
        label="replace/1",
        reason="relative",
        changes=Listed([("XZ-2026-0014-03", "SJ-001", "SJ-007"), ("XZ-2026-0014-03", "SJ-002", "")]),
        missing=1,
    ),
    notices_draw.ObjectReplacementAsked(
        "AAAAAAAA", "XZ-2026-0014-03", SUBJECT, "not_found", Typed("登记住所已拆除")
    ),
    notices_draw.ObjectReplacementRefused("XZ-2026-0014-03"),
    notices_draw.ObjectReplaced(
        draw="XZ-2026-0014",
        visit="XZ-2026-0014-03",
        reason="deregistered",
        instead=("XZ-2026-0014-13", "XZ-2026-0014-14"),
        label="object/1",
        changes=Listed([("XZ-2026-0014-05", "SJ-001", "SJ-007"), ("XZ-2026-0014-05", "SJ-002", "")]),
        missing=1,
        sha256="3f9a" * 16,
    ),
    notices_draw.VisitEnded("XZ-2026-0014-03", SUBJECT, "moved_away", ("XZ-2026-0014-13",)),
    notices_draw.VisitEnded("XZ-2026-0014-03", SUBJECT, "revoked", ()),
    notices_draw.Exempted(3, Typed("某政发〔2026〕7号"), ON),
    notices_draw.ExemptionRevoked(Typed("某政发〔2026〕7号"), Typed("文件已废止")),
    notices_draw.WitnessesLacking("AAAAAAAA", "XZ-2026-0014", AT, 24, 1, 2, ("auditor", "liaison")),
    notices_draw.WitnessesLacking("AAAAAAAA", "XZ-2026-0014", AT, 24, 1, 2, ()),
    notices_draw.WitnessesClosed("XZ-2026-0014", 2, "某彩票第2026043期和第2026042期"),
    notices_draw.PublicValueGiven("AAAAAAAA", "XZ-2026-0014", "某彩票第2026043期", "03 11 15 22 28 31 07"),
    notices_clue.ClueAsked(
        ref="AAAAAAAA",
        number="XZ-2026-X0001",
        unit=UNIT,
        object_name=SUBJECT,
        register_no="91990124000000001X",
        source="complaint",
        document=Typed("举报单〔2026〕12号"),
        items=Listed(["食品经营许可情况检查"]),
        last_day=ON,
        commitment=DIGEST,
    ),
    notices_clue.ClueDecided("XZ-2026-X0001", SUBJECT, True, 2, ON),
    notices_clue.ClueDecided("XZ-2026-X0001", SUBJECT, False, 0, ON),
    notices_plan.PlanReceived(
        number="XZ-2026-J0007",
        unit=UNIT,
        year=2026,
        receiver="市领导小组办公室",
        version=2,
        at=AT,
        tasks=12,
        file_name="计划.xlsx",
        read=14,
        taken=12,
        wrong=(("计划 6", "没有名为“某局”的单位"),) * 10,
        more_wrong=3,
        duty_number="XZ-2026-B0007",
    ),
    notices_plan.PlanReceived(
        number="XZ-2026-J0007",
        unit=UNIT,
        year=2026,
        receiver="市领导小组办公室",
        version=1,
        at=AT,
        tasks=1,
    ),
    notices_plan.PlanFiled("AAAAAAAA", "XZ-2026-J0007", UNIT, 2026, 12, 3, 2),
    notices_plan.PlanDecided("XZ-2026-J0007", UNIT, 2026, confirmed=True, reason=""),
    notices_plan.PlanDecided(
        "XZ-2026-J0007", UNIT, 2026, confirmed=False, reason=Typed("第3项与市场监管局重复")
    ),
    notices_plan.PlanPublished(2026, Listed([UNIT]), 40),
    notices_plan.PlanChangeAsked(
        ref="AAAAAAAA",
        unit=UNIT,
        task_no="XZ-2026-T001",
        task=TASK,
        what="changed",
        lines=CHANGED,
        reason=Typed("专项行动提前"),
        document=Typed("某随办〔2026〕9号"),
        starts_on=ON,
        days=9,
        clause="二（一）：在开展检查工作一周前进行调整",
    ),
    notices_plan.PlanChanged(UNIT, "XZ-2026-T001", TASK, "changed", True, CHANGED, "XZ-2026-J0008"),
    notices_plan.PlanChanged(UNIT, "XZ-2026-T001", TASK, "cancelled", False, (), ""),
)
CAPTIONED = (
    notices_ceremony.Held,
    notices_ceremony.RecordFile,
    notices.Summary,
    notices.PublicationAsked,
    notices_conference.MinutesIssued,
)
EVERY = [(sample, language) for sample in SAMPLES for language in LANGUAGES]
NAMES = [
    f"{sample.kind}-{place}-{language}" for place, sample in enumerate(SAMPLES) for language in LANGUAGES
]
each = pytest.mark.parametrize(("notice", "language"), EVERY, ids=NAMES)


def said(notice: Notice, language: str) -> str:
    """The body as ``services.outbox`` renders it."""
    return texts(language).page(f"notices/{notice.kind}", n=notice)


def kinds() -> set[type[Notice]]:
    """Every notice there is."""
    return {
        one
        for path in sorted(Path(domain.__path__[0]).glob("notices*.py"))
        for module in [import_module(f"domain.{path.stem}")]
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Notice) and one is not Notice
    }


def test_every_notice_has_a_sample() -> None:
    assert sorted(one.__name__ for one in kinds() - {type(sample) for sample in SAMPLES}) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_has_a_template_and_every_template_a_notice(language: str) -> None:
    spoken = texts(language)
    templates = {name.split("/")[1] for name in spoken._pages.list_templates() if name.startswith("notices/")}
    assert templates == {f"{one.kind}.j2" for one in kinds()}


@each
def test_a_notice_is_valid_and_says_something(notice: Notice, language: str) -> None:
    text, _ = seen(said(notice, language))
    assert text
    assert "\n\n\n" not in text


def limit(notice: Notice) -> int:
    """What Telegram takes, with room for the mark of a repeated letter."""
    return (CAPTION if isinstance(notice, CAPTIONED) else MESSAGE) - len(
        texts("en").say("letter.again", body="")
    )


@pytest.mark.parametrize("change", [ordinary, endless])
@each
def test_a_notice_fits_however_much_people_wrote(
    notice: Notice, language: str, change: Callable[[str], str]
) -> None:
    grown = changed(notice, change, many=True)
    assert length(said(grown, language)) <= limit(notice)


@each
def test_what_people_wrote_is_shown_and_never_becomes_markup(notice: Notice, language: str) -> None:
    plain, entities = seen(said(notice, language))
    written, bent = seen(said(changed(notice, hostile), language))
    assert bent == entities
    assert HOSTILE in written or plain == written


@each
def test_buttons_are_worded_and_small_enough(notice: Notice, language: str) -> None:
    for button in (one for row in notice.buttons() for one in row):
        assert 0 < len(texts(language).say(button.word)) <= LABEL
        assert bool(button.data) != bool(button.url)
        assert len(button.data.encode()) <= DATA


def test_every_button_is_answered_by_a_conversation() -> None:
    pressed = {button.data for one in SAMPLES for row in one.buttons() for button in row}
    verbs = {data if data.startswith("go:") else data.partition(":")[0] for data in pressed}
    assert sorted(verbs - {verb for module in modules("handlers") for verb in answered(module.tree)}) == []


def answered(tree: ast.Module) -> Iterator[str]:
    """Verbs that handlers filter by: ``F.data.startswith("hold:")``, ``F.data == "duties:all"``, the menu."""
    for match in re.finditer(r"begins\(router, '(\w+)'\)", ast.unparse(tree)):
        yield f"go:{match[1]}"
    for match in re.finditer(r"F\.data(?:\.startswith\(| == )'([\w-]+):", ast.unparse(tree)):
        yield match[1]


def test_a_verb_is_found_in_every_spelling() -> None:
    source = """
@begins(router, 'draw')
@r.callback_query(F.data.startswith('hold:'))
def f(): F.data == 'duties:all', 'void:'
"""
    assert list(answered(ast.parse(source))) == ["go:draw", "hold", "duties"]


def test_unescaped_and_foreign_markup_is_noticed() -> None:
    with pytest.raises(Exception, match="end tag"):
        seen(f"<b>Draw</b> {HOSTILE}")
    with pytest.raises(AssertionError, match="tags"):
        seen("<h1>Draw</h1>")
    assert seen(f"<b>{'x'}</b>&lt;b&gt;") == ("x<b>", ["bold"])
