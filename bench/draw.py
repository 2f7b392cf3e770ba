"""What is measured of draws: time against bare hashing and another sampler, memory against bare reading."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stdout
from hashlib import sha256
from io import StringIO
from pathlib import Path

from bench.alone import Act
from domain.draw import Step, hold
from domain.pool import Entry, entry, pool_of
from domain.record import announce, hold_announced
from domain.recount import recount
from domain.streaming import PoolFile, freeze, survey
from domain.witness import commitment

SECRET = "5e" * 32
KEY = bytes(range(32))


def numbers(size: int) -> list[str]:
    """Register numbers of 18 signs."""
    return [f"91520111{n:010}" for n in range(size)]


def bare_hashing(size: int) -> Act:
    """What no draw by SHA-256 can do without."""
    ids = numbers(size)

    def act() -> None:
        for one in ids:
            sha256(KEY + one.encode()).digest()

    return act


def draw(size: int) -> Act:
    """5 % of a pool in memory, in one step."""
    pool = pool_of(entry(one, ("B" if n % 9 else "B*",)) for n, one in enumerate(numbers(size)))
    return lambda: len(hold(pool, [Step("all", ("B", "B*"), size // 20)], KEY)[0].drawn)


def frozen_in_memory(size: int) -> Act:
    """Ids checked, sorted and digested: what a pool is before anybody draws from it."""
    ids = numbers(size)
    return lambda: pool_of(entry(one, ("B" if n % 9 else "B*",)) for n, one in enumerate(ids)).sha256


def other_sampler(size: int) -> Act:
    """5 % with ``consistent_sampler``, the sampler of election audits."""
    from consistent_sampler import sampler  # noqa: PLC0415 - only this process pays for it

    ids = numbers(size)
    return lambda: len(list(sampler(ids, seed=SECRET, take=size // 20, output="id")))


def recounted(size: int) -> Act:
    """The whole recount of a draw in two stages from its record and pool file."""
    pool = pool_of(entry(one, ("B" if n % 9 else "B*",)) for n, one in enumerate(numbers(size)))
    steps = [Step("key", ("B*",), size // 25), Step("all", ("B", "B*"), size // 100, reserve=20)]
    record = hold_announced(announce("N", pool, steps, commitment(SECRET)), pool, SECRET, [])
    return lambda: [one.outcome for one in recount(record, pool.data)]


def in_duckdb(size: int) -> Act:
    """The step of docs/sql/draw_duckdb.sql on a table."""
    import duckdb  # noqa: PLC0415 - only this process pays for it

    base = duckdb.connect()
    script = Path(__file__).parents[1].joinpath("docs/sql/draw_duckdb.sql").read_text("utf-8")
    *definitions, step = script.rstrip().rstrip(";").split(";\n\n")
    for one in definitions:
        base.execute(one)
    base.execute("INSERT INTO pool SELECT format('91520111{:010d}', n), 'B', '' FROM range(?) r(n)", [size])
    asked = {"draw_key": KEY.hex(), "label": "all", "ordering": "all", "task": "", "wanted": ["B"]}
    return lambda: base.execute(step, asked | {"take": size // 20, "reserve": 0}).fetchall()


class Register:
    """Objects in no order that never stand in memory together."""

    def __init__(self, size: int) -> None:
        """So many objects; ``size`` has no divisor in common with 7919."""
        self.size = size

    def __iter__(self) -> Iterator[Entry]:
        """From the first again."""
        return (Entry(f"91520111{n * 7919 % self.size:010}", ("B",)) for n in range(self.size))


def frozen(size: int, path: Path) -> Act:
    """A pool file out of an unsorted register."""
    return lambda: freeze(Register(size), path)


def read(pool: PoolFile) -> Act:
    """A pool file gone through and dropped: the reader alone."""
    return lambda: sum(len(numbers) for numbers, _ in pool.blocks())


def draw_from_file(pool: PoolFile, take: int) -> Act:
    """A draw out of a pool file."""
    return lambda: len(hold(pool, [Step("all", ("B",), take)], KEY)[0].drawn)


def surveyed(path: Path) -> Act:
    """The strict pass that takes digest and counts of a pool file from elsewhere."""
    return lambda: survey(path).sha256


def command(size: int) -> Act:
    """``draw --objects LIST.csv --rules`` from the list to the record, 5 % of it."""
    from bot.cli_draw import draw as drawn  # noqa: PLC0415 - only this process pays for it

    folder = tempfile.TemporaryDirectory()
    place = Path(folder.name)
    place.joinpath("rules.toml").write_text('floor = "5%"\n')
    with place.joinpath("list.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("统一社会信用代码", "信用等级", "重点对象", "停业"))
        for one in Register(size):
            rows.writerow((one.id, "ABCD"[int(one.id) % 4], "", ""))

    def act() -> None:
        with redirect_stdout(StringIO()):
            drawn(place / "r.json", objects=place / "list.csv", rules=place / "rules.toml")
        folder.cleanup()

    return act
