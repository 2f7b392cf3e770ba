"""The object register: a good two thousand businesses, farms, schools and building sites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from playground.cast.dice import Dice
from playground.cast.numbers import credit_code, full_width, phone, registration_number
from playground.cast.place import address, data, person_name, trade_name
from playground.cast.table import Row, Table

GRADES = {"A": 48, "B": 42, "C": 6.5, "D": 3.5}
RISKS = {"低风险": 55, "一般风险": 33, "较高风险": 9, "高风险": 3}
STATUSES = {"存续": 97.5, "歇业": 1.2, "注销": 0.9, "吊销": 0.2, "迁出": 0.2}
PLAYED = "食品销售"
PLAYED_EXCLUDED = {17: "歇业", 101: "注销", 199: "迁出"}
"""Which objects of the play's sub-library cannot be drawn: 240 in all, 237 that can."""
OLD_NUMBERS = 12
HEADER = (
    *(
        "序号",
        "统一社会信用代码/注册号",
        "企业（市场主体）名称",
        "对象种类",
        "市场主体类型",
        "专项库名称",
        "监管标签",
    ),
    *("住所（经营场所）", "所在片区", "管辖单位", "法定代表人（负责人）", "联络员", "联络员电话", "行业"),
    *("许可证名称", "许可证编号", "有效期至", "登记状态", "存活标识", "成立日期"),
    *("信用风险等级", "评定日期", "风险等级", "是否重点对象", "列入重点原因", "本年已查次数", "投诉次数"),
)
EXAMPLE = (
    *(
        "案例（请删除）",
        "91990124MA00000001",
        "青禾县某某有限公司",
        "主体",
        "企业",
        "食品销售，餐饮服务",
        "连锁",
    ),
    *("青禾县禾原街道青禾大道1号", "禾原街道", "市场监督管理局", "王某某", "李某某", "19900000000", "零售业"),
    *("食品经营许可证", "JY00000000000000", "9999-09-09", "存续", "存活", "2020-1-1"),
    *("A", "2025-1-1", "低风险", "否", "", "0", "0"),
)


class Objects:
    """Makes the rows one after the other; ``serial`` counts over all sub-libraries."""

    def __init__(self, year: int, seed: str) -> None:
        self.year = year
        self.dice = Dice(f"{seed}/objects")
        self.place = data("place")
        self.names: set[str] = set()

    def rows(self) -> Iterator[Row]:
        serial = 0
        for library in data("libraries")["libraries"]:
            for position in range(library["count"]):
                serial += 1
                yield self.row(library, serial, position)

    def row(self, library: dict[str, Any], serial: int, position: int) -> Row:
        """One object; ``position`` counts within its sub-library."""
        kind = self.dice.weighted(library["types"], serial, "type")
        project = library.get("kind", "主体") == "项目"
        area = self.dice.one(self.place["areas"], serial, "area")
        return (
            *(serial, self._number(kind, serial), self._name(library, kind, serial)),
            *(library.get("kind", "主体"), "" if project else kind, self._libraries(library, serial)),
            *(self._tags(serial), address(self.dice, area, serial), area, library["unit"]),
            *self._contact(serial),
            library["industry"],
            *self._licence(library, serial),
            *self._standing(library, serial, position),
            *self._grading(project, serial),
            *self._attention(library, serial),
        )

    def _number(self, kind: str, serial: int) -> str:
        region = self.place["region_code"]
        if kind == "项目":
            return f"QHXM-{self.year}-{serial:04d}"
        if kind == "个体工商户" and self.dice.happens(OLD_NUMBERS, serial, "old"):
            return registration_number(region, serial)
        tail = "".join(
            self.dice.one("0123456789ABCDEFGHJKLMNPQRTUWXY", serial, "code", at) for at in range(3)
        )
        return credit_code(kind, region, f"MA{serial:04d}{tail}")

    def _name(self, library: dict[str, Any], kind: str, serial: int) -> str:
        endings = {"个体工商户": "shops", "农民专业合作社": "unions"}
        ending = self.dice.one(library[endings.get(kind, "firms")], serial, "ending")
        attempt = 0
        while (name := f"青禾县{trade_name(self.dice, serial, attempt)}{ending}") in self.names:
            attempt += 1
        self.names.add(name)
        return f"{name}  " if self.dice.happens(1, serial, "trailing") else name

    def _libraries(self, library: dict[str, Any], serial: int) -> str:
        also = library.get("also")
        joined = [library["name"]]
        if also and self.dice.happens(also["share"], serial, "also"):
            joined.append(also["name"])
        return ("，" if self.dice.happens(50, serial, "comma") else "、").join(joined)

    def _tags(self, serial: int) -> str:
        return (
            self.dice.one(data("words")["tags"], serial, "tag")
            if self.dice.happens(15, serial, "tagged")
            else ""
        )

    def _contact(self, serial: int) -> Row:
        owner = person_name(self.dice, serial, "owner")
        contact = (
            owner if self.dice.happens(60, serial, "same") else person_name(self.dice, serial, "contact")
        )
        number = phone(serial)
        return owner, contact, full_width(number) if self.dice.happens(2, serial, "wide") else number

    def _licence(self, library: dict[str, Any], serial: int) -> Row:
        if "licence" not in library:
            return "", "", ""
        until = date(
            self.year + self.dice.number(5, serial, "licence"), self.dice.number(12, serial, "m") + 1, 20
        )
        forever = self.dice.happens(5, serial, "forever")
        return library["licence"], f"990124{serial:08d}", "长期" if forever else until

    def _standing(self, library: dict[str, Any], serial: int, position: int) -> Row:
        """登记状态, 存活标识, 成立日期."""
        status = self.dice.weighted(STATUSES, serial, "status")
        if library["name"] == PLAYED:
            status = PLAYED_EXCLUDED.get(position, "存续")
        since = date(self.year - 1, 12, 1) - timedelta(days=self.dice.number(6000, serial, "since"))
        return status, "存活" if status == "存续" else "停业", since

    def _grading(self, project: bool, serial: int) -> Row:
        """信用风险等级, 评定日期, 风险等级; building projects are not graded."""
        if project:
            return "", "", self.dice.weighted(RISKS, serial, "risk")
        graded = date(self.year - 1, 12, 1 + self.dice.number(28, serial, "graded"))
        grade = self.dice.weighted(GRADES, serial, "grade")
        shown = f"{grade}类" if self.dice.happens(10, serial, "suffix") else grade
        return shown, graded, self.dice.weighted(RISKS, serial, "risk")

    def _attention(self, library: dict[str, Any], serial: int) -> Row:
        """是否重点对象, 列入重点原因, 本年已查次数, 投诉次数."""
        key = self.dice.happens(library.get("key", 4), serial, "key")
        reason = self.dice.one(data("words")["key_reasons"], serial, "reason") if key else ""
        complaints = (
            self.dice.number(4, serial, "how many") if self.dice.happens(12, serial, "complaints") else 0
        )
        return "是" if key else "否", reason, 0, complaints


def objects(year: int, seed: str) -> Table:
    """检查对象名录 of the whole county."""
    return Table(
        title=f"青禾县检查对象名录库（{year}年度）",
        notes=("填表说明：代码一列请用文本格式；若长期有效，有效期填“长期”。",),
        header=HEADER,
        example=EXAMPLE,
        rows=tuple(Objects(year, seed).rows()),
        footer="填表人：办公室",
        file_name=f"检查对象名录库{year}",
    )
