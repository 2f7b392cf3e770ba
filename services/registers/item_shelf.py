"""The item list for imports: every row put is a version, on the grounds of its row or of the whole file."""

from dataclasses import replace
from typing import Any

from domain.difference import Difference
from domain.errors import DomainError
from domain.item_list import ABOLISHED, INITIAL, UNSTATED, Grounds, Version
from domain.reading import Reading
from domain.register_rows import ItemRow
from models import ItemRevision
from services.items import item_acts
from services.items.item_ledger import Ledger
from services.items.item_list import revision_by_number
from services.registers.one_shelf import Fields, Whole
from services.work import Work

GONE: Fields = {}
"""What is put for an item that the new list no longer names."""


class ItemShelf(Whole):
    """``grounds`` are those of the file; a row with grounds of its own goes before them."""

    def __init__(self, work: Work, grounds: Grounds | None = None) -> None:
        """Nothing is read before ``open``."""
        self._work = work
        self._given = grounds
        self._ledger: Ledger
        self._at_first: Grounds = Grounds(UNSTATED, effective_on=work.today)
        self._made: dict[Grounds, ItemRevision] = {}
        self._undone: set[int] = set()

    async def open(self) -> None:
        """Read every version; a list without any is found in place, not changed."""
        self._ledger = await Ledger.opened(self._work)
        if not self._ledger.histories:
            self._at_first = Grounds(INITIAL)

    def fields(self) -> dict[str, Fields]:
        """The list with everything that was decided, also what does not hold yet."""
        newest = self._ledger.newest().items()
        return {code: one.fields for code, one in newest if one.change != ABOLISHED}

    def newest(self, code: str) -> Version | None:
        """The newest version of an item, also an abolition."""
        return next(reversed(self._ledger.histories.get(code, ())), None)

    def after(self, _key: str, fields: Fields) -> Fields:
        """As the file says."""
        return fields

    async def put(self, key: str, fields: Fields) -> None:
        """Write a version; ``GONE`` abolishes."""
        revision = await self._revision(self._grounds(fields))
        self._ledger.write(revision, key, fields or None)

    def _grounds(self, fields: Fields) -> Grounds:
        otherwise = self._given or self._at_first
        found = Grounds(
            fields.get("change_reason") or otherwise.reason,
            fields.get("change_document") or otherwise.document,
            fields.get("effective_on") or otherwise.effective_on,
        )
        stated = found.document and found.reason in {INITIAL, UNSTATED}
        return replace(found, reason="practice") if stated else found

    async def _revision(self, grounds: Grounds) -> ItemRevision:
        if grounds not in self._made:
            self._made[grounds] = await item_acts.open_revision(self._work, grounds, imported=True)
        return self._made[grounds]

    def saved(self, key: str) -> Any:
        """Which version stood there: what an import writes is undone through its revision."""
        newest = self._ledger.newest().get(key)
        return newest.number if newest else None

    async def restore(self, key: str, _saved: Any) -> None:
        """Undo the revision that the import made, once for all its rows. Raises ``import.changed_since``."""
        newest = self._ledger.newest().get(key)
        if newest is None or not newest.revision:
            raise DomainError("import.changed_since", key=key)
        if newest.revision in self._undone:
            return
        revision = await revision_by_number(self._work, newest.revision)
        if not revision.imported:
            raise DomainError("import.changed_since", key=key)
        await item_acts.withdraw(self._work, revision)
        self._undone.add(newest.revision)


async def asks_grounds(look: Work, kind: str, found: Difference, reading: Reading) -> bool:
    """Whether a person who takes this file in must state grounds: it changes a list that stands already."""
    if kind != "items" or found.is_empty:
        return False
    stated = {row.code for row in reading.of(ItemRow) if row.change_reason and row.change_document}
    if stated >= {*found.new, *(change.key for change in found.changed)}:
        return False
    return bool((await Ledger.opened(look)).histories)


def may_abolish(kind: str, found: Difference, reading: Reading) -> bool:
    """Whether a file may be taken for the whole item list, and what it leaves out be abolished.

    A row that is kept out is left out too: a file with such rows is not the whole list.
    """
    return kind == "items" and bool(found.gone) and _is_whole(reading)


def _is_whole(reading: Reading) -> bool:
    return bool(reading.rows) and not reading.rejected


async def demand_grounds(
    look: Work, kind: str, found: Difference, reading: Reading, given: Grounds | None
) -> None:
    """What an operator must state of a file.

    Raises ``items.grounds_demanded``, ``import.grounds_elsewhere``, ``import.not_whole``.

    A change that the place has filed (花溪 11, 忻州 三（四）) is filed with its grounds; elsewhere they may
    be left out, but not by half.
    """
    if given is not None and kind != "items":
        raise DomainError("import.grounds_elsewhere")
    if given and given.whole and not _is_whole(reading):
        raise DomainError("import.not_whole", rejected=reading.rejected)
    filing = look.profile.item_list_filing
    asked = given is not None or (filing and await asks_grounds(look, kind, found, reading))
    open_ends = item_acts.lacking(given or Grounds("")) if asked else []
    if open_ends:
        clause = filing.clause if filing else ""
        raise DomainError("items.grounds_demanded", lacking=open_ends, clause=clause)
