"""The item list as people look at it: an overview, lines that fit, one item and its history, one revision."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import select

from domain.errors import DomainError
from domain.item_list import UNDONE, LogLine, Version, change_log, holding, list_on, may_undo
from models import Item, ItemRevision
from services.items import item_filing, item_list
from services.work import OFFICE_ZONE, Work


@dataclass(frozen=True)
class Overview:
    """The list in force: its version, how many items, of which units and object types, what is pending."""

    number: int
    total: int
    key: int
    units: Mapping[str, int]
    types: Mapping[str, int]
    pending: tuple[ItemRevision, ...]


@dataclass(frozen=True)
class ItemLine:
    """An item in a list; ``id`` stands on buttons."""

    id: int
    code: str
    name: str
    unit: str


@dataclass(frozen=True)
class ItemCard:
    """One item: the version that holds (or comes), every version of it, whether it can be changed."""

    code: str
    version: Version
    holds: bool
    log: tuple[LogLine, ...]


@dataclass(frozen=True)
class RevisionCard:
    """One change of the list, what it changed, and the steps that are open."""

    revision: ItemRevision
    log: tuple[LogLine, ...]
    may_file: bool
    may_publish: bool
    may_undo: bool


async def overview(look: Work) -> Overview:
    """The list as it stands today."""
    look.require("item.look")
    versions = await item_list.versions(look)
    listed = list_on(versions, look.today).values()
    begun = [one.revision for one in versions if one.begun(look.today)]
    return Overview(
        number=max(begun, default=0),
        total=len(listed),
        key=sum(one.fields["item_class"] == "key" for one in listed),
        units=dict(Counter(str(one.fields["unit_name"]) for one in listed if one.fields["unit_name"])),
        types=dict(Counter(str(one.fields["object_type"]) for one in listed if one.fields["object_type"])),
        pending=tuple(await item_filing.pending(look)),
    )


async def find(look: Work, asked: str = "", unit: str = "", object_type: str = "") -> list[ItemLine]:
    """Items of today's list whose code or name holds ``asked``, of one unit or object type."""
    look.require("item.look")
    query = select(Item).where(Item.active).order_by(Item.code)
    return [
        ItemLine(item.id or 0, item.code, item.name, item.unit_name)
        for item in await look.session.exec(query)
        if asked.lower() in f"{item.code} {item.name}".lower()
        and unit in {"", item.unit_name}
        and object_type in {"", item.object_type}
    ]


async def code_of(look: Work, item_id: int) -> str:
    """Raises ``items.unknown``."""
    item = await look.session.get(Item, item_id)
    if item is None:
        raise DomainError("items.unknown", item=str(item_id))
    return item.code


async def card(look: Work, code: str) -> ItemCard:
    """One item, on the list or not. Raises ``items.unknown``."""
    look.require("item.look")
    history = await item_list.history(look, code)
    held = holding(history, look.today)
    return ItemCard(code, held or history[0], held is not None, change_log(history))


async def revision_card(look: Work, ref: str) -> RevisionCard:
    """One change of the list. Raises ``items.no_revision``."""
    look.require("item.look")
    revision = await item_list.revision_by_ref(look, ref)
    entered_on = revision.entered_at.astimezone(OFFICE_ZONE).date()
    return RevisionCard(
        revision=revision,
        log=await lines_of(look, revision),
        may_file=item_filing.may_file(look, revision),
        may_publish=item_filing.may_publish(look, revision),
        may_undo=may_undo(item_list.grounds_of(revision), revision.state, entered_on, look.today),
    )


async def lines_of(look: Work, revision: ItemRevision) -> tuple[LogLine, ...]:
    """What a revision changed; nothing once it was undone."""
    if revision.state == UNDONE:
        return ()
    log = change_log(await item_list.versions(look))
    return tuple(line for line in log if line.version.revision == revision.number)
