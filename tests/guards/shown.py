"""What a person would see: strict Telegram HTML, and samples that turn hostile, endless or many."""

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from types import SimpleNamespace
from typing import Any

from locales.texts import words
from playground.markup import parse_html, units

MESSAGE, CAPTION = 4096, 1024  # UTF-16 units after parsing
DATA, LABEL = 64, 64  # bytes of callback data; characters that a phone still shows
TAGS = {"b", "i", "u", "s", "code", "pre", "a", "blockquote"}
HOSTILE = "<b>&\"'{{ 7*7 }}"
ENDLESS = "字" * MESSAGE
MANY = 40


class Typed(str):
    """What a person typed into the chat: as long as a message may be."""

    __slots__ = ()


class Listed(tuple[Any, ...]):
    """Rows that grow with the place: ``MANY`` of them must still fit."""

    __slots__ = ()


@cache
def codes() -> frozenset[str]:
    """Strings of ours (roles, outcomes, keys of words): never what somebody wrote."""
    keys = words("zh_CN")
    return frozenset(keys) | {part for key in keys for part in key.split(".")}


def hostile(value: str) -> str:
    """Somebody writes markup."""
    return value if not value or value in codes() else f"{HOSTILE}{value}"


def endless(value: str) -> str:
    """Somebody writes all that a message holds."""
    return ENDLESS if isinstance(value, Typed) else value


def changed(  # noqa: PLR0911 - one for each kind of value
    value: Any, change: Callable[[str], str], *, many: bool = False
) -> Any:
    """A sample with every string changed, and every list grown if asked."""

    def within(one: Any) -> Any:
        return changed(one, change, many=many)

    match value:
        case str():
            return change(value)
        case Listed():
            return tuple(within(value[i % len(value)]) for i in range(MANY if many else len(value)))
        case tuple() | list():
            return type(value)(within(one) for one in value)
        case dict():
            return type(value)({key: within(one) for key, one in value.items()})
        case SimpleNamespace():
            return SimpleNamespace(**within(vars(value)))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: within(getattr(value, one.name)) for one in fields(value) if one.init}
        )
    return value


def ordinary(value: str) -> str:
    """As it is."""
    return value


def seen(html: str) -> tuple[str, list[str]]:
    """The text as a phone shows it and the kinds of its entities. Raises on anything Telegram refuses."""
    foreign = set(re.findall(r"</?([a-zA-Z][\w-]*)", html)) - TAGS
    assert not foreign, f"tags we do not use: {foreign}"
    text, entities = parse_html(html)
    return text, [entity["type"] for entity in entities]


def length(html: str) -> int:
    """How long Telegram finds it."""
    return units(seen(html)[0])
