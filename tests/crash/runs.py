"""Three runs: reports under kills, letters under kills, and the same kills on plain polling."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from playground import PlayError
from tests.crash import oracle
from tests.crash.inspector import Inspector, Typed, picture, work_off
from tests.crash.mortal import Zygote
from tests.crash.office import MORE_ITEMS, Office, furnish, playing
from tests.databases import ask, commits

MARKET_ITEMS = ("进货查验记录", "标签标识", *(name for _, name in MORE_ITEMS))
FIRE_ITEMS = ("消防设施",)
LEASE_OVER = 130.0
SETTLES_WITHIN = 90.0
RUN_WITHIN = 120.0
LONGEST_MOMENT = 3.0


@dataclass
class Figures:
    """What one run did and found."""

    seed: int
    kills: int = 0
    updates: int = 0
    lost: int = 0
    faults: list[str] = field(default_factory=list)
    reports: int = 0
    answers: int = 0
    photos: int = 0
    pressed_again: int = 0
    letters: int = 0
    sent_again: int = 0
    done_before: int = 0
    wakings: list[float] = field(default_factory=list)
    seconds: float = 0.0


def dice(seed: int | str) -> Random:
    """Chance that can be had again."""
    return Random(seed)  # noqa: S311 - a printed seed, no secret


def _outage(rng: Random) -> float:
    """How long the service stays down: mostly a restart, at times long enough for presses to die."""
    return rng.choice((0.0, 1.0, 5.0, 20.0, LEASE_OVER, 200.0))


async def _moment(office: Office, rng: Random, calls: int, seconds: float, *, durable: bool = True) -> None:
    """Wait for the moment to kill: some time, right when a call was accepted, right after a commit."""
    kind = rng.choice(("time", "call", "commit") if durable else ("time", "call"))
    try:
        async with asyncio.timeout(LONGEST_MOMENT):
            if kind == "time":
                await asyncio.sleep(rng.uniform(0.0, seconds))
            elif kind == "call":
                goal = len(office.play.world.calls) + rng.randint(1, calls)
                await office.play.wait_for(lambda: len(office.play.world.calls) >= goal, LONGEST_MOMENT)
            else:
                await _commits(office, rng.randint(1, 2 * calls))
    except TimeoutError:
        return


async def _commits(office: Office, number: int) -> None:
    """Until the service has committed so many times; looks every millisecond."""
    async with commits(office.folder) as mark:
        for _ in range(number):
            seen = await mark()
            while await mark() == seen:  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.001)


async def _kill_and_restart(office: Office, rng: Random, outage: float) -> None:
    """One of several processes dies alone when there is no outage: the others go on, and their clocks."""
    alone = outage == 0.0 and office.mortal.replicas > 1
    office.mortal.kill(rng.randrange(office.mortal.replicas) if alone else None)
    await asyncio.sleep(rng.uniform(0.0, 0.1))
    office.mortal.rest(outage)
    await office.mortal.start()


async def _settle(office: Office) -> None:
    """Outlast every lease, then let everything be worked off, and end with one more kill."""
    await _kill_and_restart(office, dice(0), LEASE_OVER)
    deadline = time.monotonic() + SETTLES_WITHIN
    while not oracle.settled(office) and time.monotonic() < deadline:  # noqa: ASYNC110 - others write it
        await asyncio.sleep(0.1)
    office.mortal.kill()


async def _judged(office: Office, seed: int, began: float, typed: Sequence[Typed] = ()) -> Figures:
    faults = [
        *oracle.inbox(office),
        *oracle.letters(office),
        *oracle.assignments(office),
        *oracle.reports(office, typed),
        *await oracle.ledger(office),
    ]
    return Figures(
        seed=seed,
        kills=office.mortal.kills,
        updates=len(office.pushed),
        lost=sum("is lost" in fault for fault in faults),
        faults=faults,
        reports=len(typed),
        answers=sum(len(one.answers) for one in typed),
        photos=sum(len(one.photos) for one in typed),
        letters=int(str(ask(office.folder, "SELECT count(*) FROM letter")[0][0])),
        sent_again=oracle.marked_copies(office),
        done_before=sum(
            "该操作已办理" in (query.answer or "") for query in office.play.world.queries.values()
        ),
        wakings=office.mortal.wakings,
        seconds=time.monotonic() - began,
    )


async def kill_reports(zygote: Zygote, folder: Path, seed: int, kills: int, visits: int = 12) -> Figures:
    """Inspectors of two units fill in reports while the service is killed at random moments."""
    rng, began = dice(seed), time.monotonic()
    async with playing(zygote, folder) as office:
        await furnish(office, objects=4 * visits + 1, inspectors=0, held=True)
        await office.mortal.start()
        people = [Inspector(office.play, office.users[no], dice(f"{seed}:{no}")) for no in ("S-1", "X-1")]
        await _told(office, people)

        def go_on() -> bool:
            return office.mortal.kills < kills

        stuck = False
        try:
            async with asyncio.timeout(RUN_WITHIN), asyncio.TaskGroup() as group:
                for one, items in zip(people, (MARKET_ITEMS, FIRE_ITEMS), strict=True):
                    group.create_task(work_off(one, one.cards(), items, go_on))
                while go_on():
                    await _moment(office, rng, calls=12, seconds=1.0)
                    await _kill_and_restart(office, rng, _outage(rng))
        except TimeoutError:
            stuck = True
        unfinished = [one for one in people if one.reports and not one.reports[-1].submitted]
        standing = [f"nobody answers {one}" for one in unfinished or people] if stuck else []
        await _settle(office)
        typed = [typed for one in people for typed in one.reports if typed.submitted]
        figures = await _judged(office, seed, began, typed)
        figures.pressed_again = sum(one.pressed_again for one in people)
        figures.faults += standing
        return figures


async def _told(office: Office, people: Sequence[Inspector]) -> None:
    """Before the first kill everybody has their cards."""
    places = ask(office.folder, "SELECT count(*) FROM letter WHERE kind = 'assigned'")[0][0]

    def all_cards() -> bool:
        return (
            sum(
                "抽查任务通知" in m.text
                for c in office.play.world.chats.values()
                for m in c.messages.values()
            )
            == places
        )

    await office.play.wait_for(all_cards, SETTLES_WITHIN)


async def kill_letters(zygote: Zygote, folder: Path, seed: int, kills: int, visits: int = 20) -> Figures:
    """The office starts the draw; the service is killed during the act and while its letters go out."""
    rng, began = dice(seed), time.monotonic()
    async with playing(zygote, folder) as office:
        await furnish(office, objects=4 * visits + 1, inspectors=visits, held=False)
        await office.mortal.start()
        async with asyncio.timeout(RUN_WITHIN), asyncio.TaskGroup() as group:
            holding = group.create_task(_hold(office))
            while office.mortal.kills < kills and not (holding.done() and oracle.settled(office)):
                await _moment(office, rng, calls=max(2, 5 * visits // kills), seconds=0.5)
                await _kill_and_restart(office, rng, rng.choice((0.0, 5.0, LEASE_OVER)))
        await _settle(office)
        return await _judged(office, seed, began)


async def _hold(office: Office) -> None:
    """Press 开始抽取 until the group reads that it is done."""
    play, group = office.play, office.group

    def said(words: str) -> bool:
        return any(words in message.text for message in play.messages(group))

    await play.wait_for(lambda: said("抽取公告"), SETTLES_WITHIN)
    while not said("抽取完成") and not _is_held(office):
        card = next(message for message in play.messages(group) if "抽取公告" in message.text)
        try:
            await play.presses(office.users["B-2"], card, "开始抽取")
        except PlayError:
            return
        try:
            await play.wait_for(lambda: said("抽取完成"), 2.0)
        except TimeoutError:
            continue


def _is_held(office: Office) -> bool:
    return ask(office.folder, "SELECT state FROM draw") == [("held",)]


async def kill_plain_polling(zygote: Zygote, folder: Path, seed: int, kills: int) -> Figures:
    """The negative control: albums sent to a bot on aiogram's own polling, killed in the same way."""
    rng, began = dice(seed), time.monotonic()
    async with playing(zygote, folder, life="plain") as office:
        user = office.play.add_user(1, "甲")
        await office.mortal.start()
        while office.mortal.kills < kills:
            await office.play.sends_album(user, user, [picture(rng) for _ in range(10)])
            await _moment(office, rng, calls=8, seconds=0.1, durable=False)
            await _kill_and_restart(office, rng, 1.0)
        await asyncio.sleep(1.0)
        office.mortal.kill()
        lost = set(office.pushed) - oracle.kept_by_the_control(office)
        return Figures(
            seed=seed,
            kills=office.mortal.kills,
            updates=len(office.pushed),
            lost=len(lost),
            wakings=office.mortal.wakings,
            seconds=time.monotonic() - began,
        )
