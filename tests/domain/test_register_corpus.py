"""Every file of the corpus gets exactly its report."""

import pytest

from domain.register import read_rows
from locales.columns import columns
from locales.texts import LANGUAGES, texts
from services.registers.register_report import summary
from services.registers.sheets import read
from tests.register_corpus import Case
from tests.register_corpus_more import CASES

BY_NAME = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind}: {case.about}")


@BY_NAME
def test_a_file_gets_exactly_its_report(case: Case) -> None:
    reading = read_rows(case.kind, read(case.file_name, case.content), columns())
    assert (reading.total, reading.accepted, reading.warned) == case.counts
    assert sorted((problem.row, problem.column, problem.code) for problem in reading.problems) == sorted(
        case.told
    )
    for field, values in case.values.items():
        assert tuple(getattr(row.value, field) for row in reading.rows) == values


@BY_NAME
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_has_its_sentence_and_no_identity_number_leaves(case: Case, language: str) -> None:
    reading = read_rows(case.kind, read(case.file_name, case.content), columns())
    report = summary(reading, texts(language))
    assert report["rows"] == reading.accepted + reading.rejected
    assert "110101199003071233" not in repr(report) + repr(reading.rows)


def test_the_corpus_holds_at_least_sixty_different_files() -> None:
    assert len({case.content for case in CASES}) >= 60
