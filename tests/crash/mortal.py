"""The parent's hand on the process that is killed, and the clock both live by."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playground import Playground
from tests.talk import TOKEN

ROOT = Path(__file__).parents[2]
OPENING = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
WAKES_WITHIN = 30.0


class Zygote:
    """A process that has imported everything and forks one life at a time."""

    def __init__(self) -> None:
        """Blocks until the imports are done: seconds."""
        command = [sys.executable, "-m", "tests.crash.child"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._heard() == "ready"
        self._pid = 0

    def _heard(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def _order(self, **order: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def start(self, **order: object) -> None:
        """Fork a life."""
        self._order(do="start", **order)
        self._pid = int(self._heard())

    def kill(self) -> None:
        """SIGKILL the life, and make sure that it was this that ended it."""
        os.kill(self._pid, signal.SIGKILL)
        self._order(do="bury")
        status = int(self._heard())
        assert os.WIFSIGNALED(status), f"the service ended by itself before the kill: status {status}"
        assert os.WTERMSIG(status) == signal.SIGKILL

    def close(self) -> None:
        """No more lives."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)


@dataclass
class RunningClock:
    """Runs with the machine, and jumps while the service is down."""

    ahead: float

    def __call__(self) -> datetime:
        """Aware UTC."""
        return datetime.fromtimestamp(time.monotonic() + self.ahead, UTC)


def running_clock() -> RunningClock:
    """Starts at ten in the morning of a working day in Shanghai."""
    return RunningClock(OPENING.timestamp() - time.monotonic())


class Mortal:
    """One service over one folder: started, killed, started again."""

    def __init__(
        self, zygote: Zygote | None, play: Playground, folder: Path, clock: RunningClock, life: str
    ) -> None:
        """``life`` is ``live`` (the service) or ``plain`` (the control); without a zygote it stays dead."""
        self._zygote, self._play, self._folder, self._clock, self._life = zygote, play, folder, clock, life
        self.kills = 0
        self.wakings: list[float] = []
        self.maybe_expired: set[int] = set()

    async def start(self) -> None:
        """Start, and wait until it listens."""
        assert self._zygote is not None
        began = time.monotonic()
        self._zygote.start(
            life=self._life, url=self._play.url, folder=str(self._folder), ahead=self._clock.ahead
        )
        await self._play.wait_for(self._play.hears, WAKES_WITHIN)
        self.wakings.append(time.monotonic() - began)

    def kill(self) -> None:
        """kill -9."""
        assert self._zygote is not None
        self._zygote.kill()
        self.kills += 1

    def rest(self, seconds: float) -> None:
        """Stay down for so long on the office's clock; button presses older than 150 s die meanwhile."""
        self._clock.ahead += seconds
        soon = self._play.now() + 5
        waiting = self._play.world.bots[TOKEN].queue.waiting
        self.maybe_expired |= {update.id for update in waiting if not update.alive(soon)}
