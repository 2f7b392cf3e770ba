"""The vocabulary of registers: ``columns.toml`` together with the product's own labels in every language."""

import re
import tomllib
import unicodedata
from functools import cache

from domain.columns import Columns, plain
from locales.texts import HERE, LANGUAGES, words

_Listed = dict[str, dict[str, list[str]]]


@cache
def columns() -> Columns:
    """How every known way to head a column and to write a value is understood.

    Raises ``ValueError`` when two fields of one kind, or two values of one field, claim the same word.
    """
    source = tomllib.loads((HERE / "columns.toml").read_text("utf-8"))
    headers: _Listed = source["headers"]
    values: _Listed = source["values"]
    return Columns(
        headers={kind: _reversed(_labelled(f"fields.{kind}", fields)) for kind, fields in headers.items()},
        values={field: _reversed(_labelled(f"values.{field}", known)) for field, known in values.items()},
        identity_headers=frozenset(map(plain, source["identity_headers"])),
        skipped_sheets=frozenset(map(plain, source["skipped_sheets"])),
        example_marks=frozenset(map(plain, source["example_marks"])),
        delete_marks=re.compile("|".join(map(_spaced, source["delete_marks"])), re.IGNORECASE),
        note_marks=tuple(unicodedata.normalize("NFKC", mark) for mark in source["note_marks"]),
        grammar={name: re.compile(pattern) for name, pattern in source["grammar"].items()},
        withheld_marks=tuple(words(language)["register.report.withheld"] for language in LANGUAGES),
        numerals=source["numerals"],
    )


def _spaced(mark: str) -> str:
    """A pattern that finds a mark however its letters are spaced."""
    return r"\s*".join(map(re.escape, mark))


def _labelled(area: str, listed: dict[str, list[str]]) -> dict[str, list[str]]:
    """The listed ways plus our own labels and the stored name itself."""
    labels = {name: [name, *ways] for name, ways in listed.items()}
    for language in LANGUAGES:
        for key, label in words(language).items():
            if key.startswith(f"register.{area}."):
                labels.setdefault(key.rsplit(".", 1)[1], []).append(label)
    return labels


def _reversed(listed: dict[str, list[str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, ways in listed.items():
        for way in ways:
            if found.setdefault(plain(way), name) != name:
                raise ValueError(f"{way!r} means both {found[plain(way)]} and {name}")
    return found
