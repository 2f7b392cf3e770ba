"""专家: what tasks ask for, and who of the library could go along; frozen with the announcement."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, select

from domain.errors import DomainError
from domain.experts import Asked, Place, asked_in, serves, stays_away, together
from locales.columns import columns
from models import Draw, Expert, InspectionObject, Item, Task
from services.drawing.teams import DrawnObject
from services.work import Work

MARK = "Z"
Told = tuple[str, Mapping[str, Any]]
Frozen = Mapping[str, Any]


async def experts_for(
    look: Work, tasks: Sequence[Task], subjects: Sequence[InspectionObject], last_day: date
) -> dict[str, Any]:
    """What may be used of the library until the last day to go; empty where no task asks for experts.

    ``asked``: task → field → number. ``eligible``: field → numbers. ``away``: object → numbers of those whose
    interests are in it. ``vague``: how many say that they have some and not in what.
    """
    asked = {task.no: found for task in tasks if (found := await _asked(look, task))}
    if not asked:
        return {}
    rows = await look.session.exec(
        select(Expert).where(col(Expert.active).is_(True)).order_by(col(Expert.id))
    )
    valid = [one for one in rows if one.valid_until is None or one.valid_until >= last_day]
    known = {number_of(one): one for one in valid if _says(one) != "yes"}
    fields = together(asked.values())
    return {
        "asked": asked,
        "eligible": {
            field: [no for no, one in known.items() if serves(field, one.fields, one.speciality)]
            for field in sorted(fields)
        },
        "away": _away(known, subjects),
        "vague": len(valid) - len(known),
    }


def number_of(expert: Expert) -> str:
    """An expert's number in the library, which tells nobody outside the office who it is."""
    return f"{MARK}{expert.id}"


def _says(expert: Expert) -> str | None:
    return columns().value("yes_no", expert.interests)


async def _asked(look: Work, task: Task) -> Asked:
    """What the plan asks for, and the item list for the task's items."""
    items = await look.session.exec(select(Item.experts_text).where(col(Item.code).in_(task.item_codes)))
    return together(asked_in(text, columns()) for text in (task.experts_text, *items))


def _away(known: Mapping[str, Expert], subjects: Sequence[InspectionObject]) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for no, one in known.items():
        interests = "" if _says(one) == "no" else one.interests
        for subject in subjects:
            if stays_away(interests, one.organisation, subject.register_no, subject.name):
                found[subject.register_no].append(no)
    return dict(found)


def explained(frozen: Frozen) -> tuple[Told, ...]:
    """What is asked for, and of how many, for the preview and the announcement."""
    if not frozen:
        return ()
    return tuple(
        (
            "draw_rules.experts.asked",
            {"field": field, "need": need, "count": len(frozen["eligible"][field])},
        )
        for field, need in sorted(together(frozen["asked"].values()).items())
    )


def warnings(frozen: Frozen) -> tuple[Told, ...]:
    """Shortages in words; the record keeps them, and no draw waits for them unless the place says so."""
    if not frozen:
        return ()
    found = list(_short(frozen))
    if frozen["vague"]:
        found.append(("draw_rules.experts.vague", {"count": frozen["vague"]}))
    return tuple(found)


def _short(frozen: Frozen) -> list[Told]:
    found: list[Told] = []
    for field, need in sorted(together(frozen["asked"].values()).items()):
        eligible = set(frozen["eligible"][field])
        told = {"field": field, "need": need, "count": len(eligible)}
        if len(eligible) < need:
            found.append(("draw_rules.experts.short", told))
            continue
        objects = [no for no, away in sorted(frozen["away"].items()) if len(eligible - set(away)) < need]
        if objects:
            found.append(("draw_rules.experts.interest", told | {"objects": len(objects)}))
    return found


def refuse_short(work: Work, frozen: Frozen) -> None:
    """Raise ``draw.experts_short`` where the place wants every expert that is asked for."""
    if work.profile.experts_required and frozen and (short := _short(frozen)):
        field = str(short[0][1]["field"])
        raise DomainError("draw.experts_short", field=field, clause=work.profile.clauses["experts_required"])


def announced(frozen: Frozen, *, joint: bool) -> dict[str, Any]:
    """What the announcement says is asked for; a draw of one task does not name it, as its steps do not."""
    if not frozen:
        return {}
    asked = frozen["asked"]
    return {"experts": asked if joint else {"": together(asked.values())}}


def places(draw: Draw, drawn: Sequence[DrawnObject]) -> list[Place]:
    """What the drawn objects ask for, of those who were frozen with the announcement."""
    frozen: Frozen = draw.inspectors.get("experts") or {}  # type: ignore[assignment]
    if not frozen:
        return []
    return [
        Place(one.number, field, need, _fit(frozen, field, one.number))
        for one in drawn
        for field, need in together(frozen["asked"].get(task, {}) for task in one.tasks).items()
    ]


def _fit(frozen: Frozen, field: str, number: str) -> frozenset[str]:
    return frozenset(frozen["eligible"][field]) - set(frozen["away"].get(number, ()))
