"""检查工作方案: what a drawn task has to be arranged, from its plan and its draws (忻州 二（六）)."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlmodel import col, select

from domain.errors import DomainError
from domain.form_lines import ChargeLine
from domain.forms import Document, Scheme
from domain.roles import Role
from locales.texts import texts
from models import Assignment, Task, Unit
from services.papers.form_access import draws_of, task_of, visits_of
from services.papers.form_draws import drawn
from services.papers.form_visits import head
from services.visits import assignments
from services.work import Work


async def scheme(look: Work, asked: str) -> Scheme:
    """The scheme of a task by its reference or number, for the office and the liaisons of its units.

    Raises ``forms.unknown``, ``forms.not_yours``, and ``forms.not_held`` before anything was drawn.
    """
    look.require("form.entry")
    task = await task_of(look, asked)
    lead = await look.session.get_one(Unit, task.lead_unit_id)
    _guard(look, task, lead)
    draws = await draws_of(look, task)
    if not draws:
        raise DomainError("forms.not_held", number=task.no)
    charges = await _charges(look, task, (lead.name, *task.partners))
    objects = tuple([line for draw in draws for line in await drawn(look, draw)])
    words = texts()
    return Scheme(
        **head(look, lead.name, task.no),
        tasks=(task.name,),
        task_numbers=(task.no,),
        draw_numbers=tuple(draw.number for draw in draws),
        window=words.say("forms.window", first=task.window_from, last=task.window_to),
        methods=tuple(task.methods) or await _methods(look, task),
        partners=tuple(task.partners),
        drawn_total=len(objects),
        charges=charges,
        objects=objects,
        documents=tuple(Document(document=name) for name in look.profile.documents_to_prepare),
    )


def _guard(look: Work, task: Task, lead: Unit) -> None:
    """A liaison has the schemes of the tasks in which the own unit takes part."""
    open_to = look.actor.is_house or Role.OFFICE in look.actor.roles
    if not open_to and look.actor.unit_name not in {lead.name, *task.partners}:
        raise DomainError("forms.not_yours", number=task.no)


async def _charges(look: Work, task: Task, units: Sequence[str]) -> tuple[ChargeLine, ...]:
    """Each unit that takes part or goes, with its items and how many of its people go."""
    going = await _going(look, task)
    joiner = texts().say("forms.joiner")
    return tuple(
        [
            ChargeLine(
                member=unit,
                charge=joiner.join(item.name for item in await assignments.items_of(look, [task], unit)),
                people=going[unit],
            )
            for unit in _once((*units, *going))
        ]
    )


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


async def _going(look: Work, task: Task) -> Counter[str]:
    """People of each unit on the task's visits, each person once."""
    visits = [visit.id for visit in await visits_of(look, task)]
    rows = await look.session.exec(
        select(col(Unit.name), col(Assignment.person_id))
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .where(col(Assignment.visit_id).in_(visits), Assignment.state == "active")
        .distinct()
        .order_by(col(Unit.name))
    )
    return Counter(unit for unit, _ in rows)


async def _methods(look: Work, task: Task) -> tuple[str, ...]:
    """Where the plan says nothing the item list does."""
    items = await assignments.items_of(look, [task], "")
    return tuple(_once(method for item in items for method in item.methods))
