"""Who may be drawn and who may inspect: each reason has a code, worded under ``draw_rules``."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from domain.grades import nearest_rule
from domain.profile_grades import Frequency

ExclusionCode = Literal[
    "closed",
    "suspended",
    "listed",
    "observation",
    "low_risk",
    "yearly_cap",
    "frequency",
    "portion",
    "joint",
]
HindranceCode = Literal["left", "certificate", "expired", "leave", "area", "field", "recusal"]
Relation = Literal["own", "relative", "former_employer", "last_time", "asked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectFacts:
    """What the register knows of an object on the day of the draw.

    ``portion`` is the draw that drew it in an earlier portion of the same task. ``key`` objects and ``whole``
    (full coverage) stay in the pool where a general one would be spared.
    """

    id: str
    grade: str = ""
    risk: str = ""
    closed: bool = False
    suspended: bool = False
    observed_until: date | None = None
    visits_this_year: int = 0
    joint_task: str = ""
    portion: str = ""
    key: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRules:
    """What the place spares. ``yearly_cap`` 0 = none; ``listed``: ids and the document that exempts them."""

    exempt_grades: frozenset[str] = frozenset()
    observation: bool = False
    yearly_cap: int = 0
    frequencies: tuple[Frequency, ...] = ()
    listed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and what its sentence needs."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def exclusion(facts: ObjectFacts, rules: ObjectRules, on: date) -> Reason | None:
    """Why an object cannot be drawn on a day, the weightiest reason first; ``None`` = it can.

    Observation (忻州 二(七)), low risk (湛江 二(五)) and the frequency of a class (花溪 24) spare neither key
    objects nor full coverage.
    """
    spared = not (facts.key or facts.whole)
    often = nearest_rule(rules.frequencies, facts.grade, facts.risk)
    observed = facts.observed_until
    checks: list[tuple[ExclusionCode, bool, dict[str, object]]] = [
        ("closed", facts.closed, {}),
        ("suspended", facts.suspended, {}),
        ("listed", facts.id in rules.listed, {"document": rules.listed.get(facts.id, "")}),
        ("portion", bool(facts.portion), {"draw": facts.portion}),
        ("joint", bool(facts.joint_task), {"task": facts.joint_task}),
        (
            "yearly_cap",
            0 < rules.yearly_cap <= facts.visits_this_year and not facts.whole,
            {"visits": facts.visits_this_year, "cap": rules.yearly_cap},
        ),
        (
            "frequency",
            spared and _had_enough(often, facts.visits_this_year),
            {"visits": facts.visits_this_year} | _about(often),
        ),
        (
            "observation",
            rules.observation and spared and observed is not None and on <= observed,
            {"until": observed},
        ),
        ("low_risk", spared and facts.grade in rules.exempt_grades, {}),
    ]
    return next((Reason(code, params) for code, holds, params in checks if holds), None)


def _about(often: Frequency | None) -> dict[str, object]:
    return {} if often is None else {"grade": often.grade, "risk": often.risk, "cap": often.at_most}


def _had_enough(often: Frequency | None, visits: int) -> bool:
    return often is not None and often.at_most is not None and visits >= often.at_most


@dataclass(frozen=True, slots=True)
class Owed:
    """Objects of a class that had fewer draws this year than the place asks for."""

    rule: Frequency
    count: int

    @property
    def facts(self) -> dict[str, int | str]:
        """What its sentence needs."""
        rule = self.rule
        times = rule.at_least or 0
        return {
            "grade": rule.grade,
            "risk": rule.risk,
            "times": times,
            "count": self.count,
            "clause": rule.clause,
        }


def owed(frequencies: tuple[Frequency, ...], objects: Iterable[ObjectFacts]) -> tuple[Owed, ...]:
    """What frequencies still ask of the year, by rule in their order; who is gone owes nothing."""
    short = Counter(
        rule
        for one in objects
        if not (one.closed or one.suspended)
        and (rule := nearest_rule(frequencies, one.grade, one.risk))
        and one.visits_this_year < (rule.at_least or 0)
    )
    return tuple(Owed(rule, short[rule]) for rule in frequencies if short[rule])


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectorFacts:
    """What the roster knows of an inspector. ``relations`` map object ids to why he stays away from them.

    ``fields`` and ``areas`` empty = all; ``leave`` are first and last days.
    """

    id: str
    certificate: str = ""
    certificate_until: date | None = None
    fields: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    relations: Mapping[str, Relation] = field(default_factory=dict)
    leave: tuple[tuple[date, date], ...] = ()
    left: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a task asks of its inspectors, and the day they go."""

    object_id: str
    on: date
    area: str = ""
    fields: frozenset[str] = frozenset()
    certificate_required: bool = True


def hindrances(inspector: InspectorFacts, visit: Visit) -> tuple[Reason, ...]:
    """Every reason why an inspector may not serve a visit; empty = he may.

    A certificate without an end date counts as valid; 回避 after 行政处罚法 第43条.
    """
    until, relation = inspector.certificate_until, inspector.relations.get(visit.object_id)
    away = next((days for days in inspector.leave if days[0] <= visit.on <= days[1]), None)
    certified = bool(inspector.certificate)
    lacking = sorted(visit.fields - inspector.fields) if inspector.fields else []
    checks: list[tuple[HindranceCode, bool, dict[str, object]]] = [
        ("left", inspector.left, {}),
        ("certificate", visit.certificate_required and not certified, {}),
        (
            "expired",
            visit.certificate_required and certified and until is not None and until < visit.on,
            {"until": until, "on": visit.on},
        ),
        ("leave", away is not None, {"until": away and away[1]}),
        (
            "area",
            bool(visit.area and inspector.areas and visit.area not in inspector.areas),
            {"area": visit.area},
        ),
        ("field", bool(lacking), {"fields": lacking}),
        ("recusal", relation is not None, {"relation": relation}),
    ]
    return tuple(Reason(code, params) for code, holds, params in checks if holds)
