"""From the register to a frozen pool: the objects a task draws from, who may inspect them, who not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import col, select

from domain.draw import Step
from domain.eligibility import InspectorFacts, ObjectFacts, ObjectRules, Visit, exclusion, hindrances
from domain.errors import DomainError
from domain.pool import Entry, Pool, entry, pool_of
from domain.quota import Explanation, Quota, Rules, plan, stratum
from domain.quota_rules import rules_from, rules_of_profile
from models import Draw, InspectionObject, Inspector, Person, Recusal, Task, Unit
from models import Visit as VisitRow
from services.work import Work

ACTIVE, SUSPENDED = "active", "suspended"


@dataclass(frozen=True)
class Preview:
    """What an announcement freezes; ``inspectors`` is ``{areas, eligible: {unit: {no: areas}}, recused}``."""

    pool: Pool
    quota: Quota
    exclusions: Mapping[str, int]
    inspectors: dict[str, Any]
    need: int

    @property
    def steps(self) -> Sequence[Step]:
        """The steps to announce."""
        return self.quota.steps

    @property
    def explained(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Every number with its reason, as word keys and parameters."""
        return [_worded(one) for one in self.quota.explanations if not one.warning]

    @property
    def warnings(self) -> list[tuple[str, Mapping[str, Any]]]:
        """Shortfalls and conflicts that the confirmer must see."""
        return [_worded(one) for one in self.quota.warnings]

    @property
    def inspectors_by_unit(self) -> dict[str, int]:
        """How many inspectors each unit could send."""
        return {unit: len(people) for unit, people in self.inspectors["eligible"].items()}


def _worded(one: Explanation) -> tuple[str, Mapping[str, Any]]:
    return f"draw_rules.quota.{one.code}", one.params


async def preview(look: Work, task: Task) -> Preview:
    """Pool, quota and inspectors of a task as they stand now. Raises ``draw.empty_pool`` and ``quota.*``."""
    subjects = await _objects(look, task)
    if not subjects:
        raise DomainError("draw.empty_pool", scope=task.scope or task.object_type)
    entries, reasons = _entries(look, subjects, await _visits_this_year(look))
    pool = pool_of(entries)
    counts = Counter(one.strata[0] for one in pool if not one.exclusion)
    return Preview(
        pool=pool,
        quota=plan(_rules(look, task), counts),
        exclusions=reasons,
        inspectors=await _inspectors(look, task, subjects),
        need=look.profile.min_inspectors,
    )


async def _objects(look: Work, task: Task) -> list[InspectionObject]:
    """Every object of the task's type and sub-library, excluded ones too."""
    query = select(InspectionObject).where(col(InspectionObject.active).is_(True))
    if task.object_type:
        query = query.where(
            or_(
                col(InspectionObject.object_type) == task.object_type,
                col(InspectionObject.kind) == task.object_type,
            )
        )
    rows = (await look.session.exec(query.order_by(col(InspectionObject.register_no)))).all()
    return [row for row in rows if not task.scope or task.scope in (*row.sub_libraries, *row.tags)]


async def _visits_this_year(look: Work) -> Mapping[int, int]:
    """Visits already drawn this year, by object."""
    rows = await look.session.exec(
        select(VisitRow.object_id, func.count())
        .join(Draw, col(VisitRow.draw_id) == col(Draw.id))
        .where(Draw.year == look.today.year)
        .group_by(col(VisitRow.object_id))
    )
    return dict(rows.all())


def _entries(
    look: Work, subjects: Iterable[InspectionObject], visits: Mapping[int, int]
) -> tuple[list[Entry], Counter[str]]:
    """Pool lines, and how many objects each reason keeps out."""
    best = look.profile.grade_scheme.codes[:1] if look.profile.low_risk_exempt else ()
    rules = ObjectRules(
        exempt_grades=frozenset(best),
        observation=look.profile.observation_period,
        yearly_cap=look.profile.yearly_cap_per_object,
    )
    entries, reasons = [], Counter[str]()
    for subject in subjects:
        reason = exclusion(_facts(subject, visits.get(subject.id or 0, 0)), rules, look.today)
        code = reason.code if reason else ""
        reasons.update([code] if code else [])
        entries.append(entry(subject.register_no, [_stratum(subject)], code))
    return entries, reasons


def _facts(subject: InspectionObject, visits: int) -> ObjectFacts:
    return ObjectFacts(
        id=subject.register_no,
        grade=subject.grade,
        closed=subject.status not in (ACTIVE, SUSPENDED),
        suspended=not subject.alive or subject.status == SUSPENDED,
        observed_until=subject.observed_until,
        visits_this_year=visits,
        key=subject.is_key,
    )


def _stratum(subject: InspectionObject) -> str:
    return stratum(subject.grade or "-", key=subject.is_key)


def _rules(look: Work, task: Task) -> Rules:
    """The task's own rule; where the plan gives none, the place's ratios (花溪 §24, 湛江 二（五）)."""
    target = look.profile.target("key_share")
    share: Fraction | None = target.at_least if target else None
    if task.quota:
        rules = rules_from(task.quota)
        return rules if rules.key_share or len(rules.rules) > 1 else Rules(rules=rules.rules, key_share=share)
    own = rules_of_profile(look.profile.ratio_rules, "general")
    if not own:
        raise DomainError("draw.no_quota", task=task.name)
    return Rules(rules=own)


async def _inspectors(look: Work, task: Task, subjects: Iterable[InspectionObject]) -> dict[str, Any]:
    lead = await look.session.get_one(Unit, task.lead_unit_id)
    eligible = {unit: await _eligible(look, task, unit) for unit in (lead.name, *task.partners)}
    bound = any(areas for people in eligible.values() for areas in people.values())
    return {
        "areas": {one.register_no: one.area for one in subjects if bound and one.area},
        "eligible": eligible,
        "recused": await _recused(look),
    }


async def _eligible(look: Work, task: Task, unit: str) -> dict[str, list[str]]:
    """Roster number → areas (none = everywhere) of those who may serve on the window's last day."""
    rows = await look.session.exec(
        select(Person, Inspector)
        .join(Inspector, col(Inspector.person_id) == col(Person.id))
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .where(Unit.name == unit, col(Inspector.valid).is_(True))
        .order_by(col(Person.roster_no))
    )
    visit = Visit(object_id="", on=task.window_to, certificate_required=look.profile.certificate_required)
    return {
        person.roster_no: sorted(inspector.areas)
        for person, inspector in rows
        if not hindrances(_inspector_facts(person, inspector), visit)
    }


def _inspector_facts(person: Person, inspector: Inspector) -> InspectorFacts:
    return InspectorFacts(
        id=person.roster_no,
        certificate=inspector.certificate_no,
        certificate_until=inspector.certificate_until,
        left=person.left_on is not None,
    )


async def _recused(look: Work) -> dict[str, list[str]]:
    """Object → those who declared 回避 from it (行政处罚法 第43条)."""
    rows = await look.session.exec(
        select(Recusal.object_no, Person.roster_no).join(Person, col(Recusal.person_id) == col(Person.id))
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for object_no, roster_no in rows:
        found[object_no].append(roster_no)
    return {number: sorted(people) for number, people in sorted(found.items())}
