"""kill -9 in large numbers: reports, letters, and the control that must lose.

python -m bench.crash --kills 200 --seed 1
SUICHA_TEST_DATABASE=postgresql python -m bench.crash: two processes on one PostgreSQL
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path

from tests.crash.mortal import Zygote
from tests.crash.runs import Figures, kill_letters, kill_plain_polling, kill_reports
from tests.databases import ON_POSTGRESQL, drop_all, serving

PER_ROUND = 20
COUNTED = (
    *("kills", "updates", "lost", "reports", "answers", "photos", "pressed_again"),
    *("letters", "sent_again", "done_before"),
)
Run = Callable[[Zygote, Path, int, int], Awaitable[Figures]]
RUNS: tuple[tuple[str, Run], ...] = (
    ("reports", kill_reports),
    ("letters", kill_letters),
    ("control", kill_plain_polling),
)


async def rounds(
    zygote: Zygote, name: str, run: Run, kills: int, seed: int, *, record: Path | None = None
) -> list[Figures]:
    """As many offices as it takes, each with its own seed; faults are printed as they are found.

    Each office is written to ``record`` when it is over: a run that is broken off still counts.
    """
    done: list[Figures] = []
    while (left := kills - sum(one.kills for one in done)) > 0:
        with tempfile.TemporaryDirectory() as folder:
            figures = await run(zygote, Path(folder), seed + len(done), min(PER_ROUND, left))
            drop_all()
        done.append(figures)
        if record is not None:
            _note(record, name, figures)
        for fault in figures.faults:
            print(f"! {name}, seed {figures.seed}: {fault}", flush=True)
    return done


def _note(record: Path, name: str, figures: Figures) -> None:
    database = "PostgreSQL" if ON_POSTGRESQL else "SQLite"
    with record.open("a", encoding="utf-8") as file:
        file.write(
            json.dumps({"run": name, "database": database, **asdict(figures)}, ensure_ascii=False) + "\n"
        )


def show(name: str, done: list[Figures]) -> None:
    """One line a run."""
    wakings = sorted(seconds for one in done for seconds in one.wakings)
    totals = {key: sum(getattr(one, key) for one in done) for key in COUNTED}
    faults = sum(len(one.faults) for one in done)
    seeds = f"seeds {done[0].seed}-{done[-1].seed}"
    waking = f"listens again after {statistics.median(wakings):.2f} s (worst {wakings[-1]:.2f} s)"
    counted = " ".join(f"{key}={value}" for key, value in totals.items())
    print(f"{name}: {seeds} {counted} faults={faults}; {waking}; {sum(one.seconds for one in done):.0f} s")


def main() -> int:
    """Status 1 when something was lost or doubled, or when the control lost nothing."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--kills", type=int, default=200)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", choices=[name for name, _ in RUNS])
    asked.add_argument("--record", type=Path, help="a file that takes a line of JSON for each office")
    options = asked.parse_args()
    with serving():
        return 0 if _sound(options) else 1


def _sound(options: argparse.Namespace) -> bool:
    zygote, sound = Zygote(), True
    for name, run in RUNS:
        if options.only in (None, name):
            office = rounds(zygote, name, run, options.kills, options.seed, record=options.record)
            done = asyncio.run(office)
            show(name, done)
            lost, faults = sum(one.lost for one in done), sum(len(one.faults) for one in done)
            sound = sound and (lost > 0 if name == "control" else not faults)
    zygote.close()
    return sound


if __name__ == "__main__":
    sys.exit(main())
