"""How far the year's inspections are: figures by unit and the shares the places ask for. No persons."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from domain.plan import Kind

RELEASED = "released"
RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One unit's part in one visit. ``state`` is its newest result's, empty when none was submitted.

    ``published``: the public sees a version of its result; ``correcting``: an earlier one, the newest is not
    public yet. ``kind`` is the task's ``domain.plan.Kind``: what follows a clue was not drawn and is in no
    share. ``number`` and ``subject`` are the visit's number and its object's name. ``entered_on``: the newest
    result stands on every target since; ``entered_at``: the targets on which it stands; ``published_on``: the
    public sees one since.
    """

    unit: str
    window_to: date
    state: str = ""
    problem: bool = False
    publish_by: date | None = None
    published: bool = False
    correcting: bool = False
    kind: str = Kind.REGULAR
    withheld: bool = False
    number: str = ""
    subject: str = ""
    task_ids: tuple[int, ...] = ()
    drawn_on: date | None = None
    reported_on: date | None = None
    entered_on: date | None = None
    entered_at: tuple[str, ...] = ()
    published_on: date | None = None

    @property
    def reported(self) -> bool:
        """A result stands that was not returned; behind a returned correction the public one stands."""
        return self.state not in {"", RETURNED} or self.published

    def overdue(self, today: date) -> bool:
        """The task's window has closed without a result."""
        return not self.reported and self.window_to < today

    def unpublished_late(self, today: date) -> bool:
        """The newest version is released, not public, and its publication day has passed."""
        open_clock = (self.correcting or not self.published) and not self.withheld
        return open_clock and self.publish_by is not None and self.publish_by < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What a unit has to do: open duties, those past their day, people whose letters did not arrive.

    ``decisions_late``: what the joint conference decided and the unit has not done by its day.
    """

    due: int = 0
    late: int = 0
    untold: int = 0
    decisions_late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFigures:
    """One unit's figures; every number counts visits, duties or people, never names them."""

    unit: str
    assigned: int = 0
    reported: int = 0
    released: int = 0
    published: int = 0
    withheld: int = 0
    problems: int = 0
    overdue: int = 0
    unpublished_late: int = 0
    filings_due: int = 0
    filings_late: int = 0
    untold: int = 0
    decisions_late: int = 0

    @property
    def exceptions(self) -> Mapping[str, int]:
        """What the office has to look after, by name; zeros left out."""
        watched = ("overdue", "unpublished_late", "filings_late", "untold", "decisions_late")
        return {name: getattr(self, name) for name in watched if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class Share:
    """An indicator as numerator and denominator; ``at_least`` is the place's own target, if it has one."""

    key: str
    done: int
    total: int
    at_least: Fraction | None = None

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 % means all; None of nothing."""
        return self.done * 100 // self.total if self.total else None

    @property
    def short(self) -> bool:
        """Below the place's target."""
        return (
            self.at_least is not None and bool(self.total) and Fraction(self.done, self.total) < self.at_least
        )


def figures(unit: str, errands: Sequence[Errand], owed: Owed, today: date) -> UnitFigures:
    """One unit's figures from its errands and duties."""
    return UnitFigures(
        unit=unit,
        assigned=len(errands),
        reported=sum(one.reported for one in errands),
        released=sum(one.state == RELEASED for one in errands),
        published=sum(one.published for one in errands),
        withheld=sum(one.withheld and not one.published for one in errands),
        problems=sum(one.reported and one.problem for one in errands),
        overdue=sum(one.overdue(today) for one in errands),
        unpublished_late=sum(one.unpublished_late(today) for one in errands),
        filings_due=owed.due,
        filings_late=owed.late,
        untold=owed.untold,
        decisions_late=owed.decisions_late,
    )


def by_unit(errands: Iterable[Errand], owed: Mapping[str, Owed], today: date) -> tuple[UnitFigures, ...]:
    """Every unit that has work or duties: those with exceptions first, then by name. Not a ranking."""
    sorted_out: dict[str, list[Errand]] = {unit: [] for unit in owed}
    for one in errands:
        sorted_out.setdefault(one.unit, []).append(one)
    found = (figures(unit, mine, owed.get(unit, Owed()), today) for unit, mine in sorted_out.items())
    return tuple(sorted(found, key=lambda one: (not one.exceptions, one.unit)))


def shares(units: Sequence[UnitFigures], targets: Mapping[str, Fraction]) -> tuple[Share, ...]:
    """检查完成率 (reported of drawn) and 公示率 (published of what may be), counted per unit and visit.

    What a decision keeps back by law (不予公示) is in neither part of 公示率. While a published result is
    being corrected the visit still counts as published: the public goes on seeing the earlier version until
    the new one replaces it, and a rate that fell meanwhile would punish whoever corrects a mistake.
    """
    drawn = sum(one.assigned for one in units)
    due = {
        "inspection_completion": (sum(one.reported for one in units), drawn),
        "publication_rate": (
            sum(one.published for one in units),
            drawn - sum(one.withheld for one in units),
        ),
    }
    return tuple(Share(key, done, total, targets.get(key)) for key, (done, total) in due.items())


def drawn(errands: Iterable[Errand]) -> list[Errand]:
    """Those that a draw led to; a clue is inspected without one (定陶 二（七）)."""
    return [one for one in errands if one.kind != Kind.CLUE]


def by_kind(errands: Iterable[Errand]) -> tuple[tuple[str, int], ...]:
    """How many there are of each kind, in the order of ``Kind``."""
    counts = Counter(one.kind for one in errands)
    return tuple((kind.value, counts[kind]) for kind in Kind if counts[kind])
