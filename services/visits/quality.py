"""What is worth a second look in a result, and its photos: for the unit's approver, never for a group."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlmodel import col, or_, select

from domain.errors import DomainError
from domain.outcome import category
from domain.places import point
from domain.quality import Flag, Lexicon, Remark, Seen, Shot, flags
from locales.texts import LANGUAGES, texts
from models import Draft, InspectionObject, Item, Photo, Result, Visit
from services.visits.assignments import team_of
from services.work import OFFICE_ZONE, Work


@cache
def lexicon() -> Lexicon:
    """The lists of every language: a remark is written in whatever language its writer has."""

    def listed(key: str) -> tuple[str, ...]:
        return tuple(word for one in LANGUAGES for word in texts(one).say(key).lower().split("|"))

    return Lexicon(
        wrong=listed("quality.lexicon.wrong"),
        fine=listed("quality.lexicon.fine"),
        denying=listed("quality.lexicon.denying"),
    )


async def flags_of(look: Work, result: Result) -> tuple[Flag, ...]:
    """The marks as things stand: photos say more once their originals are stored."""
    draft = await look.session.get_one(Draft, result.draft_id)
    visit = await look.session.get_one(Visit, result.visit_id)
    subject = await look.session.get_one(InspectionObject, visit.object_id)
    photos = await _photos(look, result)
    seen = Seen(
        submitted_at=result.submitted_at,
        inspected_on=result.inspected_on,
        others_submitted_at=await _others(look, result),
        object_at=point(subject.latitude, subject.longitude),
        reported_at=point(draft.latitude, draft.longitude),
        photos=[_shot(photo) for photo in photos],
        elsewhere=await _elsewhere(look, result, photos),
        remarks=await _remarks(look, result),
    )
    return flags(seen, lexicon())


async def _photos(look: Work, result: Result) -> Sequence[Photo]:
    rows = await look.session.exec(
        select(Photo).where(Photo.draft_id == result.draft_id).order_by(col(Photo.position), col(Photo.id))
    )
    return rows.all()


def _shot(photo: Photo) -> Shot:
    taken = photo.taken_at.astimezone(OFFICE_ZONE).date() if photo.taken_at else None
    return Shot(photo.file_unique_id, photo.sha256, taken, point(photo.latitude, photo.longitude))


async def _others(look: Work, result: Result) -> list[datetime]:
    """When the same person submitted other visits; a corrected version is no other visit."""
    rows = await look.session.exec(
        select(Result.submitted_at).where(
            Result.submitted_by == result.submitted_by,
            Result.visit_id != result.visit_id,
            Result.version == 1,
        )
    )
    return list(rows)


async def _elsewhere(look: Work, result: Result, photos: Sequence[Photo]) -> list[tuple[str, Shot]]:
    """The same photos in results of other visits."""
    if not photos:
        return []
    sums = [one.sha256 for one in photos if one.sha256]
    names = [one.file_unique_id for one in photos]
    rows = await look.session.exec(
        select(Result.number, Photo)
        .join(Photo, col(Photo.draft_id) == col(Result.draft_id))
        .where(
            Result.visit_id != result.visit_id,
            or_(col(Photo.sha256).in_(sums), col(Photo.file_unique_id).in_(names)),
        )
    )
    return [(number, _shot(photo)) for number, photo in rows]


async def _remarks(look: Work, result: Result) -> list[Remark]:
    codes = [finding["item"] for finding in result.findings]
    rows = await look.session.exec(select(Item.code, Item.name).where(col(Item.code).in_(codes)))
    names = dict(rows.all())
    return [
        Remark(
            item=names.get(finding["item"], finding["item"]),
            problem=category(look.profile.result_categories, finding["outcome"]).problem,
            text=finding["remark"],
        )
        for finding in result.findings
    ]


async def photos_of(look: Work, ref: str) -> tuple[str, Sequence[Photo]]:
    """A result's number and photos in their order, for the visit's team and the unit's approver.

    Raises ``result.unknown``, ``photo.not_yours`` or ``photo.none``.
    """
    look.require("photo.look")
    result = (await look.session.exec(select(Result).where(Result.ref == ref))).first()
    if result is None:
        raise DomainError("result.unknown")
    team = {member.person_id for member in await team_of(look, result.visit_id)}
    if not look.actor.reaches("photo.look", own=look.actor.person_id in team, unit_id=result.unit_id):
        raise DomainError("photo.not_yours")
    photos = await _photos(look, result)
    if not photos:
        raise DomainError("photo.none")
    return result.number, photos
