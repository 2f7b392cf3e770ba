"""kill -9 is an ordinary exit. Larger runs: ``python -m bench.crash --kills 200 --seed 1``."""

from pathlib import Path

import pytest

from tests.crash.mortal import Zygote
from tests.crash.runs import kill_letters, kill_plain_polling, kill_reports

pytestmark = pytest.mark.slow
SEED = 20260401


async def test_reports_survive_ten_kills_without_loss_or_repetition(zygote: Zygote, tmp_path: Path) -> None:
    figures = await kill_reports(zygote, tmp_path, SEED, kills=10, visits=6)
    assert figures.faults == []
    assert figures.kills >= 10
    assert figures.reports > 0
    assert figures.photos > 0


async def test_letters_of_a_draw_survive_six_kills_and_repetitions_say_so(
    zygote: Zygote, tmp_path: Path
) -> None:
    figures = await kill_letters(zygote, tmp_path, SEED, kills=6, visits=16)
    assert figures.faults == []
    assert figures.kills >= 6
    assert figures.letters >= 64


async def test_the_same_kills_cost_plain_polling_updates(zygote: Zygote, tmp_path: Path) -> None:
    figures = await kill_plain_polling(zygote, tmp_path, SEED, kills=10)
    assert figures.lost > 0
