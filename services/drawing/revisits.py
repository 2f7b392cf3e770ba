"""回访: finished visits of a task become the pool of a draw like any other; who was there is left out.

What is found is reported, released and published like every drawn inspection; only the pool and the share
are the revisit's own (湛江 三（三）).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlmodel import col, func, select

from domain.disclosure import RELEASED
from domain.errors import DomainError
from domain.plan import Kind
from domain.revisit import Ripe, Tally, due
from locales.texts import texts
from models import Assignment, Draw, InspectionObject, Result, RevisitPool, Task, Visit
from services import journal
from services.work import Work, new_ref

MARK = "H"
SAME = {"lead_unit_id", "partners", "item_codes", "object_type", "scope", "methods"}


async def ripe(look: Work) -> list[Ripe]:
    """The year's tasks with finished visits that wait for a draw of revisits; none where the share is 0."""
    look.require("revisit.begin")
    share = look.profile.revisit_share
    finished = await _finished(look) if share else {}
    rows = await look.session.exec(
        select(Task).where(col(Task.id).in_(list(finished)), Task.year == look.today.year).order_by(Task.no)
    )
    tasks = [one for one in rows if one.kind not in {Kind.REVISIT, Kind.CLUE}]
    counts = {one.ref: len(finished[one.id or 0]) for one in tasks}
    return [Ripe(one.ref, one.no, one.name, counts[one.ref], due(share, counts[one.ref])) for one in tasks]


async def _finished(look: Work) -> dict[int, list[int]]:
    """Task → its visits of which every unit has a released result, and which were in no such pool."""
    seats = await look.session.exec(
        select(Assignment.visit_id, Assignment.unit_id).where(Assignment.state == "active").distinct()
    )
    done = set(
        await look.session.exec(select(Result.visit_id, Result.unit_id).where(Result.state == RELEASED))
    )
    parts: defaultdict[int, list[bool]] = defaultdict(list)
    for visit_id, unit_id in seats:
        parts[visit_id].append((visit_id, unit_id) in done)
    covered = set(await look.session.exec(select(RevisitPool.visit_id, RevisitPool.of_task_id)))
    visits = await look.session.exec(select(Visit).where(Visit.state == "open").order_by(col(Visit.id)))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for visit in visits:
        key = visit.id or 0
        for task_id in visit.task_ids or [visit.task_id]:
            if all(parts.get(key, [False])) and (key, task_id) not in covered:
                found[task_id].append(key)
    return found


async def make_task(work: Work, ref: str) -> Task:
    """Make the task whose draw takes the place's share of these visits; it is drawn like any other.

    Raises ``revisit.not_here``, or ``revisit.nothing`` where no finished visit waits.
    """
    if not work.profile.revisit_share:
        raise DomainError("revisit.not_here")
    if ref not in {one.ref for one in await ripe(work)}:
        raise DomainError("revisit.nothing")
    of = (await work.session.exec(select(Task).where(Task.ref == ref))).one()
    task = await _task(work, of)
    visits = (await _finished(work))[of.id or 0]
    work.session.add_all(_pool(task, of, visits))
    await journal.record(work, "revisit.begin", f"task:{task.no}", of=of.no, finished=len(visits))
    return task


def _pool(task: Task, of: Task, visits: Iterable[int]) -> list[RevisitPool]:
    return [RevisitPool(task_id=task.id or 0, of_task_id=of.id or 0, visit_id=one) for one in visits]


async def _task(work: Work, of: Task) -> Task:
    """The same units and items, in no plan, until the end of the year."""
    before = await work.session.exec(
        select(func.count()).select_from(Task).where(col(Task.no).startswith(f"{of.no}-{MARK}"))
    )
    task = Task(
        **of.model_dump(include=SAME),
        ref=new_ref(),
        year=of.year,
        no=f"{of.no}-{MARK}{before.one() + 1}",
        name=texts().say("revisit.task", task=of.name),
        kind=Kind.REVISIT,
        document=f"{work.profile.source.number} {work.profile.clauses.get('revisit_share', '')}".strip(),
        portion="year",
        quota={"floor": str(work.profile.revisit_share)},
        window_from=work.today,
        window_to=work.today.replace(month=12, day=31),
    )
    work.session.add(task)
    await work.session.flush()
    return task


async def objects_of(look: Work, task: Task) -> list[InspectionObject]:
    """The objects of the visits that a revisit's task draws from."""
    visited = (
        select(Visit.object_id)
        .join(RevisitPool, col(RevisitPool.visit_id) == col(Visit.id))
        .where(RevisitPool.task_id == task.id)
    )
    rows = await look.session.exec(select(InspectionObject).where(col(InspectionObject.id).in_(visited)))
    return list(rows)


async def tally(look: Work) -> Tally:
    """How far the year's revisits are, and what they found that the first visits had not."""
    first = await _first_visits(look)
    again = await _revisits(look, first)
    problems = await _problems(look)
    reported = [one for one in again if one in problems]
    found = [one for one in reported if problems[one] and not problems.get(again[one], True)]
    return Tally(len(first), len(again), len(reported), len(found))


async def _first_visits(look: Work) -> dict[tuple[int, int], int]:
    """A revisit's task and an object of its pool → the visit that it follows."""
    rows = await look.session.exec(
        select(RevisitPool.task_id, Visit.object_id, RevisitPool.visit_id)
        .join(Visit, col(RevisitPool.visit_id) == col(Visit.id))
        .join(Task, col(RevisitPool.task_id) == col(Task.id))
        .where(Task.year == look.today.year)
    )
    return {(task_id, object_id): visit_id for task_id, object_id, visit_id in rows}


async def _revisits(look: Work, first: Mapping[tuple[int, int], int]) -> dict[int, int]:
    """Revisit → the visit that it follows."""
    rows = await look.session.exec(
        select(Visit)
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(Visit.state == "open", Draw.state == "held", Draw.year == look.today.year)
        .where(col(Visit.object_id).in_({object_id for _, object_id in first}))
    )
    return {
        one.id or 0: first[task_id, one.object_id]
        for one in rows
        for task_id in one.task_ids or [one.task_id]
        if (task_id, one.object_id) in first
    }


async def _problems(look: Work) -> dict[int, bool]:
    """Visit → whether anything was found there, of every visit with a released result."""
    rows = await look.session.exec(select(Result.visit_id, Result.problem).where(Result.state == RELEASED))
    found: dict[int, bool] = {}
    for visit_id, problem in rows:
        found[visit_id] = found.get(visit_id, False) or problem
    return found
