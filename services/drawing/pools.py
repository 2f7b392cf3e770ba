"""From the register to a frozen pool: the objects a task draws from, who may inspect them, who not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sqlmodel import col, select

from domain.coordination import chances, coordinated, expected_visits, stratum_of_task
from domain.draw import Step
from domain.eligibility import Owed
from domain.errors import DomainError
from domain.plan import Kind
from domain.pool import Pool, entry, pool_of
from domain.portions import portion
from domain.quota import Explanation, Quota, least, stratum, tells_risk
from models import InspectionObject, Task
from services.drawing import exclusions, experts, revisits, task_quotas
from services.drawing.eligible import inspectors_for
from services.drawing.exclusions import Year
from services.items import item_checks
from services.objects.object_library import objects_in
from services.planning import portions
from services.planning.portions import Portion
from services.staff import trainings
from services.work import Work

OWN = ("portion", "joint")
APART = "~"  # opens the stratum of an object that this task of a joint draw cannot draw: ~ and the reason

Told = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Preview:
    """What an announcement freezes; ``inspectors`` is ``{areas, eligible: {unit: {no: areas}}, recused}``,
    with ``experts`` where a task asks for them.

    ``explained`` and ``warnings`` are word keys with their facts. ``visits`` are those to expect from a joint
    draw: with independent draws, with shared orders. ``portions``: task → which of the year's is drawn.
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
    portions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def inspectors_by_unit(self) -> dict[str, int]:
        """How many inspectors each unit could send."""
        return {unit: len(people) for unit, people in self.inspectors["eligible"].items()}


@dataclass(frozen=True)
class Part:
    """One task's part of a pool: its objects, why some cannot be drawn, its quota over the others.

    ``total`` is the year's number where ``portion`` is one of several, ``done`` what was drawn of it before.
    ``owed``: what of the task's objects the place's frequencies still ask for. ``by_risk``: its strata tell
    risk classes too, because a rule does.
    """

    task: Task
    subjects: Mapping[str, InspectionObject]
    reasons: Mapping[str, str]
    counts: Mapping[str, int]
    quota: Quota
    portion: Portion | None = None
    done: int = 0
    total: int = 0
    owed: tuple[Owed, ...] = ()
    by_risk: bool = False

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
        if not warning:
            found += [("draw.frequency_owed", one.facts) for one in self.owed]
        return [("draw.of_task", {"task": self.task.name}), *found] if found else []

    def stratum(self, subject: InspectionObject) -> str:
        """Where in the task's pool an object stands."""
        return _stratum(subject, by_risk=self.by_risk)

    def chances(self) -> dict[str, Fraction]:
        """Object → its chance in this task."""
        strata = {no: self.stratum(one) for no, one in self.subjects.items() if no not in self.reasons}
        return chances(self.quota.steps, strata, self.counts)


async def preview(look: Work, tasks: Sequence[Task]) -> Preview:
    """Pool, quotas and inspectors of one task, or of several drawn jointly, as they stand now.

    Raises ``draw.empty_pool``, ``draw.portion_nothing`` and ``quota.*``.
    """
    year = await exclusions.of_year(look)
    parts = [await _part(look, task, year) for task in tasks]
    subjects = {no: one for part in parts for no, one in part.subjects.items()}
    outside = _outside(parts)
    eligible = [subjects[number] for number in sorted(subjects.keys() - outside.keys())]
    days = _days(parts)
    library = await experts.experts_for(look, tasks, eligible, days[1])
    inspectors = await inspectors_for(look, tasks, list(subjects.values()), days)
    joint = len(parts) > 1
    return Preview(
        tasks=tuple(tasks),
        pool=_pool(parts, outside),
        steps=tuple(step for part in parts for step in (part.steps if joint else part.quota.steps)),
        explained=(*_told(parts, warning=False), *experts.explained(library)),
        warnings=(
            *_told(parts, warning=True),
            *experts.warnings(library),
            *await item_checks.told(look, tasks),
            *await trainings.warnings(look, tasks, inspectors["eligible"]),
        ),
        exclusions=Counter(outside.values()),
        inspectors=inspectors | ({"experts": library} if library else {}),
        need=look.profile.min_inspectors,
        visits=expected_visits([part.chances() for part in parts]) if joint else None,
        portions={one.task.no: one.portion.as_json(one.done, one.total) for one in parts if one.portion},
    )


def _told(parts: Sequence[Part], *, warning: bool) -> tuple[Told, ...]:
    if len(parts) == 1:
        return tuple(parts[0].told(warning=warning)[1:])
    apart = {part.task.no: [] if warning else _apart(part) for part in parts}
    return tuple(one for part in parts for one in (*part.told(warning=warning), *apart[part.task.no]))


def _apart(part: Part) -> list[Told]:
    """What keeps objects out of one task of a joint draw, and not out of the others."""
    counts = Counter(part.reasons.values())
    return [("draw.apart", {"reason": code, "count": counts[code]}) for code in OWN if counts[code]]


def _outside(parts: Sequence[Part]) -> dict[str, str]:
    """Objects that no task can draw, with the reason in the first of their tasks."""
    found: dict[str, str] = {}
    for part in reversed(parts):
        found |= part.reasons
    inside = {number for part in parts for number in part.subjects.keys() - part.reasons.keys()}
    return {number: reason for number, reason in found.items() if number not in inside}


def _days(parts: Sequence[Part]) -> tuple[date, date]:
    """First and last day on which anybody may have to go."""
    own = [
        (part.portion.span.first, part.portion.span.last)
        if part.portion
        else (part.task.window_from, part.task.window_to)
        for part in parts
    ]
    return min(first for first, _ in own), max(last for _, last in own)


async def _part(look: Work, task: Task, year: Year) -> Part:
    rows = await _objects(look, task)
    if not rows:
        raise DomainError("draw.empty_pool", scope=task.scope or task.object_type or task.name)
    reasons = await exclusions.reasons(look, task, rows, year)
    rules = await task_quotas.rules_of(look, task)
    by_risk = tells_risk((*rules.rules, *await task_quotas.floors(look, task)))
    counts = Counter(_stratum(one, by_risk=by_risk) for one in rows if one.register_no not in reasons)
    subjects = {one.register_no: one for one in rows}
    due = await portions.due(look, task)
    short = exclusions.still_owed(look, rows, year)
    if due is None:
        quota = await task_quotas.quota_of(look, task, rules, counts)
        return Part(task, subjects, reasons, counts, quota, owed=short, by_risk=by_risk)
    done = Counter(_stratum(one, by_risk=by_risk) for one in await _drawn_before(look, task))
    of_year = await task_quotas.quota_of(look, task, rules, counts + done)
    quota, total = portion(of_year, counts, done, due.part - 1, due.parts)
    if not quota.steps:
        raise DomainError("draw.portion_nothing", task=task.name, part=due.part)
    told = Quota(quota.steps, (Explanation("portion_of", due.facts), *quota.explanations))
    return Part(task, subjects, reasons, counts, told, due, done.total(), total, short, by_risk)


async def _drawn_before(look: Work, task: Task) -> Sequence[InspectionObject]:
    """What earlier portions drew, as the register has it now, also what is closed meanwhile."""
    counted = (await portions.drawn_before(look, task)).counted
    rows = await look.session.exec(select(InspectionObject).where(col(InspectionObject.id).in_(counted)))
    return rows.all()


def _pool(parts: Sequence[Part], outside: Mapping[str, str]) -> Pool:
    """Every object once; in a joint pool strata name the tasks it stands in, or why not in one."""
    strata: defaultdict[str, list[str]] = defaultdict(list)
    for part in parts:
        for number, subject in part.subjects.items():
            strata[number].append(_in_pool(part, number, subject, outside, joint=len(parts) > 1))
    return pool_of(entry(number, names, outside.get(number, "")) for number, names in strata.items())


def _in_pool(
    part: Part, number: str, subject: InspectionObject, outside: Mapping[str, str], *, joint: bool
) -> str:
    if not joint:
        return part.stratum(subject)
    apart = number in part.reasons and number not in outside
    return stratum_of_task(part.task.no, APART + part.reasons[number] if apart else part.stratum(subject))


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
    """Every object of the task's type and sub-library, excluded ones too; of a revisit, of its visits."""
    if task.kind == Kind.REVISIT:
        return await revisits.objects_of(look, task)
    found = await objects_in(look, task.object_type, task.scope)
    return [one for one in found if _complained(one, task)]


def _complained(subject: InspectionObject, task: Task) -> bool:
    """平罗 二（三）定向抽查: only objects with as many complaints; among them the draw stays random."""
    return not task.complaints_min or (subject.complaints or 0) >= task.complaints_min


async def reasons_against(look: Work, task: Task, subjects: Sequence[InspectionObject]) -> dict[str, str]:
    """Object → why our own rules would not have drawn it for the task; the others are not named."""
    inside = {one.register_no for one in await _objects(look, task)}
    outside = {one.register_no: "outside" for one in subjects if one.register_no not in inside}
    return await exclusions.reasons(look, task, subjects, await exclusions.of_year(look)) | outside


def _stratum(subject: InspectionObject, *, by_risk: bool) -> str:
    return stratum(subject.grade, risk=subject.risk if by_risk else None, key=subject.is_key)


async def fewest(look: Work, task: Task) -> int:
    """The fewest objects of today's library that the place lets the task draw; 0 where it says nothing."""
    rows = await _objects(look, task)
    reasons = await exclusions.reasons(look, task, rows, await exclusions.of_year(look))
    floors = await task_quotas.floors(look, task)
    by_risk = tells_risk(floors)
    counts = Counter(_stratum(one, by_risk=by_risk) for one in rows if one.register_no not in reasons)
    return least(floors, counts)
