"""Pictures of the running product for README and docs: the cast plays, headless Chromium looks.

python scripts/screenshots.py [FOLDER]      (needs Chromium; FOLDER is docs/images when left out)
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from sqlmodel import col, func, select

from bot.demo.county import GROUP, Stage, bind_group, found_office, staged, write_files
from bot.demo.hands import Hands
from bot.demo.play import Player
from models import Letter
from playground.cast.script import SCENES, Line, Scene
from services.registers import workbooks

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--virtual-time-budget=6000", "--run-all-compositor-stages-before-draw"),
)
IMPORT, ANNOUNCE, WITNESS, HOLD, REPORT = SCENES[:5]
SHOWN_AT = 1 + next(at for at, line in enumerate(IMPORT.lines) if "新增" in line.what)
NEW_LIST = (
    Line("office", "says", "导入"),
    Line("office", "sees", "请直接发送文件"),
    Line("office", "sends_file", "new_items"),
    Line("office", "sees", "未列入文件的2条"),
)
ASIDE = Line("office", "presses", "放弃")
EXPORT = (
    Line("office", "says", "名录导出"),
    Line("office", "sees", "截至今日的表格"),
    Line("office", "presses", "随机抽查事项清单"),
    Line("office", "sees", "条。"),
)
BEFORE_DELIVERY = next(at for at, line in enumerate(HOLD.lines) if line.what == "送达情况")
RELEASE, REMIND, PUBLISH = SCENES[5:8]
BEFORE_PUBLISHING = next(at for at, line in enumerate(PUBLISH.lines) if line.what == "提请公示")
PHOTOS_IN = 1 + next(at for at, line in enumerate(REPORT.lines) if "照片3张" in line.what)
REMINDER = REMIND.lines[:2]
OPEN = ("pending", "sending")
PAUSE = 0.5
PHONE = (420, 860)
NAME_AT = 3  # the column 抽查事项


@dataclass(frozen=True)
class Camera:
    """Shoots pages into a folder."""

    browser: str
    folder: Path

    async def shoots(self, name: str, url: str, width: int, height: int) -> None:
        """One page at one size."""
        with tempfile.TemporaryDirectory() as profile:
            target = self.folder / f"{name}.png"
            process = await asyncio.create_subprocess_exec(
                self.browser,
                *FLAGS,
                f"--user-data-dir={profile}",
                f"--window-size={width},{height}",
                f"--screenshot={target}",
                url,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            await process.wait()
        print(f"{target} {target.stat().st_size >> 10} KiB")


@asynccontextmanager
async def founded(folder: Path) -> AsyncIterator[Player]:
    """The county with its office running."""
    async with staged(folder) as stage, aiohttp.ClientSession() as http, AsyncExitStack() as stack:
        player = Player(stage, Hands(http, stage.play.url), write_files(stage), stack)
        live = await player.start()
        await found_office(stage, live.acts)
        await bind_group(stage, live.acts)
        yield player


async def plays(player: Player, *lines: Line) -> None:
    """Some lines, and then every letter that they caused has arrived."""
    await player.scene(Scene("", lines))
    assert player.live is not None
    while True:
        async with player.live.acts.looks() as session:
            left = await session.exec(
                select(func.count(col(Letter.id))).where(
                    col(Letter.state).in_(OPEN), Letter.due_at <= player.stage.clock()
                )
            )
        if not left.one():
            return
        await asyncio.sleep(PAUSE)


def write_new_items(stage: Stage) -> Path:
    """A new item list that leaves two items out and words one anew."""
    rows = [list(row) for row in stage.county.items.grid()[:-2]]
    rows[-1][NAME_AT] = f"{rows[-1][NAME_AT]}（修订）"
    path = stage.folder / "files" / "随机抽查事项清单（修订）.xlsx"
    path.write_bytes(workbooks.as_it_stands(stage.county.items.title, rows))
    return path


async def shoot_lists(camera: Camera, player: Player) -> None:
    """The office takes a list in, takes it back, weighs a new item list, gets a list out."""
    office = f"{player.stage.play.url}/?as={await player.who('office')}&chat=private"
    player.files = {**player.files, "new_items": write_new_items(player.stage)}
    await plays(player, *IMPORT.lines[:SHOWN_AT])
    await camera.shoots("list-shown", office, PHONE[0], 1240)
    await plays(player, *IMPORT.lines[SHOWN_AT:])
    await camera.shoots("list-undone", office, *PHONE)
    await plays(player, *NEW_LIST)
    await camera.shoots("list-items", office, *PHONE)
    await plays(player, ASIDE, *EXPORT)
    await camera.shoots("list-export", office, *PHONE)


async def shoot_all(camera: Camera, player: Player) -> None:
    """Play on and shoot where there is something to see."""
    player.stage.play._page.hints.clear()  # noqa: SLF001 - they would cover what the pictures are to show
    await shoot_lists(camera, player)
    await plays(player, *ANNOUNCE.lines, *WITNESS.lines, *HOLD.lines[:BEFORE_DELIVERY])
    await plays(player, *HOLD.lines[BEFORE_DELIVERY:], *REPORT.lines[:PHOTOS_IN])
    await plays(player, *REMINDER)
    url, inspector = player.stage.play.url, await player.who("inspector")
    office, liaison = await player.who("office"), await player.who("liaison")
    chats = f"as={office},{inspector},{liaison}&chat={GROUP},private,private"
    await camera.shoots("web-chat", f"{url}/?{chats}", 1400, 880)
    await camera.shoots("phone", f"{url}/?as={inspector}&chat=private", *PHONE)
    rest = tuple(line for line in REPORT.lines[PHOTOS_IN:] if line.act != "restart")
    await plays(player, *rest, *RELEASE.lines, *REMIND.lines[2:], *PUBLISH.lines[:BEFORE_PUBLISHING])
    await camera.shoots("publish-pending", f"{url}/?as={office}&chat={GROUP}", *PHONE)
    await plays(player, *PUBLISH.lines[BEFORE_PUBLISHING:])
    assert player.live is not None
    page = f"{player.live.url}/public/tasks/QH-2026-01.html"
    await camera.shoots("published", page, 1100, 720)
    await camera.shoots("published-phone", page, PHONE[0], 1240)


async def run(camera: Camera) -> None:
    """A county of its own, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="suicha-shots-") as office:
        async with founded(Path(office) / "demo") as player:
            await shoot_all(camera, player)


def main() -> int:
    """Status 1 without a browser."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), "")
    if not browser:
        print("no Chromium found", file=sys.stderr)
        return 1
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")
    folder.mkdir(parents=True, exist_ok=True)
    asyncio.run(run(Camera(browser, folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
