"""The rows behind 考核指标: what stands in numerator and denominator, and since when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.indicators import RELEASED, Errand
from domain.plan import Kind
from domain.plan_indicators import PlannedTask
from domain.scorecard import Basis, Row
from domain.staffing import UnitStaff

Rows = dict[str, list[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFacts:
    """A row of the year's plans. ``base``: objects of its kind on the plan date; ``quantity``: task number.

    ``drawn`` objects so far, ``key_drawn`` of them key objects; ``complete``: nothing is left to draw.
    ``by_class``: whether each of its draws took objects by class, where the record tells; else the plan says
    it, and ``platform`` that a platform drew.
    """

    id: int
    number: str
    name: str
    planned: PlannedTask
    complete: bool = False
    base: int = 0
    quantity: int = 0
    drawn: int = 0
    key_drawn: int = 0
    by_class: tuple[bool, ...] = ()
    platform: bool = False

    @property
    def graded(self) -> bool:
        """Whether the credit-risk classes are used: by every draw of it, or by the plan."""
        return all(self.by_class) if self.by_class else self.planned.graded

    @property
    def basis(self) -> Basis:
        """What ``graded`` goes by."""
        if self.by_class:
            return "draw"
        return "platform" if self.platform else "plan"

    @property
    def units(self) -> tuple[str, ...]:
        """Who leads and who joins."""
        return (self.planned.unit, *self.planned.partners)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A problem that was found: where, and since when it is closed or handed over."""

    number: str
    unit: str
    visit: str = ""
    handled: bool = False
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingFacts:
    """A duty with a day: what a unit has to file, and when it did."""

    what: str
    unit: str
    due_on: date
    filed_on: date | None = None


def of_parts(errands: Sequence[Errand], cases: Iterable[CaseFacts], today: date) -> Rows:
    """检查完成率, 公示率, 按时公示率, 录入率, 双随机占比 and 完结率, each unit's part in a visit as one.

    What a decision keeps back by law is in neither part of 公示率; a clue's visit is in 双随机占比 alone.
    """
    drawn = [one for one in errands if one.kind != Kind.CLUE]
    due = [one for one in drawn if not one.withheld]
    open_cases = {(one.visit, one.unit) for one in cases if not one.handled}
    return {
        "random_share": [_part(one, one.kind != Kind.CLUE, None) for one in errands],
        "inspection_completion": [_part(one, one.reported, one.reported_on) for one in drawn],
        "entry_rate": [
            _part(one, one.entered_on is not None, one.entered_on) for one in drawn if one.state == RELEASED
        ],
        "publication_rate": [_part(one, one.published, one.published_on) for one in due],
        "on_time_publication": [
            _part(one, one.published_on is not None and one.published_on <= last, one.published_on)
            for one in due
            if (last := one.publish_by) and (one.published or last < today)
        ],
        "closed_of_published": [
            _part(one, (one.number, one.unit) not in open_cases, one.published_on)
            for one in drawn
            if one.published
        ],
    }


def _part(one: Errand, counts: object, since: date | None) -> Row:
    return Row(
        what=one.subject,
        number=one.number,
        units=(one.unit,),
        have=int(bool(counts)),
        since=since if counts else None,
    )


def of_cases(cases: Iterable[CaseFacts]) -> Rows:
    """问题处理率: closed or handed over / all problems found."""
    return {
        "problem_handling": [
            Row(what=one.visit, number=one.number, units=(one.unit,), have=int(one.handled), since=one.since)
            for one in cases
        ]
    }


def of_filings(filings: Iterable[FilingFacts], today: date) -> Rows:
    """报送及时率: filed by the day / due by today."""
    return {
        "filings_on_time": [
            Row(
                what=one.what,
                units=(one.unit,),
                have=int(one.filed_on is not None and one.filed_on <= one.due_on),
                since=one.filed_on,
            )
            for one in filings
            if one.due_on < today or one.filed_on is not None
        ]
    }


def of_staff(units: Iterable[UnitStaff]) -> Rows:
    """执法人员入库率: certified inspectors in the library / certified staff as the units report them."""
    return {
        "staff_in_library": [
            Row(what=one.unit, units=(one.unit,), have=one.counted, of=one.certified)
            for one in units
            if one.certified
        ]
    }


def of_plan(tasks: Sequence[TaskFacts], items: Mapping[str, tuple[str, str]]) -> Rows:
    """The plan's shares; the formulas are those of ``domain.plan_indicators``.

    ``items``: code → name and unit of the list in force.
    """
    planned = {code for task in tasks for code in task.planned.items} & items.keys()
    graded = {code for task in tasks if task.graded for code in task.planned.items}
    basis = _bases(tasks)
    joint = [task for task in tasks if task.planned.joint]
    return {
        "item_coverage": [_item(code, items[code], code in planned) for code in items],
        "credit_use_items": [
            replace(_item(code, items[code], code in graded), basis=basis[code]) for code in sorted(planned)
        ],
        "joint_share": [_task(task, task.planned.joint) for task in tasks],
        "credit_use_joint": [replace(_task(task, task.graded), basis=task.basis) for task in joint],
        "sampling_ratio": [
            _task(task, task.drawn, task.base) for task in tasks if task.complete and task.base
        ],
        "key_share": [
            _task(task, min(task.key_drawn, number), number)
            for task in tasks
            if task.drawn and (number := task.quantity or task.drawn)
        ],
    }


def _bases(tasks: Iterable[TaskFacts]) -> dict[str, Basis]:
    """Item → what its use of the classes goes by: the first task that uses them, else the first of all."""
    found: dict[str, Basis] = {}
    for task in sorted(tasks, key=lambda task: not task.graded):
        for code in task.planned.items:
            found.setdefault(code, task.basis)
    return found


def of_ordered(numbers: Iterable[tuple[str, str, int, int]]) -> Rows:
    """下达任务数完成率 (花溪 17): objects drawn, of each unit's number at most / numbers ordered from above.

    ``numbers``: unit, document, objects drawn, number.
    """
    return {
        "ordered_number": [
            Row(what=unit, number=document, units=(unit,), have=min(done, number), of=number)
            for unit, document, done, number in numbers
            if number
        ]
    }


def _item(code: str, item: tuple[str, str], counts: object) -> Row:
    name, unit = item
    return Row(what=name, number=code, units=(unit,), have=int(bool(counts)))


def _task(task: TaskFacts, have: int, of: int = 1, since: date | None = None) -> Row:
    return Row(what=task.name, number=task.number, units=task.units, have=int(have), of=of, since=since)


def of_completion(
    tasks: Sequence[TaskFacts], errands: Iterable[Errand], units: Collection[str], least: int
) -> Rows:
    """计划完成率: tasks drawn and reported to the last part / tasks; units with ``least`` such joint ones."""
    parts: dict[int, list[Errand]] = {}
    for one in errands:
        for task_id in one.task_ids:
            parts.setdefault(task_id, []).append(one)
    finished = {task.id: _finished(task, parts.get(task.id, ())) for task in tasks}
    return {
        "plan_completion": [
            _task(task, finished[task.id] is not None, since=finished[task.id]) for task in tasks
        ],
        "joint_min_per_unit": [_unit_of_joint(unit, tasks, finished, least) for unit in units if least],
    }


def _finished(task: TaskFacts, parts: Collection[Errand]) -> date | None:
    if not (task.complete and parts and all(one.reported for one in parts)):
        return None
    return max(one.reported_on or one.window_to for one in parts)


def _unit_of_joint(
    unit: str, tasks: Iterable[TaskFacts], finished: Mapping[int, date | None], least: int
) -> Row:
    days = sorted(
        on
        for task in tasks
        if task.planned.joint and unit in task.units and (on := finished[task.id]) is not None
    )
    reached = len(days) >= least
    return Row(what=unit, units=(unit,), have=int(reached), since=days[least - 1] if reached else None)
