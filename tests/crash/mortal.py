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
from tests.databases import ON_POSTGRESQL
from tests.talk import TOKEN

ROOT = Path(__file__).parents[2]
OPENING = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
WAKES_WITHIN = 30.0


class Zygote:
    """A process that has imported everything and forks one life at a time."""

    def __init__(self, program: str = "tests.crash.child") -> None:
        """Blocks until the imports of the program are done: seconds."""
        command = [sys.executable, "-m", program]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._heard() == "ready"

    def _heard(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def _order(self, **order: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def start(self, **order: object) -> int:
        """Fork a life; answers its process."""
        self._order(do="start", **order)
        return int(self._heard())

    def kill(self, pid: int) -> None:
        """SIGKILL a life, and make sure that it was this that ended it."""
        os.kill(pid, signal.SIGKILL)
        self._order(do="bury", pid=pid)
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
    """One office's service, in one process or several: started, killed, started again."""

    def __init__(
        self, zygote: Zygote | None, play: Playground, folder: Path, clock: RunningClock, life: str
    ) -> None:
        """``life`` is ``live`` (the service) or ``plain`` (the control); without a zygote it stays dead."""
        self._zygote, self._play, self._folder, self._clock, self._life = zygote, play, folder, clock, life
        self.replicas = 2 if ON_POSTGRESQL and life == "live" else 1
        self.pids: list[int] = []
        self.kills = 0
        self.wakings: list[float] = []
        self.maybe_expired: set[int] = set()

    async def start(self) -> None:
        """Start what does not run, and wait until somebody listens."""
        assert self._zygote is not None
        began = time.monotonic()
        while len(self.pids) < self.replicas:
            pid = self._zygote.start(
                life=self._life, url=self._play.url, folder=str(self._folder), ahead=self._clock.ahead
            )
            self.pids.append(pid)
        await self._play.wait_for(self._play.hears, WAKES_WITHIN)
        self.wakings.append(time.monotonic() - began)

    def kill(self, which: int | None = None) -> None:
        """kill -9: one process, or all."""
        assert self._zygote is not None
        for pid in list(self.pids) if which is None else [self.pids[which]]:
            self._zygote.kill(pid)
            self.pids.remove(pid)
            self.kills += 1

    def rest(self, seconds: float) -> None:
        """Stay down for so long on the office's clock; button presses older than 150 s die meanwhile."""
        self._clock.ahead += seconds
        soon = self._play.now() + 5
        waiting = self._play.world.bots[TOKEN].queue.waiting
        self.maybe_expired |= {update.id for update in waiting if not update.alive(soon)}
