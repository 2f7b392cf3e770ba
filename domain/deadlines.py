"""When each duty of a profile falls due, and which reminder is sent when."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from domain.calendar import DAY, Deadline, WorkingCalendar
from domain.profile import DateRule, FilingRule, Profile, Rung
from domain.profile_codes import Reminded

Day = date
OPENING = "opening"
"""The reminder that a window has begun, or that the event has come; not on any ladder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One duty in one year. ``remind_on`` is the working day by which it has to be done in practice."""

    key: str
    kind: str
    title: str
    due_on: date
    opens_on: date | None
    remind_on: date
    owed_by: str
    receiver: str
    parts: tuple[str, ...]
    hard: bool
    clause: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """One reminder of one duty; ``name`` is unique within the duty. Provisional: the day may still move."""

    date: Day
    name: str
    receiver: Reminded
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Sending:
    """What to do about reminders now. Both lists are to be recorded, so that nothing comes twice."""

    send: tuple[Stage, ...]
    skip: tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """What a circular says of one deadline of one year: its last day, and the number of the document."""

    due_on: date
    document: str


@dataclass(frozen=True, slots=True)
class _Span:
    """The last day; the day from which it can be done; the day from which working days were counted."""

    due_on: date
    opens_on: date | None = None
    since: date | None = None


def due_dates(
    profile: Profile,
    year: int,
    calendar: WorkingCalendar,
    events: Mapping[str, date] | None = None,
    moves: Mapping[str, Move] | None = None,
) -> tuple[Due, ...]:
    """The duties of a year, earliest first; the last days of some may lie in the next January.

    A duty counted from an event appears only if ``events`` knows the day of it in this year; other deadlines
    of the place are events by their last day. ``moves`` by key replace the day that the profile gives.
    """
    known = {name: day for name, day in (events or {}).items() if day.year == year}
    found: list[Due] = []
    for rule in sorted(profile.report_deadlines, key=lambda rule: rule.date.type == "after_event"):
        due = _due(rule, year, calendar, known, (moves or {}).get(rule.key))
        if due:
            found.append(due)
            known.setdefault(due.key, due.due_on)
    return tuple(sorted(found, key=lambda due: (due.due_on, due.key)))


def in_force(rule: FilingRule, year: int) -> bool:
    """Whether a rule binds a year."""
    return not rule.years or rule.years[0] <= year <= rule.years[1]


def _due(
    rule: FilingRule, year: int, calendar: WorkingCalendar, events: Mapping[str, date], move: Move | None
) -> Due | None:
    span = _span(rule.date, year, calendar, events)
    if move:
        span = _Span(move.due_on, span.opens_on if span else None)
    if span is None or not in_force(rule, year):
        return None
    remind_on = calendar.previous_working_day(span.due_on)
    opens_on = span.opens_on if span.opens_on and span.opens_on < remind_on else None
    return Due(
        key=rule.key,
        kind=rule.kind,
        title=rule.title,
        due_on=span.due_on,
        opens_on=opens_on,
        remind_on=remind_on,
        owed_by=rule.owed_by,
        receiver=rule.receiver,
        parts=rule.parts,
        hard=rule.hard,
        clause=f"{move.document}；{rule.clause}" if move else rule.clause,
        provisional=not calendar.is_firm_between(min(span.since or remind_on, remind_on), span.due_on),
    )


def _span(rule: DateRule, year: int, calendar: WorkingCalendar, events: Mapping[str, date]) -> _Span | None:
    """None for an event that has not happened."""
    if rule.day:
        opens_on = calendar.next_working_day(rule.opens.in_year(year)) if rule.opens else None
        return _Span(rule.day.in_year(year), opens_on)
    if rule.month:
        last = date(year, rule.month, rule.last or monthrange(year, rule.month)[1])
        opens_on = calendar.next_working_day(last.replace(day=1)) if rule.type == "month_window" else None
        return _Span(last, opens_on)
    happened = events.get(rule.event or "")
    if happened is None:
        return None
    opens_on = calendar.next_working_day(happened + DAY)
    if rule.working_days is not None:
        return _Span(calendar.shift(happened, rule.working_days), opens_on, since=happened)
    return _Span(happened + timedelta(days=rule.calendar_days or 0), opens_on)


def stages(due: Due, profile: Profile, calendar: WorkingCalendar) -> tuple[Stage, ...]:
    """Every reminder of a duty in order. What the office itself owes, only the office is reminded of."""
    ladder = profile.ladder
    if due.owed_by == "office":
        own = [rung for rung in ladder if rung.receiver == "liaison"]
        ladder = tuple(Rung(stage=r.stage, working_days=r.working_days, receiver="office") for r in own)
    climbed = climb(ladder, due.due_on, calendar)
    if due.opens_on is None:
        return climbed
    opening = Stage(due.opens_on, OPENING, ladder[0].receiver, not calendar.is_firm(due.opens_on))
    return opening, *(stage for stage in climbed if stage.date > due.opens_on)


def climb(ladder: Iterable[Rung], due_on: date, calendar: WorkingCalendar) -> tuple[Stage, ...]:
    """The days of a ladder for a deadline: before it counted back from its last working day."""
    last = calendar.previous_working_day(due_on)
    found: list[Stage] = []
    for rung in ladder:
        day = calendar.shift(due_on if rung.working_days > 0 else last, rung.working_days)
        firm = calendar.is_firm_between(min(day, due_on), max(day, due_on))
        found.append(Stage(day, rung.stage, rung.receiver, not firm))
    return tuple(found)


def year_plan(profile: Profile, year: int, calendar: WorkingCalendar) -> tuple[tuple[Due, Stage], ...]:
    """Every reminder of the duties due in a year, by day; those after 31 December are in January."""
    duties = due_dates(profile, year, calendar)
    found = ((due, stage) for due in duties for stage in stages(due, profile, calendar))
    return tuple(sorted(found, key=lambda pair: (pair[1].date, pair[0].due_on, pair[0].key)))


def stages_due(
    planned: Sequence[Stage], today: date, already: Collection[str], fulfilled: bool = False
) -> Sending:
    """Which reminders to send today, at most one a receiver, and which to pass over for good.

    ``already`` names those sent or passed over before. Reminders missed in a downtime merge into the latest
    one of the same receiver; after the duty is fulfilled nothing is sent.
    """
    reached = [stage for stage in planned if stage.date <= today]
    latest = {stage.receiver: stage for stage in reached}  # planned is in order: the last one wins
    fresh = [stage for stage in reached if stage.name not in already]
    send = [] if fulfilled else [stage for stage in fresh if latest[stage.receiver] is stage]
    return Sending(tuple(send), tuple(stage for stage in fresh if stage not in send))


def publication_deadline(
    profile: Profile,
    approved_on: date | None,
    completed_on: date | None,
    calendar: WorkingCalendar,
    submitted_on: date | None = None,
) -> Deadline | None:
    """Until when a result must be public: the earlier of the place's event + working days and its fixed day.

    花溪 §26 counts from the approval, 平罗 二（四） from the completion; None while that has not happened.
    """
    rule = profile.result_deadline
    events = {"approval": approved_on, "completion": completed_on, "submission": submitted_on}
    started = events[rule.start_event]
    if started is None:
        return None
    candidates: list[Deadline] = []
    if rule.working_days is not None:
        candidates.append(calendar.add_working_days(started, rule.working_days))
    if rule.absolute is not None:
        day = rule.absolute.in_year(started.year)
        candidates.append(Deadline(day, firm=True, earliest=day, latest=day, basis="notice"))
    return min(candidates, key=attrgetter("date"))
