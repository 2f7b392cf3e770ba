"""Items as planning and quotas need them: class, methods, unit, ratio, frequency; which could go together."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlmodel import col, select

from domain.cell_values import words
from domain.item_list import Version, list_on
from domain.item_merging import ItemTerms, MergeGroup, Window, merge_candidates
from domain.ratio_text import read_frequency, read_ratio
from locales.columns import columns
from models import InspectionObject, Task
from services.items import item_list
from services.work import Work


async def terms_on(look: Work, day: date, codes: Collection[str] | None = None) -> dict[str, ItemTerms]:
    """The terms of the items that are on the list of a day, by code; all, or those named."""
    return {code: terms(one) for code, one in list_on(await item_list.versions(look, codes), day).items()}


def terms(one: Version) -> ItemTerms:
    """What an item's texts say; a ratio or frequency that cannot be read is None."""
    fields = one.fields
    ratio, frequency = str(fields["ratio_text"]), str(fields["frequency_text"])
    return ItemTerms(
        code=one.code,
        name=one.name,
        unit=str(fields["unit_name"]),
        object_types=words(fields["object_type"]),
        item_class=str(fields["item_class"]),
        methods=tuple(fields["methods"]),
        ratio=read_ratio(ratio, columns()),
        frequency=read_frequency(frequency or ratio, columns()),
    )


async def class_of(look: Work, codes: Collection[str], day: date) -> str:
    """The class by which a task of these items is drawn: ``key`` only if every one of them is."""
    found = await terms_on(look, day, codes)
    return "key" if found and all(one.item_class == "key" for one in found.values()) else "general"


async def proposals(look: Work) -> tuple[MergeGroup, ...]:
    """Items that several units could inspect in one visit, by today's list, this year's plan, the library."""
    look.require("item.look")
    windows = await _windows(look)
    items = [_within(one, windows) for one in (await terms_on(look, look.today)).values()]
    return merge_candidates(items, await _libraries(look, items))


def _within(one: ItemTerms, windows: Mapping[str, Window]) -> ItemTerms:
    return ItemTerms(**{**vars(one), "window": windows.get(one.code)})


async def _windows(look: Work) -> dict[str, Window]:
    """Item → from when to when this year's open tasks inspect it."""
    rows = await look.session.exec(
        select(Task).where(Task.year == look.today.year, col(Task.window_to) >= look.today)
    )
    found: dict[str, Window] = {}
    for task in rows:
        for code in task.item_codes:
            first, last = found.get(code, (task.window_from, task.window_to))
            found[code] = (min(first, task.window_from), max(last, task.window_to))
    return found


async def _libraries(look: Work, items: Iterable[ItemTerms]) -> dict[str, set[str]]:
    """Item → the objects of its object types: by type, sub-library or tag."""
    by_name: dict[str, set[str]] = {}
    rows = await look.session.exec(
        select(InspectionObject).where(InspectionObject.active, InspectionObject.status == "active")
    )
    for one in rows:
        for name in {one.object_type, *one.sub_libraries, *one.tags}:
            by_name.setdefault(name, set()).add(one.register_no)
    return {
        item.code: set().union(*(by_name.get(kind, set()) for kind in item.object_types)) for item in items
    }
