"""Who may be drawn and who may inspect: each reason has a code, worded under ``draw_rules``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

ExclusionCode = Literal[
    "closed", "suspended", "listed", "observation", "low_risk", "yearly_cap", "portion", "joint"
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
    listed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and what its sentence needs."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)


def exclusion(facts: ObjectFacts, rules: ObjectRules, on: date) -> Reason | None:
    """Why an object cannot be drawn on a day, the weightiest reason first; ``None`` = it can.

    Observation (忻州 二(七)) and low risk (湛江 二(五)) spare neither key objects nor full coverage.
    """
    spared = not (facts.key or facts.whole)
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
            "observation",
            rules.observation and spared and observed is not None and on <= observed,
            {"until": observed},
        ),
        ("low_risk", spared and facts.grade in rules.exempt_grades, {}),
    ]
    return next((Reason(code, params) for code, holds, params in checks if holds), None)


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
