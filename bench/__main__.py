"""``python -m bench``: a table of ratios, all measured in one run on one machine.

python -m bench [--objects 10000000] [--tasks 100000] [--runs 3]
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bench import draw, match
from bench.alone import Figures, alone, in_turn

MILLION = 1_000_000


class Row(NamedTuple):
    """One line of the table; ``goal`` empty = for information."""

    what: str
    found: str
    goal: str = ""
    reached: bool = True


def drawing(runs: int) -> Iterator[Row]:
    """Time of a draw of 5 % of a million."""
    bare, ours, other, engine = in_turn(
        runs,
        lambda: alone(draw.bare_hashing, MILLION),
        lambda: alone(draw.draw, MILLION),
        lambda: alone(draw.other_sampler, MILLION),
        lambda: alone(draw.in_duckdb, MILLION),
    )
    yield Row("draw 5 % of 10^6 : bare SHA-256 loop", f"{ours / bare:.2f}", "<= 1.5", ours / bare <= 1.5)
    yield Row("consistent_sampler : draw", f"{other / ours:.1f}", ">= 8", other / ours >= 8)
    yield Row("consistent_sampler : bare SHA-256 loop", f"{other / bare:.1f}")
    yield Row("the same step in DuckDB : draw", f"{engine / ours:.2f}")
    recount = alone(draw.recounted, MILLION // 10).seconds / alone(draw.draw, MILLION // 10).seconds
    yield Row("recount of two stages of 10^5 : draw", f"{recount:.1f}")


def streaming(size: int) -> Iterator[Row]:
    """Memory and time of a large pool on disk."""
    shown = f"{size:.0e}".replace("e+0", "e")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pool"
        freezing, reading = alone(draw.frozen, size, path), alone(draw.read, path)
        small = alone(draw.draw_from_file, path, 1000)
        large = alone(draw.draw_from_file, path, size // 20)
        survey = alone(draw.surveyed, path)
    for what, one in (("1,000 of", small), ("5 % of", large)):
        over = one.peak - reading.peak
        yield Row(f"draw {what} {shown} from a file: MB over the reader", f"{over:.0f}", "< 300", over < 300)
        yield Row("  its time : reading the file", f"{one.seconds / reading.seconds:.1f}")
    over = freezing.peak - reading.peak
    yield Row(
        f"sort {shown} objects into a pool file: MB over the reader", f"{over:.0f}", "< 300", over < 300
    )
    yield Row("  its time : reading the file", f"{freezing.seconds / reading.seconds:.1f}")
    yield Row("strict pass over a given pool file : reading it", f"{survey.seconds / reading.seconds:.1f}")


def whole_command() -> Iterator[Row]:
    """List to record, with everything that an office's list needs."""
    small, large = (alone(draw.command, size) for size in (MILLION // 10, MILLION))
    hashing = alone(draw.bare_hashing, MILLION)
    yield Row("draw --objects 10^6.csv : bare SHA-256 loop", f"{large.seconds / hashing.seconds:.0f}")
    yield Row(
        "  MB more than for 10^5", f"{large.peak - small.peak:.0f}", "< 300", large.peak - small.peak < 300
    )


def matched(tasks: int, runs: int) -> Iterator[Row]:
    """Matchings against min-cost flow."""
    for size, people, times in ((10_000, 1_000, runs), (tasks, tasks // 10, 1)):
        shown = f"{size} x {people}"
        results: list[Figures] = []

        def kept(one: Figures, results: list[Figures] = results) -> Figures:
            results.append(one)
            return one

        plain, mixed, flow = in_turn(
            times,
            lambda: kept(alone(match.ours, size, people, mixed=False)),  # noqa: B023 - run at once
            lambda: kept(alone(match.ours, size, people)),  # noqa: B023
            lambda: kept(alone(match.flow, size, people)),  # noqa: B023
        )
        empty = alone(match.greedy, size, people).result
        same = len({one.result for one in results}) == 1
        goal = size == 10_000
        yield Row(f"{shown}: seats that greedy leaves empty of {2 * size}", f"{empty}", "> 0", bool(empty))
        yield Row("  optimum of min-cost flow (seats filled, squares of loads)", str(same), "True", same)
        yield Row("  before mixing : min-cost flow", f"{plain / flow:.2f}", "<= 1" * goal, plain <= flow)
        yield Row(
            "  with ten sweeps : min-cost flow", f"{mixed / flow:.2f}", "<= 4" * goal, mixed <= 4 * flow
        )


def main() -> None:
    """Print row after row as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--objects", type=int, default=10 * MILLION)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    print(f"{'':62} {'ratio':>9}  goal")
    for part in (
        drawing(asked.runs),
        matched(asked.tasks, asked.runs),
        whole_command(),
        streaming(asked.objects),
    ):
        for row in part:
            missed = "  MISSED" if row.goal and not row.reached else ""
            print(f"{row.what:62} {row.found:>9}  {row.goal}{missed}", flush=True)


if __name__ == "__main__":
    main()
