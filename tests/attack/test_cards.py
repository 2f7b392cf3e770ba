"""Every kind of card with a real reference: pressed by the wrong colleague, and again when it is decided."""

from pathlib import Path

import pytest

from bot.acts import Acts
from handlers.entrances import ENTRANCES
from tests.attack import scene
from tests.attack.wire import Wire, person, press, private

WRONG = {
    "ack:S-1@1": ("S-2", "X-1", "B-1", "S-0"),
    "agree:S-1@1": ("S-2", "X-1", "B-1"),
    "approver:S-1@1": ("S-1", "X-1", "S-0", "J-1"),
    "close-visit:S-1@1": ("S-2", "X-1", "B-1"),
    "clue-no:clue": ("B-1", "X-9", "S-0", "S-1"),
    "clue-ok:clue": ("B-1", "X-9", "S-0", "S-1"),
    "confirm:sub": ("S-1", "X-1", "X-2", "S-3", "S-9", "B-1"),
    "contact:S-1@1": ("S-2", "X-1", "S-0", "B-1"),
    "correct:S-1@1": ("S-2", "X-1", "B-1"),
    "day-ok:day": ("S-3", "S-0", "B-1"),
    "decision:decided": ("X-0", "S-1", "J-1"),
    "file:owed": ("X-0", "S-1", "B-1"),
    "guide:S-1@1": ("S-2", "X-1", "B-1"),
    "hold:void": ("S-0", "J-1", "S-9"),
    "keep:seat": ("S-1", "S-9", "J-1"),
    "leave-end:77": ("S-2", "X-1", "X-0", "B-1"),
    "objkeep:gone": ("B-1", "S-1", "S-0"),
    "objreplace:gone": ("B-1", "S-1", "S-0"),
    "photos:sub": ("S-3", "X-9", "B-1"),
    "plan-agree:change": ("B-1", "X-9", "S-0"),
    "plan-refuse:change": ("B-1", "X-9", "S-0"),
    "problem:case": ("X-0", "X-9", "X-1", "S-2"),
    "publish-ok:batch": ("B-1", "S-1", "J-1"),
    "recuse:S-1@1": ("B-1", "S-0"),
    "release:alone": ("X-9", "S-1", "B-1", "S-0"),
    "replace:seat": ("S-1", "S-9", "J-1"),
    "report:S-1@1": ("S-2", "X-1", "B-1"),
    "return:alone": ("S-1", "B-1", "S-0"),
    "snooze:owed": ("X-0", "S-1", "B-1"),
    "takedown-no:takedown": ("B-1", "S-0", "S-1"),
    "takedown-ok:takedown": ("B-1", "S-0", "S-1"),
    "task:S-1@1": ("S-2", "X-1", "B-1"),
    "uninterest-for:mistaken:78": ("S-2", "X-1", "B-1"),
    "voidok:void": ("B-1", "S-0", "J-1"),
    "withhold-no:withhold": ("B-1", "S-0", "S-1"),
    "withhold-ok:withhold": ("B-1", "S-0", "S-1"),
}
"""Who must not press a card: colleagues of the team, of another unit, of another role, and who asked."""

RIGHT = {
    "ack:S-1@1": "S-1",
    "confirm:sub": "S-2",
    "release:alone": "S-9",
    "leave-end:77": "S-1",
    "clue-no:clue": "B-2",
    "plan-refuse:change": "B-2",
    "objkeep:gone": "B-2",
    "takedown-ok:takedown": "B-2",
    "withhold-no:withhold": "B-2",
    "voidok:void": "B-2",
    "day-ok:day": "S-1",
    "contact:S-1@1": "S-1",
}

ONLY_NOTED = ("ack:", "contact:")
"""A repetition changes nothing but says once more in the journal that it was done."""

WITHOUT_OWNER = {
    "decisions",
    "delivery",
    "door",
    "door-day",
    "duties",
    "entry-table",
    "expiring",
    "files",
    "filing-return",
    "form",
    "free-again",
    "free-files",
    "free-return",
    "form-templates",
    "indicator",
    "interest",
    "list",
    "list-new",
    "meeting",
    "plan-ok",
    "publish-ask",
    "publish-no",
    "put-away",
    "revisit",
    "route",
    "send-no",
    "send-ok",
    "speak",
    "tasks",
    "trained",
    "uninterest",
    "upward",
    "void",
}
"""Buttons by role alone, or which carry nobody's thing: ``test_impostors`` has them."""


@pytest.fixture
async def wire(acts: Acts, tmp_path: Path) -> Wire:
    await scene.found(acts)
    return Wire(acts, tmp_path)


async def pressing(wire: Wire, roster_no: str, data: str) -> list[str]:
    user = scene.telegram_id(roster_no)
    return await wire.hears(callback_query=press(person(user), private(user), data))


def test_every_button_is_attacked() -> None:
    assert {data.partition(":")[0] for data in WRONG} | WITHOUT_OWNER == ENTRANCES.keys()


async def test_the_wrong_colleague_is_answered_and_changes_nothing(wire: Wire) -> None:
    before = await wire.stored()
    for data, wrong in WRONG.items():
        for roster_no in wrong:
            assert any(await pressing(wire, roster_no, data)), (data, roster_no)
            assert await wire.stored() == before, (data, roster_no)


@pytest.mark.parametrize("data", RIGHT)
async def test_a_card_acts_for_its_own_person_and_only_once(wire: Wire, data: str) -> None:
    before = await wire.stored()
    first = await pressing(wire, RIGHT[data], data)
    acted = await wire.stored()
    assert acted != before, first
    again = await pressing(wire, RIGHT[data], data)
    assert any(again)
    assert data.startswith(ONLY_NOTED) or await wire.stored() == acted
