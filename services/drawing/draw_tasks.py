"""Tasks of the plan that wait to be drawn: here, or on the platform that the place orders."""

from collections.abc import Sequence

from sqlmodel import col, select

from domain.errors import DomainError
from models import Task
from services.planning.portions import PARTLY, PLANNED
from services.work import Work

LOCAL = "local"
OPEN = (PLANNED, PARTLY)


async def open_tasks(look: Work) -> list[Task]:
    """Tasks of this year's plan that are drawn here and have not been, or not all of their portions."""
    return [task for task in await _waiting(look) if task.draw_mode == LOCAL]


async def platform_tasks(look: Work) -> list[Task]:
    """Tasks of this year's plan that a higher platform draws: they are registered, not drawn here."""
    return [task for task in await _waiting(look) if task.draw_mode != LOCAL]


async def _waiting(look: Work) -> list[Task]:
    rows = await look.session.exec(
        select(Task)
        .where(col(Task.state).in_(OPEN), Task.year == look.today.year)
        .order_by(col(Task.window_from), col(Task.no))
    )
    return list(rows)


def refuse_platform(tasks: Sequence[Task]) -> None:
    """Raise ``draw.external_only`` for a task that a higher platform draws."""
    for task in tasks:
        if task.draw_mode != LOCAL:
            raise DomainError("draw.external_only", task=task.name)
