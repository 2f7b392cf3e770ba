"""What an approver may want to look at twice in a result: marks for the eye, never a refusal.

Each of them has honest explanations; none is evidence. Cameras and phones are wrong, roads are long, and six
shops in one building are reported in ten minutes.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.places import Point, metres


@dataclass(frozen=True, slots=True)
class Thresholds:
    """This house's own defaults, not the law's.

    Three results by one person within ten minutes: a visit of one item takes longer than that. 1,000 m: lists
    and phones may differ by 100 to 700 m only because China uses two systems of degrees (GCJ-02, WGS-84).
    """

    results: int = 3
    within: timedelta = timedelta(minutes=10)
    far: float = 1000.0


HOUSE = Thresholds()


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo as far as it tells: ``sha256`` blank until the original is stored."""

    unique_id: str
    sha256: str = ""
    taken_on: date | None = None
    at: Point | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """One item's outcome in short, and what was typed beside it."""

    item: str
    problem: bool
    text: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words that speak of something wrong, of everything right, and those that deny what follows."""

    wrong: tuple[str, ...]
    fine: tuple[str, ...]
    denying: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything about one result that the marks are made from."""

    submitted_at: datetime
    inspected_on: date
    others_submitted_at: Sequence[datetime] = ()
    object_at: Point | None = None
    reported_at: Point | None = None
    photos: Sequence[Shot] = ()
    elsewhere: Sequence[tuple[str, Shot]] = ()  # result number, a photo of another visit
    remarks: Sequence[Remark] = ()


@dataclass(frozen=True)
class Flag:
    """A mark: a key of words under ``quality.flag`` and its facts."""

    code: str
    facts: dict[str, object] = field(default_factory=dict)


def flags(seen: Seen, lexicon: Lexicon, limits: Thresholds = HOUSE) -> tuple[Flag, ...]:
    """What is worth a second look, each kind once."""
    found = (
        _hasty(seen, limits),
        _used_before(seen),
        _far(seen, limits),
        _other_day(seen),
        _other_place(seen, limits),
        _contradicted(seen, lexicon),
    )
    return tuple(one for one in found if one is not None)


def _hasty(seen: Seen, limits: Thresholds) -> Flag | None:
    """The most results of one person that fall into a stretch with this one."""
    times = sorted([*seen.others_submitted_at, seen.submitted_at])
    stretches = [[t for t in times if start <= t <= start + limits.within] for start in times]
    counts = [len(one) for one in stretches if seen.submitted_at in one]
    minutes = int(limits.within.total_seconds() // 60)
    return (
        Flag("hasty", {"count": max(counts), "minutes": minutes}) if max(counts) >= limits.results else None
    )


def _used_before(seen: Seen) -> Flag | None:
    sums = {one.sha256 for one in seen.photos if one.sha256}
    names = {one.unique_id for one in seen.photos}
    numbers = sorted({no for no, one in seen.elsewhere if one.sha256 in sums or one.unique_id in names})
    return Flag("same_photo", {"numbers": numbers}) if numbers else None


def _far(seen: Seen, limits: Thresholds) -> Flag | None:
    if seen.object_at is None or seen.reported_at is None:
        return None
    away = metres(seen.object_at, seen.reported_at)
    return Flag("far", {"metres": round(away)}) if away > limits.far else None


def _other_day(seen: Seen) -> Flag | None:
    days = sorted({one.taken_on for one in seen.photos if one.taken_on and one.taken_on != seen.inspected_on})
    return Flag("photo_day", {"days": days}) if days else None


def _other_place(seen: Seen, limits: Thresholds) -> Flag | None:
    """Measured from the object; from where the report was made when nobody knows where the object is."""
    door = seen.object_at or seen.reported_at
    away = [metres(door, one.at) for one in seen.photos if one.at] if door else []
    return Flag("photo_place", {"metres": round(max(away))}) if away and max(away) > limits.far else None


def _contradicted(seen: Seen, lexicon: Lexicon) -> Flag | None:
    items = [one.item for one in seen.remarks if contradicts(one, lexicon)]
    return Flag("contradiction", {"items": items}) if items else None


def contradicts(remark: Remark, lexicon: Lexicon) -> bool:
    """No problem, and the text speaks of one; or a problem, and the text says that all is well.

    A word is denied by one before it in the same clause: 未发现过期食品 speaks of nothing wrong.
    """
    clauses = [one for one in re.split(r"[，,。.；;！!？?\n]+", remark.text.lower()) if one.strip()]
    wrong = any(_says(clause, lexicon.wrong, lexicon.denying) for clause in clauses)
    fine = any(_says(clause, lexicon.fine, ()) for clause in clauses)
    return fine and not wrong if remark.problem else wrong


def _says(clause: str, words: Collection[str], denying: Collection[str]) -> bool:
    """Whether a word stands in a clause with nothing before it that denies it."""
    heads = [clause[: clause.index(word)] for word in words if word in clause]
    return any(not any(one in head for one in denying) for head in heads)
