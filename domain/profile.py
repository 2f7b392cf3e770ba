"""What one place decides about its 双随机、一公开 work: the values of ``profiles/*.toml``.

The dataclasses are the schema: a field is a key, its type the accepted form, no default means required.
A plain value stands in the file as ``{ value = …, clause = "…" }``; ``Profile.clauses`` keeps the clauses.
Shares are exact fractions (0.8 is ``Fraction(4, 5)``), never floats.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from fractions import Fraction
from hashlib import sha256
from typing import Literal

from domain.places import MapLink
from domain.profile_codes import DrawMode, FilingKind, FreeKind, Indicator, ItemColumn, Reminded
from domain.profile_grades import Frequency, GradeScheme, RatioRule
from domain.profile_items import ItemListFiling
from domain.profile_results import CorrectionPeriod, EntrySheet, FollowUpTerms, Measure, ResultCategory
from domain.tags import LibraryField, TagDictionary


@dataclass(frozen=True, slots=True, order=True)
class MonthDay:
    """A day of every year, written ``MM-DD``; 29 February is none."""

    month: int
    day: int

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.month:02d}-{self.day:02d}"

    def in_year(self, year: int) -> date:
        """The day in one year."""
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Who the office is. ``prefix`` opens every number it gives (XZ-2026-0001)."""

    name: str
    prefix: str
    area_code: str
    body_name: str
    office_unit: str
    library_maintainer: str = ""
    plan_maker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The document the profile was read from; ``year`` if it binds one year only.

    ``sections`` are its numbered parts ("二（四）", "1-38"); where given, every clause has to name one.
    """

    title: str
    number: str
    issued_on: date | None = None
    year: int | None = None
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """Where draws of a domain run; ``external`` = drawn there and registered here. ``*`` is every domain."""

    domain: str
    name: str
    draw_mode: DrawMode
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An indicator that has to reach ``at_least``; soft ones (原则上) only warn."""

    indicator: Indicator
    at_least: Fraction
    hard: bool = True
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """What changing a published plan asks for; days are calendar days before the inspection starts."""

    min_days_before: int
    approval: bool
    refile: bool
    republish: bool
    cuts_allowed: bool
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDeadline:
    """When a result must be public: the earlier of event + working days and the fixed day."""

    start_event: Literal["approval", "completion", "submission"]
    working_days: int | None = None
    absolute: MonthDay | None = None
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRule:
    """How a filing's day is found. Which keys a ``type`` needs: ``profile_check.DATE_KEYS``.

    ``last`` is the day of a month's middle ten days that counts as their last (中旬); ``event`` is the key of
    another deadline, whose day it then means, or one of ``profile_codes.EVENTS``.
    """

    type: Literal["fixed", "month_end", "month_window", "mid_month", "window", "after_event"]
    day: MonthDay | None = None
    opens: MonthDay | None = None
    month: int | None = None
    last: int | None = None
    event: str | None = None
    working_days: int | None = None
    calendar_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRule:
    """A duty with a date: ``owed_by`` files it with ``receiver``. ``years`` = first and last valid year.

    ``parts`` are the headings a filed document must have, ``contents`` what a draft says under each;
    ``parts_required``: a document without them is refused, not only asked about.
    """

    key: str
    kind: FilingKind
    date: DateRule
    owed_by: Literal["units", "office"] = "units"
    receiver: Literal["office", "public", "government", "conveners"] = "office"
    parts: tuple[str, ...] = ()
    contents: tuple[Literal["work", "problems", "next", "hand"], ...] = ()
    parts_required: bool = False
    hard: bool = True
    years: tuple[int, ...] = ()
    title: str = ""
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeRule:
    """What units send the office whenever there is something to send (及时); no day, no reminder."""

    kind: FreeKind
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One reminder of a ladder: working days from the deadline (negative = before) and who is told."""

    stage: str
    working_days: int
    receiver: Reminded


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """Plenary meetings a year."""

    min: int
    max: int
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """Who adds a number to a draw, how many at least, and how long the call stays open.

    ``offer_cancel_hours`` after the announcement the office is offered to make the draw void.
    """

    min: int
    roles: tuple[Literal["office", "liaison", "inspector", "auditor", "public"], ...]
    minutes: int
    offer_cancel_hours: int
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Between these two times of the office's clock nothing unasked is sent."""

    start: time
    end: time
    clause: str

    def covers(self, moment: time) -> bool:
        """Whether a time of day is quiet (the end is not)."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Days that personal data is kept: raw updates, spent invites; after how many a location is coarsened."""

    raw_updates: int
    invites: int
    exact_locations: int
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Every value a place decides. ``services.profiles.load`` builds it."""

    name: str
    place: Place
    source: Source
    own_clauses: tuple[str, ...]
    platforms: tuple[Platform, ...]
    publication_targets: tuple[str, ...]
    grade_scheme: GradeScheme
    ratio_rules: tuple[RatioRule, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    targets: tuple[Target, ...] = ()
    joint_min_per_unit: int
    plan_change: PlanChange
    items_outside_list: Literal["refuse", "warn"]
    item_list_filing: ItemListFiling | None = None
    item_columns: tuple[ItemColumn, ...]
    item_list_public_within: int
    quarterly_quota: bool
    campaigns_joint: bool
    joint_spares: Literal["none", "items", "unit"]
    key_object_reasons: tuple[str, ...]
    library_fields: tuple[LibraryField, ...] = ()
    tag_dictionary: TagDictionary | None = None
    result_deadline: ResultDeadline
    report_deadlines: tuple[FilingRule, ...] = ()
    free_filings: tuple[FreeRule, ...] = ()
    meetings: Meetings | None = None
    min_inspectors: int
    certificate_required: bool
    experts_count: bool
    expert_areas_kept: bool
    experts_required: bool
    certificate_warning_days: tuple[int, ...]
    low_risk_exempt: bool
    observation_period: bool
    training_gate: Literal["none", "warn", "block"]
    draw_before_window: bool
    once_list_split: bool
    target_list_public: bool
    yearly_cap_per_object: int
    revisit_share: Fraction
    recognition_months: int
    witnesses: Witnesses
    public_entropy: bool
    documents_to_prepare: tuple[str, ...]
    entry_sheets: tuple[EntrySheet, ...]
    map_link: MapLink
    result_categories: tuple[ResultCategory, ...]
    follow_up_measures: tuple[Measure, ...]
    correction_period: CorrectionPeriod
    follow_up_terms: FollowUpTerms
    ladder: tuple[Rung, ...]
    publication_ladder: tuple[Rung, ...]
    follow_up_ladder: tuple[Rung, ...]
    quiet_hours: QuietHours
    retention: Retention
    max_unsolicited_per_day: int
    summary_at: time
    clauses: Mapping[str, str] = field(repr=False, compare=False)
    canonical: str = field(repr=False, compare=False)

    @property
    def prefix(self) -> str:
        """What opens every number: ``XZ``."""
        return self.place.prefix

    @property
    def draw_modes(self) -> tuple[DrawMode, ...]:
        """The modes in which a draw may bind here."""
        return tuple(sorted({platform.draw_mode for platform in self.platforms}))

    def platforms_for(self, domain: str) -> tuple[Platform, ...]:
        """The platforms of a domain; those for every domain where it has none of its own."""
        own = tuple(p for p in self.platforms if p.domain == domain)
        return own or tuple(p for p in self.platforms if p.domain == "*")

    def target(self, indicator: Indicator) -> Target | None:
        """What the place asks of an indicator, if anything."""
        return next((t for t in self.targets if t.indicator == indicator), None)

    def digest(self) -> str:
        """SHA-256 of the canonical form: changes with any value or clause, not with comments or layout."""
        return sha256(self.canonical.encode()).hexdigest()
