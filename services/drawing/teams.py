"""From drawn objects to teams: seats by unit and visit, matched by ``suicha-match/1``, one leader each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.draw import Step, StepResult
from domain.experts import Sent
from domain.matching import Inspector, Matching, by_visit, leader, match, match_key
from domain.matching import Task as Seats
from models import Draw


@dataclass(frozen=True)
class DrawnObject:
    """An object, the first step that drew it, and the numbers of the tasks that did."""

    number: str
    step: str
    ticket: str
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class Teams:
    """The matching and the leader of each visit by object number, and the experts beside them."""

    seats: Sequence[Seats]
    inspectors: Sequence[Inspector]
    matching: Matching
    leaders: Mapping[str, str]
    by_object: Mapping[str, Mapping[str, tuple[str, ...]]]
    experts: tuple[Sent, ...] = ()


def drawn_objects(steps: Sequence[Step], results: Sequence[StepResult], only_task: str) -> list[DrawnObject]:
    """What was drawn, an object once however many tasks drew it, in the order of the draw."""
    found: dict[str, DrawnObject] = {}
    for step, result in zip(steps, results, strict=True):
        task = step.task or only_task
        for one in result.drawn:
            before = found.get(one.id)
            if before is None:
                found[one.id] = DrawnObject(one.id, result.label, one.ticket, (task,))
            else:
                found[one.id] = replace(before, tasks=(*before.tasks, task))
    return list(found.values())


def _seats(draw: Draw, drawn: Sequence[DrawnObject], need: int) -> list[Seats]:
    """One seat group per unit and visit, from what was frozen with the announcement."""
    units = units_by_task(draw)
    return [
        _seat(draw.inspectors, one, unit, need)
        for one in drawn
        for unit in dict.fromkeys(unit for task in one.tasks for unit in units[task])
    ]


def _seat(frozen: dict[str, Any], one: DrawnObject, unit: str, need: int) -> Seats:
    area = frozen["areas"].get(one.number, "")
    near = {no for no, areas in frozen["eligible"][unit].items() if not area or not areas or area in areas}
    fit = near - set(frozen["recused"].get(one.number, ()))
    asked = [frozen["special"][task][unit] for task in one.tasks if unit in frozen["special"].get(task, ())]
    special = frozenset(fit.intersection(*map(set, asked))) if asked else None
    return Seats(f"{one.number}/{unit}", need, frozenset(fit), special, visit=one.number)


def units_by_task(draw: Draw) -> dict[str, list[str]]:
    """Task number → its units, the lead first, as announced."""
    announced: list[dict[str, Any]] = draw.announcement["tasks"]  # type: ignore[assignment]
    return {task["no"]: task["units"] for task in announced}


def form_teams(draw: Draw, drawn: Sequence[DrawnObject], draw_key_hex: str, need: int) -> Teams:
    """Match by ``suicha-match/1``; 组长 comes from the convenor, or the first task's lead without it."""
    seats = _seats(draw, drawn, need)
    everybody = sorted({person for task in seats for person in task.eligible})
    chosen = match_key(draw_key_hex)
    inspectors = [Inspector(one, len(drawn)) for one in everybody]
    matching = match(seats, inspectors, chosen)
    units = units_by_task(draw)
    leaders = {}
    for one in drawn:
        own = matching.assigned.get(f"{one.number}/{units[one.tasks[0]][0]}", ())
        if own:
            leaders[one.number] = leader(chosen, one.number, own)
    return Teams(seats, inspectors, matching, leaders, by_visit(seats, matching))
