"""专家 on visits: seated beside the team, told to the office, going on when an object is replaced."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from domain.experts import Sent, expert_key, experts_record, send
from domain.notices_draw import ExpertsSent
from domain.roles import Role
from models import Draw, Expert, ExpertSeat, InspectionObject, Visit
from services import outbox, people
from services.drawing.experts import MARK, number_of, places
from services.drawing.teams import DrawnObject
from services.work import Work


async def seat(work: Work, visit: Visit, number: str, sent: Sequence[Sent]) -> None:
    """Write down who goes along to one visit."""
    for one in sent:
        if one.place.object_id == number:
            for expert in one.people:
                expert_id = int(expert.removeprefix(MARK))
                work.session.add(
                    ExpertSeat(visit_id=visit.id or 0, expert_id=expert_id, field=one.place.field)
                )
    await work.session.flush()


async def of_visit(look: Work, visit_id: int) -> tuple[tuple[str, str, str], ...]:
    """Name, organisation and field of everybody who goes along."""
    rows = await look.session.exec(
        select(Expert.name, Expert.organisation, ExpertSeat.field)
        .join(Expert, col(ExpertSeat.expert_id) == col(Expert.id))
        .where(ExpertSeat.visit_id == visit_id, ExpertSeat.state == "active")
        .order_by(col(ExpertSeat.field), col(Expert.id))
    )
    return tuple(rows.all())


async def tell_office(work: Work, draw: Draw, sent: Sequence[Sent], label: str = "") -> None:
    """Experts have no chat account: the office is told whom to invite where, and what is lacking."""
    if not sent:
        return
    numbers = {one.place.object_id for one in sent}
    rows = await work.session.exec(
        select(Visit, InspectionObject)
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(Visit.draw_id == draw.id, col(InspectionObject.register_no).in_(numbers))
        .order_by(col(Visit.position))
    )
    visits = rows.all()
    by_object = {subject.register_no: visit.number for visit, subject in visits}
    told = [(v.number, subject.name, await of_visit(work, v.id or 0)) for v, subject in visits]
    notice = ExpertsSent(
        draw=draw.number,
        visits=tuple(one for one in told if one[2]),
        missing=tuple(
            sorted((by_object[s.place.object_id], s.place.field, s.missing) for s in sent if s.missing)
        ),
    )
    for officer in await people.holders(work.session, Role.OFFICE):
        key = f"experts:{draw.number}{label}:{officer.id}"
        await outbox.tell(work, officer.id or 0, notice, key, about=f"draw:{draw.number}")


async def go_on(
    work: Work, draw: Draw, gone: Visit, drawn: Sequence[DrawnObject], label: str
) -> dict[str, Any]:
    """An object was replaced: its experts go on where they may, else others under the replacement's label.

    What anybody can recount, for the archive; empty where no experts are asked for.
    """
    left = await _leave(work, gone)
    here = {number_of(one) for one in await work.session.exec(select(Expert).where(col(Expert.active)))}
    asked = [replace(one, eligible=one.eligible & here) for one in places(draw, drawn)]
    if not asked:
        return {}
    held = {(one.object_id, one.field): left.get(one.field, []) for one in asked}
    record: Mapping[str, Any] = draw.record or {}
    sent = send(asked, expert_key(record["key"], label), held)
    for visit, number in await _visits(work, draw, [one.number for one in drawn]):
        await seat(work, visit, number, sent)
    await tell_office(work, draw, sent, f":{label}")
    return {"experts": experts_record(sent) | {"held": left}}


async def _visits(work: Work, draw: Draw, numbers: Sequence[str]) -> list[tuple[Visit, str]]:
    rows = await work.session.exec(
        select(Visit, InspectionObject.register_no)
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .where(Visit.draw_id == draw.id, col(InspectionObject.register_no).in_(numbers))
    )
    return list(rows.all())


async def _leave(work: Work, visit: Visit) -> dict[str, list[str]]:
    """End the seats of a visit; field → who sat there."""
    rows = await work.session.exec(
        select(ExpertSeat).where(ExpertSeat.visit_id == visit.id, ExpertSeat.state == "active")
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for one in rows.all():
        one.state = "replaced"
        work.session.add(one)
        found[one.field].append(f"{MARK}{one.expert_id}")
    return dict(found)
