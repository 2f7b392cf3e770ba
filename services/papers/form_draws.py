"""抽取（选派）记录单: base, ratio, chance, witnesses and list of one draw, of our own or a platform's."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlmodel import col, func, select

from domain.canonical import PROTOCOL
from domain.errors import DomainError
from domain.external_record import FORM
from domain.forms import DrawnLine, DrawSheet, DrawTask, WitnessLine
from domain.record import record_sha256
from locales.texts import texts
from models import (
    Assignment,
    Draw,
    Entry,
    InspectionObject,
    ObjectReplacement,
    Person,
    Replacement,
    Unit,
    Visit,
)
from services.drawing import draws
from services.papers.form_access import GONE
from services.papers.form_visits import head
from services.work import Work

TICKET_SHOWN = 16
APPROVED = "approved"
Values = dict[str, Any]
Teams = Mapping[int, Mapping[str, list[str]]]


async def sheet(look: Work, draw: Draw) -> DrawSheet:
    """The sheet of a draw. Raises ``forms.not_held`` before it is held or after it was voided."""
    if draw.state != "held" or draw.record is None:
        raise DomainError("forms.not_held", number=draw.number)
    visits = await _visits(look, draw)
    tasks = await draws.tasks_of(look, draw)
    reached = Counter(number for visit, _ in visits for number in visit.task_ids or [visit.task_id])
    lead = await look.session.get_one(Unit, tasks[0].lead_unit_id)
    how = _platform(draw) if draw.kind == FORM else await _here(look, draw)
    return DrawSheet(
        **head(look, lead.name, draw.number),
        **how,
        drawn_total=len(visits),
        held_at=draw.ended_at,
        record_digest=record_sha256(draw.record),
        draw_tasks=tuple(
            DrawTask(task_number=t.no, task_name=t.name, ratio=t.ratio_text, drawn=reached[t.id or 0])
            for t in tasks
        ),
        objects=await drawn(look, draw),
        inspectors_total=await _people(look, draw),
        redraws=await _redraws(look, draw),
    )


async def drawn(look: Work, draw: Draw) -> tuple[DrawnLine, ...]:
    """The objects of a draw that stand, with who goes, in the order of their numbers."""
    teams = await _teams(look, draw)
    return tuple(_line(visit, subject, teams) for visit, subject in await _visits(look, draw))


async def _here(look: Work, draw: Draw) -> Values:
    announced: Any = draw.announcement
    record: Any = draw.record
    words = texts()
    given = await draws.contributions(look, draw)
    return {
        "method": words.say("forms.drawn_here", protocol=PROTOCOL),
        "base": announced.get("pool_size"),
        "excluded": announced.get("excluded"),
        "announced_at": draw.announced_at,
        "drawn_by": await _holder(look, draw),
        "rules": tuple(words.say(rule["code"], **rule["params"]) for rule in announced.get("rules", ())),
        "seed": record.get("key", ""),
        "pool_digest": announced.get("pool_sha256", ""),
        "witnesses": tuple(WitnessLine(role=_role(one.role), who=one.who, value=one.value) for one in given),
    }


def _role(code: str) -> str:
    words = texts()
    return words.say(f"roles.{code}") if words.has(f"roles.{code}") else code


def _platform(draw: Draw) -> Values:
    record: Any = draw.record
    registered = record["registered"]
    return {
        "method": texts().say("forms.drawn_there", platform=record["platform"]["name"]),
        "drawn_by": f"{registered['unit']} {registered['by']}",
        "pool_digest": record["file_sha256"],
    }


async def _holder(look: Work, draw: Draw) -> str:
    rows = await look.session.exec(
        select(Person.name)
        .join(Entry, col(Entry.actor_id) == col(Person.id))
        .where(Entry.act == "draw.hold", Entry.subject == draws.about(draw))
    )
    return rows.first() or ""


async def _people(look: Work, draw: Draw) -> int:
    rows = await look.session.exec(
        select(func.count(func.distinct(col(Assignment.person_id))))
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .where(Visit.draw_id == draw.id, Assignment.state == "active", col(Visit.state).not_in(GONE))
    )
    return rows.one()


async def _visits(look: Work, draw: Draw) -> list[tuple[Visit, InspectionObject]]:
    rows = await look.session.exec(
        select(Visit, InspectionObject)
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(Visit.draw_id == draw.id, col(Visit.state).not_in(GONE))
        .order_by(col(Visit.number))
    )
    return list(rows)


async def _teams(look: Work, draw: Draw) -> Teams:
    """Visit → unit → names, leaders first and marked."""
    rows = await look.session.exec(
        select(col(Assignment.visit_id), col(Unit.name), col(Person.name), col(Assignment.leads))
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .join(Person, col(Assignment.person_id) == col(Person.id))
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .where(Visit.draw_id == draw.id, Assignment.state == "active", col(Visit.state).not_in(GONE))
        .order_by(col(Assignment.leads).desc(), col(Unit.id), col(Person.roster_no))
    )
    found: dict[int, dict[str, list[str]]] = {}
    for visit, unit, name, leads in rows:
        shown = texts().say("forms.leads", name=name) if leads else name
        found.setdefault(visit, {}).setdefault(unit, []).append(shown)
    return found


def _line(visit: Visit, subject: InspectionObject, teams: Teams) -> DrawnLine:
    words = texts()
    joiner = words.say("forms.joiner")
    told = [
        words.say("forms.team_of", unit=unit, names=joiner.join(names))
        for unit, names in teams.get(visit.id or 0, {}).items()
    ]
    return DrawnLine(
        object_name=subject.name,
        register_no=subject.register_no,
        ticket=visit.ticket[:TICKET_SHOWN],
        team="\n".join(told),
    )


async def _redraws(look: Work, draw: Draw) -> str:
    """How often people and objects were replaced after the draw, each by a recorded act."""
    people = await look.session.exec(
        select(func.count(func.distinct(col(Replacement.id))))
        .join(Assignment, col(Replacement.assignment_id) == col(Assignment.id))
        .join(Visit, col(Assignment.visit_id) == col(Visit.id))
        .where(Visit.draw_id == draw.id, Replacement.state == APPROVED)
    )
    objects = await look.session.exec(
        select(func.count(func.distinct(col(ObjectReplacement.id))))
        .join(Visit, col(ObjectReplacement.visit_id) == col(Visit.id))
        .where(Visit.draw_id == draw.id, ObjectReplacement.state == APPROVED)
    )
    n, m = people.one(), objects.one()
    told = (
        texts().say("forms.redraw_people", count=n) if n else "",
        texts().say("forms.redraw_objects", count=m) if m else "",
    )
    return texts().say("forms.joiner").join(one for one in told if one)
