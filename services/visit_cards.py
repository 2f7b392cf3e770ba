"""The card of a visit: everything its inspector has to know before, at and after the door."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from domain.notices_publication import PublicationLine
from domain.places import map_url, point
from models import Draft, InspectionObject, Item, Result, Unit
from services import expert_seats, journal, publication_clock, withholdings
from services.assignments import Case, TeamMember, case_of, window_of
from services.object_cards import Contacts
from services.visit_days import Proposal, proposal
from services.work import Work


@dataclass(frozen=True)
class UnitReport:
    """How far a unit of the team is: ``none``, ``draft``, or the state of its newest result."""

    unit: str
    state: str


@dataclass(frozen=True)
class VisitCard:
    """One visit as one of its inspectors sees it. ``units``: the own one first.

    ``documents``: what the enterprise has to have ready. ``clock`` runs while the own result is not public.
    """

    ref: str
    visit: str
    tasks: tuple[str, ...]
    subject: InspectionObject
    items: tuple[Item, ...]
    team: tuple[TeamMember, ...]
    experts: tuple[tuple[str, str, str], ...]
    window: tuple[date, date]
    days_left: int
    agreed_on: date | None
    proposal: Proposal | None
    documents: tuple[str, ...]
    map_url: str
    units: tuple[UnitReport, ...]
    clock: PublicationLine | None
    published_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether the own unit's report is still owed."""
        return self.units[0].state in {"none", "draft", "returned"}


async def card(look: Work, ref: str) -> VisitCard:
    """Raises ``assignment.*`` as ``assignments.case_of`` does."""
    look.require("assignment.look")
    case = await case_of(look, ref)
    visit, subject = case.visit, case.subject
    newest = await _newest(look, case)
    own = newest.get(case.assignment.unit_id)
    window = window_of(visit, case.tasks)
    at = point(subject.latitude, subject.longitude)
    return VisitCard(
        ref=ref,
        visit=visit.number,
        tasks=tuple(task.name for task in case.tasks),
        subject=subject,
        items=case.items,
        team=case.team,
        experts=await expert_seats.of_visit(look, visit.id or 0),
        window=window,
        days_left=(window[1] - look.today).days,
        agreed_on=visit.agreed_on,
        proposal=await proposal(look, visit.id or 0),
        documents=look.profile.documents_to_prepare,
        map_url=map_url(look.profile.map_link, subject.name, subject.address, at),
        units=await _units(look, case, newest),
        clock=await _clock(look, own, subject.name) if own else None,
        published_at=own.published_at if own else None,
    )


async def _newest(look: Work, case: Case) -> dict[int, Result]:
    """Unit → the newest version of its result."""
    rows = await look.session.exec(
        select(Result).where(Result.visit_id == case.visit.id).order_by(col(Result.version))
    )
    return {result.unit_id: result for result in rows}


async def _units(look: Work, case: Case, newest: dict[int, Result]) -> tuple[UnitReport, ...]:
    begun = set(await look.session.exec(select(Draft.unit_id).where(Draft.visit_id == case.visit.id)))
    names = dict.fromkeys((look.actor.unit_name, *(member.unit for member in case.team)))
    ids = await _ids(look, list(names))
    return tuple(UnitReport(name, _state(newest.get(ids[name]), ids[name] in begun)) for name in names)


async def _ids(look: Work, names: Sequence[str]) -> dict[str, int]:
    rows = await look.session.exec(select(Unit.name, Unit.id).where(col(Unit.name).in_(names)))
    return {name: unit_id or 0 for name, unit_id in rows}


def _state(result: Result | None, begun: bool) -> str:
    if result is None:
        return "draft" if begun else "none"
    return "published" if result.published_at else result.state


async def _clock(look: Work, result: Result, object_name: str) -> PublicationLine | None:
    due = publication_clock.due_of(look, result)
    running = result.published_at is None and result.state in publication_clock.WAITS_FOR
    if due is None or not running or result.id in await withholdings.withheld(look):
        return None
    return publication_clock.shown(look, result, due, look.actor.unit_name, object_name)


async def contact(work: Work, ref: str) -> tuple[VisitCard, Contacts]:
    """Who answers for the object, when asked for, and the journal says to whom."""
    work.require("assignment.contact")
    seen = await card(work, ref)
    subject = seen.subject
    await journal.record(work, "assignment.contact", f"visit:{seen.visit}")
    return seen, Contacts(subject.legal_representative, subject.contact_name, subject.contact_phone)
