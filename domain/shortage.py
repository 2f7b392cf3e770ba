"""Why a task cannot be served: some tasks together ask more of some inspectors than these can give (Hall)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from domain.seating import Reach, Search, Seating


@dataclass(frozen=True, slots=True)
class Shortage:
    """``tasks`` have ``seats`` that only ``inspectors`` may fill, who together can take ``places`` of them.

    ``nobody``: none eligible. ``too_few``: fewer eligible than seats. ``no_specialist``: nobody with the
    speciality. ``capacity``: enough of them, but all have reached their cap.
    """

    code: Literal["nobody", "too_few", "no_specialist", "capacity"]
    tasks: tuple[str, ...]
    inspectors: tuple[str, ...]
    seats: int
    places: int


def explain(
    seating: Seating, short: Sequence[int], tasks: Sequence[str], people: Sequence[str]
) -> dict[int, Shortage]:
    """One explanation for each short task; tasks that starve together share theirs."""
    told: dict[int, Shortage] = {}
    shared: list[tuple[Reach, Shortage]] = []
    for task in short:
        alone = _alone(seating, task, tasks, people)
        found = alone or next((shortage for reach, shortage in shared if task in reach.tasks), None)
        if found is None:
            search = Search(seating, Reach(), seating.free)
            search.from_task(task)
            found = _capacity(seating, search.reach, tasks, people)
            shared.append((search.reach, found))
        told[task] = found
    return told


def _alone(seating: Seating, task: int, tasks: Sequence[str], people: Sequence[str]) -> Shortage | None:
    """What the task lacks whatever the others take."""
    able = [n for n in seating.pools[seating.eligible[task]] if seating.caps[n]]
    names = tuple(people[n] for n in able)
    if not able:
        return Shortage("nobody", (tasks[task],), (), seating.needs[task], 0)
    if len(able) < seating.needs[task]:
        return Shortage("too_few", (tasks[task],), names, seating.needs[task], len(able))
    if not any(seating.leads(task, n) for n in able):
        return Shortage("no_specialist", (tasks[task],), (), 1, 0)
    return None


def _capacity(seating: Seating, reach: Reach, tasks: Sequence[str], people: Sequence[str]) -> Shortage:
    return Shortage(
        "capacity",
        tuple(tasks[task] for task in sorted(reach.tasks)),
        tuple(people[n] for n in sorted(reach.people)),
        sum(_seats(seating, reach, task) for task in reach.tasks),
        sum(seating.caps[n] for n in reach.people),
    )


def _seats(seating: Seating, reach: Reach, task: int) -> int:
    """Seats of the task that nobody outside the reach may fill."""
    if task in reach.plain or seating.first[task] == seating.eligible[task]:
        outside = seating.members[seating.eligible[task]] - reach.people
        return seating.needs[task] - len(outside)
    return 1  # the specialist's: the search came through him or finds his chair empty
