"""What follows a problem: the measure that fits what was found, and until when it is put right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from domain.errors import DomainError
from domain.outcome import Finding, category
from domain.profile import Profile
from domain.profile_results import Measure

NOTHING, CORRECTION = "none_needed", "order_correction"


def fitting(profile: Profile, outcome: str) -> tuple[Measure, ...]:
    """The measures that may follow an outcome, the usual one first; none where there is no problem."""
    found = category(profile.result_categories, outcome)
    if not found.problem:
        return ()
    fit = [one for one in profile.follow_up_measures if one.code != NOTHING or found.measure == NOTHING]
    return tuple(sorted(fit, key=lambda one: one.code != found.measure))


def days_offered(profile: Profile, inspected_on: date) -> tuple[date, ...]:
    """The days by which a correction may be ordered, the usual one first."""
    return tuple(inspected_on + timedelta(days=days) for days in profile.correction_period.offered)


def with_measure(profile: Profile, finding: Finding, measure: str, inspected_on: date) -> Finding:
    """The finding with a measure; an order to correct starts with the usual day."""
    day = days_offered(profile, inspected_on)[0] if measure == CORRECTION else None
    return replace(finding, measure=measure, measure_text="", correct_by=day)


def with_usual(profile: Profile, finding: Finding, inspected_on: date) -> Finding:
    """The finding of a problem with what usually follows it."""
    found = category(profile.result_categories, finding.outcome)
    return with_measure(profile, finding, found.measure, inspected_on) if found.problem else finding


def check_handling(profile: Profile, findings: Sequence[Finding], inspected_on: date) -> None:
    """Every problem has a measure that fits it, with its text or its day.

    Raises ``outcome.measure_missing``, ``.measure_unfit``, ``.measure_text`` and what ``check_day`` does.
    """
    for one in findings:
        if not one.measure and fitting(profile, one.outcome):
            raise DomainError("outcome.measure_missing", item=one.item_code)
        if one.measure and check_measure(profile, one).needs_text and not one.measure_text.strip():
            raise DomainError("outcome.measure_text", item=one.item_code, measure=one.measure)
        if one.measure == CORRECTION:
            check_day(profile, one, inspected_on)


def check_measure(profile: Profile, finding: Finding) -> Measure:
    """The measure, if it fits what was found. Raises ``outcome.measure_unfit``."""
    for one in fitting(profile, finding.outcome):
        if one.code == finding.measure:
            return one
    raise DomainError(
        "outcome.measure_unfit", item=finding.item_code, outcome=finding.outcome, measure=finding.measure
    )


def check_day(profile: Profile, finding: Finding, inspected_on: date) -> None:
    """Raises ``outcome.correct_by`` for a day before the inspection or later than the place allows."""
    last = inspected_on + timedelta(days=profile.correction_period.longest)
    if finding.correct_by is None or not inspected_on <= finding.correct_by <= last:
        raise DomainError("outcome.correct_by", item=finding.item_code, first=inspected_on, last=last)
