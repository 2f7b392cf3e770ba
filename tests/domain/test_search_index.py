"""The index of the public pages' search: whatever contains the words is among what the pieces name."""

from hypothesis import given
from hypothesis import strategies as st

from domain.search_index import Piece, pairs, piece_of, pieces

NAMES = st.lists(st.text("甲乙丙ab１1 （(", max_size=8), max_size=12)


def named(index: list[Piece], pair: str) -> list[int]:
    number, found = 0, []
    for gap in index[piece_of(pair)].get(pair, []):
        number += gap
        found.append(number)
    return found


@given(NAMES)
def test_a_pair_names_exactly_the_texts_it_stands_in_once_and_in_their_order(texts: list[str]) -> None:
    index = pieces(texts)
    for pair in set().union(*map(pairs, texts)):
        assert named(index, pair) == [number for number, text in enumerate(texts) if pair in pairs(text)]


def test_full_width_and_capitals_are_the_same_and_blanks_part_words() -> None:
    assert pairs("（Ａ甲 乙") == {"(a", "a甲"}
