"""Pools larger than memory: sorted through files, counted on the way, drawn from in parts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from heapq import merge
from itertools import chain, count, islice
from pathlib import Path

from domain.draw import Drawn, Step, StepResult, smallest
from domain.errors import DomainError
from domain.pool import HEADER, Columns, Entry, excluded, label, of_label, read_entries

BLOCK = 512  # lines read at a time
RUN = 500_000  # lines sorted in memory at a time: some 65 MB


@dataclass(frozen=True, slots=True)
class PoolFile:
    """A frozen pool that stays on disk; ``kinds`` are its labels, and how many lines have each."""

    path: Path
    sha256: str
    kinds: Mapping[bytes, int]

    @property
    def size(self) -> int:
        """Lines without the header, excluded objects included."""
        return sum(self.kinds.values())

    @property
    def excluded(self) -> int:
        """Objects that carry a reason code and cannot be drawn."""
        return excluded(self.kinds)

    @property
    def counts(self) -> Mapping[str, int]:
        """The eligible objects in each stratum."""
        found: Counter[str] = Counter()
        for written, number in self.kinds.items():
            strata, exclusion = of_label(written)
            if not exclusion:
                found.update(dict.fromkeys(strata, number))
        return found

    def __iter__(self) -> Iterator[Entry]:
        """The entries in the order of the file, read afresh; they were checked when the file was."""
        for numbers, labels in self.blocks():
            for number, written in zip(numbers, labels, strict=True):
                yield Entry(number.decode(), *of_label(written))

    def blocks(self) -> Iterator[Columns]:
        """Numbers and labels in the order of the file, read afresh."""
        with self.path.open("rb") as lines:
            next(lines)
            while block := [line.partition(b"\t") for line in islice(lines, BLOCK)]:
                numbers, _, labels = zip(*block, strict=True)
                yield numbers, labels


def freeze(entries: Iterable[Entry], path: Path, run: int = RUN) -> PoolFile:
    """Write the pool file of entries in any order, holding ``run`` of them in memory (runs stand beside it).

    Raises ``pool.duplicate`` when an id stands twice, and ``OSError``.
    """
    kinds: Counter[bytes] = Counter()
    runs = list(_sorted_runs(_lines(entries, kinds), path, run))
    digest = sha256()
    with ExitStack() as opened, path.open("wb") as file:
        files = [opened.enter_context(one.open("rb")) for one in runs]
        for line in chain([f"{HEADER}\n".encode()], _distinct(merge(*files, key=_number))):
            digest.update(line)
            file.write(line)
    for one in runs:
        one.unlink()
    return PoolFile(path, digest.hexdigest(), kinds)


def _lines(entries: Iterable[Entry], kinds: Counter[bytes]) -> Iterator[bytes]:
    """The entries' lines, counted by their labels."""
    for one in entries:
        written = label(one.strata, one.exclusion)
        kinds[written] += 1
        yield b"%b\t%b" % (one.id.encode(), written)


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
    kinds: Counter[bytes] = Counter()
    digest = sha256()

    def seen(lines: Iterable[bytes]) -> Iterator[bytes]:
        for line in lines:
            digest.update(line)
            yield line

    with path.open("rb") as file:
        if not path.stat().st_size:
            raise DomainError("pool.header", expected=HEADER)
        for one in read_entries(seen(file)):
            kinds[label(one.strata, one.exclusion)] += 1
    return PoolFile(path, digest.hexdigest(), kinds)


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
