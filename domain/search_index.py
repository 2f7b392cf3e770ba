"""A search index in pieces, so that a browser reads of ten thousand objects only what a query needs.

A text is found by pairs of neighbouring signs. A piece lists, for some pairs, the numbers of the texts they
stand in, as gaps from one to the next.
"""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise

PIECES = 64
BLOCK = 100
"""Entries in one file of them."""

Piece = dict[str, list[int]]


def normal(text: str) -> str:
    """What is compared: full width is half width, capitals are small."""
    return unicodedata.normalize("NFKC", text).lower()


def pairs(text: str) -> set[str]:
    """Neighbouring signs of the words of a text."""
    return {one + other for word in normal(text).split() for one, other in pairwise(word)}


def piece_of(pair: str) -> int:
    """In which piece a pair stands."""
    return (ord(pair[0]) * 31 + ord(pair[1])) % PIECES


def pieces(texts: Sequence[str]) -> list[Piece]:
    """All pieces for these texts, which are numbered from 0."""
    found: list[Piece] = [{} for _ in range(PIECES)]
    last: dict[str, int] = {}
    for number, text in enumerate(texts):
        for pair in sorted(pairs(text)):
            found[piece_of(pair)].setdefault(pair, []).append(number - last.get(pair, 0))
            last[pair] = number
    return found
