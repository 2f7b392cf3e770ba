"""What is kept of a draw that a platform held: where, what came of it, and the file that says so."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

FORM = "external"
OPEN = ("draw_no", "task", "platform", "drawn_at", "file_sha256", "version", "registered", "tasks")
"""What the public may know of it before the inspection; the objects only afterwards, the people never."""


@dataclass
class Team:
    """One drawn object and who goes, by roster number in the order of the list."""

    register_no: str
    members: dict[str, str] = field(default_factory=dict)
    """Roster number → unit."""
    leader: str = ""
    tasks: dict[str, None] = field(default_factory=dict)
    """The numbers of the tasks that drew it: several make one visit."""

    def seats(self) -> dict[str, list[str]]:
        """Unit → roster numbers."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for roster_no, unit in self.members.items():
            found[unit].append(roster_no)
        return dict(found)


def external_record(head: Mapping[str, Any], teams: Sequence[Team], warnings: Iterable[Json]) -> Json:
    """The record of a registration. ``head`` holds the keys of ``OPEN``; people stand by roster number."""
    return {
        "form": FORM,
        **head_of(head),
        "objects": [team.register_no for team in teams],
        **visits_of(head, teams),
        "matching": {
            "assigned": assigned(teams),
            "leaders": {team.register_no: team.leader for team in teams if team.leader},
        },
        "warnings": list(warnings),
        "earlier": [],
    }


def visits_of(head: Mapping[str, Any], teams: Iterable[Team]) -> Json:
    """Object → the tasks of its one visit, where the list covers several tasks."""
    order = [task["no"] for task in head.get("tasks", ())]
    visits = {team.register_no: [no for no in order if no in team.tasks] for team in teams}
    return {"visits": visits} if order else {}


def assigned(teams: Iterable[Team]) -> dict[str, list[str]]:
    """``object/unit`` → roster numbers, as in the record of a draw of our own."""
    return {f"{team.register_no}/{unit}": people for team in teams for unit, people in team.seats().items()}


def corrected(record: Json, before: Mapping[str, Any], before_sha256: str) -> Json:
    """The record of a corrected list: it names the digests of what stood there before."""
    return record | {"version": before["version"] + 1, "earlier": [*before["earlier"], before_sha256]}


def public_external(record: Mapping[str, Any]) -> Json:
    """The form for everybody: what was drawn and where, and nobody's name or number."""
    return {
        "form": "public",
        "kind": FORM,
        **head_of(record),
        **{n: record[n] for n in ("objects", "visits", "earlier") if n in record},
    }


def head_of(record: Mapping[str, Any]) -> Json:
    """What may be known at once."""
    return {name: record[name] for name in OPEN if name in record}


def changes(
    before: Mapping[str, set[str]], after: Mapping[str, set[str]]
) -> list[tuple[str, list[str], list[str]]]:
    """Object, who leaves it and who comes to it; an object gone loses everybody."""
    nobody: set[str] = set()
    pairs = [
        (one, before.get(one, nobody), after.get(one, nobody)) for one in dict.fromkeys((*before, *after))
    ]
    return [(one, sorted(old - new), sorted(new - old)) for one, old, new in pairs if old != new]


def people_of(record: Mapping[str, Any]) -> dict[str, set[str]]:
    """Object → roster numbers."""
    found: dict[str, set[str]] = {number: set() for number in record["objects"]}
    for seat, people in record["matching"]["assigned"].items():
        found[seat.rpartition("/")[0]] |= set(people)
    return found


def people_of_teams(teams: Iterable[Team]) -> dict[str, set[str]]:
    """The same of a list that is not yet registered."""
    return {team.register_no: set(team.members) for team in teams}
