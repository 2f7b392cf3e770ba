"""Malformed updates by the hundred: each is worked off or quarantined, and the next good one is answered."""

from pathlib import Path

import pytest

from bot.acts import Acts
from bot.inbox import is_update
from tests.fuzz import through

COUNT = 200


async def test_malformed_updates_block_nobody(acts: Acts, tmp_path: Path) -> None:
    with through.impatient():
        apart = await through.batch(acts, tmp_path, range(COUNT))
    assert COUNT // 4 < apart < COUNT


@pytest.mark.parametrize(
    "found",
    [None, [], "x", {}, {"update_id": None}, {"update_id": "1"}, {"update_id": True}, {"update_id": 2**63}],
)
def test_what_has_no_number_of_its_own_is_no_update(found: object) -> None:
    assert not is_update(found)
    assert is_update({"update_id": 2**63 - 1})
