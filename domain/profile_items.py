"""What a place decides about its item list."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemListFiling:
    """With whom a changed item list is filed (备案), within how many working days if the document says."""

    receiver: str
    working_days: int | None = None
    clause: str
