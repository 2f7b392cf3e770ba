"""通报 in the chat."""

import io
from pathlib import Path
from typing import Any

from docx import Document

from playground import User
from tests.conftest import StandingClock
from tests.county import MARKET
from tests.doorstep import at_the_door
from tests.talk import Talk


async def _word(talk: Talk, user: User, part: str) -> str:
    """The words of the newest Word file whose name holds ``part``."""

    def sent() -> list[Any]:
        found = [m.content["document"] for m in talk.play.messages(user) if "document" in m.content]
        return [one for one in found if part in one["file_name"] and one["file_name"].endswith(".docx")]

    await talk.eventually(lambda: bool(sent()))
    document = Document(io.BytesIO(talk.play.world.files.by_id[sent()[-1]["file_id"]].data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in document.paragraphs] + cells)


async def test_the_office_has_the_circular_of_a_period_and_a_liaison_does_not(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with at_the_door(tmp_path, clock) as door:
        for roster_no in ("B-1", "S-0"):
            await door.talk.enrol(door[roster_no].user, roster_no)
        office, liaison = door["B-1"], door["S-0"]
        await office.says("通报")
        await office.sees("请选择统计期间")
        await office.presses("2026年4月")
        said = await _word(door.talk, office.user, "2026-04")
        assert "现将2026年4月（2026年4月1日至2026年4月8日）" in said
        assert "抽取检查3件" in said
        assert MARKET in said
        assert "市检" not in said
        await office.says("通报 2026Q9")
        await office.sees("统计期间“2026Q9”无法识别")
        await liaison.says("通报 2026")
        await liaison.sees("您的岗位没有此项权限")
