"""The matching of a record can be matched again, and an edited one is named."""

import json

from domain.canonical import canonical
from domain.matching import Inspector, Task, match, match_key
from domain.matching_record import differing, instance_from, instance_of, matching_record

KEY = "ab" * 32
PEOPLE = [Inspector(f"p{n}", 2) for n in range(6)]
EVERYBODY = frozenset(one.id for one in PEOPLE)
TASKS = [Task(f"V{n}/消防", 2, EVERYBODY, frozenset({"p0", "p1"}) if n else None) for n in range(4)]
TASKS.append(Task("V9/市监", 2, frozenset({"p0"})))


def record() -> dict[str, object]:
    """A full record, as far as the matching goes."""
    found = match(TASKS, PEOPLE, match_key(KEY))
    told = matching_record(TASKS, PEOPLE, found, {"V1": "p0"})
    return {"key": KEY, "matching": json.loads(canonical(told))}


def test_a_recorded_matching_comes_out_again() -> None:
    assert differing(record()) == []


def test_an_edited_team_is_named() -> None:
    edited = record()
    edited["matching"]["assigned"]["V2/消防"] = ["p4", "p5"]  # type: ignore[index]
    assert differing(edited) == ["V2/消防"]


def test_another_key_does_not_pass() -> None:
    assert differing(record() | {"key": "cd" * 32})


def test_an_instance_is_read_back_as_it_was() -> None:
    assert instance_from(instance_of(TASKS, PEOPLE)) == (TASKS, PEOPLE)
