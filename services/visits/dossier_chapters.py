"""The chapters of a visit's dossier, each read from the rows that stand behind it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlmodel import col, select

from domain.dossier import Chapter, Clock, Fact, standing
from domain.record import record_sha256
from locales.texts import texts
from models import (
    Assignment,
    Draw,
    Item,
    Letter,
    Person,
    Photo,
    Plan,
    PlanFiling,
    Publication,
    Result,
    Task,
    Unit,
    Visit,
)
from services.visits import assignments, incidents
from services.work import OFFICE_ZONE, Work


async def ordered(look: Work, visit: Visit, tasks: Sequence[Task]) -> Chapter:
    """What was ordered: document, task, plan, items, window."""
    facts: list[Fact] = [Fact("source", texts().say("dossier.source", one=look.profile.source))]
    for task in tasks:
        facts += [Fact("task", f"{task.no} {task.name}"), *await _plan(look, task)]
        names = await _item_names(look, task.item_codes)
        facts.append(Fact("items", tuple(names)))
    first, last = assignments.window_of(visit, tasks)
    return Chapter("ordered", (*facts, Fact("window_from", first), Fact("window_to", last)))


async def _plan(look: Work, task: Task) -> list[Fact]:
    plan = await look.session.get(Plan, task.plan_id) if task.plan_id else None
    if plan is None:
        return []
    filed = await look.session.exec(
        select(PlanFiling).where(PlanFiling.plan_id == plan.id, PlanFiling.state == "confirmed")
    )
    facts = [Fact("plan_filed", texts().say("dossier.filed", one=one)) for one in filed]
    return [*facts, Fact("plan_published", plan.published_at)] if plan.published_at else facts


async def _item_names(look: Work, codes: Sequence[str]) -> list[str]:
    rows = await look.session.exec(select(Item).where(col(Item.code).in_(codes)).order_by(col(Item.code)))
    return [texts().say("dossier.item", one=item) for item in rows]


def drawn(visit: Visit, draw: Draw) -> Chapter:
    """How the visit was drawn: number, hours, digests, place in the order."""
    record = (Fact("record_sha256", record_sha256(draw.record)),) if draw.record else ()
    ended = (Fact("drawn_at", draw.ended_at),) if draw.ended_at else ()
    return Chapter(
        "drawn",
        (
            Fact("draw", draw.number),
            Fact(f"draw_{draw.kind}", ""),
            Fact("announced_at", draw.announced_at),
            Fact("announcement_sha256", draw.announcement_sha256),
            *ended,
            *record,
            Fact("position", str(visit.position)),
            Fact("ticket", visit.ticket),
        ),
    )


async def told(look: Work, visit: Visit) -> Chapter:
    """Who had to go, and when each was told and saw it."""
    rows = await look.session.exec(
        select(Assignment, Person, Unit)
        .join(Person, col(Assignment.person_id) == col(Person.id))
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .where(Assignment.visit_id == visit.id)
        .order_by(col(Assignment.id))
    )
    facts: list[Fact] = []
    for assignment, person, unit in rows:
        facts.append(
            Fact(f"seat_{assignment.state}", texts().say("dossier.seat", one=person, unit=unit.name))
        )
        sent = await _card_sent(look, assignment)
        facts += [Fact("told_at", sent)] if sent else []
        facts += [Fact("seen_at", assignment.acknowledged_at)] if assignment.acknowledged_at else []
    return Chapter("told", tuple(facts))


async def _card_sent(look: Work, assignment: Assignment) -> datetime | None:
    rows = await look.session.exec(
        select(Letter).where(
            Letter.person_id == assignment.person_id,
            Letter.kind == "assigned",
            col(Letter.sent_at).is_not(None),
        )
    )
    cards = [one for one in rows if any(assignment.ref in key["data"] for row in one.keyboard for key in row)]
    return min((one.sent_at for one in cards if one.sent_at), default=None)


async def done(look: Work, results: Iterable[Result]) -> Chapter:
    """Every version of every unit's result: by whom, confirmed, decided, with the photos' digests."""
    names = {person.id: person.name for person in await look.session.exec(select(Person))}
    facts: list[Fact] = []
    for one in results:
        facts.append(Fact("result", f"{one.number}"))
        facts.append(Fact("inspected_on", one.inspected_on))
        if one.method:
            facts.append(Fact("method", texts().say(f"report.method.{one.method}")))
        facts.append(Fact("submitted", (names.get(one.submitted_by, ""), _hour(one.submitted_at))))
        if one.confirmed_at:
            facts.append(Fact("confirmed", (names.get(one.confirmed_by, ""), _hour(one.confirmed_at))))
        if one.decided_at:
            key = "released" if one.state == "released" else "returned"
            facts.append(Fact(key, (names.get(one.decided_by, ""), _hour(one.decided_at))))
        photos = await look.session.exec(
            select(Photo.sha256).where(Photo.draft_id == one.draft_id).order_by(col(Photo.position))
        )
        facts += [Fact("photos", tuple(found))] if (found := [digest for digest in photos if digest]) else []
    return Chapter("done", tuple(facts))


def _hour(at: datetime) -> str:
    return f"{at.astimezone(OFFICE_ZONE):%Y-%m-%d %H:%M}"


async def batches(look: Work, results: Iterable[Result]) -> list[Publication]:
    """The published batches that hold one of the results."""
    numbers = {one.id for one in results if one.published_at}
    if not numbers:
        return []
    rows = await look.session.exec(select(Publication).where(Publication.state == "confirmed"))
    return [one for one in rows if numbers & set(one.result_ids)]


def published(results: Iterable[Result], batches: Iterable[Publication]) -> Chapter:
    """When the results became public."""
    facts = [Fact("published_at", one.published_at) for one in results if one.published_at]
    return Chapter("published", (*facts, *(Fact("batch", one.number) for one in batches)))


async def incidents_noted(look: Work, results: Sequence[Result]) -> tuple[Chapter, ...]:
    """What was noted of the results that bears on liability; no chapter where nothing was."""
    noted = await incidents.of_results(look, results)
    facts = tuple(Fact("incident", texts().say("dossier.note", one=one)) for one in noted)
    return (Chapter("incidents", facts),) if facts else ()


def clocks(look: Work, window_to: date, results: Sequence[Result]) -> tuple[Clock, ...]:
    """The visit's deadlines, and how they were kept."""
    newest = {one.unit_id: one for one in results}
    submitted = [_day(one.submitted_at) for one in newest.values() if one.state != "returned"]
    reported = max(submitted) if submitted else None
    clocks = [Clock("inspection", window_to, reported, standing(window_to, reported, look.today))]
    for one in newest.values():
        if one.publish_by is not None:
            done = _day(one.published_at) if one.published_at else None
            clocks.append(
                Clock("publication", one.publish_by, done, standing(one.publish_by, done, look.today))
            )
    return tuple(clocks)


def _day(at: datetime) -> date:
    return at.astimezone(OFFICE_ZONE).date()
