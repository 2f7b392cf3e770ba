"""湛江 二（三）: objects on the 综合查一次 list form a task of their own, after one draw under one plan."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlmodel import select

from domain.plan import Kind
from locales.texts import texts
from models import InspectionObject, Task
from services.work import Work, new_ref

MARK = "Z"


def listed(work: Work, subjects: Sequence[InspectionObject]) -> list[str]:
    """The numbers on the list, frozen with the announcement; none where the place does not split."""
    if not work.profile.once_list_split:
        return []
    return sorted(one.register_no for one in subjects if one.once_list)


def listed_in(frozen: Mapping[str, Any]) -> frozenset[str]:
    """The numbers that were frozen."""
    return frozenset(frozen["once"])


async def sister(work: Work, task: Task) -> Task:
    """The task's own for listed objects; made when the first one is drawn."""
    number = f"{task.no}-{MARK}"
    found = (await work.session.exec(select(Task).where(Task.no == number))).first()
    if found is not None:
        return found
    copied: dict[str, Any] = task.model_dump(exclude={"id", "ref", "no", "name", "state", "plan_id"})
    name = texts().say("draw.once_task", task=task.name)
    made = Task(**copied, ref=new_ref(), no=number, name=name, state="drawn")
    work.session.add(made)
    await work.session.flush()
    return made


async def tasks_for(
    work: Work, number: str, of: Sequence[str], tasks: Mapping[str, Task], on_list: Collection[str]
) -> list[Task]:
    """The tasks of one drawn object: the plan's own, or their sisters when it is on the list.

    A revisit is of one of the two already.
    """
    own = [tasks[no] for no in of]
    if number not in on_list:
        return own
    return [task if task.kind == Kind.REVISIT else await sister(work, task) for task in own]
