"""What may be found at a visit: one category an item, checked before it is submitted (国市监 通用类别)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.errors import DomainError
from domain.profile_results import ResultCategory

FINE = "no_problem"


@dataclass(frozen=True)
class Finding:
    """What was found for one item; of a problem also its basis, and what follows until when.

    ``since`` when the object is closed or gone, and who was ``witness`` of a refusal.
    ``cited``: the number of another unit's result that stands in place of an inspection, with that unit and
    its day (结果互认).
    """

    item_code: str
    outcome: str
    remark: str = ""
    basis: str = ""
    measure: str = ""
    measure_text: str = ""
    correct_by: date | None = None
    since: date | None = None
    witness: str = ""
    cited: str = ""
    cited_unit: str = ""
    cited_on: date | None = None

    def as_json(self) -> dict[str, str]:
        """As a result keeps it; what follows only where it was said."""
        more = {
            "basis": self.basis,
            "measure": self.measure,
            "measure_text": self.measure_text,
            "correct_by": self.correct_by.isoformat() if self.correct_by else "",
            "since": self.since.isoformat() if self.since else "",
            "witness": self.witness,
            "cited": self.cited,
            "cited_unit": self.cited_unit,
            "cited_on": self.cited_on.isoformat() if self.cited_on else "",
        }
        found = {"item": self.item_code, "outcome": self.outcome, "remark": self.remark}
        return found | {key: value for key, value in more.items() if value}


@dataclass(frozen=True)
class Window:
    """When the inspection may have taken place: after the draw (平罗 二（三）), within the task's dates."""

    drawn_on: date
    first: date
    last: date


def category(categories: Iterable[ResultCategory], code: str) -> ResultCategory:
    """Raises ``outcome.unknown`` for a code the profile does not list."""
    for one in categories:
        if one.code == code:
            return one
    raise DomainError("outcome.unknown", outcome=code)


def spread(
    categories: Sequence[ResultCategory], item_codes: Sequence[str], chosen: Finding
) -> tuple[Finding, ...]:
    """The findings that follow from one choice: a category that ends the visit holds for every item."""
    if category(categories, chosen.outcome).ends_visit:
        return tuple(replace(chosen, item_code=code) for code in item_codes)
    return (chosen,)


def check_date(inspected_on: date, window: Window, today: date) -> None:
    """Raises ``outcome.future``, ``outcome.before_draw`` or ``outcome.outside_window``."""
    if inspected_on > today:
        raise DomainError("outcome.future", day=inspected_on)
    if inspected_on < window.drawn_on:
        raise DomainError("outcome.before_draw", day=inspected_on, drawn_on=window.drawn_on)
    if not window.first <= inspected_on <= window.last:
        raise DomainError("outcome.outside_window", day=inspected_on, first=window.first, last=window.last)


def check_findings(
    categories: Sequence[ResultCategory], item_codes: Sequence[str], findings: Mapping[str, Finding]
) -> None:
    """Every item of the plan answered (湛江 二（六）), text where the category asks for it.

    Raises ``outcome.missing`` (count), ``outcome.needs_text`` or ``outcome.mixed``.
    """
    missing = [code for code in item_codes if code not in findings]
    if missing:
        raise DomainError("outcome.missing", count=len(missing), total=len(item_codes))
    found = [findings[code] for code in item_codes]
    ended = {one.outcome for one in found if category(categories, one.outcome).ends_visit}
    if ended and len({one.outcome for one in found}) > 1:
        raise DomainError("outcome.mixed", outcome=min(ended))
    for one in found:
        if category(categories, one.outcome).needs_text and not one.remark.strip():
            raise DomainError("outcome.needs_text", item=one.item_code)


def check_carried(
    categories: Sequence[ResultCategory], found: Iterable[Finding], photos: int, inspected_on: date
) -> None:
    """What an object not found, closed, gone or refusing must carry.

    Raises ``outcome.needs_photo``, ``.needs_witness``, ``.needs_day`` or ``.since_later``.
    """
    for one in found:
        kind = category(categories, one.outcome)
        if kind.needs_photo and not photos:
            raise DomainError("outcome.needs_photo", outcome=one.outcome)
        if kind.needs_witness and not one.witness.strip():
            raise DomainError("outcome.needs_witness", outcome=one.outcome)
        if kind.needs_day and one.since is None:
            raise DomainError("outcome.needs_day", outcome=one.outcome)
        check_since(one.since, inspected_on)


def check_since(since: date | None, inspected_on: date) -> None:
    """Raises ``outcome.since_later``: what was found on a day began that day or before."""
    if since and since > inspected_on:
        raise DomainError("outcome.since_later", since=since, inspected_on=inspected_on)


def has_problem(categories: Sequence[ResultCategory], findings: Iterable[Finding]) -> bool:
    """Whether anything found counts as a problem."""
    return any(category(categories, one.outcome).problem for one in findings)
