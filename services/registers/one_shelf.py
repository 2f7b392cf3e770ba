"""What an import needs of a list, whichever table it stands in."""

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

from domain.difference import differing
from services.registers.kept_rows import Fields, Rows

__all__ = ["Fields", "Shelf", "Whole"]


class Shelf(Protocol):
    """The rows of one kind of list. Rows are asked for and changed some thousand at a time."""

    async def open(self) -> None:
        """Read what every question needs."""

    def listed(self) -> Collection[str]:
        """What is on the list now."""

    async def standing(self, keys: Sequence[str], names: Collection[str]) -> dict[str, Fields]:
        """Key → fields as they stand, of those that are on the list; of fields at least the named it has."""

    async def marked(self, names: Sequence[str]) -> list[tuple[str, tuple[Any, ...]]]:
        """Key and the named fields of every row on the list."""

    def after(self, key: str, fields: Fields) -> Fields:
        """The fields named as ``put`` would leave them, in the terms of ``standing``."""

    async def fetch(self, keys: Sequence[str]) -> None:
        """Make ready what ``saved``, ``put`` and ``restore`` are asked about next."""

    def saved(self, key: str) -> Any:
        """A picture of the row for undoing (plain JSON), None when it is new."""

    async def put(self, key: str, fields: Fields) -> None:
        """Add the row, or change the fields named."""

    async def put_all(self, rows: Rows) -> None:
        """``put`` for rows that were fetched."""

    async def restore(self, key: str, saved: Any) -> None:
        """Put a picture back; None takes the row off."""

    def makes(self, rows: Mapping[str, Fields]) -> list[str]:
        """Names of what stands elsewhere and is made for these rows."""

    async def tidy(self, made: Sequence[str]) -> None:
        """After undoing: take away what was made, unless something else needs it by now."""


class Whole:
    """A list short enough to be held at once: its ``open`` reads everything, ``fields`` shows it."""

    def fields(self) -> dict[str, Fields]:
        """Every row of the list as it stands."""
        raise NotImplementedError

    @cached_property
    def _shown(self) -> dict[str, Fields]:
        """As it stood when it was opened."""
        return self.fields()

    def listed(self) -> Collection[str]:
        """What is on the list now."""
        return self._shown.keys()

    def after(self, key: str, fields: Fields) -> Fields:
        """The fields named as ``put`` would leave them, in the terms of ``fields``."""
        raise NotImplementedError

    def changed_by(self, key: str, fields: Fields) -> bool:
        """Whether a row says anything that does not stand so already."""
        known = self._shown.get(key)
        if known is None:
            return True
        after = self.after(key, fields)
        return bool(differing(known, {name: value for name, value in after.items() if name in known}))

    async def standing(self, keys: Sequence[str], names: Collection[str]) -> dict[str, Fields]:  # noqa: ARG002
        """Key → fields as they stand, of those that are on the list."""
        return {key: self._shown[key] for key in keys if key in self._shown}

    async def marked(self, names: Sequence[str]) -> list[tuple[str, tuple[Any, ...]]]:
        """Key and the named fields of every row on the list."""
        return [(key, tuple(row.get(name) for name in names)) for key, row in self._shown.items()]

    async def fetch(self, keys: Sequence[str]) -> None:
        """Everything is at hand."""

    async def put(self, key: str, fields: Fields) -> None:
        """Add the row, or change the fields named."""
        raise NotImplementedError

    async def put_all(self, rows: Rows) -> None:
        """One after the other."""
        for key, fields in rows.items():
            await self.put(key, fields)

    def makes(self, rows: Mapping[str, Fields]) -> list[str]:  # noqa: ARG002
        """Nothing elsewhere."""
        return []

    async def tidy(self, made: Sequence[str]) -> None:
        """Nothing is left over."""
