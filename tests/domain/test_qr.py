"""Printed codes are, module by module, those of another writer of the same standard (segno 1.6.6)."""

import hashlib

import pytest

from domain.qr import qr

KNOWN = [
    (
        "https://t.me/a",
        21,
        "adb7d559134a43d7df4fe694e84fe9e318195d451324185d3b6000c6d0fca27c",
    ),
    (
        "https://t.me/a?start=v_Ab3",
        25,
        "1a12cf07851a5167f2302db8573877d3fde790994d6487629de1d149a8cc4cd5",
    ),
    (
        "https://t.me/suicha_bot?start=v_A1b2-C3_d4",
        29,
        "e764a6dd2522b87d106d15b14750d28ed47938b646536521dc453747bc88b037",
    ),
    (
        "https://t.me/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa?start=v_AAAAAAAA",
        33,
        "cd5d0a77485f7bd0a42f6e694c1fcd1b4375d45d6fe695d803f6385293ee607d",
    ),
    (
        f"https://t.me/{'b' * 32}?start=v_{'C' * 16}",
        37,
        "f96b981e20dbc6b650dbe30cf836a10e59848d315fca225650634e9cea63f842",
    ),
    (
        "x" * 100,
        41,
        "898a791db8daf87950e6fd89cebf33096e6b40e0b49b39bdd015fdd3c07d3ec9",
    ),
]
"""A text, how many modules wide its code is, and the digest of the modules' rows as that writer has them."""


@pytest.mark.parametrize(("text", "size", "digest"), KNOWN, ids=lambda one: str(one)[:24])
def test_a_code_is_the_one_that_another_writer_makes(text: str, size: int, digest: str) -> None:
    rows = "\n".join("".join("01"[dark] for dark in line) for line in qr(text))
    assert len(rows.splitlines()) == size
    assert hashlib.sha256(rows.encode()).hexdigest() == digest


def test_a_text_that_has_no_room_is_refused() -> None:
    assert len(qr("x" * 106)) == 41
    with pytest.raises(ValueError, match="107"):
        qr("x" * 107)
