"""Malformed updates by the hundred: each is worked off or quarantined, and the next good one is answered."""

from pathlib import Path
from random import Random

import pytest
from sqlmodel import select

from bot import inbox
from bot.acts import Acts
from bot.inbox import Lanes, is_update, store
from models import Update
from tests.attack.wire import Wire
from tests.fuzz.updates import GOOD, mutated

COUNT = 200


async def test_malformed_updates_block_nobody(
    acts: Acts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "BACK_OFF", 0)
    wire, told = Wire(acts, tmp_path), set[int]()

    async def quarantined(update_id: int) -> None:
        told.add(update_id)

    lanes = Lanes(acts, wire.service._handle, quarantined)
    bad = [mutated(Random(seed)) | {"update_id": seed} for seed in range(COUNT)]
    good = GOOD[0] | {"update_id": COUNT}
    async with acts.bookkeeping() as session:
        await store(session, [*bad, good], acts.clock())
    for lane in await lanes._waiting():
        await lanes._work_off(lane)
    async with acts.looks() as session:
        states = {one.update_id: one.state for one in (await session.exec(select(Update))).all()}
    assert len(states) == COUNT + 1
    assert set(states.values()) == {"done", "quarantined"}
    assert {number for number, state in states.items() if state == "quarantined"} == told
    assert states[COUNT] == "done"
    assert len(told) > COUNT // 4


@pytest.mark.parametrize(
    "found",
    [None, [], "x", {}, {"update_id": None}, {"update_id": "1"}, {"update_id": True}, {"update_id": 2**63}],
)
def test_what_has_no_number_of_its_own_is_no_update(found: object) -> None:
    assert not is_update(found)
    assert is_update({"update_id": 2**63 - 1})
