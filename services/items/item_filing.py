"""备案 and publication of the item list: what was done with each revision, and what is still to be done."""

from datetime import date

from domain.errors import DomainError
from domain.item_list import DRAFT, FILED, INITIAL, PUBLISHED, UNDONE
from models import ItemRevision
from services import journal
from services.items import item_list
from services.items.item_acts import about
from services.work import Work


async def file(work: Work, ref: str, receipt_no: str, filed_on: date) -> ItemRevision:
    """Note that a revision was filed where the place orders it (花溪 §11).

    Raises ``items.no_filing``, ``items.filed``, ``items.receipt`` and ``items.filed_ahead``.
    """
    work.require("item.file")
    revision = await item_list.revision_by_ref(work, ref)
    rule = work.profile.item_list_filing
    if rule is None:
        raise DomainError("items.no_filing", number=revision.number)
    if revision.state != DRAFT:
        raise DomainError("items.filed", number=revision.number)
    if not receipt_no.strip():
        raise DomainError("items.receipt")
    if filed_on > work.today:
        raise DomainError("items.filed_ahead", day=filed_on)
    revision.state, revision.filed_on, revision.filed_with = FILED, filed_on, rule.receiver
    revision.receipt_no = receipt_no.strip()
    work.session.add(revision)
    await journal.record(
        work, "item.file", about(revision), receipt=revision.receipt_no, filed_on=str(filed_on)
    )
    return revision


async def publish(work: Work, ref: str) -> ItemRevision:
    """Note that a revision is public; where filing is ordered it comes first.

    Raises ``items.not_filed`` and ``items.published``.
    """
    work.require("item.publish")
    revision = await item_list.revision_by_ref(work, ref)
    if revision.state in {PUBLISHED, UNDONE}:
        raise DomainError("items.published", number=revision.number)
    if not may_publish(work, revision):
        raise DomainError("items.not_filed", number=revision.number, receiver=_receiver(work))
    revision.state, revision.published_on = PUBLISHED, work.today
    work.session.add(revision)
    await journal.record(work, "item.publish", about(revision))
    return revision


def _receiver(look: Work) -> str:
    return look.profile.item_list_filing.receiver if look.profile.item_list_filing else ""


def may_file(look: Work, revision: ItemRevision) -> bool:
    """Whether filing is ordered and still to be noted."""
    return look.profile.item_list_filing is not None and revision.state == DRAFT


def may_publish(look: Work, revision: ItemRevision) -> bool:
    """Whether publication is the next step."""
    return revision.state == FILED or (revision.state == DRAFT and look.profile.item_list_filing is None)


async def pending(look: Work) -> list[ItemRevision]:
    """Revisions that are not public yet, the earliest deadline first; not the list found in place."""
    open_ones = [
        one
        for one in await item_list.revisions(look)
        if one.state in {DRAFT, FILED} and one.reason != INITIAL
    ]
    return sorted(open_ones, key=lambda one: next_deadline(one) or date.max)


def next_deadline(revision: ItemRevision) -> date | None:
    """The day by which the next step is due: filing first, where it has a day."""
    return (revision.file_by if revision.state == DRAFT else None) or revision.publish_by
