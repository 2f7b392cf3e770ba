"""The matching inside a record: with the instance, so that it can be matched again years later."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.matching import PROTOCOL, Inspector, Matching, Task, match, match_key
from domain.shortage import Shortage


def instance_of(tasks: Iterable[Task], inspectors: Iterable[Inspector]) -> dict[str, Any]:
    """What was matched, as canonical JSON can hold it: a task without ``speciality`` asks for none."""
    return {
        "inspectors": [{"id": one.id, "cap": one.cap} for one in inspectors],
        "tasks": [
            {"id": one.id, "need": one.need, "eligible": sorted(one.eligible)}
            | ({} if one.speciality is None else {"speciality": sorted(one.speciality)})
            for one in tasks
        ],
    }


def instance_from(table: Mapping[str, Any]) -> tuple[list[Task], list[Inspector]]:
    """Tasks and inspectors of an instance. Raises ``KeyError`` or ``TypeError`` when it is malformed."""
    tasks = [
        Task(
            one["id"],
            _whole(one["need"]),
            frozenset(one["eligible"]),
            None if one.get("speciality") is None else frozenset(one["speciality"]),
        )
        for one in table["tasks"]
    ]
    return tasks, [Inspector(one["id"], _whole(one["cap"])) for one in table["inspectors"]]


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def proof(because: Shortage) -> dict[str, Any]:
    """A shortage for machines."""
    return {
        "code": because.code,
        "tasks": list(because.tasks),
        "inspectors": list(because.inspectors),
        "seats": because.seats,
        "places": because.places,
    }


def matching_record(
    tasks: Iterable[Task], inspectors: Iterable[Inspector], found: Matching, leaders: Mapping[str, str]
) -> dict[str, Any]:
    """The ``matching`` of a full record; the public form keeps neither the instance nor the shortages."""
    return {
        "protocol": PROTOCOL,
        "instance": instance_of(tasks, inspectors),
        "assigned": {task: list(team) for task, team in found.assigned.items()},
        "unserved": [
            {"task": one.task, "missing": one.missing, "proof": proof(one.because)} for one in found.unserved
        ],
        "leaders": dict(leaders),
    }


def differing(record: Mapping[str, Any]) -> list[str]:
    """Match a record's instance again with its draw key: the tasks whose team is another one."""
    told = record["matching"]
    found = match(*instance_from(told["instance"]), match_key(record["key"])).assigned
    return sorted(
        task
        for task in found.keys() | told["assigned"].keys()
        if list(found.get(task, ())) != told["assigned"].get(task)
    )
