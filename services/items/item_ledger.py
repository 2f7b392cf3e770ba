"""Writing versions of items, and keeping ``item`` at what holds today, for all items that one act changes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from domain.errors import DomainError
from domain.item_list import ABOLISHED, CHANGED, NEW, Version, by_code, holding
from models import Item, ItemRevision, ItemVersion
from services.items import item_list
from services.items.item_list import Written
from services.work import Work

BLANK: Mapping[str, Any] = item_list.picture(Item(code="", name=""))


def plain(value: Any) -> Any:
    """Tuples become lists, as the database keeps them."""
    return list(value) if isinstance(value, tuple) else value


class Ledger:
    """The versions and rows of some items, read once."""

    def __init__(self, work: Work, rows: Sequence[Written], items: Sequence[Item]) -> None:
        """``rows`` with undone ones: their numbers are not used again."""
        self._work = work
        self._items = {item.code: item for item in items}
        self._numbers = {version.code: version.number for version, _ in rows}
        self.histories = by_code(item_list.standing(rows, items))

    @classmethod
    async def opened(cls, work: Work, codes: Collection[str] | None = None) -> "Ledger":
        """The ledger of the codes named, or of all."""
        return cls(work, await item_list.written(work, codes), await item_list.items_of(work, codes))

    def newest(self) -> dict[str, Version]:
        """Code → its newest version, abolitions and what does not hold yet included."""
        return {code: history[-1] for code, history in self.histories.items()}

    def write(self, revision: ItemRevision, code: str, fields: Mapping[str, Any] | None) -> None:
        """Write the next version of one item; ``fields`` are those that change, ``None`` abolishes it.

        Raises ``items.unknown``, ``items.not_in_order`` when a version of a later day stands already.
        """
        history = self.histories.setdefault(code, [])
        last = history[-1] if history else None
        self._refuse_earlier(revision, last)
        self._keep_first(last)
        self._numbers[code] = self._numbers.get(code, 0) + 1
        change, whole = _next(code, last, fields)
        grounds = item_list.grounds_of(revision)
        history.append(Version(code, self._numbers[code], change, whole, grounds, revision.number))
        self._work.session.add(
            ItemVersion(
                revision_id=revision.id, code=code, number=self._numbers[code], change=change, fields=whole
            )
        )
        self.show([code])

    def _refuse_earlier(self, revision: ItemRevision, last: Version | None) -> None:
        day = revision.effective_on
        if last and day and not last.begun(day):
            since = last.grounds.effective_on
            raise DomainError("items.not_in_order", name=last.name, since=since, number=last.revision)

    def _keep_first(self, last: Version | None) -> None:
        """Before an item's first change: keep how it stood."""
        if last is not None and last.code not in self._numbers:
            self._numbers[last.code] = 0
            self._work.session.add(
                ItemVersion(code=last.code, number=0, change=CHANGED, fields=dict(last.fields))
            )

    def show(self, codes: Iterable[str]) -> None:
        """Make ``item`` show what holds today; what does not (yet, or any more) stands there inactive."""
        for code in codes:
            history = self.histories.get(code, [])
            held = holding(history, self._work.today)
            active = held is not None and held.change != ABOLISHED
            item = self._items.get(code) or Item(code=code, name="")
            shown = held or (history[0] if history else None)
            item.sqlmodel_update({**(shown.fields if shown else {}), "active": active})
            self._items[code] = item
            self._work.session.add(item)


def _next(code: str, last: Version | None, fields: Mapping[str, Any] | None) -> tuple[str, dict[str, Any]]:
    """The change, and the whole item after it."""
    stands = last is not None and last.change != ABOLISHED
    known = dict(last.fields) if last else {**BLANK, "code": code}
    if fields is None:
        if not stands:
            raise DomainError("items.unknown", item=code)
        return ABOLISHED, known
    given = {name: plain(value) for name, value in fields.items() if name in item_list.FIELDS}
    return CHANGED if stands else NEW, known | given
