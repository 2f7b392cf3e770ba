"""What the public sees of the item list: in force or published ahead, without what stays in the house."""

from datetime import date

from bot.acts import Acts
from domain.item_list import Grounds
from domain.public_items import PublicItemList
from models import Item, ItemRevision
from services.items import item_acts, item_filing
from services.publication.public_items import public_list
from tests.county import actor, found
from tests.services.test_draws import cause

LAW, TODAY, JULY = "某办法（2026年修订）", date(2026, 4, 1), date(2026, 7, 1)


async def _change(acts: Acts, day: date = TODAY, **fields: str) -> ItemRevision:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await item_acts.change(work, "SP-1", fields, Grounds("amended", LAW, day))


async def _public(acts: Acts) -> PublicItemList:
    async with acts.looking() as look:
        return await public_list(look)


async def test_a_list_that_never_changed_has_no_version_and_no_log(acts: Acts) -> None:
    await found(acts)
    shown = await _public(acts)
    assert (shown.number, shown.revisions) == (0, ())
    assert [one.code for one in shown.items] == ["SP-1", "SP-2", "XF-1"]


async def test_the_log_names_what_was_changed_abolished_why_and_by_which_document(acts: Acts) -> None:
    await found(acts)
    await _change(acts, basis="新法第二条")
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await item_acts.abolish(work, "SP-2", Grounds("repealed", "某决定", TODAY))
    shown = await _public(acts)
    assert (shown.number, shown.effective_on) == (2, TODAY)
    assert [one.code for one in shown.items] == ["SP-1", "XF-1"]
    ended, changed = shown.revisions
    assert (ended.reason, ended.document, ended.changes[0].change) == ("repealed", "某决定", "abolished")
    assert [(one.field, one.old, one.new) for one in changed.changes[0].fields] == [
        ("basis", "示例条例第一条", "新法第二条")
    ]


async def test_what_is_ahead_is_shown_once_it_is_published(acts: Acts) -> None:
    await found(acts)
    made = await _change(acts, JULY, name="七月起")
    assert (await _public(acts)).revisions == ()
    office = acts
    async with office.working(await actor(acts, "B-2"), cause()) as work:
        if item_filing.may_file(work, await work.session.get_one(ItemRevision, made.id)):
            await item_filing.file(work, made.ref, "一号", TODAY)
    async with office.working(await actor(acts, "B-2"), cause()) as work:
        await item_filing.publish(work, made.ref)
    shown = await _public(acts)
    assert [one.number for one in shown.revisions] == [made.number]
    assert (shown.number, shown.items[0].name) == (0, "进货查验记录")


async def test_what_was_undone_and_what_stays_in_the_house_is_not_shown(acts: Acts) -> None:
    await found(acts)
    undone = await _change(acts, name="错")
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await item_acts.undo(work, undone.ref)
    await _change(acts, remark="内部说明")
    shown = await _public(acts)
    assert [(one.number, one.changes) for one in shown.revisions] == [(2, ())]
    assert "内部说明" not in repr(shown.revisions)


async def test_an_item_off_the_list_by_hand_is_not_shown(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        work.session.add(Item(code="ZZ-1", name="停用", active=False))
    assert "ZZ-1" not in [one.code for one in (await _public(acts)).items]
