"""Find a place's profile file, read it with its base, check it, say what it means."""

import tomllib
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from pathlib import Path

import profiles
from domain.errors import DomainError
from domain.profile import Profile
from domain.profile_check import check
from domain.profile_reader import COMPUTED, Layer, read_profile
from locales.texts import Texts

SHIPPED = Path(profiles.__file__).parent
BASE = "national"


@cache
def load(name: str) -> Profile:
    """A shipped profile by name (``xinzhou``), or an office's own by the path of its ``.toml`` file.

    Raises ``profile.*`` naming file, key, reason and cure. Files are read once a process.
    """
    path = Path(name) if name.endswith(".toml") else SHIPPED / f"{name}.toml"
    chain = [path]
    layers = [_parse(path)]
    while base := layers[0].data.get("base"):
        found = _base(str(base), path.parent)
        if found in chain:
            raise DomainError("profile.base_circle", file=path.name, key="base", found=str(base))
        chain.append(found)
        layers.insert(0, _parse(found))
    return check(read_profile(path.stem, layers))


def shipped() -> tuple[str, ...]:
    """The names of the places that come with the program; ``national`` is their base, not a place."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml") if path.stem != BASE))


def _base(name: str, beside: Path) -> Path:
    own = beside / f"{name}.toml"
    return own if own.is_file() else SHIPPED / f"{name}.toml"


def _parse(path: Path) -> Layer:
    if not path.is_file():
        raise DomainError("profile.not_found", file=str(path.name), known=[*shipped(), BASE])
    try:
        return Layer(path.name, tomllib.loads(path.read_text("utf-8"), parse_float=Decimal))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DomainError("profile.not_toml", file=path.name, reason=str(error)) from error


@dataclass(frozen=True, slots=True)
class Statement:
    """One rule in words: its key, a plain sentence, the clause it rests on."""

    key: str
    sentence: str
    clause: str


def explain(profile: Profile, words: Texts) -> tuple[Statement, ...]:
    """What every rule of a profile means; what the place does not regulate is left out."""
    found: list[Statement] = []
    named = {
        rule.key: rule.title or words.say(f"deadlines.kind.{rule.kind}") for rule in profile.report_deadlines
    }
    for key in (one.name for one in fields(Profile) if one.name not in COMPUTED):
        value = getattr(profile, key)
        many = isinstance(value, tuple) and all(hasattr(one, "clause") for one in value)
        for one in value if many else (() if value is None else (value,)):
            clause = one.clause if many else profile.clauses.get(key, "")
            found.append(Statement(key, words.say(f"profile.says.{key}", v=one, named=named), clause))
    return tuple(found)
