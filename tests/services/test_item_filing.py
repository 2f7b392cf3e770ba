"""备案 and publication of the item list: in order, by whom the place orders, within the days it gives."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.item_list import Grounds
from domain.profile_items import ItemListFiling
from models import Entry, ItemRevision
from services.items import item_acts, item_filing
from services.profiles import load, shipped
from tests.conftest import StandingClock
from tests.county import actor, found
from tests.services.test_draws import cause

TODAY = date(2026, 4, 1)
RULE = ItemListFiling(receiver="区联席办", working_days=10, clause="虚构")


def ordering(acts: Acts, rule: ItemListFiling | None) -> Acts:
    return replace(acts, profile=replace(acts.profile, item_list_filing=rule))


async def _changed(acts: Acts, day: date = TODAY) -> ItemRevision:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await item_acts.change(work, "SP-1", {"name": "新"}, Grounds("amended", "某法", day))


async def _file(acts: Acts, ref: str, receipt: str = "备〔2026〕3号", day: date = TODAY) -> ItemRevision:
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        return await item_filing.file(work, ref, receipt, day)


async def _publish(acts: Acts, ref: str) -> ItemRevision:
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        return await item_filing.publish(work, ref)


async def test_a_change_is_filed_with_its_receipt_and_then_published(acts: Acts) -> None:
    await found(acts)
    office = ordering(acts, RULE)
    made = await _changed(office)
    with pytest.raises(DomainError, match=r"items\.not_filed"):
        await _publish(office, made.ref)
    filed = await _file(office, made.ref)
    assert (filed.state, filed.receipt_no, filed.filed_with) == ("filed", "备〔2026〕3号", "区联席办")
    public = await _publish(office, made.ref)
    assert (public.state, public.published_on) == ("published", TODAY)
    async with acts.looking() as look:
        entries = (await look.session.exec(select(Entry.act).order_by("position"))).all()
    assert entries == ["item.change", "item.file", "item.publish"]


async def test_where_no_filing_is_ordered_a_change_is_published_at_once(acts: Acts) -> None:
    await found(acts)
    office = ordering(acts, None)
    made = await _changed(office)
    with pytest.raises(DomainError, match=r"items\.no_filing"):
        await _file(office, made.ref)
    assert (await _publish(office, made.ref)).state == "published"


@pytest.mark.parametrize(
    ("receipt", "day", "code"),
    [(" ", TODAY, "items.receipt"), ("一号", date(2026, 4, 2), "items.filed_ahead")],
)
async def test_a_filing_has_a_receipt_and_a_day_that_was(
    acts: Acts, receipt: str, day: date, code: str
) -> None:
    await found(acts)
    office = ordering(acts, RULE)
    made = await _changed(office)
    with pytest.raises(DomainError) as refused:
        await _file(office, made.ref, receipt, day)
    assert refused.value.code == code


async def test_nothing_is_filed_or_published_twice_or_undone_afterwards(acts: Acts) -> None:
    await found(acts)
    office = ordering(acts, RULE)
    made = await _changed(office, date(2026, 7, 1))
    await _file(office, made.ref)
    with pytest.raises(DomainError, match=r"items\.filed"):
        await _file(office, made.ref)
    with pytest.raises(DomainError, match=r"items\.decided"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await item_acts.undo(work, made.ref)
    await _publish(office, made.ref)
    with pytest.raises(DomainError, match=r"items\.published"):
        await _publish(office, made.ref)


async def test_the_days_run_from_the_entry_for_filing_and_from_the_force_for_publication(acts: Acts) -> None:
    await found(acts)
    made = await _changed(ordering(acts, RULE), date(2026, 7, 1))
    assert (made.file_by, made.publish_by) == (date(2026, 4, 16), date(2026, 7, 29))


async def test_what_is_open_comes_with_the_nearest_day_first(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    office = ordering(acts, RULE)
    first = await _changed(office, date(2026, 7, 1))
    clock.advance(days=1)
    async with office.working(await actor(acts, "B-1"), cause()) as work:
        second = await item_acts.abolish(work, "SP-2", Grounds("repealed", "某法", date(2026, 4, 2)))
    await _file(office, first.ref)
    async with office.looking() as look:
        open_ones = await item_filing.pending(look)
    assert [one.number for one in open_ones] == [second.number, first.number]
    assert [item_filing.next_deadline(one) for one in open_ones] == [second.file_by, first.publish_by]


def test_filing_is_ordered_where_the_document_orders_it() -> None:
    receivers = {place: rule.receiver for place in shipped() if (rule := load(place).item_list_filing)}
    assert receivers == {"huaxi": "区联席办", "xinzhou": "市领导小组办公室"}
