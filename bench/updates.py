"""A press answered, stored and shown: ours against bare echoes and the naive dialog with its commit.

Everybody presses again as soon as the last press was answered. Each bot is a process of its own on the same
local Bot API; its processor time is read from the kernel, so the Bot API's own work does not count.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from typing import NamedTuple

from bench.counting import NEXT
from playground import Message, Playground, User
from tests.crash import oracle
from tests.crash.inspector import ITEMS, SCREENS, Inspector, label
from tests.crash.mortal import Zygote
from tests.crash.office import Office, furnish, playing
from tests.crash.runs import MARKET_ITEMS, dice

WARM = 5
PATIENCE = 60.0
TICK = os.sysconf("SC_CLK_TCK")


class Pressed(NamedTuple):
    """Processor seconds an update, updates a second, seconds that 99 of 100 presses take at most."""

    cpu: float
    rate: float
    worst: float
    megabytes: float


def _used(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def _resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass
class Thumb:
    """A person who presses what leads on."""

    play: Playground
    user: User
    screen: Callable[[], Message | None]
    button: Callable[[Message], str]

    async def press(self) -> float:
        """Seconds from the press to the next screen."""
        shown = self.screen()
        assert shown is not None
        before = (shown.id, shown.text)
        began = time.perf_counter()
        await self.play.presses(self.user, shown, self.button(shown))
        await self.play.wait_for(lambda: self._now() != before, PATIENCE)
        return time.perf_counter() - began

    def _now(self) -> tuple[int, str]:
        shown = self.screen()
        return (shown.id, shown.text) if shown else (0, "")


async def _run(thumbs: list[Thumb], presses: int) -> list[float]:
    async def work(thumb: Thumb) -> list[float]:
        return [await thumb.press() for _ in range(presses)]

    return [took for each in await asyncio.gather(*map(work, thumbs)) for took in each]


async def _measured(office: Office, thumbs: list[Thumb], presses: int) -> Pressed:
    await _run(thumbs, WARM)
    (pid,) = office.mortal.pids
    used, began = _used(pid), time.perf_counter()
    took = await _run(thumbs, presses)
    seconds, cpu = time.perf_counter() - began, _used(pid) - used
    worst = quantiles(took, n=100)[98]
    return Pressed(cpu / len(took), len(took) / seconds, worst, _resident(pid))


def _counting(office: Office, people: int) -> list[Thumb]:
    """People before a counting bot."""
    users = [office.play.add_user(n + 1, f"甲{n}") for n in range(people)]
    return [Thumb(office.play, user, partial(office.play.last, user), lambda _: NEXT) for user in users]


async def others(zygote: Zygote, life: str, people: int, presses: int) -> Pressed:
    """One of the bots of ``bench.bots``."""
    with tempfile.TemporaryDirectory() as folder:
        async with playing(zygote, Path(folder), life=life) as office:
            await office.mortal.start()
            thumbs = _counting(office, people)
            for thumb in thumbs:
                await office.play.says(thumb.user, None, "/start")
                await office.play.wait_for(partial(_answered, office.play, thumb.user), PATIENCE)
            found = await _measured(office, thumbs, presses)
            office.mortal.kill()
            return found


def _answered(play: Playground, user: User) -> bool:
    return "已答" in play.last(user).text


def _reporter(person: Inspector) -> Thumb:
    """Answers item after item of an open report, round and round."""
    items = cycle(MARKET_ITEMS)

    def button(shown: Message) -> str:
        wanted = f"{next(items)}：" if ITEMS in shown.text else label("no_problem")
        return next(one for one in shown.buttons if one.startswith(wanted))

    return Thumb(person.play, person.user, person.screen, button)


async def ours(zygote: Zygote, people: int, presses: int) -> Pressed:
    """Answers of a real report: each stored before Telegram hears of it, and nothing lost at kill -9.

    :raises AssertionError: an update was left undone, or a fault was found in the end.
    """
    with tempfile.TemporaryDirectory() as folder:
        async with playing(zygote, Path(folder)) as office:
            await furnish(office, objects=4 * people, inspectors=2 * people, held=True)
            await office.mortal.start()
            thumbs = await _reporters(office, people)
            found = await _measured(office, thumbs, presses)
            await office.play.wait_for(lambda: oracle.settled(office), PATIENCE)
            office.mortal.kill()
            assert list(oracle.inbox(office)) == []
            return found


async def _reporters(office: Office, people: int) -> list[Thumb]:
    """So many inspectors of the market office, each with a report of a visit of their own open."""
    opened: set[str] = set()
    thumbs: list[Thumb] = []
    await office.play.wait_for(lambda: oracle.settled(office), 4 * PATIENCE)
    for number, user in office.users.items():
        person = Inspector(office.play, user, dice(number))
        cards = [card for card in person.cards() if card.text.partition("\n")[0] not in opened]
        if not number.startswith("S") or not cards:
            continue
        opened.add(cards[0].text.partition("\n")[0])
        await office.play.presses(user, cards[0], "填报结果")
        await office.play.wait_for(partial(_begun, person), PATIENCE)
        thumbs.append(_reporter(person))
        if len(thumbs) == people:
            return thumbs
    raise AssertionError(f"only {len(thumbs)} of {people} visits have somebody of their own")


def _begun(person: Inspector) -> bool:
    shown = person.screen()
    return shown is not None and any(kind in shown.text for kind in SCREENS)


async def compared(people: int, presses: int, rounds: int) -> list[dict[str, Pressed]]:
    """All bots in turn, so many times."""
    zygote = Zygote("bench.bots")
    try:
        return [
            {"ours": await ours(zygote, people, presses)}
            | {life: await others(zygote, life, people, presses) for life in ("naive", "aiogram", "ptb")}
            for _ in range(rounds)
        ]
    finally:
        zygote.close()
