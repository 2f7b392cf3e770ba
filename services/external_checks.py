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
from services.eligible import inspectors_for, units_of
from services.pools import reasons_against
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


def about_list(task: Task, platform: Platform, chosen: Chosen) -> list[Warned]:
    """What is odd about the list as a whole."""
    told, named = drawn_at(chosen.reading), platforms_named(chosen.reading)
    found = [Warned("other_task", {"written": written}) for written in chosen.labels]
    found += [Warned("other_platform", {"written": one}) for one in named if one != platform.name]
    if not told:
        found.append(Warned("no_time"))
    elif date.fromisoformat(told[:10]) > task.window_from:
        found.append(Warned("late", {"drawn_on": told[:10], "first": task.window_from.isoformat()}))
    return found


async def about_objects(look: Work, task: Task, objects: Sequence[InspectionObject]) -> list[Warned]:
    """Objects that our own rules would not have drawn."""
    reasons = await reasons_against(look, task, objects)
    return [
        Warned("outside", {"object": number})
        if code == "outside"
        else Warned("excluded", {"object": number, "reason": code})
        for number, code in reasons.items()
    ]


async def about_people(
    look: Work, task: Task, teams: Sequence[Team], before: Mapping[str, set[str]]
) -> list[Warned]:
    """Who should not go, and units with too few. ``before``: object → who was to go by an earlier list."""
    may: dict[str, Any] = await inspectors_for(look, [task], (), (task.window_from, task.window_to))
    units = await units_of(look, task)
    fit = {roster_no for people in may["eligible"].values() for roster_no in people}
    people = {no: unit for team in teams for no, unit in team.members.items()}
    found = [
        Warned("foreign" if unit not in units else "unfit", {"roster_no": no, "unit": unit})
        for no, unit in people.items()
        if unit not in units or no not in fit
    ]
    for team in teams:
        new = team.members.keys() - before.get(team.register_no, set())
        away = sorted(new.intersection(may["recused"].get(team.register_no, ())))
        found += [Warned("recused", {"object": team.register_no, "roster_no": no}) for no in away]
        found += _too_few(team, units, look.profile.min_inspectors)
    return found


def _too_few(team: Team, units: Sequence[str], need: int) -> list[Warned]:
    seats = team.seats()
    return [
        Warned("too_few", {"object": team.register_no, "unit": unit, "have": have, "need": need})
        for unit in units
        if (have := len(seats.get(unit, ()))) < need
    ]
