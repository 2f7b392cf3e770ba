"""案件线索: complaints, transfers, findings of monitoring are inspected at once, not by draw (定陶 二（七）).

Source document and approver are on record; who goes is matched as in a draw, from a lot sealed before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import col, select

from domain.canonical import sha256_of
from domain.draw import key
from domain.errors import DomainError
from domain.matching_record import matching_record
from domain.notices_clue import ClueAsked, ClueDecided
from domain.plan import Kind
from domain.record import record_sha256
from domain.roles import Role
from domain.witness import commitment
from locales.texts import texts
from models import Clue, Draw, InspectionObject, Task, Unit, Visit
from services import journal, outbox, people
from services.drawing.eligible import inspectors_for
from services.drawing.holding import seat_team, tell_team
from services.drawing.teams import DrawnObject, Teams, form_teams
from services.items import item_checks, item_list
from services.staff.liaison_seats import in_office
from services.work import Work, new_ref

SOURCES = ("complaint", "transfer", "monitoring", "other")
STEP = "clue"


@dataclass(frozen=True)
class Request:
    """What is asked for: one object, items of the list, why, by which document, until when."""

    unit_id: int
    object_no: str
    item_codes: Sequence[str]
    source: str
    document: str
    last_day: date


async def ask(work: Work, request: Request, secret: str) -> Clue:
    """Ask for an inspection without a draw; ``secret`` is 32 bytes in hex from the edge.

    Raises ``clue.document``, ``clue.items``, ``clue.past``, ``clue.no_object``, ``clue.other_unit``,
    ``clue.waits``, ``items.outside``.
    """
    work.require("clue.ask")
    subject = await _checked(work, request)
    clue = Clue(
        ref=new_ref(),
        number=await _next_number(work),
        unit_id=request.unit_id,
        object_id=subject.id or 0,
        item_codes=list(request.item_codes),
        source=request.source,
        document=request.document.strip(),
        last_day=request.last_day,
        secret=secret,
        asked_by=work.actor.person_id or 0,
        asked_at=work.now,
    )
    work.session.add(clue)
    await work.session.flush()
    await _tell_approvers(work, clue, subject)
    await journal.record(
        work, "clue.ask", f"clue:{clue.number}", source=clue.source, commitment=commitment(secret)
    )
    return clue


async def _checked(work: Work, request: Request) -> InspectionObject:
    if not work.actor.reaches("clue.ask", unit_id=request.unit_id):
        raise DomainError("clue.other_unit")
    if not request.document.strip():
        raise DomainError("clue.document")
    if not request.item_codes:
        raise DomainError("clue.items")
    if request.last_day < work.today:
        raise DomainError("clue.past", last_day=request.last_day)
    rows = await work.session.exec(
        select(InspectionObject).where(InspectionObject.register_no == request.object_no)
    )
    subject = rows.first()
    if subject is None:
        raise DomainError("clue.no_object", number=request.object_no)
    waiting = await work.session.exec(
        select(Clue.number).where(Clue.object_id == subject.id, Clue.state == "asked")
    )
    if number := waiting.first():
        raise DomainError("clue.waits", number=number)
    await item_checks.guard(work, subject.name, request.item_codes, work.today)
    return subject


async def _next_number(work: Work) -> str:
    """``XZ-2026-X0001``: a series of its own, so that no draw's number is missing."""
    series = f"{work.profile.prefix}-{work.today.year}-X"
    found = await work.session.exec(
        select(func.count()).select_from(Clue).where(col(Clue.number).startswith(series))
    )
    return f"{series}{found.one() + 1:04d}"


async def _tell_approvers(work: Work, clue: Clue, subject: InspectionObject) -> None:
    """Everybody who may approve, privately: the office and the unit's approvers, never who asked."""
    unit = await work.session.get_one(Unit, clue.unit_id)
    names = await item_list.names(work)
    notice = ClueAsked(
        ref=clue.ref,
        number=clue.number,
        unit=unit.name,
        object_name=subject.name,
        register_no=subject.register_no,
        source=clue.source,
        document=clue.document,
        items=tuple(names.now.get(code, code) for code in clue.item_codes),
        last_day=clue.last_day,
        commitment=commitment(clue.secret),
    )
    holders = [
        *await people.holders(work.session, Role.OFFICE),
        *await people.holders(work.session, Role.APPROVER, clue.unit_id),
    ]
    for person_id in sorted({one.id or 0 for one in holders} - {clue.asked_by}):
        await outbox.tell(work, person_id, notice, f"clue_asked:{clue.number}:{person_id}")


async def _waiting(work: Work, ref: str) -> Clue:
    """Raises ``clue.over``, ``clue.second_person``, ``clue.other_unit``."""
    clue = (await work.session.exec(select(Clue).where(Clue.ref == ref))).first()
    if clue is None or clue.state != "asked":
        raise DomainError("clue.over")
    if not work.actor.may_second("clue.decide", clue.asked_by):
        raise DomainError("clue.second_person")
    if not work.actor.reaches("clue.decide", unit_id=clue.unit_id):
        raise DomainError("clue.other_unit")
    return clue


async def approve(work: Work, ref: str) -> Draw:
    """The second person approves: the sealed lot is opened, the team matched and told.

    Raises ``clue.no_team`` when the unit cannot send enough people.
    """
    work.require("clue.decide")
    clue = await _waiting(work, ref)
    subject = await work.session.get_one(InspectionObject, clue.object_id)
    task = await _task(work, clue)
    draw, teams = await _matched(work, clue, task, subject)
    if teams.matching.unserved:
        missing = sum(one.missing for one in teams.matching.unserved)
        raise DomainError("clue.no_team", missing=missing, needed=work.profile.min_inspectors)
    work.session.add(draw)
    await work.session.flush()
    visit = await _visit(work, draw, task, subject)
    await seat_team(work, visit, subject.register_no, teams)
    await tell_team(work, visit, draw, subject)
    clue.state, clue.draw_id = "approved", draw.id
    await _tell_decided(work, clue, subject, _team_size(teams))
    assert draw.record is not None  # noqa: S101 - just made
    await journal.record(work, "clue.approve", f"clue:{clue.number}", record=record_sha256(draw.record))
    return draw


def _team_size(teams: Teams) -> int:
    return sum(len(team) for team in teams.matching.assigned.values())


async def _task(work: Work, clue: Clue) -> Task:
    """A task of its own, in no plan: results and pages hang on it."""
    modes = work.profile.draw_modes
    task = Task(
        ref=new_ref(),
        year=work.today.year,
        no=clue.number,
        name=texts().say("clue.task", number=clue.number),
        lead_unit_id=clue.unit_id,
        item_codes=clue.item_codes,
        kind=Kind.CLUE,
        document=clue.document,
        window_from=work.today,
        window_to=max(work.today, clue.last_day),
        draw_mode="local" if "local" in modes else "external",
        state="drawn",
    )
    work.session.add(task)
    await work.session.flush()
    return task


async def _matched(work: Work, clue: Clue, task: Task, subject: InspectionObject) -> tuple[Draw, Teams]:
    """The team from the sealed lot, by the matching of draws; nothing about the object is drawn."""
    unit = await work.session.get_one(Unit, clue.unit_id)
    announced: dict[str, object] = {
        "tasks": [{"no": task.no, "name": task.name, "units": [unit.name]}],
        "clue": clue.number,
    }
    draw = Draw(
        ref=new_ref(),
        number=clue.number,
        year=work.today.year,
        serial=-(clue.id or 0),
        task_id=task.id or 0,
        task_ids=[task.id or 0],
        kind=Kind.CLUE,
        state="held",
        secret=clue.secret,
        pool="",
        inspectors=await inspectors_for(work, [task], [subject], (task.window_from, task.window_to)),
        salt="",
        announcement=announced,
        announcement_sha256=sha256_of(announced),
        announced_by=clue.asked_by,
        announced_at=clue.asked_at,
        ended_at=work.now,
    )
    lot = key(clue.number, clue.secret, [])
    drawn = [DrawnObject(subject.register_no, STEP, "", (task.no,))]
    teams = form_teams(draw, drawn, lot.hex(), work.profile.min_inspectors)
    draw.record = {
        "form": Kind.CLUE.value,
        "draw_no": clue.number,
        "key": lot.hex(),
        "secret": clue.secret,
        "commitment": commitment(clue.secret),
        "source": clue.source,
        "object": subject.register_no,
        "matching": matching_record(teams.seats, teams.inspectors, teams.matching, teams.leaders),
    }
    clue.decided_by, clue.decided_at = work.actor.person_id, work.now
    work.session.add(clue)
    return draw, teams


async def _visit(work: Work, draw: Draw, task: Task, subject: InspectionObject) -> Visit:
    visit = Visit(
        ref=new_ref(),
        number=f"{draw.number}-01",
        draw_id=draw.id or 0,
        task_id=task.id or 0,
        task_ids=[task.id or 0],
        object_id=subject.id or 0,
        step=STEP,
        position=1,
        ticket="",
    )
    work.session.add(visit)
    await work.session.flush()
    return visit


async def refuse(work: Work, ref: str) -> Clue:
    """The second person does not approve; the request stays on file."""
    work.require("clue.decide")
    clue = await _waiting(work, ref)
    clue.state, clue.decided_by, clue.decided_at = "refused", work.actor.person_id, work.now
    work.session.add(clue)
    subject = await work.session.get_one(InspectionObject, clue.object_id)
    await _tell_decided(work, clue, subject, 0)
    await journal.record(work, "clue.refuse", f"clue:{clue.number}")
    return clue


async def _tell_decided(work: Work, clue: Clue, subject: InspectionObject, inspectors: int) -> None:
    notice = ClueDecided(
        number=clue.number,
        object_name=subject.name,
        approved=clue.state == "approved",
        inspectors=inspectors,
        last_day=clue.last_day,
    )
    asked_by = await in_office(work.session, clue.asked_by)
    await outbox.tell(work, asked_by, notice, f"clue_decided:{clue.number}")
