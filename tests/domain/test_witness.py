"""What witnesses add to the key: one number each, within the protocol's bounds, in any order."""

import pytest

from domain.draw import key
from domain.witness import check_contributions, commitment, contribution, contribution_from
from tests.domain.test_draw import SECRET, refused


def test_contributions_are_one_a_witness_and_no_longer_than_the_protocol_allows() -> None:
    assert contribution_from("dice:table:6-3-1:x") == "dice:table:6-3-1:x"
    with refused("draw.contribution_long"):
        contribution("纪检", "王*", "9" * 65)
    for broken in ("纪检:王*", "纪检::1", ":王*:1", "纪检:王*:"):
        with refused("draw.contribution"):
            contribution_from(broken)
    with refused("draw.contribution_twice"):
        check_contributions(["纪检:王*:1", "纪检:王*:2"])
    with refused("draw.role_missing"):
        check_contributions(["纪检:王*:1"], ["纪检", "public"])


def test_the_key_hangs_on_every_contribution_but_not_on_their_order() -> None:
    words = ["a:x:1", "b:y:2", "丙:z:3"]
    whole = key("N-1", SECRET, words)
    assert key("N-1", SECRET, reversed(words)) == whole
    others = [key("N-1", SECRET, words[:2]), key("N-2", SECRET, words), key("N-1", "6e" * 32, words)]
    assert len({whole, *others}) == 4


@pytest.mark.parametrize("secret", ["", "ab", "AB" * 32, "g" * 64])
def test_a_secret_that_is_not_32_bytes_of_hex_is_refused(secret: str) -> None:
    with refused("draw.secret"):
        commitment(secret)
