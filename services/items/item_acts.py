"""Changing the item list: every change is a version with its reason, document and day; taken back as one."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, func, select

from domain.errors import DomainError
from domain.item_list import ABOLISHED, INITIAL, REASONS, UNDONE, Grounds, may_undo
from models import ItemRevision, ItemVersion
from services import journal
from services.items import item_list
from services.items.item_deadlines import deadlines
from services.items.item_ledger import Ledger, plain
from services.work import OFFICE_ZONE, Work, new_ref

Fields = Mapping[str, Any]


def lacking(grounds: Grounds) -> list[str]:
    """What is not stated: ``reason``, ``document``, ``day``."""
    stated = {
        "reason": grounds.reason in REASONS,
        "document": grounds.document.strip(),
        "day": grounds.effective_on,
    }
    return [name for name, given in stated.items() if not given]


def check_grounds(work: Work, grounds: Grounds) -> None:
    """Raise ``items.no_grounds`` unless one of ``REASONS``, a document and a day are given.

    The operator's command line may leave them open: the log then says that nothing was stated.
    """
    open_ends = lacking(grounds)
    if open_ends and not (work.actor.is_house or grounds.reason == INITIAL):
        raise DomainError("items.no_grounds", lacking=open_ends)


async def open_revision(work: Work, grounds: Grounds, *, imported: bool = False) -> ItemRevision:
    """A new revision of the list, still without versions."""
    check_grounds(work, grounds)
    last = (await work.session.exec(select(func.max(col(ItemRevision.number))))).one()
    file_by, publish_by = deadlines(work, grounds)
    revision = ItemRevision(
        ref=new_ref(),
        number=(last or 0) + 1,
        reason=grounds.reason,
        document=grounds.document.strip(),
        effective_on=grounds.effective_on,
        settled=grounds.effective_on is None or grounds.effective_on <= work.today,
        imported=imported,
        file_by=file_by,
        publish_by=publish_by,
        entered_by=work.actor.person_id,
        entered_at=work.now,
    )
    work.session.add(revision)
    await work.session.flush()
    return revision


async def change(work: Work, code: str, fields: Fields, grounds: Grounds) -> ItemRevision:
    """Change fields of one item. Raises ``items.unknown``, ``items.same``, ``items.no_grounds``."""
    work.require("item.change")
    last = (await item_list.history(work, code))[-1]
    if last.change == ABOLISHED:
        raise DomainError("items.unknown", item=code)
    if all(last.fields.get(name) == plain(value) for name, value in fields.items()):
        raise DomainError("items.same", item=code, name=last.name)
    revision = await open_revision(work, grounds)
    (await Ledger.opened(work, [code])).write(revision, code, fields)
    await journal.record(
        work, "item.change", about(revision), item=code, fields=sorted(fields), **_facts(revision)
    )
    return revision


async def abolish(work: Work, code: str, grounds: Grounds) -> ItemRevision:
    """Take one item off the list from its day on; it stays in history. Raises as ``change``."""
    work.require("item.abolish")
    revision = await open_revision(work, grounds)
    (await Ledger.opened(work, [code])).write(revision, code, None)
    await journal.record(work, "item.abolish", about(revision), item=code, **_facts(revision))
    return revision


def about(revision: ItemRevision) -> str:
    """A revision as the journal names it."""
    return f"item_list:{revision.number}"


def _facts(revision: ItemRevision) -> dict[str, object]:
    return {
        "reason": revision.reason,
        "document": revision.document,
        "effective_on": str(revision.effective_on or ""),
    }


async def undo(work: Work, ref: str) -> ItemRevision:
    """Take a revision back before it holds. Raises ``items.decided`` and ``items.later``."""
    work.require("item.undo")
    revision = await item_list.revision_by_ref(work, ref)
    await withdraw(work, revision)
    await journal.record(work, "item.undo", about(revision))
    return revision


async def withdraw(work: Work, revision: ItemRevision) -> None:
    """Mark a revision undone and let ``item`` show what holds without it; writes no journal entry."""
    entered_on = revision.entered_at.astimezone(OFFICE_ZONE).date()
    if not may_undo(item_list.grounds_of(revision), revision.state, entered_on, work.today):
        raise DomainError("items.decided", number=revision.number)
    codes = await codes_of(work, revision)
    later = sorted(
        one.revision for one in await item_list.versions(work, codes) if one.revision > revision.number
    )
    if later:
        raise DomainError("items.later", number=revision.number, later=later[-1])
    revision.state, revision.undone_by, revision.undone_at = UNDONE, work.actor.person_id, work.now
    work.session.add(revision)
    (await Ledger.opened(work, codes)).show(codes)


async def codes_of(look: Work, revision: ItemRevision) -> list[str]:
    """The items that a revision changed."""
    query = select(ItemVersion.code).where(ItemVersion.revision_id == revision.id)
    return sorted(await look.session.exec(query))


async def due(look: Work) -> list[ItemRevision]:
    """Revisions whose day has come and which ``item`` does not show yet."""
    query = select(ItemRevision).where(
        col(ItemRevision.settled).is_(False),
        ItemRevision.state != UNDONE,
        col(ItemRevision.effective_on) <= look.today,
    )
    return list(await look.session.exec(query.order_by(col(ItemRevision.number))))


async def settle(work: Work, ref: str) -> ItemRevision:
    """Let ``item`` show a revision whose day has come."""
    revision = await item_list.revision_by_ref(work, ref)
    revision.settled = True
    work.session.add(revision)
    codes = await codes_of(work, revision)
    (await Ledger.opened(work, codes)).show(codes)
    await journal.record(work, "item.settle", about(revision), items=len(codes))
    return revision
