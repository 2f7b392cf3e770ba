"""What a unit owes, of every kind, by day: filings, publication, ledger, certificates, visits, tasks."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from domain.followup import LIVE
from models import Problem, Task
from services.drawing.draw_tasks import OPEN
from services.problems.ledger import object_of
from services.publication import publication_clock
from services.staff import certificates
from services.visits import joint_progress
from services.work import Work
from services.year import filings
from services.year.filings import Owed

AHEAD = timedelta(days=31)
"""What ends later is not shown yet; filings are, whatever their day."""


@dataclass(frozen=True)
class Owing:
    """One line; ``days`` to its day, negative when late; ``go`` is what the button to its place sends.

    ``kind``: filing (then ``duty`` says more), publication, case, certificate, visit or task.
    """

    kind: str
    what: str
    whom: str
    due_on: date
    days: int
    go: str
    duty: Owed | None = None


async def owing(look: Work) -> list[Owing]:
    """Everything the actor's unit has still to do, what is late first."""
    look.require("duty.look")
    unit_id = look.actor.unit_id or 0
    found = [
        *await _filings(look, unit_id),
        *await _publication(look, unit_id),
        *await _cases(look, unit_id),
        *await _certificates(look),
        *await _visits(look),
        *await _tasks(look, unit_id),
    ]
    return sorted(found, key=lambda one: (one.due_on, one.kind, one.what))


def _line(look: Work, kind: str, what: str, whom: str, due_on: date, go: str) -> Owing:  # noqa: PLR0917
    return Owing(kind, what, whom, due_on, (due_on - look.today).days, go)


async def _filings(look: Work, unit_id: int) -> list[Owing]:
    return [
        Owing("filing", one.ref, "", one.due_on, one.days, f"file:{one.ref}", one)
        for one in await filings.owed(look, unit_id)
        if one.open
    ]


async def _publication(look: Work, unit_id: int) -> list[Owing]:
    """Results that the unit itself still holds up; once released they are the office's."""
    return [
        _line(look, "publication", one.result.number, one.object_name, one.due.date, "go:forms")
        for one in await publication_clock.running(look)
        if one.result.unit_id == unit_id and one.waits_for != "office" and one.due.date <= look.today + AHEAD
    ]


async def _cases(look: Work, unit_id: int) -> list[Owing]:
    rows = await look.session.exec(
        select(Problem).where(
            Problem.holder_id == unit_id,
            col(Problem.state).in_(LIVE),
            col(Problem.due_on) <= look.today + AHEAD,
        )
    )
    return [
        _line(look, "case", one.number, (await object_of(look, one)).name, one.due_on, f"problem:{one.ref}")
        for one in rows.all()
        if one.due_on
    ]


async def _certificates(look: Work) -> list[Owing]:
    return [
        _line(look, "certificate", one.roster_no, one.name, one.until, "expiring:all")
        for one in await certificates.expiring(look)
        if one.unit_id == look.actor.unit_id
    ]


async def _visits(look: Work) -> list[Owing]:
    return [
        _line(look, "visit", one.number, "", one.last_day, "go:forms")
        for one in await joint_progress.unreported(look)
        if one.last_day < look.today
    ]


async def _tasks(look: Work, unit_id: int) -> list[Owing]:
    """Planned tasks that the unit leads, are not drawn to the end and whose time is nearly over."""
    rows = await look.session.exec(
        select(Task).where(
            Task.lead_unit_id == unit_id,
            col(Task.state).in_(OPEN),
            Task.year == look.today.year,
            Task.window_to <= look.today + AHEAD,
        )
    )
    return [_line(look, "task", one.no, one.name, one.window_to, "go:plan") for one in rows]
