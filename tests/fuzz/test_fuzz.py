"""Nearly right files, by the thousand: no crash, and every refusal names sheet, row and column."""

import pytest

from tests.fuzz import check

CELLS, BYTES, PORTION = 2_400, 60, 100


@pytest.mark.parametrize("first", range(0, CELLS, PORTION))
def test_no_mutated_sheet_crashes_and_every_refusal_has_its_place(first: int) -> None:
    for seed in range(first, first + PORTION):
        try:
            check.cells(seed)
        except Exception as crash:
            crash.add_note(f"python -m tests.fuzz --seed {seed} --cells 1 --bytes 0")
            raise


@pytest.mark.parametrize("first", range(0, BYTES, 10))
def test_no_damaged_file_crashes_and_every_refusal_names_it(first: int) -> None:
    for seed in range(first, first + 10):
        try:
            check.content(seed)
        except Exception as crash:
            crash.add_note(f"python -m tests.fuzz --seed {seed} --cells 0 --bytes 1")
            raise


def test_enough_mutated_sheets_are_still_read() -> None:
    assert sum(check.cells(seed) for seed in range(200)) > 100
