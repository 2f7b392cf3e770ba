"""Which objects a task speaks of: kinds and types, sub-libraries and tags, as its plan writes them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from domain.cell_values import words
from domain.columns import Columns

LOOKS_ALIKE = 0.7
RARE = 10  # a name is held against those that stand ten times as often


@dataclass(frozen=True, slots=True)
class Scope:
    """An object belongs when it is of one of the ``types`` or ``kinds``, and bears one of the ``names``.

    Nothing named means everything.
    """

    types: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def names_one_of(self, *, sub_libraries: Sequence[str], tags: Sequence[str]) -> bool:
        """Whether sub-libraries or tags of an object bear one of the names."""
        return not self.names or not self.names.isdisjoint((*sub_libraries, *tags))


def scope_of(object_type: str, scope: str, columns: Columns) -> Scope:
    """Read a task's type and scope, each several in one cell (餐饮服务、食品销售).

    A word for a kind (产品、项目、行为) is the kind, unless it is a type of its own (企业).
    """
    types = words(object_type)
    kinds = {
        kind
        for word in types
        if columns.value("object_type", word) is None and (kind := columns.value("kind", word))
    }
    known = {columns.value("object_type", word) or word for word in types}
    return Scope(frozenset((*types, *known)), frozenset(kinds), frozenset((*words(scope), scope)) - {""})


def misspelt(found: Mapping[str, int], known: Collection[str]) -> dict[str, str]:
    """New name → the known one it looks like. ``found``: name → how many objects of a file bear it.

    A name that stands often in the file itself counts as known.
    """
    suspects: dict[str, str] = {}
    for name, count in found.items():
        if name in known:
            continue
        often = [other for other, bearers in found.items() if bearers > RARE * count]
        near = get_close_matches(name, {*known, *often} - {name}, n=1, cutoff=LOOKS_ALIKE)
        if near:
            suspects[name] = near[0]
    return suspects
