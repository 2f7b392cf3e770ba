"""Whether the clauses of a profile can be found: in its own document, or in another that they name."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields

from domain.errors import DomainError
from domain.profile import Profile
from domain.profile_reader import COMPUTED
from domain.tags import nearest

OTHER_DOCUMENT = ("《", "〔")
REFERENCE = re.compile(r"(\w+ )?\w{1,2}（\w{1,2}）|\w|\d+")
"""二（四）, 附件2 二（四）, 一, 26."""
RANGE = re.compile(r"(\d+)-(\d+)")


def check_clauses(profile: Profile) -> None:
    """Raise ``profile.unknown_clause`` for a clause that names no part of ``source.sections``.

    Without sections nothing can be looked up, and nothing is refused.
    """
    sections = expanded(profile.source.sections)
    if not sections:
        return
    for key, clause in clauses(profile):
        for found in _unfound(clause, sections, profile.own_clauses):
            raise DomainError(
                "profile.unknown_clause",
                file=f"{profile.name}.toml",
                key=key,
                found=found,
                nearest=nearest(found, sections),
            )


def clauses(profile: Profile) -> Iterator[tuple[str, str]]:
    """Every clause with the key that it stands under."""
    for key in (one.name for one in fields(profile) if one.name not in COMPUTED):
        value = getattr(profile, key)
        if isinstance(value, tuple) and value and hasattr(value[0], "clause"):
            yield from ((f"{key}[{n}]", one.clause) for n, one in enumerate(value, 1))
        elif profile.clauses.get(key):
            yield key, profile.clauses[key]


def expanded(sections: tuple[str, ...]) -> tuple[str, ...]:
    """Every part by its own number: "1-38" is thirty-eight of them."""
    return tuple(one for section in sections for one in _numbers(section))


def _numbers(section: str) -> Iterable[str]:
    span = RANGE.fullmatch(section)
    return map(str, range(int(span[1]), int(span[2]) + 1)) if span else [section]


def _unfound(clause: str, sections: tuple[str, ...], own: tuple[str, ...]) -> Iterator[str]:
    """References that lead nowhere. Only the first part of a clause has to begin with one."""
    for n, part in enumerate(clause.split("；")):
        head = part.partition("：")[0]
        named = re.split(r"[、，]", head)
        if all(one in sections or REFERENCE.fullmatch(one) for one in named):
            yield from (one for one in named if one not in sections)
        elif n == 0 and not head.startswith(own) and not any(mark in head for mark in OTHER_DOCUMENT):
            yield head
