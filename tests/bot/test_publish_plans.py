"""The public page of the plans: whose, how far, with which receipt, and every change with its old value."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.publish import files_of
from domain.disclosure import PublicChange, PublicPlan, PublicTask, Site
from domain.public_items import PublicItemList
from locales.texts import LANGUAGES

NASTY = '<script>alert("1")</script>'


def task(name: str, **other: Any) -> PublicTask:
    """A task of the plan ``p``."""
    facts: dict[str, Any] = {"plan": "p", "kind": "regular", "base": 240, "quantity": 12, "document": ""}
    return PublicTask(
        slug=name,
        year=2026,
        no=name,
        name=name,
        lead_unit="市场监管局",
        partners=(),
        items=("登记事项",),
        scope="",
        ratio_text="5%",
        window_from=date(2026, 3, 1),
        window_to=date(2026, 6, 30),
        drawn=0,
        **facts | other,
    )


PLAN = PublicPlan(
    key="p",
    year=2026,
    unit="市场监管局",
    state="adjusted",
    filing="XZ-2026-J0002",
    receiver="市领导小组办公室",
    filed_on=date(2026, 4, 10),
    published_on=date(2026, 3, 20),
    changes=(
        PublicChange(
            task_no="T001",
            task="食品抽查",
            what="changed",
            lines=(("window_to", "2026-06-30", "2026-09-30"), ("kind", "regular", "campaign")),
            reason=NASTY,
            document="某随办〔2026〕9号",
            decided_on=date(2026, 4, 10),
            filing="XZ-2026-J0002",
        ),
    ),
)
SITE = Site(
    place="忻州市",
    body_name="领导小组",
    source="方案",
    at=datetime(2026, 5, 6, 3, 0, tzinfo=UTC),
    tasks=(task("T001", kind="targeted", document="投诉通报"), task("X0001", plan="", kind="clue")),
    items=PublicItemList(number=0, effective_on=None, items=(), revisions=()),
    draws=(),
    results=(),
    plans=(PLAN,),
)


def page(name: str, language: str = "zh_CN") -> str:
    """One page of the site."""
    return files_of(SITE, language)[name].decode()


def test_a_plan_shows_state_receipt_base_kind_and_both_values_of_every_change() -> None:
    shown = page("plan.html")
    for part in (
        "市场监管局2026年度抽查计划",
        "已调整",
        "备案 XZ-2026-J0002（市领导小组办公室，2026年4月10日）",
        "公布于2026年3月20日",
        "定向",
        "投诉通报",
        "基数240，抽取12",
        "2026-06-30 → 2026-09-30",
        "种类：常规 → 专项",
        "某随办〔2026〕9号",
    ):
        assert part in shown


def test_a_clue_is_in_no_plan_but_has_its_page() -> None:
    assert "X0001" not in page("plan.html")
    assert "案件线索" in page("tasks/X0001.html")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_reason_holds_never_becomes_markup(language: str) -> None:
    assert NASTY not in page("plan.html", language)
    assert "&lt;script&gt;" in page("plan.html", language)
