"""The clock of the demo's page: its buttons lead to the days on which something happens."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.county import Stage, staged
from tests.browser import DESK, browsing, found


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(tmp_path / "demo") as one:
        yield one


@pytest.mark.slow
@pytest.mark.skipif(not found(), reason="no Chromium on this machine: the page was not looked at")
async def test_the_buttons_go_from_deadline_to_deadline_and_to_the_last_report(
    stage: Stage, tmp_path: Path
) -> None:
    async with browsing(tmp_path / "browser") as tab:
        await tab.opens(f"{stage.play.url}/", DESK)
        await tab.until("document.querySelectorAll('#clock-jumps button').length === 2")
        shown = []
        for button, count in (("1", 2), ("2", 1)):
            for _ in range(count):
                before = await tab.says("document.querySelector('#clock-now').textContent")
                await tab.says(f"document.querySelector('#clock-jumps button:nth-child({button})').click()")
                await tab.until(f"document.querySelector('#clock-now').textContent !== {before!r}")
                shown.append(await tab.says("document.querySelector('#clock-now').textContent"))
        assert [one.partition("日")[0] for one in shown] == ["2026年4月15", "2026年4月30", "2026年12月10"]
        assert all(one.endswith("17:31") for one in shown)
        gone = "document.querySelector('#clock-jumps button:nth-child(2)').disabled"
        assert await tab.says(gone)
        assert not await tab.says(gone.replace("child(2)", "child(1)"))
