"""Completeness counts who owes a field and who has it, in the whole and in every sub-library."""

from hypothesis import given
from hypothesis import strategies as st

from domain.completeness import completeness
from domain.register_rows import ObjectRow
from domain.tags import Library, LibraryField

FIELDS = (
    LibraryField(field="grade", names=("A", "B"), kinds=("subject",), clause="4"),
    LibraryField(field="key_basis", clause="18"),
    LibraryField(field="sub_libraries", clause="3"),
)
LIBRARY = Library(None, FIELDS, ("case_filed",), {})
subjects = st.builds(
    ObjectRow,
    register_no=st.just("X"),
    name=st.just("某"),
    kind=st.sampled_from(("subject", "project")),
    sub_libraries=st.lists(st.sampled_from("甲乙丙"), unique=True).map(tuple),
    grade=st.sampled_from(("", "A", "Z")),
    is_key=st.booleans(),
    key_reason=st.sampled_from(("", "case_filed")),
    key_document=st.sampled_from(("", "某文")),
)


@given(st.lists(subjects))
def test_nothing_is_filled_that_is_not_owed(rows: list[ObjectRow]) -> None:
    grade, basis, libraries = completeness(LIBRARY, rows)
    assert grade.whole.total == sum(row.kind == "subject" for row in rows)
    assert grade.whole.done == sum(row.kind == "subject" and row.grade == "A" for row in rows)
    assert basis.whole.total == sum(row.is_key for row in rows)
    assert (libraries.whole.total, libraries.whole.done) == (
        len(rows),
        sum(bool(row.sub_libraries) for row in rows),
    )


@given(st.lists(subjects))
def test_a_sub_library_counts_as_if_it_were_the_whole(rows: list[ObjectRow]) -> None:
    for line in completeness(LIBRARY, rows):
        for name, share in line.libraries:
            own = [row for row in rows if name in row.sub_libraries]
            alone = next(one for one in completeness(LIBRARY, own) if one.rule == line.rule)
            assert (share.done, share.total) == (alone.whole.done, alone.whole.total)


@given(st.lists(subjects))
def test_the_least_complete_sub_library_comes_first(rows: list[ObjectRow]) -> None:
    for line in completeness(LIBRARY, rows):
        shares = [share.done / share.total for _, share in line.libraries]
        assert shares == sorted(shares)
