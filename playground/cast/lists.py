"""The item list, the year's plan, and the experts."""

from __future__ import annotations

from typing import Any

from playground.cast.dice import Dice
from playground.cast.numbers import phone
from playground.cast.place import data, person_name
from playground.cast.table import Row, Table

EXPERT_PHONES_FROM = 9900
ITEM_HEADER = (
    *("序号", "事项编码", "抽查大类（类别）", "抽查事项", "检查对象", "事项类别", "检查方式", "检查主体"),
    *("检查依据", "检查内容"),
)
PLAN_HEADER = (
    *(
        "序号",
        "任务编号",
        "抽查任务名称",
        "抽查类型",
        "抽查事项",
        "检查对象类型",
        "抽查对象范围",
        "抽查基数（户）",
    ),
    *("抽查比例及频次", "大约抽取的检查对象数量", "智慧监管（信用风险分类）要求", "抽查检查起止时间"),
    *("发起部门", "配合部门", "抽查检查模式"),
)
EXPERT_HEADER = (
    "序号",
    "姓名",
    "所在单位",
    "职称",
    "业务专长",
    "服务领域",
    "联系方式",
    "有效期至",
    "是否有利害关系",
)


def items(year: int) -> Table:
    """随机抽查事项清单; its columns are those of the data file."""
    rows = data("items")["rows"]
    return Table(
        title=f"青禾县随机抽查事项清单（{year}年版）",
        notes=(),
        header=ITEM_HEADER,
        rows=tuple((number, *row) for number, row in enumerate(rows, 1)),
        file_name=f"随机抽查事项清单{year}",
    )


def task_no(year: int, number: int) -> str:
    """The number of the task that stands at this place of the year's plan, from 1."""
    return f"QH-{year}-{number:02d}"


def plans(year: int, objects: Table) -> Table:
    """年度抽查计划; the base of each task is counted in the object register."""
    tasks = data("plans")["tasks"]
    return Table(
        title=f"青禾县{year}年度“双随机、一公开”抽查计划",
        notes=(f"注：{year}年度计划，实际抽取数量以抽取时的名录为准。",),
        header=PLAN_HEADER,
        rows=tuple(_task(year, number, task, objects) for number, task in enumerate(tasks, 1)),
        file_name=f"年度抽查计划{year}",
    )


def _task(year: int, number: int, task: dict[str, Any], objects: Table) -> Row:
    partners = task.get("partners", [])
    base = _base(task, objects)
    return (
        *(number, task_no(year, number), task["name"], "部门联合抽查" if partners else "部门抽查"),
        *("；".join(task["items"]), task.get("object_type", ""), task["scope"], base),
        *(task["ratio"], _rounded_up(base, task["ratio"]), task["grades"]),
        *(task["window"].format(y=year), task["lead"], "、".join(partners), "县抽县查"),
    )


def _base(task: dict[str, Any], objects: Table) -> int:
    """Objects of the task's sub-library and type, closed ones too."""
    rows = zip(objects.column("专项库名称"), objects.column("市场主体类型"), strict=True)
    wanted = task.get("object_type", "")
    return sum(task["scope"] in libraries and wanted in ("", kind) for libraries, kind in rows)


def _rounded_up(base: int, ratio: str) -> int:
    percent = int("".join(filter(str.isdigit, ratio.partition("%")[0])))
    return -(-base * percent // 100)


def experts(year: int, seed: str) -> Table:
    """专家名录: eight, of whom one's term ends this year."""
    dice, words = Dice(f"{seed}/experts"), data("words")
    rows = zip(words["organisations"], words["titles"], words["specialities"], strict=True)
    return Table(
        title="青禾县“双随机、一公开”专家名录",
        notes=(),
        header=EXPERT_HEADER,
        rows=tuple(
            (
                *(number, person_name(dice, number), organisation, title, speciality, fields),
                *(phone(EXPERT_PHONES_FROM + number), f"{year + number % 3}年12月31日", "无"),
            )
            for number, (organisation, title, (speciality, fields)) in enumerate(rows, 1)
        ),
        file_name=f"专家名录{year}",
    )
