"""联席会议: who may call what and approve which topic, the list of members as written, how often it meets.

定陶 附件2 二（一）、（二）: 总召集人 or 召集人 call the meetings and approve the topics; what is general or
comes up in between is called and approved by a 副召集人.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.errors import DomainError
from domain.profile import Meetings

CHIEF, CONVENER, DEPUTY, MEMBER = RANKS = ("chief", "convener", "deputy", "member")
PLENARY, TEMPORARY = KINDS = ("plenary", "temporary")
COLLECTING, CALLED, HELD, ISSUED, CANCELLED = "collecting", "called", "held", "issued", "cancelled"
PROPOSED, APPROVED, LEFT_OUT = "proposed", "approved", "left_out"
OPEN, REPORTED, DONE = "open", "reported", "done"

_RANKED = re.compile(r"([^：:]{2,6})[：:](.*)")
_NAMED = re.compile(r"(\S\s+\S|\S{2,})\s+(\S.*)")


@dataclass(frozen=True)
class Named:
    """A line of a list of members; ``unit`` is empty where the post names none of the units."""

    rank: str
    name: str
    post: str
    unit: str


def may_call(kind: str, rank: str) -> bool:
    """Whether somebody of this rank may call a meeting of this kind."""
    return rank in {CHIEF, CONVENER} or (rank == DEPUTY and kind == TEMPORARY)


def may_approve(rank: str) -> bool:
    """Whether somebody of this rank approves topics."""
    return rank in {CHIEF, CONVENER, DEPUTY}


def is_general(rank: str) -> bool:
    """A topic that a 副召集人 approved counts as a general one (一般性或临时性议题)."""
    return rank == DEPUTY


def members_of(text: str, ranks: Mapping[str, str], units: Iterable[str]) -> tuple[Named, ...]:
    """The list as a document prints it: rank (word → code) and colon, name, post; no rank: as above it.

    The unit is the longest name of ``units`` that the post begins with or holds. Raises ``conference.line``,
    ``conference.no_chief``, ``conference.twice``.
    """
    known = sorted(units, key=len, reverse=True)
    found: list[Named] = []
    rank = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        ranked = _RANKED.fullmatch(line)
        said = ranks.get("".join(ranked[1].split())) if ranked else None
        rank = said or rank
        named = _NAMED.fullmatch((ranked[2] if ranked and said else line).strip())
        if named is None or not rank:
            raise DomainError("conference.line", line=line[:60])
        found.append(_named(rank, named, known))
    _check(found)
    return tuple(found)


def _named(rank: str, named: re.Match[str], known: Sequence[str]) -> Named:
    post = named[2].strip()
    return Named(rank, "".join(named[1].split()), post, next((unit for unit in known if unit in post), ""))


def _check(found: Sequence[Named]) -> None:
    if not any(one.rank in {CHIEF, CONVENER} for one in found):
        raise DomainError("conference.no_chief")
    lines = [(one.name, one.post) for one in found]
    again = next((name for name, post in lines if lines.count((name, post)) > 1), "")
    if again:
        raise DomainError("conference.twice", name=again)


@dataclass(frozen=True)
class Count:
    """How many plenary meetings a year has seen, against what the place asks for (定陶 附件2 二（一）)."""

    held: int
    least: int | None = None
    most: int | None = None

    @property
    def lacking(self) -> int:
        """Meetings still owed this year."""
        return max((self.least or 0) - self.held, 0)

    @property
    def full(self) -> bool:
        """One more would be above the place's number."""
        return self.most is not None and self.held >= self.most


def count(held: int, rule: Meetings | None) -> Count:
    """The count under the place's rule; a place without one asks for none."""
    return Count(held, rule.min, rule.max) if rule else Count(held)
