"""Reads what the public may know of the item list."""

from domain.item_list import INITIAL, PUBLISHED, UNDONE, change_log, list_on
from domain.public_items import PublicChange, PublicItemList, PublicRevision, shown
from models import ItemRevision
from services.items import item_list
from services.work import Work


async def public_list(look: Work) -> PublicItemList:
    """The list in force today, and the log of what is in force or was published ahead.

    The first list has no lines of its own: it is the list.
    """
    versions = await item_list.versions(look)
    log = [(line.version.revision, shown(line)) for line in change_log(versions)]
    revisions = tuple(
        _revision(one, [change for number, change in log if number == one.number and change])
        for one in await item_list.revisions(look)
        if _is_public(look, one)
    )
    begun = [one for one in revisions if one.effective_on is None or one.effective_on <= look.today]
    newest = max(begun, key=lambda one: one.number, default=None)
    return PublicItemList(
        number=newest.number if newest else 0,
        effective_on=newest.effective_on if newest else None,
        items=tuple(list_on(versions, look.today).values()),
        revisions=revisions,
    )


def _is_public(look: Work, one: ItemRevision) -> bool:
    begun = one.effective_on is None or one.effective_on <= look.today
    return one.state != UNDONE and (begun or one.state == PUBLISHED)


def _revision(one: ItemRevision, changes: list[PublicChange]) -> PublicRevision:
    return PublicRevision(
        number=one.number,
        reason=one.reason,
        document=one.document,
        effective_on=one.effective_on,
        filed_on=one.filed_on,
        filed_with=one.filed_with,
        published_on=one.published_on,
        changes=() if one.reason == INITIAL else tuple(changes),
    )
