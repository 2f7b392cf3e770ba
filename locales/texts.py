"""The one place where 随查 finds its words.

Short words live in ``<language>/words/*.toml`` (file name + key path = key, Jinja2 inside, plain text);
longer texts in ``<language>/{notices,screens,documents}/*.j2`` (Telegram HTML or page HTML, autoescaped).
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from domain.errors import DomainError

HERE = Path(__file__).parent
LANGUAGES = ("zh_CN", "en")
OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


def _flatten(prefix: str, table: Mapping[str, object]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        path = f"{prefix}.{key}"
        if isinstance(value, Mapping):
            flat |= _flatten(path, cast("Mapping[str, object]", value))
        else:
            flat[path] = str(value)
    return flat


@cache
def words(language: str) -> Mapping[str, str]:
    """Every short word of a language: dotted key → Jinja2 source."""
    found: dict[str, str] = {}
    for file in sorted((HERE / language / "words").glob("*.toml")):
        found |= _flatten(file.stem, tomllib.loads(file.read_text("utf-8")))
    return found


def day(value: date, language: str = "zh_CN") -> str:
    """A date as the office writes it: 2026年4月15日."""
    return format_date(value, format="long", locale=language)


def moment(value: datetime) -> str:
    """A moment on the office's clock, to the minute."""
    return f"{value.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"


class Texts:
    """The words of one language."""

    def __init__(self, language: str = "zh_CN") -> None:
        """``language`` is one of ``LANGUAGES``; anything else falls back to zh_CN."""
        self.language = language if language in LANGUAGES else "zh_CN"
        self._words = words(self.language)
        self._plain = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False)  # noqa: S701 - escaped by the page that shows it
        self._pages = Environment(
            loader=FileSystemLoader(HERE / self.language),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        for environment in (self._plain, self._pages):
            environment.filters |= {"day": lambda value: day(value, self.language), "moment": moment}
            environment.globals |= {"say": self.say}
        self._compiled: dict[str, Template] = {}

    def has(self, key: str) -> bool:
        """Whether a short word exists."""
        return key in self._words

    def say(self, key: str, /, **params: object) -> str:
        """A short word as plain text. Raises ``KeyError`` for an unknown key."""
        template = self._compiled.get(key)
        if template is None:
            template = self._compiled[key] = self._plain.from_string(self._words[key])
        return template.render(params)

    def page(self, template: str, /, **data: object) -> str:
        """A longer text: ``notices/assigned``, ``screens/draw/preview`` (without ``.j2``)."""
        return self._pages.get_template(f"{template}.j2").render(data).strip()

    def error(self, error: DomainError) -> str:
        """A refused act in words: what, why, the way out (plain text)."""
        return self.say(f"errors.{error.code}", **error.params)


@cache
def texts(language: str = "zh_CN") -> Texts:
    """The shared ``Texts`` of a language (compiled templates are kept)."""
    return Texts(language)
