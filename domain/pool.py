"""The pool file of a draw: every object of the task's type with its stratum, and why it is excluded."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple, Protocol, runtime_checkable

from domain.errors import DomainError

HEADER = "#suicha-pool/1"
FORBIDDEN = re.compile("[\t\n\r|\ud800-\udfff]")
Columns = tuple[Sequence[bytes], Sequence[bytes]]
"""Numbers of some lines, and their labels: what stands behind the number's tab, line feed included."""


class Entry(NamedTuple):
    """One line of the pool; ``exclusion`` empty = eligible, else a reason code."""

    id: str
    strata: tuple[str, ...]
    exclusion: str = ""

    @property
    def line(self) -> str:
        """The line without its line feed."""
        return f"{self.id}\t{','.join(self.strata)}\t{self.exclusion}"


def plain(text: str, what: str) -> str:
    """Text in NFC. Raises ``pool.forbidden`` for tab, LF, CR, ``|`` and for what UTF-8 cannot carry."""
    normal = unicodedata.normalize("NFC", text)
    if FORBIDDEN.search(normal):
        raise DomainError("pool.forbidden", what=what, value=ascii(text))
    return normal


def entry(object_id: str, strata: Iterable[str] = (), exclusion: str = "") -> Entry:
    """A checked line. Raises ``pool.forbidden``, ``pool.no_id`` or ``pool.stratum``."""
    number = plain(object_id, "id")
    if not number:
        raise DomainError("pool.no_id")
    names, reason, sound = _said(tuple(strata), exclusion)
    if not sound:
        raise DomainError("pool.stratum", id=number, strata=",".join(names))
    return Entry(number, names, reason)


@lru_cache(maxsize=1 << 12)
def _said(strata: tuple[str, ...], exclusion: str) -> tuple[tuple[str, ...], str, bool]:
    """Strata and exclusion in NFC, whether the strata are sound; many objects have the same."""
    names = tuple(plain(name, "stratum") for name in strata)
    sound = len(set(names)) == len(names) and all(name and "," not in name for name in names)
    return names, plain(exclusion, "exclusion"), sound


@lru_cache(maxsize=1 << 12)
def label(strata: tuple[str, ...], exclusion: str) -> bytes:
    """What stands behind the number; objects of which the same is to be said share it."""
    return f"{','.join(strata)}\t{exclusion}\n".encode()


@lru_cache(maxsize=1 << 12)
def of_label(written: bytes) -> tuple[tuple[str, ...], str]:
    """Strata and exclusion of a label."""
    strata, exclusion = written[:-1].decode().split("\t")
    return tuple(strata.split(",")) if strata else (), exclusion


@runtime_checkable
class Columned(Protocol):
    """A pool that can be gone through without an ``Entry`` for each object."""

    @property
    def kinds(self) -> Mapping[bytes, int]:
        """Every label, and how many lines have it."""

    def blocks(self) -> Iterator[Columns]:
        """All lines, some at a time, from the first again at every call."""


class Pool:
    """A frozen pool, sorted by the bytes of the id. Build it with ``pool_of`` or ``parse``.

    Kept as the bytes of the file in two columns: a draw needs the number of each object, the label of a few.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        """Entries in the order of the file."""
        lines = [(one.id.encode(), label(one.strata, one.exclusion)) for one in entries]
        self._numbers = tuple(number for number, _ in lines)
        self._labels = tuple(written for _, written in lines)

    def __eq__(self, other: object) -> bool:
        """The same lines."""
        if not isinstance(other, Pool):
            return NotImplemented
        return (self._numbers, self._labels) == (other._numbers, other._labels)

    def __hash__(self) -> int:
        """Of the numbers."""
        return hash(self._numbers)

    def __repr__(self) -> str:
        """With its entries, for whoever looks for a fault."""
        return f"Pool({self.entries!r})"

    def __iter__(self) -> Iterator[Entry]:
        """The entries in the order of the file."""
        for number, written in zip(self._numbers, self._labels, strict=True):
            yield Entry(number.decode(), *of_label(written))

    def blocks(self) -> Iterator[Columns]:
        """The whole, at once."""
        yield self._numbers, self._labels

    @cached_property
    def kinds(self) -> Mapping[bytes, int]:
        """Every label, and how many lines have it."""
        return Counter(self._labels)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them at once."""
        return tuple(self)

    @cached_property
    def data(self) -> bytes:
        """The bytes of the pool file."""
        lines = map(b"\t".join, zip(self._numbers, self._labels, strict=True))
        return b"".join((f"{HEADER}\n".encode(), *lines))

    @cached_property
    def sha256(self) -> str:
        """The digest that the announcement publishes."""
        return sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        """Lines without the header, excluded objects included."""
        return len(self._numbers)

    @property
    def excluded(self) -> int:
        """Objects that carry a reason code and cannot be drawn."""
        return excluded(self.kinds)


def excluded(kinds: Mapping[bytes, int]) -> int:
    """How many of all lines carry a reason code."""
    return sum(count for written, count in kinds.items() if of_label(written)[1])


def pool_of(entries: Iterable[Entry]) -> Pool:
    """Sort and freeze. Raises ``pool.duplicate`` when an id stands twice."""
    ordered = sorted(entries, key=lambda one: one.id.encode())
    for left, right in pairwise(ordered):
        if left.id == right.id:
            raise DomainError("pool.duplicate", id=left.id)
    return Pool(ordered)


def difference(before: Pool, after: Pool) -> dict[str, tuple[str, ...]]:
    """What the confirmer must see: ids ``added``, ``removed``, ``changed`` (stratum, exclusion)."""
    old, new = ({one.id: one for one in pool} for pool in (before, after))
    return {
        "added": tuple(number for number in new if number not in old),
        "removed": tuple(number for number in old if number not in new),
        "changed": tuple(number for number, one in new.items() if old.get(number, one) != one),
    }


def read_entries(lines: Iterable[bytes]) -> Iterator[Entry]:
    """Entries of a pool file line by line (each with its LF), so that a pool need not fit into memory.

    Raises ``pool.header``, ``pool.line`` (number, from 1), ``pool.not_normal``, ``pool.order``, as ``entry``.
    """
    previous = b""
    for number, raw in enumerate(lines, 1):
        if number == 1:
            if raw != f"{HEADER}\n".encode():
                raise DomainError("pool.header", expected=HEADER)
            continue
        one = _parse_line(number, raw)
        current = one.id.encode()
        if current <= previous:
            raise DomainError("pool.order", line=number, id=one.id)
        previous = current
        yield one


def _parse_line(number: int, raw: bytes) -> Entry:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise DomainError("pool.line", line=number) from error
    fields = text[:-1].split("\t")
    if not text.endswith("\n") or len(fields) != 3:
        raise DomainError("pool.line", line=number)
    one = entry(fields[0], fields[1].split(",") if fields[1] else (), fields[2])
    if f"{one.line}\n" != text:
        raise DomainError("pool.not_normal", line=number)
    return one


def parse(data: bytes) -> Pool:
    """A pool from the bytes of its file, as strict as the protocol: another byte is another digest."""
    lines = data.split(b"\n")
    if lines.pop():
        raise DomainError("pool.line", line=len(lines) + 1)
    if not lines:
        raise DomainError("pool.header", expected=HEADER)
    return Pool(read_entries(line + b"\n" for line in lines))
