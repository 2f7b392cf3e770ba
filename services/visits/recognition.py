"""结果互认: an earlier result of another unit, offered and cited item by item, never by itself."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlmodel import col, select

from domain.disclosure import RELEASED
from domain.errors import DomainError
from domain.outcome import Finding
from domain.recognition import Earlier, by_item, fit_to_cite, months_before
from models import Item, Result, Takedown, Unit, Visit
from services.publication import withholdings
from services.visits import drafts
from services.visits.assignments import Case
from services.work import Work


async def earlier(look: Work, case: Case, on: date) -> dict[str, Earlier]:
    """Item → what another unit found at the object within the place's months before a day.

    Only released results that stand and are not kept back; nothing where the place states no months.
    """
    if not look.profile.recognition_months or not case.items:
        return {}
    since = months_before(on, look.profile.recognition_months)
    results = [row for row in await _released(look, case) if since <= row[0].inspected_on <= on]
    categories = look.profile.result_categories
    found = [
        (result, unit, one) for result, unit in results for one in fit_to_cite(categories, result.findings)
    ]
    names = await _names(look, {one["item"] for _, _, one in found})
    told = (
        Earlier(
            item_code=one["item"],
            item_name=names.get(one["item"], one["item"]),
            number=result.number,
            unit=unit,
            inspected_on=result.inspected_on,
            outcome=one["outcome"],
        )
        for result, unit, one in found
    )
    return by_item({item.code: item.name for item in case.items}, told)


async def _released(look: Work, case: Case) -> list[tuple[Result, str]]:
    """The standing version of every other unit's result at other visits of the object."""
    rows = await look.session.exec(
        select(Result, Unit.name)
        .join(Visit, col(Result.visit_id) == col(Visit.id))
        .join(Unit, col(Result.unit_id) == col(Unit.id))
        .where(Visit.object_id == case.visit.object_id, Visit.state == "open", Visit.id != case.visit.id)
        .where(Result.unit_id != case.assignment.unit_id, Result.state == RELEASED)
        .order_by(col(Result.version))
    )
    newest = {(result.visit_id, result.unit_id): (result, unit) for result, unit in rows}
    taken = await look.session.exec(select(Takedown.result_id).where(Takedown.state == "approved"))
    states = await withholdings.states(look)
    hidden = {*taken, *(key for key, state in states.items() if state in {"asked", "approved"})}
    return [row for row in newest.values() if row[0].id not in hidden]


async def _names(look: Work, codes: Iterable[str]) -> dict[str, str]:
    rows = await look.session.exec(select(Item.code, Item.name).where(col(Item.code).in_(list(codes))))
    return dict(rows.all())


async def cite(work: Work, ref: str, item_code: str, seen: str | None = None) -> Earlier:
    """Let an item's finding be the earlier one, with its source. Raises ``citing.over`` and as ``answer``."""
    report = await drafts.open_report(work, ref)
    on = report.draft.inspected_on or work.today
    found = (await earlier(work, report.case, on)).get(item_code)
    if found is None:
        raise DomainError("citing.over")
    await drafts.answer(work, ref, item_code, found.outcome, seen=seen)
    await drafts.keep(work, report, found.as_finding(item_code))
    return found


async def guard(work: Work, case: Case, found: Iterable[Finding], on: date) -> None:
    """Part of submitting: what is cited still stands. Raises ``citing.gone``."""
    cited = [one for one in found if one.cited]
    standing = await earlier(work, case, on) if cited else {}
    for one in cited:
        source = standing.get(one.item_code)
        if source is None or replace(one, remark="") != source.as_finding(one.item_code):
            raise DomainError("citing.gone", item=one.item_code, number=one.cited)
