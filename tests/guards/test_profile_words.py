"""``profile check`` and ``profile diff`` say every key of a place's file: none changes and stays silent."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

import locales
from domain.profile import MonthDay, Profile
from domain.profile_reader import COMPUTED
from locales.texts import LANGUAGES

UNSAID = {
    "clause",
    "report_deadlines.key",
    "ladder.stage",
    "publication_ladder.stage",
    "follow_up_ladder.stage",
}
"""A clause is printed behind its sentence; the others are names by which the program finds a row."""


def spoken(language: str, key: str) -> str:
    """The sentence of a key with every word of the profile that it takes in."""
    words = tomllib.loads(
        (Path(locales.__file__).parent / language / "words" / "profile.toml").read_text("utf-8")
    )
    sentence = str(words["says"][key])
    return sentence + "".join(str(words[name]) for name in re.findall(r"say\('profile\.(\w+)", sentence))


def inside(kind: Any, path: str) -> Iterator[str]:
    """The paths of every key within a value of a type."""
    for one in (kind, *get_args(kind)):
        if is_dataclass(one) and one is not MonthDay:
            hints = get_type_hints(one)
            for field in fields(one):
                yield f"{path}.{field.name}"
                yield from inside(hints[field.name], f"{path}.{field.name}")
        elif one is not kind:
            yield from inside(one, path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_of_a_place_is_said(language: str) -> None:
    hints = get_type_hints(Profile)
    silent = [
        path
        for key in (one.name for one in fields(Profile) if one.name not in COMPUTED)
        for path in dict.fromkeys(inside(hints[key], key))
        if not UNSAID & {path, path.rpartition(".")[2]}
        and not re.search(rf"\.{path.rpartition('.')[2]}\b", spoken(language, key))
    ]
    assert silent == []
