"""The card of a visit: everything its inspector has to know before, at and after the door."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.joint_visit import OWED, UnitReport, late
from domain.notices_publication import PublicationLine
from domain.places import map_url, point
from domain.recognition import Earlier
from models import InspectionObject, Item, Result
from services import journal
from services.drawing import expert_seats
from services.objects.object_cards import Contacts
from services.publication import publication_clock, withholdings
from services.visits import recognition
from services.visits.assignments import TeamMember, case_of, window_of
from services.visits.door_visits import Beside, beside
from services.visits.joint_closing import closers
from services.visits.joint_progress import Closed, closed, results_of, units_of
from services.visits.visit_days import Proposal, proposal
from services.work import Work


@dataclass(frozen=True)
class VisitCard:
    """One visit as one of its inspectors sees it. ``units``: the own one first.

    ``beside``: visits of other draws on the same day (同日联合上门). ``citable``: earlier results of other
    units, while a report is owed (结果互认). ``documents``: what the enterprise has to have ready. ``clock``
    runs while the own result is not public. ``leads``: whether the actor may close it. ``late``: the own
    unit only, unless the actor leads.
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
    beside: tuple[Beside, ...]
    citable: tuple[Earlier, ...]
    documents: tuple[str, ...]
    map_url: str
    units: tuple[UnitReport, ...]
    late: tuple[str, ...]
    leads: bool
    closed: Closed | None
    clock: PublicationLine | None
    published_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether the own unit's report is still owed."""
        return self.units[0].state in OWED

    @property
    def may_close(self) -> bool:
        """Whether the actor is the one who closes it, their own report being in."""
        return self.leads and len(self.units) > 1 and self.closed is None and self.units[0].reported


async def card(look: Work, ref: str) -> VisitCard:
    """Raises ``assignment.*`` as ``assignments.case_of`` does."""
    look.require("assignment.look")
    case = await case_of(look, ref)
    visit, subject = case.visit, case.subject
    submitted = (await results_of(look, case)).get(case.assignment.unit_id)
    own = submitted[-1] if submitted else None
    units, leads = await units_of(look, case), look.actor.person_id in await closers(look, case)
    window, owed = window_of(visit, case.tasks), units[0].state in OWED
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
        beside=await beside(look, visit.id or 0),
        citable=tuple((await recognition.earlier(look, case, look.today)).values()) if owed else (),
        documents=look.profile.documents_to_prepare,
        map_url=map_url(look.profile.map_link, subject.name, subject.address, at),
        units=units,
        late=tuple(one for one in late(units, window[1], look.today) if leads or one == look.actor.unit_name),
        leads=leads,
        closed=await closed(look, visit.id or 0),
        clock=await _clock(look, own, subject.name) if own else None,
        published_at=own.published_at if own else None,
    )


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
