"""What is measured of imports: a list of 100,000 rows and 20 columns, from the file to the register."""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from bench.alone import Act
from bot.acts import Acts
from domain.credit_code import credit_check_digit
from domain.roles import HOUSE
from models.migrations import upgrade
from models.session import open_engine, sessions
from services.profiles import load
from services.registers import importing
from services.registers.importing import File

HEAD = (
    "统一社会信用代码 企业名称 主体类型 分库 监管标签 住所 片区 管辖单位 法定代表人 联系电话",
    "行业 许可证编号 许可有效期至 信用等级 评定日期 是否重点对象 登记状态 本年检查次数 上次抽查日期 投诉次数",
)
COLUMNS = " ".join(HEAD).split()
DAYS = "长期", "2027-06-30", "2026.12.31"
TAGS = "高风险", "", "学校食堂，重点"
NOON = datetime(2026, 4, 1, 4, tzinfo=UTC)


def row(number: int, *, later: bool) -> Sequence[str | int]:
    """An object as offices list it; a year later one in a hundred has another grade."""
    body = f"91990001MA{number:07d}"
    month, day = number % 12 + 1, number % 28 + 1
    grade = "ABCD"[(number + (later and number % 100 == 0)) % 4]
    return (
        body + credit_check_digit(body),
        f"云泉县第{number}号商行有限公司",
        ("企业", "个体工商户")[number % 2],
        "食品销售、餐饮服务",
        TAGS[number % 3],
        f"云泉县{number % 97}街道{number % 389}号{number}室",
        f"第{number % 40}片区",
        f"第{number % 12}监管所",
        f"张{chr(0x4E00 + number % 5000)}{chr(0x4E00 + number * 7 % 5000)}",
        f"1{3 + number % 7}{number:09d}",
        f"{number % 90 + 10}行业",
        f"XK{number:010d}",
        DAYS[number % 3],
        grade,
        f"2025-{month:02d}-{day:02d}",
        "否是"[number % 10 == 0],
        "存续",
        number % 4,
        f"2024年{month}月{day}日",
        number % 6,
    )


def workbook(path: Path, size: int, *, later: bool = False) -> Act:
    """A list as an xlsx file."""

    def act() -> None:
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("名录")
            page.write_row(0, 0, COLUMNS)
            for number in range(size):
                page.write_row(number + 1, 0, row(number, later=later))

    return act


def bare_read(path: Path) -> Act:
    """The fastest reader package turns the file into Python values, and nothing else."""
    return lambda: len(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())


def shown(path: Path, database: Path) -> Act:
    """From the file to the difference that the office is asked to confirm."""
    return _act(path, database, confirming=False)


def confirmed(path: Path, database: Path) -> Act:
    """From the file to the register, as two acts."""
    return _act(path, database, confirming=True)


def empty_register(database: Path) -> Act:
    """A database at the newest schema."""

    async def build() -> None:
        engine = open_engine(f"sqlite+aiosqlite:///{database}")
        await upgrade(engine)
        await engine.dispose()

    return lambda: asyncio.run(build())


def _act(path: Path, database: Path, *, confirming: bool) -> Act:
    content, copy = path.read_bytes(), database.with_suffix(".copy")
    shutil.copy(database, copy)
    return lambda: asyncio.run(_import(path.name, content, copy, confirming=confirming))


async def _import(name: str, content: bytes, database: Path, *, confirming: bool) -> tuple[int, int, int]:
    engine = open_engine(f"sqlite+aiosqlite:///{database}")
    acts = Acts(sessions(engine), sessions(engine, looking=True), load("xinzhou"), lambda: NOON)
    file = importing.read_file(name, content)
    found = await _taken(acts, file, confirming=confirming)
    await engine.dispose()
    return found


async def _taken(acts: Acts, file: File, *, confirming: bool) -> tuple[int, int, int]:
    async with acts.working(HOUSE, f"receive:{file.name}") as work:
        received = await importing.receive(work, file)
    found = received.difference
    if confirming:
        rows = await asyncio.to_thread(importing.kept_rows, received.batch)
        async with acts.working(HOUSE, f"confirm:{file.name}") as work:
            found = (await importing.confirm(work, received.batch.ref, rows)).difference
    return len(found.new), len(found.changed), found.same
