"""From the register to a frozen pool: the objects a task draws from, who may inspect them, who not."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from domain.coordination import chances, coordinated, expected_visits, stratum_of_task
from domain.draw import Step
from domain.eligibility import ObjectFacts, ObjectRules, exclusion
from domain.errors import DomainError
from domain.pool import Pool, entry, pool_of
from domain.quota import Quota, Rules, plan, stratum
from domain.quota_rules import rules_from, rules_of_profile
from models import Draw, InspectionObject, Task
from models import Visit as VisitRow
from services import experts
from services.eligible import inspectors_for
from services.exemptions import listed
from services.object_library import objects_in
from services.work import Work

ACTIVE, SUSPENDED = "active", "suspended"


Told = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Preview:
    """What an announcement freezes; ``inspectors`` is ``{areas, eligible: {unit: {no: areas}}, recused}``,
    with ``experts`` where a task asks for them.

    ``explained`` and ``warnings`` are word keys with their facts. ``visits`` are those to expect from a joint
    draw: with independent draws, with shared orders.
    """

    tasks: tuple[Task, ...]
    pool: Pool
    steps: tuple[Step, ...]
    explained: tuple[Told, ...]
    warnings: tuple[Told, ...]
    exclusions: Mapping[str, int]
    inspectors: dict[str, Any]
    need: int
    visits: tuple[int, int] | None = None

    @property
    def inspectors_by_unit(self) -> dict[str, int]:
        """How many inspectors each unit could send."""
        return {unit: len(people) for unit, people in self.inspectors["eligible"].items()}


@dataclass(frozen=True)
class Part:
    """One task's part of a pool: its objects, its quota over the eligible ones."""

    task: Task
    subjects: Mapping[str, InspectionObject]
    counts: Mapping[str, int]
    quota: Quota

    @property
    def steps(self) -> list[Step]:
        """The task's steps in a joint draw."""
        return coordinated(self.task.no, self.quota.steps)

    def told(self, *, warning: bool) -> list[Told]:
        """The quota's sentences, under the task's name."""
        found = [
            (f"draw_rules.quota.{one.code}", one.params)
            for one in self.quota.explanations
            if one.warning is warning
        ]
        return [("draw.of_task", {"task": self.task.name}), *found] if found else []

    def chances(self, eligible: Collection[str]) -> dict[str, Fraction]:
        """Object → its chance in this task."""
        strata = {number: _stratum(one) for number, one in self.subjects.items() if number in eligible}
        return chances(self.quota.steps, strata, self.counts)


async def preview(look: Work, tasks: Sequence[Task]) -> Preview:
    """Pool, quotas and inspectors of one task, or of several drawn jointly, as they stand now.

    Raises ``draw.empty_pool`` and ``quota.*``.
    """
    visits = await _visits_this_year(look)
    members = [await _objects(look, task) for task in tasks]
    subjects = {one.register_no: one for rows in members for one in rows}
    reasons = _reasons(look, subjects.values(), visits, await listed(look))
    parts = [_part(look, task, rows, reasons) for task, rows in zip(tasks, members, strict=True)]
    joint = len(parts) > 1
    eligible = subjects.keys() - reasons.keys()
    library = await experts.experts_for(look, tasks, [subjects[number] for number in sorted(eligible)])
    inspectors = await inspectors_for(look, tasks, list(subjects.values()))
    return Preview(
        tasks=tuple(tasks),
        pool=_pool(parts, reasons),
        steps=tuple(step for part in parts for step in (part.steps if joint else part.quota.steps)),
        explained=(*_told(parts, warning=False), *experts.explained(library)),
        warnings=(*_told(parts, warning=True), *experts.warnings(library)),
        exclusions=Counter(reasons.values()),
        inspectors=inspectors | ({"experts": library} if library else {}),
        need=look.profile.min_inspectors,
        visits=expected_visits([part.chances(eligible) for part in parts]) if joint else None,
    )


def _told(parts: Sequence[Part], *, warning: bool) -> tuple[Told, ...]:
    told = [part.told(warning=warning) for part in parts]
    if len(parts) == 1:
        return tuple(told[0][1:])
    return tuple(one for lines in told for one in lines)


def _part(look: Work, task: Task, rows: Sequence[InspectionObject], reasons: Mapping[str, str]) -> Part:
    if not rows:
        raise DomainError("draw.empty_pool", scope=task.scope or task.object_type or task.name)
    counts = Counter(_stratum(one) for one in rows if one.register_no not in reasons)
    return Part(task, {one.register_no: one for one in rows}, counts, plan(_rules(look, task), counts))


def _pool(parts: Sequence[Part], reasons: Mapping[str, str]) -> Pool:
    """Every object once; in a joint pool its strata name the tasks it stands in."""
    strata: defaultdict[str, list[str]] = defaultdict(list)
    for part in parts:
        for number, subject in part.subjects.items():
            name = _stratum(subject)
            strata[number].append(stratum_of_task(part.task.no, name) if len(parts) > 1 else name)
    return pool_of(entry(number, names, reasons.get(number, "")) for number, names in strata.items())


async def candidates(look: Work, tasks: Sequence[Task], others: Iterable[Task]) -> list[tuple[Task, int]]:
    """Other tasks that could be drawn jointly (花溪 §12, §20): same window, objects in common, most first."""
    own = {one.register_no for task in tasks for one in await _objects(look, task)}
    found = []
    for other in others:
        overlapping = all(
            other.window_from <= task.window_to and task.window_from <= other.window_to for task in tasks
        )
        if other in tasks or not overlapping or other.draw_mode != tasks[0].draw_mode:
            continue
        shared = len(own & {one.register_no for one in await _objects(look, other)})
        if shared:
            found.append((other, shared))
    return sorted(found, key=lambda pair: (-pair[1], pair[0].no))


async def _objects(look: Work, task: Task) -> list[InspectionObject]:
    """Every object of the task's type and sub-library, excluded ones too."""
    return await objects_in(look, task.object_type, task.scope)


async def reasons_against(look: Work, task: Task, subjects: Sequence[InspectionObject]) -> dict[str, str]:
    """Object → why our own rules would not have drawn it for the task; the others are not named."""
    inside = {one.register_no for one in await _objects(look, task)}
    outside = {one.register_no: "outside" for one in subjects if one.register_no not in inside}
    return _reasons(look, subjects, await _visits_this_year(look), await listed(look)) | outside


async def _visits_this_year(look: Work) -> Mapping[int, int]:
    """Visits already drawn this year, by object."""
    rows = await look.session.exec(
        select(VisitRow.object_id, func.count())
        .join(Draw, col(VisitRow.draw_id) == col(Draw.id))
        .where(Draw.year == look.today.year, VisitRow.state != "replaced")
        .group_by(col(VisitRow.object_id))
    )
    return dict(rows.all())


def _reasons(
    look: Work, subjects: Iterable[InspectionObject], visits: Mapping[int, int], exempt: Mapping[str, str]
) -> dict[str, str]:
    """Object → why it cannot be drawn; the others are not named."""
    best = look.profile.grade_scheme.codes[:1] if look.profile.low_risk_exempt else ()
    rules = ObjectRules(
        exempt_grades=frozenset(best),
        observation=look.profile.observation_period,
        yearly_cap=look.profile.yearly_cap_per_object,
        listed=exempt,
    )
    found = {
        one.register_no: exclusion(_facts(one, visits.get(one.id or 0, 0)), rules, look.today)
        for one in subjects
    }
    return {number: reason.code for number, reason in found.items() if reason}


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
