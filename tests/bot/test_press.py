"""What one press asks of the database: a screen that looks everything up again is felt by everybody."""

from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.conftest import StandingClock
from tests.doorstep import at_the_door

ONCE = (
    "FROM assignment JOIN visit",
    "FROM person JOIN account",
    "FROM memory",
    "INTO memory",
    "INTO draft_answer",
)


async def test_an_answer_looks_each_thing_up_once_and_writes_it_once(
    tmp_path: Path, clock: StandingClock
) -> None:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(" ".join(statement.split()))

    async with at_the_door(tmp_path, clock, items=6) as door:
        one = door["S-1"]
        await one.opens()
        await one.presses("标签标识")
        await one.sees("请选择检查结果")
        event.listen(Engine, "before_cursor_execute", note)
        try:
            await one.presses("未发现问题")
            await one.sees("已填1/6项")
            await door.talk.eventually(lambda: any("INTO memory" in each for each in said))
        finally:
            event.remove(Engine, "before_cursor_execute", note)
    assert {part: sum(part in each for each in said) for part in ONCE} == dict.fromkeys(ONCE, 1)
