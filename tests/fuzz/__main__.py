"""``python -m tests.fuzz``: nearly right files or updates, as many as one likes; stops at an odd answer.

python -m tests.fuzz [files] [--seed N] [--cells 50000] [--bytes 1000]
python -m tests.fuzz updates [--seed N] [--updates 200000]
"""

import argparse
import secrets
from collections.abc import Callable

from tests.fuzz import check, through

EVERY = 1_000


def run(what: str, one: Callable[[int], bool], seed: int, count: int) -> None:
    """Check so many, each by its own seed, and say which."""
    read = 0
    for number in range(seed, seed + count):
        try:
            read += one(number)
        except Exception:
            print(f"{what}: python -m tests.fuzz --seed {number}")
            raise
        done = number - seed + 1
        if done % EVERY == 0 or done == count:
            print(f"{what}: {done}, of which {read} were read, {done - read} refused in words", flush=True)


def main() -> None:
    """Files: cells first, then bytes through the real reader. Updates: through the inbox."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("what", nargs="?", choices=("files", "updates"), default="files")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**9))
    parser.add_argument("--cells", type=int, default=50_000)
    parser.add_argument("--bytes", type=int, default=1_000)
    parser.add_argument("--updates", type=int, default=200_000)
    asked = parser.parse_args()
    print(f"seed {asked.seed}")
    if asked.what == "updates":
        through.run(asked.seed, asked.updates)
        return
    run("cells", check.cells, asked.seed, asked.cells)
    run("bytes", check.content, asked.seed, asked.bytes)


if __name__ == "__main__":
    main()
