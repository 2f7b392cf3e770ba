"""Gathers a visit's evidence from the rows and the journal, for one visit, one object or one inspector."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from domain.dossier import Dossier, JournalLine, VisitFile
from domain.errors import DomainError
from locales.texts import texts
from models import (
    Assignment,
    Draw,
    Entry,
    InspectionObject,
    Person,
    Result,
    Visit,
)
from services import journal
from services.visits import assignments
from services.visits import dossier_chapters as chapters
from services.work import Work

MOST = 60


async def gather(look: Work, asked: str) -> Dossier:
    """The dossier of a visit, an object or an inspector, by number; of the actor when nothing is asked.

    An inspector gets what he was drawn for, the office and its auditor everything. At most ``MOST`` visits,
    the newest. Raises ``dossier.unknown`` and ``dossier.not_yours``.
    """
    look.require("dossier.look")
    about, visits = await _asked_for(look, asked.strip())
    if not visits:
        raise DomainError("dossier.unknown", asked=asked)
    files = [await _visit_file(look, visit) for visit in visits[:MOST]]
    entries = list(await look.session.exec(select(Entry).order_by(col(Entry.position))))
    head = _line(entries[-1]) if entries else None
    return Dossier(
        about=about,
        place=look.profile.place.body_name,
        made_at=look.now,
        head=head,
        whole=journal.broken(entries) is None,
        visits=tuple(files),
    )


async def has_own(look: Work) -> bool:
    """Whether the actor was ever drawn for a visit."""
    return bool(await _visits(look, _seats_of(look.actor.person_id)))


async def _asked_for(look: Work, asked: str) -> tuple[str, Sequence[Visit]]:
    """What the dossier is about, in words, and its visits, the newest first."""
    if not asked:
        return look.actor.name, await _visits(look, _seats_of(look.actor.person_id))
    person = (await look.session.exec(select(Person).where(Person.roster_no == asked))).first()
    if person is not None:
        _refuse_others(look, own=person.id == look.actor.person_id)
        return texts().say("dossier.person", one=person), await _visits(look, _seats_of(person.id))
    objects = select(InspectionObject.id).where(InspectionObject.register_no == asked.upper())
    visits = await _visits(look, or_(col(Visit.number) == asked, col(Visit.object_id).in_(objects)))
    own = await _visits(look, _seats_of(look.actor.person_id))
    _refuse_others(look, own={visit.id for visit in visits} <= {visit.id for visit in own})
    return asked, visits


def _refuse_others(look: Work, *, own: bool) -> None:
    if not look.actor.reaches("dossier.look", own=own):
        raise DomainError("dossier.not_yours")


def _seats_of(person_id: int | None) -> ColumnElement[bool]:
    return col(Visit.id).in_(select(Assignment.visit_id).where(Assignment.person_id == person_id))


async def _visits(look: Work, which: ColumnElement[bool]) -> Sequence[Visit]:
    rows = await look.session.exec(select(Visit).where(which).order_by(col(Visit.id).desc()))
    return rows.all()


async def _visit_file(look: Work, visit: Visit) -> VisitFile:
    subject = await look.session.get_one(InspectionObject, visit.object_id)
    draw = await look.session.get_one(Draw, visit.draw_id)
    tasks = await assignments.tasks_of_visit(look, visit)
    results = list(
        await look.session.exec(
            select(Result)
            .where(Result.visit_id == visit.id)
            .order_by(col(Result.number), col(Result.version))
        )
    )
    batches = await chapters.batches(look, results)
    told = (
        await chapters.ordered(look, visit, tasks),
        chapters.drawn(visit, draw),
        await chapters.told(look, visit),
        await chapters.done(look, results),
        chapters.published(results, batches),
        *await chapters.incidents_noted(look, results),
    )
    subjects = [f"visit:{visit.number}", f"draw:{draw.number}", *(f"result:{one.number}" for one in results)]
    subjects += [f"publication:{one.number}" for one in batches]
    return VisitFile(
        number=visit.number,
        object_name=subject.name,
        register_no=subject.register_no,
        chapters=told,
        clocks=chapters.clocks(look, assignments.window_of(visit, tasks)[1], results),
        journal=await _entries(look, subjects),
    )


async def _entries(look: Work, subjects: Sequence[str]) -> tuple[JournalLine, ...]:
    rows = await look.session.exec(
        select(Entry).where(col(Entry.subject).in_(subjects)).order_by(col(Entry.position))
    )
    return tuple(map(_line, rows))


def _line(entry: Entry) -> JournalLine:
    return JournalLine(entry.position, entry.at, entry.act, entry.subject, entry.hash)
