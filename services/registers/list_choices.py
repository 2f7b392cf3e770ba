"""What a template offers to choose from: the place's own terms, and what the libraries hold already."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlmodel import col, select

from locales.columns import columns
from locales.texts import Texts, texts
from models import Expert, InspectionObject, Inspector, Item, Unit
from services.work import Work

Lists = dict[str, list[str]]
_MOST = 500
"""More than these nobody looks through; a drop-down then offers the first."""


async def offered(look: Work, kind: str) -> Lists:
    """Field → what may well stand in it here, for those fields of a kind that know. Raises as ``require``."""
    look.require("list.template")
    units = await _units(look)
    makers: Mapping[str, Callable[[], Any]] = {
        "objects": lambda: _objects(look, units),
        "inspectors": lambda: _inspectors(look, units),
        "items": lambda: _items(look, units),
        "experts": lambda: _experts(look),
        "plans": lambda: _plans(look, units),
    }
    found: Mapping[str, Iterable[str]] = await makers[kind]()
    return {field: list(dict.fromkeys(filter(None, words)))[:_MOST] for field, words in found.items()}


async def _units(look: Work) -> list[str]:
    return sorted(await look.session.exec(select(Unit.name).where(col(Unit.active))))


async def _texts(look: Work, column: Any, *where: Any) -> list[str]:
    """The different values of a column of texts, in order."""
    return sorted(await look.session.exec(select(column).where(*where).distinct()))


async def _words(look: Work, column: Any, *where: Any) -> list[str]:
    """The different words of a column of lists, in order."""
    rows = await look.session.exec(select(column).where(*where))
    return sorted({word for several in rows for word in several})


async def _of_objects(look: Work) -> tuple[list[str], list[str]]:
    """Object types, the vocabulary's first, and sub-libraries."""
    active = col(InspectionObject.active)
    known = dict.fromkeys(columns().values["object_type"].values())
    types = [*known, *await _texts(look, InspectionObject.object_type, active)]
    return types, await _words(look, InspectionObject.sub_libraries, active)


async def _objects(look: Work, units: list[str]) -> Mapping[str, Iterable[str]]:
    types, libraries = await _of_objects(look)
    place = look.profile
    words = texts(look.actor.language)
    named = {one.field: one.names for one in place.library_fields if one.names}
    return {
        "object_type": types,
        "sub_libraries": libraries,
        "tags": place.tag_dictionary.names if place.tag_dictionary else (),
        "supervising_unit": units,
        "licence_until": [words.say("register.values.forever.forever")],
        "key_reason": _reasons(place.key_object_reasons, words),
        "grade": place.grade_scheme.codes,
        **{field: names for field, names in named.items() if field in {"risk", "level", "industry"}},
    }


def _reasons(codes: Iterable[str], words: Texts) -> list[str]:
    return [words.say(f"register.values.key_reason.{code}") for code in codes]


async def _inspectors(look: Work, units: list[str]) -> Mapping[str, Iterable[str]]:
    words = texts(look.actor.language)
    return {
        "unit": units,
        "fields": await _words(look, Inspector.fields),
        "level": await _texts(look, Inspector.level),
        "certificate_until": [words.say("register.values.forever.forever")],
        "roles": [words.say(f"register.values.role.{one}") for one in ("inspector", "liaison", "approver")],
    }


async def _items(look: Work, units: list[str]) -> Mapping[str, Iterable[str]]:
    words, active = texts(look.actor.language), col(Item.active)
    types, _ = await _of_objects(look)
    reasons = ("enacted", "amended", "repealed", "interpreted", "practice")
    return {
        "category": await _texts(look, Item.category, active),
        "object_type": [*await _texts(look, Item.object_type, active), *types],
        "methods": await _words(look, Item.methods, active),
        "unit_name": units,
        "partner_units": units,
        "change_reason": [words.say(f"register.values.change_reason.{one}") for one in reasons],
    }


async def _experts(look: Work) -> Mapping[str, Iterable[str]]:
    active = col(Expert.active)
    return {
        "fields": await _words(look, Expert.fields, active),
        "title": await _texts(look, Expert.title, active),
    }


async def _plans(look: Work, units: list[str]) -> Mapping[str, Iterable[str]]:
    types, libraries = await _of_objects(look)
    words = texts(look.actor.language)
    return {
        "items": await _texts(look, Item.name, col(Item.active)),
        "object_type": types,
        "scope": libraries,
        "lead_unit": units,
        "partner_units": units,
        "plan_type": [words.say(f"lists.plan_type.{one}") for one in ("regular", "campaign", "targeted")],
    }
