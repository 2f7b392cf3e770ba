"""Contradictions inside a profile: values that fit one by one and not together."""

from collections import Counter
from collections.abc import Callable, Iterable

from domain.errors import DomainError
from domain.profile import DateRule, Profile, Rung
from domain.profile_clauses import check_clauses
from domain.profile_codes import EVENTS
from domain.tags import nearest

DATE_KEYS = {
    "fixed": {"day"},
    "month_end": {"month"},
    "month_window": {"month"},
    "mid_month": {"month", "last"},
    "window": {"opens", "day"},
    "after_event": {"event", "working_days|calendar_days"},
}
DATE_FIELDS = ("day", "opens", "month", "last", "event", "working_days", "calendar_days")
MIDDLE_OF_MONTH = range(11, 21)
"""中旬."""


def check(profile: Profile) -> Profile:
    """The profile itself, if nothing in it contradicts anything else. Raises ``profile.<reason>``."""
    for rule in RULES:
        rule(profile)
    return profile


def _refuse(profile: Profile, key: str, code: str, **params: object) -> DomainError:
    return DomainError(f"profile.{code}", file=f"{profile.name}.toml", key=key, **params)


def _shares(profile: Profile) -> None:
    shares = {f"targets.{t.indicator}": t.at_least for t in profile.targets}
    for i, rule in enumerate(profile.ratio_rules, 1):
        shares |= {
            f"ratio_rules[{i}].{name}": value
            for name, value in (("floor", rule.floor), ("cap", rule.cap))
            if value is not None
        }
    shares["revisit_share"] = profile.revisit_share
    for key, share in shares.items():
        if not 0 <= share <= 1:
            raise _refuse(profile, key, "not_a_share", found=f"{float(share):g}")


def _ratios(profile: Profile) -> None:
    for i, rule in enumerate(profile.ratio_rules, 1):
        key = f"ratio_rules[{i}]"
        if rule.floor is not None and rule.cap is not None and rule.floor > rule.cap:
            raise _refuse(
                profile, key, "floor_over_cap", floor=f"{float(rule.floor):.0%}", cap=f"{float(rule.cap):.0%}"
            )
        _class(profile, key, rule.grade, rule.risk)


def _frequencies(profile: Profile) -> None:
    """A frequency is for a class the place has, says something, and fits between one and the yearly cap."""
    cap = profile.yearly_cap_per_object
    for i, rule in enumerate(profile.frequencies, 1):
        key = f"frequencies[{i}]"
        _class(profile, key, rule.grade, rule.risk)
        given = [times for times in (rule.at_least, rule.at_most) if times is not None]
        if not given or min(given) < 1 or given != sorted(given):
            raise _refuse(profile, key, "frequency", least=rule.at_least, most=rule.at_most)
        if 0 < cap < (rule.at_least or 0):
            raise _refuse(profile, key, "frequency_over_cap", least=rule.at_least, cap=cap)


def _class(profile: Profile, key: str, grade: str, risk: str) -> None:
    grades = profile.grade_scheme.codes
    risks = next((one.names for one in profile.library_fields if one.field == "risk"), ())
    if grade and grade not in grades:
        raise _refuse(profile, key, "unknown_grade", found=grade, allowed=list(grades))
    if risk and risk not in risks:
        raise _refuse(profile, key, "unknown_risk", found=risk, allowed=list(risks))


def _twice(profile: Profile) -> None:
    named: dict[str, Iterable[str]] = {
        "report_deadlines": [rule.key for rule in profile.report_deadlines],
        "targets": [target.indicator for target in profile.targets],
        "grade_scheme.codes": profile.grade_scheme.codes,
        "frequencies": [f"{rule.grade} {rule.risk}".strip() for rule in profile.frequencies],
        "result_categories": [category.code for category in profile.result_categories],
        "follow_up_measures": [measure.code for measure in profile.follow_up_measures],
        "ladder": [rung.stage for rung in profile.ladder],
        "publication_ladder": [rung.stage for rung in profile.publication_ladder],
        "follow_up_ladder": [rung.stage for rung in profile.follow_up_ladder],
    }
    for key, names in named.items():
        for name, count in Counter(names).items():
            if count > 1:
                raise _refuse(profile, key, "twice", found=name)


def _filings(profile: Profile) -> None:
    for rule in profile.report_deadlines:
        key = f"report_deadlines.{rule.key}"
        _date_rule(profile, f"{key}.date", rule.date)
        if rule.kind == "other" and not rule.title:
            raise _refuse(profile, f"{key}.title", "missing_key")
        if rule.years and (len(rule.years) != 2 or rule.years[0] > rule.years[1]):
            raise _refuse(profile, f"{key}.years", "years_not_a_span", found=list(rule.years))
        if rule.contents and len(rule.contents) != len(rule.parts):
            given, parts = len(rule.contents), len(rule.parts)
            raise _refuse(profile, f"{key}.contents", "contents_of_parts", given=given, parts=parts)


def _date_rule(profile: Profile, key: str, rule: DateRule) -> None:
    given = {name for name in DATE_FIELDS if getattr(rule, name) is not None}
    needed = DATE_KEYS[rule.type]
    fits = all(len(given & set(one.split("|"))) == 1 for one in needed) and len(given) == len(needed)
    if not fits:
        raise _refuse(profile, key, "date_keys", type=rule.type, needed=sorted(needed), given=sorted(given))
    if rule.month is not None and not 1 <= rule.month <= 12:
        raise _refuse(profile, f"{key}.month", "not_a_month", found=rule.month)
    if rule.last is not None and rule.last not in MIDDLE_OF_MONTH:
        raise _refuse(profile, f"{key}.last", "not_mid_month", found=rule.last)
    if rule.opens and rule.day and rule.opens >= rule.day:
        raise _refuse(profile, key, "window_backwards", opens=str(rule.opens), day=str(rule.day))
    if (rule.working_days or rule.calendar_days or 1) < 1 or 0 in (rule.working_days, rule.calendar_days):
        raise _refuse(profile, key, "days_after_event")


def _events(profile: Profile) -> None:
    """What a deadline is counted from has to be known, and must not itself be counted from something."""
    settled = [rule.key for rule in profile.report_deadlines if rule.date.type != "after_event"]
    allowed = [*EVENTS, *settled]
    for rule in profile.report_deadlines:
        found = rule.date.event
        if found is not None and found not in allowed:
            key = f"report_deadlines.{rule.key}.date.event"
            raise _refuse(
                profile, key, "unknown_choice", found=found, allowed=allowed, nearest=nearest(found, allowed)
            )


def _result_deadline(profile: Profile) -> None:
    rule = profile.result_deadline
    if rule.working_days is None and rule.absolute is None:
        raise _refuse(profile, "result_deadline", "no_result_deadline")


def _results(profile: Profile) -> None:
    measures = [measure.code for measure in profile.follow_up_measures]
    for one in profile.result_categories:
        if one.measure not in measures:
            key = f"result_categories.{one.code}.measure"
            raise _refuse(profile, key, "unknown_choice", found=one.measure, allowed=measures, nearest="")
    period = profile.correction_period
    if not all(0 <= days <= period.longest for days in period.offered) or not period.offered:
        found = list(period.offered)
        raise _refuse(profile, "correction_period", "correction_days", found=found, longest=period.longest)
    terms = profile.follow_up_terms
    days = [terms.decide_within, terms.answer_within, terms.handle_within, terms.confirm_within]
    if min(days) < 1:
        raise _refuse(profile, "follow_up_terms", "follow_up_days", found=days)


def _people(profile: Profile) -> None:
    if profile.experts_count and profile.certificate_required:
        raise _refuse(profile, "experts_count", "experts_without_certificate")
    if profile.min_inspectors < 1:
        raise _refuse(profile, "min_inspectors", "no_inspectors")
    witnesses = profile.witnesses
    if witnesses.min < len(set(witnesses.roles)):
        raise _refuse(
            profile, "witnesses", "roles_over_min", min=witnesses.min, roles=len(set(witnesses.roles))
        )
    if profile.meetings and profile.meetings.min > profile.meetings.max:
        raise _refuse(profile, "meetings", "min_over_max", min=profile.meetings.min, max=profile.meetings.max)


def _platforms(profile: Profile) -> None:
    if not any(platform.domain == "*" for platform in profile.platforms):
        raise _refuse(profile, "platforms", "no_general_platform")


def _ladders(profile: Profile) -> None:
    for key in ("ladder", "publication_ladder", "follow_up_ladder"):
        ladder: tuple[Rung, ...] = getattr(profile, key)
        days = [rung.working_days for rung in ladder]
        if days != sorted(days) or 0 not in days:
            raise _refuse(profile, key, "ladder_order", found=days)


def _clock(profile: Profile) -> None:
    quiet = profile.quiet_hours
    if quiet.covers(profile.summary_at):
        raise _refuse(
            profile,
            "summary_at",
            "summary_in_quiet_hours",
            at=f"{profile.summary_at:%H:%M}",
            start=f"{quiet.start:%H:%M}",
            end=f"{quiet.end:%H:%M}",
        )


RULES: tuple[Callable[[Profile], None], ...] = (
    _shares,
    _ratios,
    _frequencies,
    _twice,
    _filings,
    _events,
    _result_deadline,
    _results,
    _people,
    _platforms,
    _ladders,
    _clock,
    check_clauses,
)
