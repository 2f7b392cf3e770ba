"""Samples for what the conversations about forms show."""

from typing import Any

from handlers.papers.templating import Templating
from handlers.publication.entering import Entering
from services.papers.form_access import TaskLine, VisitLine
from services.publication.platform_entries import Standing
from tests.guards.shown import Listed

VISIT = VisitLine("AAAAAAAA", "XZ-2026-0014-03", "虚构县甲乙食品经营有限公司")
TASK = TaskLine("AAAAAAAA", "XZ-2026-R01", "食品销售经营者抽查")
LINES = [{"name": "检查事项", "fields": ["序号", "事项名称"]}]
TEMPLATE = {"title": "抽查通知书", "fields": ["编号", "检查对象"], "lines": LINES}

WINDOWS: dict[str | None, tuple[dict[str, Any], ...]] = {
    Templating.kind.state: ({"kinds": [("notice", "抽查通知书")]},),
    Templating.file.state: (
        TEMPLATE | {"adopted": True, "own": True},
        TEMPLATE | {"adopted": False, "own": False},
    ),
    Entering.file.state: (
        {"standing": Standing(9, 2, (("某公示系统", 5), ("某部门网站", 2)))},
        {"standing": Standing(9, 5, (("某公示系统", 5),))},
    ),
    Entering.done.state: (
        {"marked": 3, "before": 1, "unknown": ["X-1"] * 20},
        {"marked": 0, "before": 0, "unknown": []},
    ),
}
PAGES: dict[str, tuple[dict[str, Any], ...]] = {
    "forms": ({"visits": Listed([VISIT] * 2), "tasks": (TASK,)}, {"visits": (), "tasks": ()}),
    "form_lacking": ({"lacking": "𠮷䶮"},),
}
