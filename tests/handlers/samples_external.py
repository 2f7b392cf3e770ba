"""Sample data for every window of the registration of a platform's draw, by state."""

from types import SimpleNamespace
from typing import Any

from domain.profile import Platform
from handlers.drawing.external import LINES_SHOWN, Registering

TASK = SimpleNamespace(no="XZ-2026-R01", name="食品销售经营者抽查", ref="AAAAAAAA")
PLATFORM = Platform(
    domain="*",
    name="虚构省“双随机、一公开”监管工作平台",
    draw_mode="external",
    clause="二（一）：统一使用省级平台",
)
CHOICE: dict[str, Any] = {
    "tasks": [TASK, TASK],
    "convenor": "虚构县市场监督管理局",
    "platforms": (PLATFORM, PLATFORM),
    "places": [(0, PLATFORM), (1, PLATFORM)],
    "platform": PLATFORM,
}
CLEAN: dict[str, Any] = {
    "tasks": [TASK.name],
    "convenor": "虚构县市场监督管理局",
    "merged": 0,
    "platform": PLATFORM.name,
    "name": "平台抽取名单.xlsx",
    "drawn_at": "2026-04-01 09:30",
    "objects": 12,
    "unknown": 0,
    "inspectors": 9,
    "others": 0,
    "corrects": "",
    "changes": [],
    "changes_more": -LINES_SHOWN,
    "problems": [],
    "problem_count": 0,
    "errors": 0,
    "warnings": [],
    "warnings_more": -LINES_SHOWN,
}
FAULTY = CLEAN | {
    "tasks": [TASK.name, TASK.name],
    "merged": 2,
    "drawn_at": "",
    "unknown": 1,
    "others": 3,
    "corrects": "XZ-2026-0014",
    "changes": [{"object": "虚构代码 1", "out": ["SJ-001", "SJ-002"], "into": ["SJ-003"]}] * LINES_SHOWN,
    "changes_more": 2,
    "problems": [{"place": "名单 B7", "message": "不在检查对象名录库中。请先导入该对象。"}] * LINES_SHOWN,
    "problem_count": 7,
    "errors": 2,
    "warnings": [
        {
            "code": "too_few",
            "params": {"object": "虚构代码 1", "unit": "虚构县市场监督管理局", "have": 1, "need": 2},
        },
        {"code": "excluded", "params": {"object": "虚构代码 1", "reason": "yearly_cap"}},
        {"code": "late", "params": {"drawn_on": "2026-04-22", "first": "2026-04-20"}},
        {"code": "other_platform", "params": {"written": "另一平台"}},
        {"code": "no_time", "params": {}},
    ],
    "warnings_more": 4,
}

SAMPLES: dict[str | None, tuple[dict[str, Any], ...]] = {
    Registering.task.state: (
        {"tasks": [TASK], "more": 7, "chosen": [TASK.name]},
        {"tasks": [], "more": -20, "chosen": []},
    ),
    Registering.platform.state: (CHOICE,),
    Registering.file.state: (CHOICE,),
    Registering.shown.state: (CLEAN, FAULTY),
    Registering.done.state: ({"number": "XZ-2026-0014"},),
}
