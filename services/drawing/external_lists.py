"""A platform's list before it is registered: for which task, where it was drawn, what is odd about it."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlmodel import col, select

from domain.cell_values import Severity
from domain.errors import DomainError
from domain.external_list import Cells, Chosen, Known, Resolved, Roster, drawn_at, of_tasks, resolve
from domain.external_record import FORM, Team, changes, people_of, people_of_teams
from domain.profile import Platform
from domain.reading import Reading
from domain.register_rows import DrawnRow
from locales.columns import columns
from models import (
    Draw,
    Entry,
    ImportBatch,
    InspectionObject,
    Inspector,
    Item,
    Person,
    Result,
    Task,
    Unit,
    Visit,
)
from services import journal
from services.drawing import draws, external_checks
from services.drawing.eligible import units_of
from services.drawing.external_checks import Warned
from services.registers import importing
from services.registers.importing import File
from services.work import Work, new_ref

KIND = "drawn"


@dataclass(frozen=True)
class Shown:
    """What the office sees before it decides. ``file`` carries every problem, by cell."""

    tasks: tuple[Task, ...]
    convenor: str
    """召集部门: the first task's lead unit."""
    platform: Platform
    file: File
    teams: tuple[Team, ...]
    objects: dict[str, InspectionObject]
    drawn_at: str
    """As the list says it, ISO; blank when it does not."""
    unknown: int
    others: int
    """Rows of other tasks, left out."""
    warnings: tuple[Warned, ...]
    draw: Draw | None
    """The registration that this list corrects."""

    @property
    def merged(self) -> int:
        """How many objects several tasks drew: one visit each."""
        return sum(len(team.tasks) > 1 for team in self.teams)

    @property
    def errors(self) -> int:
        """How many problems keep the list out: half a draw is none."""
        return sum(one.severity is Severity.ERROR for one in self.file.reading.problems)

    @property
    def inspectors(self) -> int:
        """How many different people go."""
        return len({roster_no for team in self.teams for roster_no in team.members})

    @property
    def changes(self) -> list[tuple[str, list[str], list[str]]]:
        """Object, who leaves it, who comes to it; empty for a first list."""
        if self.draw is None or self.draw.record is None:
            return []
        return changes(people_of(self.draw.record), people_of_teams(self.teams))


async def open_tasks(look: Work) -> list[Task]:
    """Tasks of this year that a platform may draw, also those whose list may still be corrected."""
    look.require("external.receive")
    rows = await look.session.exec(
        select(Task)
        .where(Task.year == look.today.year, col(Task.state).in_(("planned", "drawn")))
        .order_by(col(Task.window_from), col(Task.no))
    )
    known = FORM in look.profile.draw_modes
    return [task for task in rows if known and await _is_open(look, task)]


async def _is_open(look: Work, task: Task) -> bool:
    if task.state == "planned":
        return True
    draw = await _registered(look, task)
    return draw is not None and not await _is_reported(look, draw)


async def _registered(look: Work, task: Task) -> Draw | None:
    rows = await look.session.exec(select(Draw).where(Draw.kind == FORM))
    return next((draw for draw in rows if task.id in (draw.task_ids or [draw.task_id])), None)


async def together(look: Work, task_ref: str) -> list[Task]:
    """A task with those it was registered with, the convenor's first."""
    (task,) = await draws.tasks_by(look, [task_ref])
    draw = await _registered(look, task)
    return [task] if draw is None else await draws.tasks_of(look, draw)


async def _is_reported(look: Work, draw: Draw) -> bool:
    rows = await look.session.exec(
        select(Result.id)
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .where(Visit.draw_id == draw.id, col(Result.state) != "returned")
    )
    return rows.first() is not None


async def platforms(look: Work, task_refs: Sequence[str]) -> tuple[list[Task], tuple[Platform, ...]]:
    """Where tasks may be drawn together: the platform of a task's domain, else those of every domain.

    Raises ``external.not_here`` at the first task that shares no platform with those before (平罗 二（五）).
    """
    tasks = await draws.tasks_by(look, task_refs)
    common = await _platforms_of(look, tasks[0])
    for task in tasks:
        own = await _platforms_of(look, task)
        common = [one for one in common if one in own]
        if not common:
            raise DomainError("external.not_here", task=task.name)
    return tasks, tuple(common)


async def _platforms_of(look: Work, task: Task) -> list[Platform]:
    rows = await look.session.exec(select(Item.category).where(col(Item.code).in_(task.item_codes)))
    said = [task.scope, task.object_type, *rows.all()]
    external = [one for one in look.profile.platforms if one.draw_mode == FORM]
    own = [one for one in external if any(one.domain in text for text in said)]
    return own or [one for one in external if one.domain == "*"]


def chosen_of(found: Sequence[Platform], name: str) -> Platform:
    """The platform of that name; the first where none was chosen."""
    return next((one for one in found if one.name == name), found[0])


def read_list(name: str, content: bytes) -> File:
    """Read a platform's list. Takes seconds for a large one; raises ``sheet.*`` and ``register.*``."""
    return importing.read_file(name, content, KIND)


async def receive(work: Work, task_refs: Sequence[str], platform: str, file: File) -> tuple[str, Shown]:
    """Keep the list until the office decides; answers its reference and what it would do.

    One list may cover several tasks, the convenor's first; what several of them drew is visited once.
    """
    work.require("external.receive")
    shown = await look_at(work, task_refs, platform, file)
    batch = ImportBatch(
        ref=new_ref(),
        kind=KIND,
        file_name=file.name,
        file_sha256=hashlib.sha256(file.content).hexdigest(),
        content=importing.kept(file),
        report={"tasks": list(task_refs), "platform": shown.platform.name},
        sent_by=work.actor.person_id,
        received_at=work.now,
    )
    work.session.add(batch)
    await work.session.flush()
    await journal.record(
        work, "external.receive", f"import:{batch.id}", tasks=[task.no for task in shown.tasks]
    )
    return batch.ref, shown


async def received_before(
    look: Work, task_refs: Sequence[str], platform: str, file: File, entry: Entry
) -> tuple[str, Shown]:
    """What ``receive`` answered, once more. ``entry``: of the act, which stands already."""
    batch = await look.session.get_one(ImportBatch, int(entry.subject.removeprefix("import:")))
    return batch.ref, await look_at(look, task_refs, platform, file)


async def look_at(look: Work, task_refs: Sequence[str], platform_name: str, file: File) -> Shown:
    """What the list would do now. Raises ``draw.task_taken`` and ``external.*``."""
    tasks, found_platforms = await platforms(look, task_refs)
    platform = chosen_of(found_platforms, platform_name)
    draw = await _corrects(look, tasks)
    chosen = of_tasks(file.reading, [(task.no, task.name) for task in tasks])
    told = drawn_at(chosen.reading)
    for task in tasks:
        external_checks.refuse_time(look, task, told)
    objects = await _objects(look, chosen.reading)
    found = await _resolve(look, tasks, file, chosen, objects)
    before = people_of(draw.record) if draw and draw.record else {}
    fresh = [objects[team.register_no] for team in found.teams if _is_fresh(team, objects, before)]
    warnings = [
        *external_checks.about_list(tasks, platform, chosen),
        *await external_checks.about_objects(look, tasks, found.teams, fresh),
        *await external_checks.about_people(look, tasks, found.teams, before),
    ]
    reading = replace(file.reading, problems=(*file.reading.problems, *found.problems))
    return Shown(
        tasks=tuple(tasks),
        convenor=(await units_of(look, tasks[0]))[0],
        platform=platform,
        file=replace(file, reading=reading),
        teams=found.teams,
        objects=objects,
        drawn_at=told,
        unknown=found.unknown,
        others=chosen.others,
        warnings=tuple(warnings),
        draw=draw,
    )


def _is_fresh(team: Team, objects: Collection[str], before: Collection[str]) -> bool:
    return team.register_no in objects and team.register_no not in before


async def _corrects(look: Work, tasks: Sequence[Task]) -> Draw | None:
    """The registration that a list for these tasks corrects; nothing may have been reported on it."""
    taken = [task for task in tasks if task.state != "planned"]
    if not taken:
        return None
    draw = await _registered(look, taken[0])
    if draw is None:
        raise DomainError("draw.task_taken", task=taken[0].name)
    whole = await draws.tasks_of(look, draw)
    if {task.id for task in whole} != {task.id for task in tasks}:
        raise DomainError("external.not_together", number=draw.number, tasks=[task.name for task in whole])
    if await _is_reported(look, draw):
        raise DomainError("external.reported", number=draw.number)
    return draw


async def _objects(look: Work, reading: Reading) -> dict[str, InspectionObject]:
    rows = await look.session.exec(
        select(InspectionObject).where(
            col(InspectionObject.active).is_(True),
            col(InspectionObject.register_no).in_([row.register_no for row in reading.of(DrawnRow)]),
        )
    )
    return {row.register_no: row for row in rows}


async def _resolve(
    look: Work, tasks: Sequence[Task], file: File, chosen: Chosen, objects: dict[str, InspectionObject]
) -> Resolved:
    rows = await look.session.exec(
        select(Person, Inspector, Unit)
        .join(Inspector, col(Inspector.person_id) == col(Person.id))
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .where(col(Person.left_on).is_(None))
    )
    everybody = [Known(p.roster_no, p.name, unit.name, i.certificate_no) for p, i, unit in rows]
    roster = Roster(everybody, [unit for task in tasks for unit in await units_of(look, task)])
    names = {number: one.name for number, one in objects.items()}
    return resolve(chosen, Cells(file.sheets, columns()), names, roster)


async def discard(work: Work, ref: str) -> None:
    """Put the list aside; nothing was changed by it."""
    work.require("external.confirm")
    batch = await waiting(work, ref)
    batch.state, batch.decided_at = "discarded", work.now
    work.session.add(batch)
    await journal.record(work, "external.discard", f"import:{batch.id}")


async def waiting(work: Work, ref: str) -> ImportBatch:
    """Raises ``import.unknown`` or ``import.decided``."""
    batch = await importing.by_ref(work, ref)
    if batch.state != "waiting" or batch.kind != KIND:
        raise DomainError("import.decided", name=batch.file_name)
    return batch
