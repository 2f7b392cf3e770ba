"""Names as buttons show them."""

from collections.abc import Sequence
from itertools import takewhile

FITTING, HEAD = 18, 6  # characters of Chinese that a phone shows on a button, and of a name's beginning


def told_apart(names: Sequence[str], gap: str) -> list[str]:
    """Names as they fit on a button: of a long one the beginning, and what no other has at that place.

    ``gap``: the sign for what is left out.
    """
    return [
        name if len(name) <= FITTING else _cut(name, [one for one in names if one != name], gap)
        for name in names
    ]


def _cut(name: str, others: Sequence[str], gap: str) -> str:
    shared = max((_alike(name, other) for other in others), default=0)
    begins = min(max(shared, HEAD + 1), len(name) - 1)
    left_out = gap if begins > HEAD + 1 else name[HEAD:begins]
    rest = name[begins:]
    room = FITTING - HEAD - len(left_out)
    return name[:HEAD] + left_out + (rest if len(rest) <= room else rest[: room - len(gap)] + gap)


def _alike(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
