"""Form values as the words that a template is given, and the bounds of what a template may say.

Official forms are Chinese documents, so their fields bear Chinese names in every language.
"""

from collections.abc import Iterator, Mapping
from dataclasses import Field, is_dataclass
from datetime import date, datetime
from typing import Any

from jinja2 import Environment, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from domain.forms import KINDS, fields_of
from locales.texts import day, moment, texts

Filled = Mapping[str, Any]
BLANK = "\u3000"  # left to the hand


def sandbox(*, markup: bool) -> Environment:
    """An environment in which a template reaches fields and nothing else; ``markup``: values are escaped."""
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=markup)


def label(field: str) -> str:
    """A field's Chinese name."""
    return texts().say(f"forms.field.{field}")


def title(kind: str) -> str:
    """A form's Chinese name."""
    return texts().say(f"forms.kind.{kind}")


def filled(form: Any) -> Filled:
    """Field name → words, or a list of such for a field of lines; what is missing is marked."""
    given = {}
    for one, lines in fields_of(type(form)):
        value = getattr(form, one.name)
        given[label(one.name)] = (
            [{label("row"): str(n), **filled(line)} for n, line in enumerate(value, start=1)]
            if lines
            else _said(value) or _left_out(one)
        )
    return given


def _left_out(field: Field[Any]) -> str:
    if field.metadata.get("in_line"):
        return texts().say("forms.rule")
    return BLANK if field.metadata else texts().say("forms.missing")


def _said(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case tuple():
            return texts().say("forms.joiner").join(map(_said, value))
        case _:
            return "".join(c for c in str(value).strip() if c.isprintable() or c == "\n")


def fields_known(kind: str) -> dict[str, frozenset[str]]:
    """What a form's template may name: field → the fields of its lines, none for a plain one."""
    return {
        label(one.name): frozenset(_names(lines)) if lines else frozenset()
        for one, lines in fields_of(KINDS[kind])
    }


def _names(lines: type[Any]) -> Iterator[str]:
    assert is_dataclass(lines)  # noqa: S101 - as ``fields_of`` finds them
    yield label("row")
    yield from (label(one.name) for one, _ in fields_of(lines))


def paragraph(source: str, given: Filled) -> str:
    """A sentence of a layout with its fields placed, as plain text."""
    return sandbox(markup=False).from_string(source).render(given)


__all__ = ["BLANK", "Filled", "fields_known", "filled", "label", "paragraph", "sandbox", "title"]
