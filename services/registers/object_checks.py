"""What an object list says against the place's dictionary: warnings beside those of its reading."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from domain.cell_values import Severity
from domain.profile import Profile
from domain.reading import Problem, Reading, RowRead
from domain.register_rows import ObjectRow
from domain.scope import misspelt
from domain.tags import Library, Remark
from locales.texts import texts
from services.objects.object_library import sub_libraries
from services.work import Work

KINDS = ("subject", "product", "project", "behaviour")


def library_of(profile: Profile) -> Library:
    """The place's dictionary; a grade field without names of its own has those of the grade scheme."""
    words = texts()
    return Library(
        dictionary=profile.tag_dictionary,
        fields=tuple(
            replace(one, names=profile.grade_scheme.codes) if one.field == "grade" and not one.names else one
            for one in profile.library_fields
        ),
        reasons=profile.key_object_reasons,
        kinds={kind: words.say(f"register.values.kind.{kind}") for kind in KINDS},
    )


async def judged(look: Work, reading: Reading) -> Reading:
    """The reading of an object list with all its warnings; any other list as it is."""
    if reading.kind != "objects":
        return reading
    found = against_dictionary(reading, look.profile)
    return reading.judged([*found, *_misspelt(reading, await sub_libraries(look))])


def against_dictionary(reading: Reading, profile: Profile) -> list[Problem]:
    """What the place's dictionary does not know, row by row."""
    library = library_of(profile)
    return [
        _problem(reading, row, remark, library)
        for row in reading.rows
        if isinstance(row.value, ObjectRow)
        for remark in library.remarks(row.value, reading.present)
    ]


def _misspelt(reading: Reading, known: Collection[str]) -> list[Problem]:
    """New sub-libraries that look like known ones, each at the first row that names it."""
    first: dict[str, RowRead] = {}
    counts: Counter[str] = Counter()
    for row, subject in zip(reading.rows, reading.of(ObjectRow), strict=True):
        counts.update(subject.sub_libraries)
        first |= {name: row for name in subject.sub_libraries if name not in first}
    return [
        problem_at(reading, first[name], "sub_libraries", "library_new", written=name, nearest=near)
        for name, near in misspelt(counts, known).items()
    ]


def _problem(reading: Reading, row: RowRead, remark: Remark, library: Library) -> Problem:
    return problem_at(
        reading,
        row,
        remark.field,
        remark.fault,
        written=remark.written,
        nearest=remark.nearest,
        **_known(remark, library),
    )


def problem_at(reading: Reading, row: RowRead, field: str, code: str, **params: Any) -> Problem:
    """A warning about a field of an accepted row, at its cell."""
    at = reading.fields_at.get((row.sheet, field))
    label, index = (at.label, at.index) if at else ("", None)
    return Problem(row.sheet, row.row, field, label, code, Severity.WARNING, params, index)


def _known(remark: Remark, library: Library) -> Mapping[str, object]:
    """What the sentence of the cure lists."""
    if remark.fault.startswith("reason"):
        return {"known": library.reasons}
    if remark.fault == "value_outside":
        return {"known": next(one.names for one in library.fields if one.field == remark.field)}
    return {"separator": library.dictionary.separator if library.dictionary else ""}
