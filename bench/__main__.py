"""``python -m bench``: a table of ratios, all measured in one run on one machine.

python -m bench [--only answer] [--objects 10000000] [--tasks 100000] [--rows 100000] [--results 10000]
                [--people 20] [--presses 50] [--runs 5]

A ratio is of processor time (all threads), of measurements in processes of their own that take turns: the
median of the rounds, in brackets the least and the most. The status is 1 when a goal was missed.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple, cast

from bench import draw, imports, match, site, updates
from bench.alone import Ratio, Rounds, alone
from domain.streaming import PoolFile

MILLION = 1_000_000


class Row(NamedTuple):
    """One line of the table; ``goal`` empty = for information."""

    what: str
    found: str
    goal: str = ""
    reached: bool = True


def at_most(what: str, ratio: Ratio, goal: float) -> Row:
    """A ratio that should not be larger."""
    return Row(what, str(ratio), f"<= {goal:g}", ratio.middle <= goal)


def over(what: str, peak: float, reader: float) -> Row:
    """Memory beside what reading takes."""
    return Row(what, f"{peak - reader:.0f}", "< 300", peak - reader < 300)


def drawing(runs: int) -> Iterator[Row]:
    """Time of a draw of 5 % of a million."""
    found = Rounds(
        runs,
        bare=partial(alone, draw.bare_hashing, MILLION),
        ours=partial(alone, draw.draw, MILLION),
        other=partial(alone, draw.other_sampler, MILLION),
        engine=partial(alone, draw.in_duckdb, MILLION),
        pool=partial(alone, draw.frozen_in_memory, MILLION),
        small=partial(alone, draw.draw, MILLION // 10),
        recount=partial(alone, draw.recounted, MILLION // 10),
    )
    faster = found.ratio("other", "ours")
    yield at_most("draw 5 % of 10^6 : bare SHA-256 loop", found.ratio("ours", "bare"), 1.5)
    yield Row("consistent_sampler : draw", str(faster), ">= 8", faster.middle >= 8)
    yield Row("consistent_sampler : bare SHA-256 loop", str(found.ratio("other", "bare")))
    yield Row("checking, sorting, digesting the pool before : bare loop", str(found.ratio("pool", "bare")))
    yield Row("the same step in DuckDB : draw", str(found.ratio("engine", "ours")))
    yield Row("recount of two stages of 10^5 : draw of 10^5", str(found.ratio("recount", "small")))


def streaming(size: int, runs: int) -> Iterator[Row]:
    """Memory and time of a large pool on disk."""
    shown = f"{size:.0e}".replace("e+0", "e")
    with tempfile.TemporaryDirectory() as folder:
        freezing = alone(draw.frozen, size, Path(folder) / "pool")
        pool = cast("PoolFile", freezing.result)
        found = Rounds(
            runs,
            bare=partial(alone, draw.bare_hashing, MILLION),
            reading=partial(alone, draw.read, pool),
            few=partial(alone, draw.draw_from_file, pool, 1000),
            many=partial(alone, draw.draw_from_file, pool, size // 20),
            survey=partial(alone, draw.surveyed, pool.path),
        )
    reader = found.peak("reading")
    for what, name in (("1,000 of", "few"), ("5 % of", "many")):
        yield over(f"draw {what} {shown} from a file: MB over the reader", found.peak(name), reader)
        yield Row("  its time, reading included : bare loop", str(found.ratio(name, "bare", size / MILLION)))
    yield over(f"sort {shown} objects into a pool file: MB over the reader", freezing.peak, reader)
    yield Row(
        "strict pass over a given pool file : bare loop", str(found.ratio("survey", "bare", size / MILLION))
    )


def whole_command(runs: int) -> Iterator[Row]:
    """List to record, with everything that an office's list needs."""
    found = Rounds(
        runs,
        small=partial(alone, draw.command, MILLION // 10),
        large=partial(alone, draw.command, MILLION),
        bare=partial(alone, draw.bare_hashing, MILLION),
    )
    yield Row("draw --objects 10^6.csv, list to record : bare loop", str(found.ratio("large", "bare")))
    yield over("  MB more than for 10^5", found.peak("large"), found.peak("small"))


def matched(tasks: int, runs: int) -> Iterator[Row]:
    """Matchings against min-cost flow: the goals at 10^4 tasks, once more at the size asked for."""
    for size, people, times in ((10_000, 1_000, runs), (tasks, tasks // 10, 1)):
        shown = f"{size} x {people}"
        found = Rounds(
            times,
            plain=partial(alone, match.ours, size, people, mixed=False),
            mixed=partial(alone, match.ours, size, people),
            flow=partial(alone, match.flow, size, people),
            solver=partial(alone, match.flow, size, people, loaded=True),
        )
        empty = alone(match.greedy, size, people).result
        same = len(found.results("plain", "mixed", "flow")) == 1
        yield Row(f"{shown}: seats that greedy leaves empty of {2 * size}", f"{empty}", "> 0", bool(empty))
        yield Row("  optimum of min-cost flow (seats filled, squares of loads)", str(same), "True", same)
        for what, name, goal in (("before mixing", "plain", 1), ("with ten sweeps", "mixed", 4)):
            against = at_most(f"  {what} : min-cost flow", found.ratio(name, "flow"), goal)
            yield against if size == 10_000 else against._replace(goal="")
            yield Row("    its solver alone, loaded beforehand", str(found.ratio(name, "solver")))


def importing(size: int, runs: int) -> Iterator[Row]:
    """A list from its file to the register: against a bare read of the same file."""
    shown = f"{size:,} x {len(imports.COLUMNS)}"
    with tempfile.TemporaryDirectory() as folder:
        first, later, database = (Path(folder) / name for name in ("1.xlsx", "2.xlsx", "empty.db"))
        alone(imports.workbook, first, size)
        alone(imports.workbook, later, size, later=True)
        alone(imports.empty_register, database)
        full = Path(folder) / "full.db"
        alone(imports.confirmed, first, database)
        database.with_suffix(".copy").rename(full)
        found = Rounds(
            runs,
            bare=partial(alone, imports.bare_read, first),
            shown=partial(alone, imports.shown, first, database),
            confirmed=partial(alone, imports.confirmed, first, database),
            again=partial(alone, imports.confirmed, later, full),
        )
    yield at_most(f"import {shown} to the difference : bare read", found.ratio("shown", "bare"), 4)
    yield at_most("  until it is confirmed and written", found.ratio("confirmed", "bare"), 4)
    yield at_most("  next year's list over it, 1 in 100 changed", found.ratio("again", "bare"), 4)
    for what, name in (("memory", "confirmed"), ("  next year's list", "again")):
        times = found.peak(name) / found.peak("bare")
        yield Row(f"{what} : bare read", f"{times:.2f}", "<= 2", times <= 2)


def published(size: int, runs: int) -> Iterator[Row]:
    """The public site of so many results in one run."""
    found = Rounds(
        runs,
        bare=partial(alone, site.bare, size),
        ours=partial(alone, site.written, size),
        again=partial(alone, site.written_again, size),
        put=partial(alone, site.put_only, size),
    )
    ((count, total, page),) = cast("set[tuple[int, int, int]]", found.results("bare"))
    yield Row(f"{size} results published: files, MB", f"{count}, {total / MILLION:.0f}")
    yield Row("  bytes to open the page of one object", str(page), "< 10000", page < 10_000)
    yield Row("  database to pages : writing the same bytes", str(found.ratio("ours", "bare")))
    yield Row("  once more, nothing changed : writing the same bytes", str(found.ratio("again", "bare")))
    yield Row("  only putting the files in place : writing them", str(found.ratio("put", "bare")))


def answering(people: int, presses: int, runs: int) -> Iterator[Row]:
    """A press of a report answered, stored and shown, against bots that do less."""
    found = asyncio.run(updates.compared(people, presses, runs))
    for life, what, goal in (
        ("naive", "aiogram-dialog with one commit", 1.0),
        ("aiogram", "bare aiogram echo", 0.0),
        ("ptb", "bare python-telegram-bot echo", 0.0),
    ):
        costs = [one["ours"].cpu / one[life].cpu for one in found]
        speeds = [one["ours"].rate / one[life].rate for one in found]
        cost, speed = (Ratio(median(every), min(every), max(every)) for every in (costs, speeds))
        row = at_most(f"an answer of a report : {what}, processor time", cost, goal)
        yield row if goal else row._replace(goal="")
        yield Row(f"  its answers a second : {what}", str(speed))
    slowest = max(one["ours"].worst for one in found)
    yield Row(f"  99 of 100 presses of {people} people at once are shown within, s", f"{slowest:.2f}")
    yield Row("  memory of the service, MB", f"{max(one['ours'].megabytes for one in found):.0f}")


def main() -> int:
    """Print row after row as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--objects", type=int, default=10 * MILLION)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument(
        "--only", choices=("draw", "match", "command", "stream", "import", "publish", "answer")
    )
    parser.add_argument("--results", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--presses", type=int, default=50)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    few = min(asked.runs, 3)
    missed = 0
    print(f"{'':62} {'median (least-most)':>20}  goal")
    parts = {
        "draw": drawing(asked.runs),
        "match": matched(asked.tasks, asked.runs),
        "command": whole_command(few),
        "import": importing(asked.rows, few),
        "publish": published(asked.results, few),
        "answer": answering(asked.people, asked.presses, few),
        "stream": streaming(asked.objects, few),
    }
    for part in [parts[asked.only]] if asked.only else parts.values():
        for row in part:
            missed += not row.reached and bool(row.goal)
            verdict = ("met" if row.reached else "MISSED") if row.goal else ""
            print(f"{row.what:62} {row.found:>20}  {row.goal:7} {verdict}".rstrip(), flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
