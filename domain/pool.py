"""The pool file of a draw: every object of the task's type with its stratum, and why it is excluded."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

from domain.errors import DomainError

HEADER = "#suicha-pool/1"
FORBIDDEN = re.compile("[\t\n\r|\ud800-\udfff]")


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
    names = tuple(plain(name, "stratum") for name in strata)
    if len(set(names)) < len(names) or any(not name or "," in name for name in names):
        raise DomainError("pool.stratum", id=number, strata=",".join(names))
    return Entry(number, names, plain(exclusion, "exclusion"))


@dataclass(frozen=True)
class Pool:
    """A frozen pool, sorted by the bytes of the id. Build it with ``pool_of`` or ``parse``."""

    entries: tuple[Entry, ...]

    @cached_property
    def data(self) -> bytes:
        """The bytes of the pool file."""
        return "".join(f"{line}\n" for line in (HEADER, *(one.line for one in self.entries))).encode()

    @cached_property
    def sha256(self) -> str:
        """The digest that the announcement publishes."""
        return sha256(self.data).hexdigest()

    @property
    def size(self) -> int:
        """Lines without the header, excluded objects included."""
        return len(self.entries)

    @property
    def excluded(self) -> int:
        """Objects that carry a reason code and cannot be drawn."""
        return sum(1 for one in self.entries if one.exclusion)

    def __iter__(self) -> Iterator[Entry]:
        """The entries in the order of the file."""
        return iter(self.entries)


def pool_of(entries: Iterable[Entry]) -> Pool:
    """Sort and freeze. Raises ``pool.duplicate`` when an id stands twice."""
    ordered = tuple(sorted(entries, key=lambda one: one.id.encode()))
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
    return Pool(tuple(read_entries(line + b"\n" for line in lines)))
