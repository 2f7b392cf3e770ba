"""Reads which published results are no longer shown, and since when."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from sqlmodel import col, select

from domain.disclosure import PublicResult
from domain.public_trace import CORRECTED, End, PublicBatch, PublicTrace
from models import Publication, Result, Takedown
from services.second_person import APPROVED
from services.work import OFFICE_ZONE, Work


async def ended(look: Work) -> dict[str, End]:
    """Result number → how it ceased to be shown: replaced by a later published version, or taken down."""
    down = await _taken_down(look)
    found: dict[str, End] = {}
    for versions in (await _published_versions(look)).values():
        found |= _replaced(versions)
    return {number: End(end.on, end.reason, _after(found, number)) for number, end in (found | down).items()}


async def parts_shown(look: Work) -> set[tuple[int, int]]:
    """Visit and unit of every result that the public sees now, in whichever version."""
    return set(await shown_since(look))


async def shown_since(look: Work) -> dict[tuple[int, int], date]:
    """The same, with the day on which the first version was published."""
    down = await _taken_down(look)
    versions = await _published_versions(look)
    return {
        part: found[0].published_at.astimezone(OFFICE_ZONE).date()
        for part, found in versions.items()
        if found[-1].number not in down and found[0].published_at is not None
    }


def _after(replaced: Mapping[str, End], number: str) -> str:
    return replaced[number].replaced_by if number in replaced else ""


def _replaced(versions: Sequence[Result]) -> dict[str, End]:
    """All but the newest, by the one that came next."""
    return {
        old.number: End(new.published_at.astimezone(OFFICE_ZONE).date(), CORRECTED, new.number)
        for old, new in pairwise(versions)
        if new.published_at is not None
    }


async def _published_versions(look: Work) -> dict[tuple[int, int], list[Result]]:
    rows = await look.session.exec(
        select(Result).where(col(Result.published_at).is_not(None)).order_by(col(Result.version))
    )
    found: dict[tuple[int, int], list[Result]] = {}
    for one in rows:
        found.setdefault((one.visit_id, one.unit_id), []).append(one)
    return found


async def _taken_down(look: Work) -> dict[str, End]:
    rows = await look.session.exec(
        select(Result.number, Takedown.ground, Takedown.decided_at)
        .join(Takedown, col(Takedown.result_id) == col(Result.id))
        .where(Takedown.state == APPROVED)
    )
    return {
        number: End(at.astimezone(OFFICE_ZONE).date(), reason)
        for number, reason, at in rows
        if at is not None
    }


def trace(one: PublicResult, end: End) -> PublicTrace:
    """What stays of it."""
    return PublicTrace(
        number=one.number,
        task_no=one.task_no,
        object_slug=one.object_slug,
        published_on=one.published_on,
        ended_on=end.on,
        reason=end.reason,
        replaced_by=end.replaced_by,
    )


async def batches(look: Work) -> tuple[PublicBatch, ...]:
    """What was let out, the newest first."""
    rows = await look.session.exec(
        select(Publication).where(Publication.state == "confirmed").order_by(col(Publication.id).desc())
    )
    return tuple(
        PublicBatch(one.number, one.decided_at.astimezone(OFFICE_ZONE).date(), len(one.result_ids))
        for one in rows
        if one.decided_at is not None
    )
