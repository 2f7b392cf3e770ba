"""公示: one person prepares a batch, another lets it out; ``domain.disclosure`` decides what may."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from sqlmodel import col, func, select

from domain.disclosure import RELEASED, PublicResult, hindrance
from domain.errors import DomainError
from domain.notices import PublicationAsked, Published
from domain.notices_publication import PublicationLine
from domain.open_data import FIELDS, as_csv, rows
from domain.profile_codes import CategoryCode
from locales.texts import Texts, texts
from models import InspectionObject, Photo, Publication, Result, Unit, Visit
from services import journal, outbox
from services.outbox import Attachment
from services.publication import publication_clock, withholdings
from services.publication.public_site import results
from services.work import Work, new_ref

WAITING, CONFIRMED, WITHDRAWN = "waiting", "confirmed", "withdrawn"


@dataclass(frozen=True)
class Candidate:
    """A released result that is not public yet. ``hindrance`` is empty or a code."""

    result_id: int
    number: str
    object_name: str
    unit: str
    clock: PublicationLine | None
    hindrance: str


async def pending(look: Work) -> list[Candidate]:
    """Released and not yet public, the nearest publication day first, with what hinders each."""
    look.require("publish.prepare")
    return await _candidates(look)


async def _candidates(look: Work) -> list[Candidate]:
    missing, kept_back = await _photos_missing(look), await withholdings.states(look)
    rows = await look.session.exec(
        select(Result, InspectionObject, Unit)
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
        .join(Unit, col(Result.unit_id) == col(Unit.id))
        .where(Result.state == RELEASED, col(Result.published_at).is_(None))
        .order_by(col(Result.publish_by), col(Result.number))
    )
    return [
        Candidate(
            result_id=_id(result),
            number=result.number,
            object_name=subject.name,
            unit=unit.name,
            clock=_clock(look, result, unit.name, subject.name),
            hindrance=hindrance(
                RELEASED,
                published=False,
                photos_missing=missing.get(result.draft_id, 0),
                withholding=kept_back.get(_id(result), ""),
            ),
        )
        for result, subject, unit in rows
    ]


def _clock(look: Work, result: Result, unit: str, object_name: str) -> PublicationLine | None:
    due = publication_clock.due_of(look, result)
    return publication_clock.shown(look, result, due, unit, object_name) if due else None


def _id(row: Result | Publication) -> int:
    assert row.id is not None  # noqa: S101 - a stored row
    return row.id


async def _photos_missing(look: Work) -> dict[int, int]:
    """How many originals each draft still lacks."""
    rows = await look.session.exec(
        select(col(Photo.draft_id), func.count()).where(Photo.sha256 == "").group_by(col(Photo.draft_id))
    )
    return dict(rows.all())


async def waiting(look: Work) -> Publication | None:
    """The batch that waits for a second person; there is at most one."""
    found = await look.session.exec(select(Publication).where(Publication.state == WAITING))
    return found.first()


async def prepare(work: Work) -> Publication:
    """Put everything that may be published into a batch and ask for a second person.

    Raises ``publish.waiting`` while an earlier batch waits, ``publish.nothing`` when nothing may go out.
    """
    work.require("publish.prepare")
    earlier = await waiting(work)
    if earlier is not None:
        raise DomainError("publish.waiting", number=earlier.number)
    ready = [one for one in await _candidates(work) if not one.hindrance]
    if not ready or work.actor.person_id is None:
        raise DomainError("publish.nothing")
    batch = Publication(
        ref=new_ref(),
        number=await _next_number(work),
        result_ids=[one.result_id for one in ready],
        prepared_by=work.actor.person_id,
        prepared_at=work.now,
    )
    work.session.add(batch)
    await work.session.flush()
    await _ask_second(work, batch, ready)
    await journal.record(work, "publish.prepare", _about(batch), results=len(ready))
    return batch


async def _ask_second(work: Work, batch: Publication, ready: Sequence[Candidate]) -> None:
    """The post carries, as a file, exactly what will be public."""
    lines = tuple((one.number, one.unit, one.object_name) for one in ready)
    notice = PublicationAsked(ref=batch.ref, number=batch.number, lines=lines)
    shown = await results(work, col(Result.id).in_(batch.result_ids))
    table = Attachment(f"{batch.number}.csv", "text/csv", _results_csv(shown))
    await outbox.post(work, notice, f"publication:{batch.number}", about=_about(batch), attachment=table)


def _results_csv(shown: Iterable[PublicResult]) -> bytes:
    """The open data's CSV with the office's words."""
    words = texts()
    return as_csv(rows(shown, outcome_words(words)), headings(words))


def headings(words: Texts) -> dict[str, str]:
    """The columns of the open data in words."""
    return {name: words.say(f"publish.field.{name}") for name in FIELDS}


def outcome_words(words: Texts) -> dict[str, str]:
    """The classes of results by their codes."""
    return {code: words.say(f"profile.category.{code}") for code in get_args(CategoryCode)}


async def _next_number(work: Work) -> str:
    prefix = f"{work.profile.prefix}-{work.today.year}-G"
    used = await work.session.exec(select(func.count()).where(col(Publication.number).startswith(prefix)))
    return f"{prefix}{used.one() + 1:03d}"


def _about(batch: Publication) -> str:
    return f"publication:{batch.number}"


async def _waiting_batch(work: Work, ref: str) -> Publication:
    batch = (
        await work.session.exec(select(Publication).where(Publication.ref == ref).with_for_update())
    ).first()
    if batch is None:
        raise DomainError("publish.unknown")
    if batch.state != WAITING:
        raise DomainError("publish.decided", number=batch.number)
    return batch


async def confirm(work: Work, ref: str) -> Publication:
    """The second person lets the batch out; every result is checked once more.

    Raises ``publish.second_person`` for whoever prepared it, ``publish.changed`` when one may not go out.
    """
    work.require("publish.confirm")
    batch = await _waiting_batch(work, ref)
    if not work.actor.may_second("publish.confirm", batch.prepared_by):
        raise DomainError("publish.second_person", number=batch.number)
    chosen = await _results_of(work, batch)
    await _check_again(work, chosen)
    for result in chosen:
        result.published_at = work.now
    _decide(work, batch, CONFIRMED)
    work.session.add_all(chosen)
    await outbox.post(
        work,
        Published(number=batch.number, count=len(chosen)),
        f"published:{batch.number}",
        about=_about(batch),
    )
    await journal.record(work, "publish.confirm", _about(batch), results=[result.number for result in chosen])
    return batch


async def withdraw(work: Work, ref: str) -> Publication:
    """Take a waiting batch back; its results stay released and may go into another."""
    work.require("publish.prepare")
    batch = await _waiting_batch(work, ref)
    _decide(work, batch, WITHDRAWN)
    await journal.record(work, "publish.withdraw", _about(batch))
    return batch


def _decide(work: Work, batch: Publication, state: str) -> None:
    batch.state, batch.decided_by, batch.decided_at = state, work.actor.person_id, work.now
    work.session.add(batch)


async def _results_of(work: Work, batch: Publication) -> Sequence[Result]:
    rows = await work.session.exec(
        select(Result).where(col(Result.id).in_(batch.result_ids)).order_by(col(Result.number))
    )
    return rows.all()


async def _check_again(work: Work, chosen: Sequence[Result]) -> None:
    missing, kept_back = await _photos_missing(work), await withholdings.states(work)
    for result in chosen:
        if hindrance(
            result.state,
            published=result.published_at is not None,
            photos_missing=missing.get(result.draft_id, 0),
            withholding=kept_back.get(_id(result), ""),
        ):
            raise DomainError("publish.changed", number=result.number)
