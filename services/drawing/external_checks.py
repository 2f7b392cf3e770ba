"""What the office must see before it registers a platform's list: what our own rules would say against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.errors import DomainError
from domain.external_list import Chosen, drawn_at, platforms_named
from domain.external_record import Team
from domain.profile import Platform
from models import InspectionObject, Task
from services.drawing.eligible import inspectors_for, units_of
from services.drawing.pools import fewest, reasons_against
from services.work import Work

Plain = str | int


@dataclass(frozen=True)
class Warned:
    """A code of ``external.warning`` and what its sentence needs: also kept in the record."""

    code: str
    params: Mapping[str, Plain] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """For the record."""
        return {"code": self.code, **self.params}


def refuse_time(look: Work, task: Task, told: str) -> None:
    """A draw is over before it is registered, and where the place says so before the inspections begin.

    Raises ``external.future`` and ``external.too_late`` (平罗 二（三）).
    """
    day = date.fromisoformat(told[:10]) if told else look.today
    if day > look.today:
        raise DomainError("external.future", drawn_on=day)
    if look.profile.draw_before_window and day > task.window_from:
        clause = look.profile.clauses.get("draw_before_window", "")
        raise DomainError("external.too_late", drawn_on=day, first=task.window_from, clause=clause)


def about_list(tasks: Sequence[Task], platform: Platform, chosen: Chosen) -> list[Warned]:
    """What is odd about the list as a whole."""
    told, named = drawn_at(chosen.reading), platforms_named(chosen.reading)
    first = min(task.window_from for task in tasks)
    found = [Warned("other_task", {"written": written}) for written in chosen.labels]
    found += [Warned("other_platform", {"written": one}) for one in named if one != platform.name]
    if not told:
        found.append(Warned("no_time"))
    elif date.fromisoformat(told[:10]) > first:
        found.append(Warned("late", {"drawn_on": told[:10], "first": first.isoformat()}))
    return found


async def about_objects(
    look: Work, tasks: Sequence[Task], teams: Sequence[Team], objects: Sequence[InspectionObject]
) -> list[Warned]:
    """Objects that our own rules would not have drawn for their task, and tasks that drew too few."""
    drawn = {team.register_no: team.tasks for team in teams}
    found: list[Warned] = []
    for task in tasks:
        own = [one for one in objects if task.no in drawn[one.register_no]]
        for number, code in (await reasons_against(look, task, own)).items():
            params = {"object": number} if code == "outside" else {"object": number, "reason": code}
            found.append(Warned("outside" if code == "outside" else "excluded", params))
        have, need = sum(task.no in of for of in drawn.values()), await fewest(look, task)
        if have < need:
            found.append(Warned("few", {"task": task.name, "have": have, "need": need}))
    return [one for n, one in enumerate(found) if one not in found[:n]]


async def about_people(
    look: Work, tasks: Sequence[Task], teams: Sequence[Team], before: Mapping[str, set[str]]
) -> list[Warned]:
    """Who should not go, and units with too few. ``before``: object → who was to go by an earlier list."""
    days = min(task.window_from for task in tasks), max(task.window_to for task in tasks)
    may: dict[str, Any] = await inspectors_for(look, tasks, (), days)
    units = {task.no: await units_of(look, task) for task in tasks}
    every = {unit for those in units.values() for unit in those}
    fit = {roster_no for people in may["eligible"].values() for roster_no in people}
    people = {no: unit for team in teams for no, unit in team.members.items()}
    found = [
        Warned("foreign" if unit not in every else "unfit", {"roster_no": no, "unit": unit})
        for no, unit in people.items()
        if unit not in every or no not in fit
    ]
    for team in teams:
        new = team.members.keys() - before.get(team.register_no, set())
        away = sorted(new.intersection(may["recused"].get(team.register_no, ())))
        found += [Warned("recused", {"object": team.register_no, "roster_no": no}) for no in away]
        own = dict.fromkeys(unit for no in team.tasks for unit in units[no])
        found += _too_few(team, list(own), look.profile.min_inspectors)
    return found


def _too_few(team: Team, units: Sequence[str], need: int) -> list[Warned]:
    seats = team.seats()
    return [
        Warned("too_few", {"object": team.register_no, "unit": unit, "have": have, "need": need})
        for unit in units
        if (have := len(seats.get(unit, ()))) < need
    ]
