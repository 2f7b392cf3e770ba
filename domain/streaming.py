"""Pools larger than memory: sorted through files, counted on the way, drawn from in parts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from heapq import merge
from itertools import chain, count, islice
from pathlib import Path

from domain.draw import Drawn, Step, StepResult, smallest
from domain.errors import DomainError
from domain.pool import HEADER, Entry, read_entries

RUN = 500_000  # lines sorted in memory at a time: some 65 MB


@dataclass(frozen=True, slots=True)
class PoolFile:
    """A frozen pool that stays on disk; ``counts`` are the eligible objects in each stratum."""

    path: Path
    sha256: str
    size: int
    excluded: int
    counts: Mapping[str, int]

    def __iter__(self) -> Iterator[Entry]:
        """The entries in the order of the file, read afresh; they were checked when the file was."""
        with self.path.open("rb") as lines:
            next(lines)
            for line in lines:
                number, strata, exclusion = line[:-1].decode().split("\t")
                yield Entry(number, _split(strata), exclusion)


@lru_cache(maxsize=1 << 12)
def _split(strata: str) -> tuple[str, ...]:
    return tuple(strata.split(",")) if strata else ()


class _Tally:
    """What the announcement and the quota ask of a pool."""

    def __init__(self) -> None:
        self.size = self.excluded = 0
        self.counts: Counter[str] = Counter()

    def through(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        for one in entries:
            self.size += 1
            if one.exclusion:
                self.excluded += 1
            else:
                self.counts.update(one.strata)
            yield one

    def of(self, path: Path, digest: str) -> PoolFile:
        return PoolFile(path, digest, self.size, self.excluded, self.counts)


def freeze(entries: Iterable[Entry], path: Path, run: int = RUN) -> PoolFile:
    """Write the pool file of entries in any order, holding ``run`` of them in memory (runs stand beside it).

    Raises ``pool.duplicate`` when an id stands twice, and ``OSError``.
    """
    tally = _Tally()
    lines = (f"{one.line}\n".encode() for one in tally.through(entries))
    runs = list(_sorted_runs(lines, path, run))
    digest = sha256()
    with ExitStack() as opened, path.open("wb") as file:
        files = [opened.enter_context(one.open("rb")) for one in runs]
        for line in chain([f"{HEADER}\n".encode()], _distinct(merge(*files, key=_number))):
            digest.update(line)
            file.write(line)
    for one in runs:
        one.unlink()
    return tally.of(path, digest.hexdigest())


def _number(line: bytes) -> bytes:
    return line.partition(b"\t")[0]


def _sorted_runs(lines: Iterator[bytes], path: Path, size: int) -> Iterator[Path]:
    for number in count():
        block = sorted(islice(lines, size), key=_number)
        if not block:
            return
        run = path.with_name(f"{path.name}.{number}")
        with run.open("wb") as file:
            file.writelines(block)
        yield run


def _distinct(lines: Iterable[bytes]) -> Iterator[bytes]:
    previous = b""
    for line in lines:
        number = _number(line)
        if number == previous:
            raise DomainError("pool.duplicate", id=number.decode())
        previous = number
        yield line


def survey(path: Path) -> PoolFile:
    """A pool file as it stands, gone through once. Raises as ``read_entries``, and ``OSError``."""
    tally, digest = _Tally(), sha256()

    def seen(lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            digest.update(line)
            yield line

    with path.open("rb") as file:
        if not path.stat().st_size:
            raise DomainError("pool.header", expected=HEADER)
        for _ in tally.through(read_entries(seen(file))):
            pass
    return tally.of(path, digest.hexdigest())


def merged(step: Step, parts: Iterable[StepResult]) -> StepResult:
    """The step's result from those of the parts of a pool (a province's databases), each held on its own.

    Whoever is among the smallest of all is among the smallest of a part. A later step of the same task is
    held in the parts when the winners of the earlier one are known to them (``hold_step``'s ``taken``).
    """
    tickets = ((bytes.fromhex(one.ticket), one.id) for part in parts for one in (*part.drawn, *part.reserve))
    if step.take == "all":
        return StepResult(step.label, _shown(sorted(tickets)))
    found = _shown(smallest(step.take + (step.reserve or 0), tickets))
    return StepResult(step.label, found[: step.take], found[step.take :])


def _shown(tickets: Iterable[tuple[bytes, str]]) -> tuple[Drawn, ...]:
    return tuple(Drawn(number, ticket.hex()) for ticket, number in tickets)
