"""Objects that a joint inspection of the year reaches already: a unit does not draw them again on its own."""

from collections.abc import Sequence

from sqlmodel import col, select

from domain.plan import Kind
from models import Draw, Task, Unit, Visit
from services.work import Work


async def joint_before(look: Work, task: Task) -> dict[int, str]:
    """Object → the joint task for which it was drawn this year, for a task of one unit alone.

    Joint is a visit of several units, in one task or in several drawn jointly. What spares an object is the
    place's ``joint_spares``: that the unit took part (``unit``, 花溪 §20), or that all items of the task are
    checked there too (``items``, 忻州 二（八）, 湛江 二（三）).
    It spares no revisit: that looks at the same again.
    """
    if task.partners or task.kind == Kind.REVISIT or look.profile.joint_spares == "none":
        return {}
    tasks = {one.id or 0: one for one in await look.session.exec(select(Task).where(Task.year == task.year))}
    names = {one.id: one.name for one in await look.session.exec(select(Unit))}
    unit = names[task.lead_unit_id]
    units = {number: {names[one.lead_unit_id], *one.partners} for number, one in tasks.items()}
    rows = await look.session.exec(
        select(Visit.object_id, Visit.task_id, Visit.task_ids)
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(Draw.year == task.year, col(Visit.state).not_in(("replaced", "void")))
        .order_by(col(Visit.id))
    )
    found: dict[int, str] = {}
    for object_id, first, all_of_them in rows:
        of = [number for number in all_of_them or [first] if number in tasks]
        own = [tasks[number] for number in of if unit in units[number]]
        joint = len(set().union(*(units[number] for number in of))) > 1
        if joint and task.id not in of and _spares(look.profile.joint_spares, task, own):
            found.setdefault(object_id, own[0].no)
    return found


def _spares(rule: str, task: Task, own: Sequence[Task]) -> bool:
    """Whether what the unit takes part in there makes a check of its own needless."""
    checked = {code for one in own for code in one.item_codes}
    return bool(own) and (rule == "unit" or (bool(task.item_codes) and checked >= set(task.item_codes)))
