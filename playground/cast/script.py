"""What the cast does on a working day and after: the main job from the register to the published page.

Whoever is played is named by a part (``office``), or found by what their chat shows (``inspector`` is the
first of the fire brigade who was told of a task).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Act = Literal[
    "says", "replies", "presses", "sends_file", "sends_album", "is_at", "sees", "clock", "restart", "page"
]


@dataclass(frozen=True)
class Line:
    """One thing somebody does or sees. ``what`` is a text, a button, a file or fragments divided by ``|``."""

    who: str
    act: Act
    what: str = ""
    group: bool = False


@dataclass(frozen=True)
class Scene:
    """A step of the main job."""

    title: str
    lines: tuple[Line, ...] = field(default_factory=tuple)


def _in_group(who: str, act: Act, what: str) -> Line:
    return Line(who, act, what, group=True)


FIRE = "消防救援大队"

SCENES = (
    Scene(
        "导入名录：先看差异，确认后变更，可以撤销",
        (
            Line("office", "says", "导入"),
            Line("office", "sees", "请直接发送文件"),
            Line("office", "sends_file", "messy_objects"),
            Line("office", "sees", "不能导入2行|新增6"),
            Line("office", "presses", "确认导入"),
            Line("office", "sees", "已导入"),
            Line("office", "presses", "撤销本次导入"),
            Line("office", "sees", "已撤销导入"),
        ),
    ),
    Scene(
        "公告：底册、规则和承诺在出现任何随机数之前冻结",
        (
            _in_group("office", "says", "/draw"),
            _in_group("office", "presses", "QH-2026-01"),
            _in_group("office", "sees", "抽取预览|市场监督管理局|消防救援大队"),
            _in_group("office", "presses", "公告"),
            _in_group("office", "sees", "抽取公告|QH-2026-0001|向上取整为 12"),
        ),
    ),
    Scene(
        "见证：监督员和联络员各提交一个数",
        (
            _in_group("auditor", "replies", "83920174"),
            _in_group("auditor", "sees", "83920174|1/2"),
            Line("liaison", "says", "见证 二〇二六"),
            _in_group("liaison", "sees", "二〇二六|2/2"),
        ),
    ),
    Scene(
        "抽取：结果、检查组、通知和记录一次产生",
        (
            _in_group("deputy", "presses", "开始抽取"),
            _in_group("deputy", "sees", "抽取完成|检查对象12家"),
            Line("inspector", "sees", "抽查任务通知|消防救援大队"),
            _in_group("office", "presses", "送达情况"),
            _in_group("office", "sees", "通知送达情况"),
            _in_group("office", "page", "record"),
        ),
    ),
    Scene(
        "填报：逐项、照片、位置；机器人中途重启，草稿不丢",
        (
            Line("inspector", "presses", "填报结果"),
            Line("inspector", "sees", "填报检查结果"),
            Line("inspector", "presses", "未填"),
            Line("inspector", "sees", "请选择检查结果"),
            Line("inspector", "presses", "发现问题待后续处理"),
            Line("inspector", "says", "灭火器压力不足，共2具"),
            Line("inspector", "sees", "灭火器压力不足"),
            Line("inspector", "sends_album", "门头|灭火器|货架"),
            Line("inspector", "sees", "照片3张"),
            Line("", "restart"),
            Line("inspector", "presses", "其余全部未发现问题"),
            Line("inspector", "sees", "照片3张|未发现问题"),
            Line("inspector", "is_at", "38.42|112.73"),
            Line("inspector", "sees", "位置：已记录"),
            Line("inspector", "presses", "确认提交"),
            Line("inspector", "sees", "填报回执|照片3张"),
        ),
    ),
    Scene(
        "确认和审核：两名检查人员、本单位审批人",
        (
            Line("partner", "sees", "请核对检查结果"),
            Line("partner", "presses", "核对无误"),
            Line("approver", "sees", "待审核检查结果|两名检查人员均已确认"),
            Line("approver", "presses", "审核通过"),
            Line("inspector", "sees", "审核通过|公示"),
        ),
    ),
    Scene(
        "提醒：4月15日的报送，到期前提醒联络员，报送后停止，逾期报办公室",
        (
            Line("", "clock", "2026-04-13T09:00:00+08:00"),
            Line("liaison", "sees", "报送提醒|截至2026年4月13日|2026年4月15日截止"),
            Line("liaison", "presses", "办理报送"),
            Line("liaison", "sees", "依据：三（四）|直接发送文件"),
            Line("liaison", "sends_file", "scheme"),
            Line("liaison", "sees", "报送回执|第1版"),
            Line("", "clock", "2026-04-16T09:00:00+08:00"),
            _in_group("office", "sees", "逾期未报送|卫生健康局"),
        ),
    ),
    Scene(
        "汇总和公示：17:30 汇总到群，两人办理公示",
        (
            Line("", "clock", "2026-04-16T17:31:00+08:00"),
            _in_group("office", "sees", "抽查工作进度|检查完成率"),
            _in_group("office", "says", "/publish"),
            _in_group("office", "presses", "提请公示"),
            _in_group("deputy", "presses", "复核并公示"),
            _in_group("deputy", "sees", "QH-2026-G001 已公示"),
            Line("", "page", "public"),
        ),
    ),
)

PARTS = {"office": 0, "deputy": 1, "auditor": 2, "liaison": 3, "approver": 10}
"""Part → which of the county's personas plays it."""

FOUND_BY = {"inspector": "抽查任务通知", "partner": "请核对检查结果"}
"""Part → what the chat of whoever plays it shows; looked for among the fire brigade."""
