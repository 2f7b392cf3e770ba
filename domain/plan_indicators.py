"""What a plan reaches while it can still be changed: numerator, denominator, and what is missing in names."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from domain.plan import Kind
from domain.profile import Profile, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """A task as the indicators see it. ``graded``: its draw uses the credit-risk classes."""

    unit: str
    partners: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    graded: bool = False
    kind: str = Kind.REGULAR

    @property
    def joint(self) -> bool:
        """Several units inspect together."""
        return bool(self.partners)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """An indicator of a plan: ``done`` of ``total``; ``lacking`` more are needed, ``new`` if they are added.

    ``names`` says which ones still stand outside. ``new`` is 0 where adding does not help. ``least`` is the
    number asked of each unit, where the indicator counts units.
    """

    key: str
    done: int
    total: int
    at_least: Fraction | None = None
    hard: bool = True
    clause: str = ""
    lacking: int = 0
    new: int = 0
    least: int = 0
    names: tuple[str, ...] = ()

    @property
    def percent(self) -> int | None:
        """Rounded down, so that 100 % means all; None of nothing."""
        return self.done * 100 // self.total if self.total else None

    @property
    def short(self) -> bool:
        """Below what the place asks for."""
        return self.lacking > 0


def lacking(done: int, total: int, at_least: Fraction) -> int:
    """How many of those that stand outside have to come in."""
    return max(0, ceil(at_least * total) - done)


def added(done: int, total: int, at_least: Fraction) -> int:
    """How many new ones, each counting above and below the line, bring the share up; 0 where none can."""
    if at_least >= 1 or done >= at_least * total:
        return 0
    return ceil((at_least * total - done) / (1 - at_least))


def item_coverage(
    tasks: Iterable[PlannedTask], items: Mapping[str, str], target: Target | None = None
) -> Reached:
    """抽查事项覆盖率: items of the list with a task / items of the list (湛江 80 %, 花溪 §19 清单全覆盖).

    ``items`` maps the codes in force to their names.
    """
    planned = {code for task in tasks for code in task.items} & items.keys()
    outside = tuple(name for code, name in items.items() if code not in planned)
    return _reached("item_coverage", len(planned), len(items), target, names=outside)


def joint_share(tasks: Sequence[PlannedTask], target: Target | None = None) -> Reached:
    """部门联合占比: joint tasks / all tasks of the year (湛江 15 %); a new one counts twice."""
    done, total = sum(task.joint for task in tasks), len(tasks)
    extra = added(done, total, target.at_least) if target else 0
    return _reached("joint_share", done, total, target, new=extra)


def joint_minimum(
    tasks: Sequence[PlannedTask], units: Collection[str], least: int, clause: str = ""
) -> Reached:
    """Units that lead or join at least ``least`` joint tasks / units (平罗 二（一）: 1 each)."""
    taking_part = [{task.unit, *task.partners} for task in tasks if task.joint]
    outside = tuple(unit for unit in units if sum(unit in one for one in taking_part) < least)
    return Reached(
        key="joint_min_per_unit",
        done=len(units) - len(outside),
        total=len(units),
        at_least=Fraction(1),
        clause=clause,
        lacking=len(outside),
        least=least,
        names=outside,
    )


def credit_use_joint(tasks: Sequence[PlannedTask], target: Target | None = None) -> Reached:
    """信用风险应用率: joint tasks whose draw uses the classes / joint tasks (忻州 60 %)."""
    joint = [task for task in tasks if task.joint]
    return _reached("credit_use_joint", sum(task.graded for task in joint), len(joint), target)


def credit_use_items(
    tasks: Sequence[PlannedTask], items: Mapping[str, str], target: Target | None = None
) -> Reached:
    """信用风险应用率: planned items whose draws use the classes / planned items (湛江 80 %)."""
    planned = {code for task in tasks for code in task.items} & items.keys()
    graded = {code for task in tasks if task.graded for code in task.items} & planned
    outside = tuple(name for code, name in items.items() if code in planned - graded)
    return _reached("credit_use_items", len(graded), len(planned), target, names=outside)


def campaigns_joint(tasks: Sequence[PlannedTask], clause: str = "") -> Reached:
    """Joint campaigns / campaigns; 原则上 (忻州 二（五）), so it warns and does not stop."""
    campaigns = [task for task in tasks if task.kind == Kind.CAMPAIGN]
    done = sum(task.joint for task in campaigns)
    return Reached(
        key="campaigns_joint",
        done=done,
        total=len(campaigns),
        at_least=Fraction(1),
        hard=False,
        clause=clause,
        lacking=len(campaigns) - done,
    )


def _reached(  # noqa: PLR0917 - the parts of one fraction
    key: str, done: int, total: int, target: Target | None, names: tuple[str, ...] = (), new: int = 0
) -> Reached:
    if target is None:
        return Reached(key=key, done=done, total=total)
    return Reached(
        key=key,
        done=done,
        total=total,
        at_least=target.at_least,
        hard=target.hard,
        clause=target.clause,
        lacking=lacking(done, total, target.at_least),
        new=new,
        names=names,
    )


def of_place(
    profile: Profile, tasks: Sequence[PlannedTask], items: Mapping[str, str], units: Collection[str]
) -> tuple[Reached, ...]:
    """The indicators of the whole year's plan: those the place has a target for, and the joint share."""
    found = [joint_share(tasks, profile.target("joint_share"))]
    if target := profile.target("item_coverage"):
        found.insert(0, item_coverage(tasks, items, target))
    if profile.joint_min_per_unit:
        clause = profile.clauses.get("joint_min_per_unit", "")
        found.append(joint_minimum(tasks, units, profile.joint_min_per_unit, clause))
    if target := profile.target("credit_use_joint"):
        found.append(credit_use_joint(tasks, target))
    if target := profile.target("credit_use_items"):
        found.append(credit_use_items(tasks, items, target))
    if profile.campaigns_joint and any(task.kind == Kind.CAMPAIGN for task in tasks):
        found.append(campaigns_joint(tasks, profile.clauses.get("campaigns_joint", "")))
    return tuple(found)


def of_unit(
    profile: Profile, unit: str, tasks: Sequence[PlannedTask], items: Mapping[str, str]
) -> tuple[Reached, ...]:
    """One unit's part: coverage of its own items, its joint tasks, and the classes it uses.

    ``tasks`` are everybody's: a unit also fulfils its part in a task that another one leads.
    """
    taking_part = [task for task in tasks if unit == task.unit or unit in task.partners]
    return of_place(profile, taking_part, items, (unit,))
