"""结果互认: earlier findings of other units in place of an inspection (花溪 §28, 定陶 二（六）)."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.outcome import Finding, category
from domain.profile_results import ResultCategory


@dataclass(frozen=True)
class Earlier:
    """What another unit found for one item: its result's number, who, when."""

    item_code: str
    item_name: str
    number: str
    unit: str
    inspected_on: date
    outcome: str

    def as_finding(self, item_code: str) -> Finding:
        """The finding that cites it."""
        return Finding(
            item_code, self.outcome, cited=self.number, cited_unit=self.unit, cited_on=self.inspected_on
        )


def months_before(on: date, months: int) -> date:
    """The same day so many calendar months earlier; the last of the month where it has no such day."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def fit_to_cite(
    categories: Sequence[ResultCategory], findings: Iterable[Mapping[str, str]]
) -> list[Mapping[str, str]]:
    """Findings that say the item was inspected and is in order, and do not cite themselves.

    A problem is followed up where it was found; an object not found was not inspected.
    """
    return [one for one in findings if not one.get("cited") and _in_order(categories, one["outcome"])]


def _in_order(categories: Sequence[ResultCategory], outcome: str) -> bool:
    kind = category(categories, outcome)
    return not kind.problem and not kind.ends_visit


def by_item(wanted: Mapping[str, str], found: Iterable[Earlier]) -> dict[str, Earlier]:
    """Item → the newest of the findings of the same code or the same name (``wanted``: code → name)."""
    newest = sorted(found, key=lambda one: (one.inspected_on, one.number))
    chosen: dict[str, Earlier] = {}
    for one in newest:
        for code, name in wanted.items():
            if one.item_code == code or _plain(one.item_name) == _plain(name):
                chosen[code] = one
    return chosen


def _plain(name: str) -> str:
    return "".join(name.split())
