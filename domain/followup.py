"""问题台账: what opens a case, which step may follow which, until when, and what counts as handled."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from domain.calendar import WorkingCalendar
from domain.errors import DomainError
from domain.indicators import Share
from domain.outcome import category
from domain.profile import Profile
from domain.profile_results import Measure, ResultCategory

CORRECTION, CASE, TRANSFER = "order_correction", "open_case", "transfer_department"


class State(StrEnum):
    """Where a problem stands."""

    UNDECIDED = "undecided"  # nobody has said what follows
    OPEN = "open"  # a measure runs
    SENT = "sent"  # another unit has been written to and has not answered
    HANDED = "handed"  # another body has taken it over
    CLOSING = "closing"  # evidence waits for a second person
    CLOSED = "closed"
    VOID = "void"  # a corrected result says that there was no problem


LIVE = frozenset({State.UNDECIDED, State.OPEN, State.SENT, State.HANDED, State.CLOSING})

STEPS: Mapping[str, frozenset[State]] = {
    "decide": frozenset({State.UNDECIDED, State.OPEN}),
    "recheck": frozenset({State.OPEN}),
    "file_case": frozenset({State.OPEN}),
    "send": frozenset({State.OPEN}),
    "accept": frozenset({State.SENT}),
    "decline": frozenset({State.SENT}),
    "conclude": frozenset({State.OPEN, State.HANDED}),
    "confirm": frozenset({State.CLOSING}),
    "return": frozenset({State.CLOSING}),
    "assign": LIVE - {State.SENT},
    "reopen": frozenset({State.CLOSED}),
}
"""Step → the states in which it may be taken."""
ONLY_UNDER: Mapping[str, str] = {"recheck": CORRECTION, "file_case": CASE}
"""Steps that belong to one measure."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What was found, and what the inspector said should follow. ``item`` is empty of a whole visit."""

    item: str
    outcome: str
    remark: str = ""
    basis: str = ""
    measure: str = ""
    measure_text: str = ""
    correct_by: date | None = None


def problems(
    categories: Sequence[ResultCategory], findings: Iterable[Mapping[str, str]]
) -> tuple[Problem, ...]:
    """The problems in a result's findings; one that ended the visit (查无 …) is one, not one an item."""
    found: dict[str, Problem] = {}
    for one in findings:
        kind = category(categories, one["outcome"])
        if kind.problem:
            item = "" if kind.ends_visit else one["item"]
            found.setdefault(item, _problem(item, one))
    return tuple(found.values())


def _problem(item: str, finding: Mapping[str, str]) -> Problem:
    day = finding.get("correct_by")
    return Problem(
        item=item,
        outcome=finding["outcome"],
        remark=finding.get("remark", ""),
        basis=finding.get("basis", ""),
        measure=finding.get("measure", ""),
        measure_text=finding.get("measure_text", ""),
        correct_by=date.fromisoformat(day) if day else None,
    )


def measure_of(profile: Profile, code: str) -> Measure | None:
    """A measure of the place; None for none and for one that the place does not have."""
    return next((one for one in profile.follow_up_measures if one.code == code), None)


def begins_as(profile: Profile, measure: str) -> State:
    """How a released problem enters the ledger: what ends with its measure was confirmed by the release."""
    known = measure_of(profile, measure)
    if known is None:
        return State.UNDECIDED
    return State.OPEN if known.stays_open else State.CLOSED


def due_on(
    profile: Profile,
    calendar: WorkingCalendar,
    today: date,
    state: str,
    *,
    measure: str = "",
    correct_by: date | None = None,
) -> date | None:
    """The last day of the next step; None where nothing more is owed."""
    terms = profile.follow_up_terms
    known = measure_of(profile, measure)
    days = {
        State.UNDECIDED: terms.decide_within,
        State.SENT: terms.answer_within,
        State.CLOSING: terms.confirm_within,
        State.OPEN: terms.decide_within if known and known.hands_over else terms.handle_within,
        State.HANDED: terms.handle_within,
    }
    if state == State.OPEN and measure == CORRECTION and correct_by:
        return correct_by
    return calendar.shift(today, days[State(state)]) if state in days else None


def steps(state: str, measure: str, *, hands_over: bool) -> tuple[str, ...]:
    """Which steps a case may take now, whoever may take them."""
    return tuple(
        step
        for step, states in STEPS.items()
        if state in states
        and ONLY_UNDER.get(step, measure) == measure
        and (step != "send" or hands_over)
        and (step != "conclude" or state == State.HANDED or not (hands_over or measure == CORRECTION))
    )


def resumed(profile: Profile, measure: str, *, handed: bool) -> State:
    """Where a case goes on whose end was not accepted."""
    if handed:
        return State.HANDED
    known = measure_of(profile, measure)
    return State.OPEN if known and known.stays_open else State.UNDECIDED


def check_step(step: str, allowed: Collection[str], number: str, state: str) -> None:
    """Raises ``ledger.not_now`` for a step that does not follow from where the case stands."""
    if step not in allowed:
        raise DomainError("ledger.not_now", number=number, state=state, step=step)


@dataclass(frozen=True, slots=True)
class Handling:
    """问题处理率: the numbers of what is closed or handed over, and of what is not (湛江 二（六）)."""

    done: tuple[str, ...]
    open: tuple[str, ...]

    def share(self, at_least: Fraction | None) -> Share:
        """The indicator: closed or handed over / all problems found."""
        return Share("problem_handling", len(self.done), len(self.done) + len(self.open), at_least)


def handling(cases: Iterable[tuple[str, str, bool]]) -> Handling:
    """From number, state and whether it was handed over of every case; void ones are no problems."""
    done: list[str] = []
    still_open: list[str] = []
    for number, state, handed in cases:
        if state != State.VOID:
            (done if handed or state == State.CLOSED else still_open).append(number)
    return Handling(tuple(done), tuple(still_open))
