"""The item list as it stands, stood and will stand: read from its versions, and from items that have none."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import col, select

from domain.errors import DomainError
from domain.item_list import CHANGED, INITIAL, UNDONE, Grounds, Outside, Version, by_code, list_on, outside
from models import Item, ItemRevision, ItemVersion
from services.work import Work

FIELDS = tuple(name for name in Item.model_fields if name not in {"id", "active"})
FIRST = Grounds(INITIAL)
Written = tuple[ItemVersion, ItemRevision | None]


def picture(item: Item) -> dict[str, Any]:
    """An item as a version keeps it: plain JSON."""
    return item.model_dump(mode="json", include=set(FIELDS))


async def versions(look: Work, codes: Collection[str] | None = None) -> list[Version]:
    """Every version that was not undone, by code and number; all codes, or those named.

    An item that never changed has the one version number 0.
    """
    return standing(await written(look, codes), await items_of(look, codes))


async def written(look: Work, codes: Collection[str] | None) -> list[Written]:
    """Every version ever written with its revision, undone ones too."""
    query = (
        select(ItemVersion, ItemRevision)
        .join(ItemRevision, col(ItemVersion.revision_id) == col(ItemRevision.id), isouter=True)
        .order_by(col(ItemVersion.code), col(ItemVersion.number))
    )
    if codes is not None:
        query = query.where(col(ItemVersion.code).in_(codes))
    return [(version, revision) for version, revision in await look.session.exec(query)]


async def items_of(look: Work, codes: Collection[str] | None) -> list[Item]:
    """The rows that others read, also of items off the list."""
    query = select(Item).order_by(col(Item.code))
    return list(await look.session.exec(query if codes is None else query.where(col(Item.code).in_(codes))))


def standing(rows: Collection[Written], items: Iterable[Item]) -> list[Version]:
    """The versions that count."""
    found = [_version(one, revision) for one, revision in rows if _stands(revision)]
    known = {version.code for version, _ in rows}
    return [*found, *(unversioned(one) for one in items if one.active and one.code not in known)]


def _stands(revision: ItemRevision | None) -> bool:
    return revision is None or revision.state != UNDONE


def unversioned(item: Item) -> Version:
    """An item as it stood before versions were kept."""
    return Version(item.code, 0, CHANGED, picture(item), FIRST)


def _version(row: ItemVersion, revision: ItemRevision | None) -> Version:
    grounds = grounds_of(revision) if revision else FIRST
    return Version(row.code, row.number, row.change, row.fields, grounds, revision.number if revision else 0)


def grounds_of(revision: ItemRevision) -> Grounds:
    """Why a revision was made."""
    return Grounds(revision.reason, revision.document, revision.effective_on)


async def on(look: Work, day: date, codes: Collection[str] | None = None) -> dict[str, Version]:
    """The list as of a day, by code; all codes, or those named."""
    return list_on(await versions(look, codes), day)


async def history(look: Work, code: str) -> list[Version]:
    """One item's versions, oldest first. Raises ``items.unknown``."""
    found = by_code(await versions(look, [code])).get(code)
    if not found:
        raise DomainError("items.unknown", item=code)
    return found


@dataclass(frozen=True)
class Names:
    """What items are called now, and what each of their versions was called."""

    now: Mapping[str, str]
    then: Mapping[tuple[str, int], str]

    def under(self, numbers: Mapping[str, int]) -> Mapping[str, str]:
        """Code → name, by the versions that a result was kept with."""
        kept = {code: self.then.get((code, number)) for code, number in numbers.items()}
        return {**self.now, **{code: name for code, name in kept.items() if name}}


async def names(look: Work) -> Names:
    """The names of every item that there ever was."""
    then = {(one.code, one.number): str(one.fields["name"]) for one, _ in await written(look, None)}
    return Names({item.code: item.name for item in await items_of(look, None)}, then)


async def lying_outside(look: Work, codes: Iterable[str], day: date) -> tuple[Outside, ...]:
    """Those of the codes that are not on the list of a day; written names are codes that nobody knows."""
    named = list(codes)
    return outside(named, await versions(look, named), day)


async def off_the_list(look: Work, items: Collection[Item], day: date) -> tuple[Outside, ...]:
    """Those of the items that are not on the list of a day."""
    codes = [item.code for item in items]
    return outside(codes, standing(await written(look, codes), items), day)


async def revisions(look: Work) -> list[ItemRevision]:
    """Every change of the list, the newest first, undone ones too."""
    return list(await look.session.exec(select(ItemRevision).order_by(col(ItemRevision.number).desc())))


async def revision_by_ref(look: Work, ref: str) -> ItemRevision:
    """Raises ``items.no_revision``."""
    found = (await look.session.exec(select(ItemRevision).where(ItemRevision.ref == ref))).first()
    if found is None:
        raise DomainError("items.no_revision")
    return found


async def revision_by_number(look: Work, number: int) -> ItemRevision:
    """A revision that a version names."""
    return (await look.session.exec(select(ItemRevision).where(ItemRevision.number == number))).one()
