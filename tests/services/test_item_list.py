"""The item list: every change a version with its grounds, in force on its day, undone until then."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.item_list import Grounds
from domain.roles import HOUSE
from models import Entry, Item, ItemRevision, ItemVersion, Result
from scheduler import ticks
from services.items import item_acts, item_list
from services.publication.public_site import results
from services.registers import importing
from services.registers.importing import File, read_file
from services.registers.item_shelf import may_abolish
from tests import visits
from tests.conftest import StandingClock
from tests.county import MARKET, actor, found
from tests.register_corpus import xlsx
from tests.services.test_draws import cause
from tests.services.test_inspections import submitted

LAW = "某办法（2026年修订）"
TODAY, JULY = date(2026, 4, 1), date(2026, 7, 1)
HEAD = ("事项编号", "抽查事项", "检查主体", "检查依据")


async def _change(acts: Acts, day: date | None = TODAY, document: str = LAW, **fields: Any) -> ItemRevision:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await item_acts.change(work, "SP-1", fields, Grounds("amended", document, day))


async def _abolish(acts: Acts, code: str = "SP-1", day: date = TODAY) -> ItemRevision:
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await item_acts.abolish(work, code, Grounds("repealed", LAW, day))


async def _undo(acts: Acts, ref: str) -> None:
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        await item_acts.undo(work, ref)


async def _names_on(acts: Acts, day: date) -> dict[str, str]:
    async with acts.looking() as look:
        return {code: one.name for code, one in (await item_list.on(look, day)).items()}


async def _item(acts: Acts, code: str = "SP-1") -> Item:
    async with acts.looking() as look:
        return (await look.session.exec(select(Item).where(Item.code == code))).one()


def _file(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> File:
    return read_file("清单.xlsx", xlsx([head, *rows]), "items")


async def _take_in(acts: Acts, read: File, grounds: Grounds | None, roster_no: str = "B-1") -> str:
    who = await actor(acts, roster_no) if roster_no else HOUSE
    async with acts.working(who, cause()) as work:
        shown = await importing.receive(work, read)
    async with acts.working(who, cause()) as work:
        await importing.confirm(work, shown.batch.ref, shown.file.rows, grounds)
    return shown.batch.ref


async def test_a_change_of_today_holds_at_once_and_yesterday_stays_as_it_was(acts: Acts) -> None:
    await found(acts)
    await _change(acts, name="进货查验（新）")
    assert (await _item(acts)).name == "进货查验（新）"
    assert (await _names_on(acts, TODAY))["SP-1"] == "进货查验（新）"
    assert (await _names_on(acts, date(2026, 3, 31)))["SP-1"] == "进货查验记录"


async def test_a_change_ahead_comes_into_force_on_its_day_once(acts: Acts, clock: StandingClock) -> None:
    await found(acts)
    await _change(acts, JULY, name="七月起")
    await ticks.items(acts)
    assert (await _item(acts)).name == "进货查验记录"
    clock.go_to(2026, 7, 1, 0)
    await ticks.items(acts)
    await ticks.items(acts)
    assert (await _item(acts)).name == "七月起"
    async with acts.looking() as look:
        settled = (await look.session.exec(select(Entry.subject).where(Entry.act == "item.settle"))).all()
    assert settled == ["item_list:1"]


async def test_an_abolished_item_leaves_the_list_and_stays_in_history(acts: Acts) -> None:
    await found(acts)
    await _abolish(acts)
    assert "SP-1" not in await _names_on(acts, TODAY)
    assert not (await _item(acts)).active
    async with acts.looking() as look:
        history = await item_list.history(look, "SP-1")
    assert [(one.number, one.change) for one in history] == [(0, "changed"), (1, "abolished")]


async def test_undoing_puts_the_list_back_and_the_number_is_not_used_again(acts: Acts) -> None:
    await found(acts)
    before = (await _item(acts)).model_dump()
    first = await _change(acts, name="错")
    await _undo(acts, first.ref)
    assert (await _item(acts)).model_dump() == before
    second = await _change(acts, name="对")
    assert (first.number, second.number) == (1, 2)
    async with acts.looking() as look:
        numbers = (await look.session.exec(select(ItemVersion.number).order_by("id"))).all()
        acts_done = (await look.session.exec(select(Entry.act).where(Entry.act == "item.undo"))).all()
    assert numbers == [0, 1, 2]
    assert acts_done == ["item.undo"]


async def test_what_holds_since_yesterday_is_not_undone_and_what_holds_next_month_is(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    ahead = await _change(acts, JULY, name="七月起")
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        now = await item_acts.abolish(work, "SP-2", Grounds("repealed", LAW, TODAY))
    clock.advance(days=1)
    with pytest.raises(DomainError, match=r"items\.decided"):
        await _undo(acts, now.ref)
    await _undo(acts, ahead.ref)
    assert (await _names_on(acts, JULY))["SP-1"] == "进货查验记录"


async def test_the_later_change_of_an_item_is_undone_first(acts: Acts) -> None:
    await found(acts)
    first = await _change(acts, name="一")
    await _change(acts, name="二")
    with pytest.raises(DomainError, match=r"items\.later"):
        await _undo(acts, first.ref)


async def test_a_change_before_one_that_waits_is_refused_with_the_way_out(acts: Acts) -> None:
    await found(acts)
    await _change(acts, JULY, name="七月起")
    with pytest.raises(DomainError) as refused:
        await _change(acts, date(2026, 6, 1), name="六月起")
    assert (refused.value.code, refused.value.params["since"]) == ("items.not_in_order", JULY)


@pytest.mark.parametrize(
    ("grounds", "lacking"),
    [
        (Grounds("", LAW, TODAY), ["reason"]),
        (Grounds("amended", " ", TODAY), ["document"]),
        (Grounds("amended", LAW, None), ["day"]),
        (Grounds("unstated"), ["reason", "document", "day"]),
    ],
)
async def test_a_person_states_reason_document_and_day(
    acts: Acts, grounds: Grounds, lacking: list[str]
) -> None:
    await found(acts)
    with pytest.raises(DomainError) as refused:
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await item_acts.change(work, "SP-1", {"name": "新"}, grounds)
    assert (refused.value.code, refused.value.params["lacking"]) == ("items.no_grounds", lacking)


async def test_nothing_is_entered_where_nothing_changes(acts: Acts) -> None:
    await found(acts)
    with pytest.raises(DomainError, match=r"items\.same"):
        await _change(acts, name="进货查验记录")


async def test_only_the_office_changes_the_list(acts: Acts) -> None:
    await found(acts)
    with pytest.raises(DomainError, match=r"access\.role"):
        async with acts.working(await actor(acts, "S-0"), cause()) as work:
            await item_acts.abolish(work, "SP-1", Grounds("repealed", LAW, TODAY))


async def test_the_first_list_is_found_in_place_and_asks_for_no_grounds(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        for item in await work.session.exec(select(Item)):
            await work.session.delete(item)
    await _take_in(acts, _file(["S1", "食品检查", "甲局", "某法"]), None)
    assert await _names_on(acts, date(2020, 1, 1)) == {"S1": "食品检查"}
    async with acts.looking() as look:
        made = (await look.session.exec(select(ItemRevision))).one()
    assert (made.reason, made.publish_by) == ("initial", None)


async def test_a_new_list_is_one_revision_and_what_it_does_not_name_is_abolished_on_the_offices_word(
    acts: Acts,
) -> None:
    await found(acts)
    rows = (["SP-1", "进货查验（新）", "市场监督管理局", "示例条例第一条"], ["SP-9", "冷链", "", ""])
    ref = await _take_in(acts, _file(*rows), Grounds("amended", LAW, JULY, whole=True))
    assert await _names_on(acts, JULY) == {"SP-1": "进货查验（新）", "SP-9": "冷链"}
    assert set(await _names_on(acts, TODAY)) == {"SP-1", "SP-2", "XF-1"}
    async with acts.looking() as look:
        made = (await look.session.exec(select(ItemRevision))).one()
        kinds = (await look.session.exec(select(ItemVersion.change).where(ItemVersion.number == 1))).all()
    assert (made.reason, made.document, made.effective_on, made.imported) == ("amended", LAW, JULY, True)
    assert sorted(kinds) == ["abolished", "abolished", "changed", "new"]
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await importing.undo(work, ref)
    assert set(await _names_on(acts, JULY)) == {"SP-1", "SP-2", "XF-1"}


@pytest.mark.parametrize(
    ("rows", "offered"),
    [
        ([["SP-1", "进货查验记录", "修订", "甲办法"]], True),
        ([["SP-1", "进货查验（新）", "修订", "甲办法"]], True),
        ([["SP-1", "进货查验（新）", "", ""], ["SP-2", "", "修订", "甲办法"]], False),
        ([["SP-1", "", "修订", "甲办法"]], False),
        ([[code, "新", "", ""] for code in ("SP-1", "SP-2", "XF-1")], False),
    ],
    ids=["nothing-changed", "own-grounds", "a-faulty-row", "no-good-row", "nothing-missing"],
)
async def test_abolishing_is_offered_for_a_file_that_may_be_the_whole_list(
    acts: Acts, rows: list[list[str]], *, offered: bool
) -> None:
    await found(acts)
    read = _file(*rows, head=("事项编号", "抽查事项", "调整类型", "调整依据"))
    async with acts.looking() as look:
        judged = await importing.judged(look, read)
        difference = await importing.compare(look, judged)
    assert may_abolish("items", difference, judged.reading) is offered


async def test_without_that_word_what_a_file_does_not_name_stays(acts: Acts) -> None:
    await found(acts)
    await _take_in(acts, _file(["SP-1", "进货查验（新）", "", ""]), Grounds("amended", LAW, TODAY))
    assert set(await _names_on(acts, TODAY)) == {"SP-1", "SP-2", "XF-1"}


async def test_rows_with_grounds_of_their_own_make_their_own_revisions(acts: Acts) -> None:
    await found(acts)
    head = (*HEAD, "调整类型", "调整依据", "施行日期")
    read = _file(
        ["SP-1", "进货查验（新）", "", "", "修订", "甲办法", "2026-05-01"],
        ["SP-9", "冷链", "", "", "立", "乙办法", "2026-06-01"],
        head=head,
    )
    await _take_in(acts, read, None)
    async with acts.looking() as look:
        made = (await look.session.exec(select(ItemRevision).order_by("number"))).all()
    assert sorted((one.reason, one.document, one.effective_on) for one in made) == [
        ("amended", "甲办法", date(2026, 5, 1)),
        ("enacted", "乙办法", date(2026, 6, 1)),
    ]


async def test_a_row_before_a_change_that_is_decided_already_is_kept_out_and_named(acts: Acts) -> None:
    await found(acts)
    await _change(acts, JULY, name="进货查验（七月）")
    head = (*HEAD, "调整类型", "调整依据", "施行日期")
    read = _file(
        ["SP-1", "进货查验（五月）", MARKET, "示例条例第一条", "修订", "甲办法", "2026-05-01"],
        ["SP-9", "冷链", MARKET, "示例条例第一条", "立", "乙办法", "2026-05-01"],
        head=head,
    )
    async with acts.looking() as look:
        kept_out = (await importing.judged(look, read)).reading
        same = _file(
            ["SP-1", "进货查验（七月）", "市场监督管理局", "示例条例第一条", "", "", "2026-05-01"], head=head
        )
        assert (await importing.judged(look, same)).reading.accepted == 1
    assert [(one.cell, one.code) for one in kept_out.problems] == [("G2", "item_order")]
    await _take_in(acts, read, None)
    assert await _names_on(acts, date(2026, 5, 1)) == {
        "SP-1": "进货查验记录",
        "SP-2": "标签标识",
        "XF-1": "消防设施",
        "SP-9": "冷链",
    }


async def test_a_person_who_imports_a_change_without_grounds_is_asked_for_them(acts: Acts) -> None:
    await found(acts)
    with pytest.raises(DomainError, match=r"items\.no_grounds"):
        await _take_in(acts, _file(["SP-1", "进货查验（新）", "", ""]), None)
    await _take_in(acts, _file(["SP-1", "进货查验（新）", "", ""]), None, roster_no="")
    async with acts.looking() as look:
        assert (await look.session.exec(select(ItemRevision.reason))).one() == "unstated"


async def test_an_import_that_was_changed_since_by_hand_is_not_undone(acts: Acts) -> None:
    await found(acts)
    ref = await _take_in(acts, _file(["SP-1", "新", "", ""]), Grounds("amended", LAW, TODAY))
    await _change(acts, name="更新")
    with pytest.raises(DomainError, match=r"import\.changed_since"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await importing.undo(work, ref)


async def test_a_result_keeps_the_version_it_was_inspected_under(acts: Acts, clock: StandingClock) -> None:
    await visits.found(acts)
    clock.go_to(2026, 4, 20)
    await _change(acts, date(2026, 4, 20), name="进货查验（二版）")
    result = await submitted(acts, "S-1@1")
    clock.advance(days=1)
    await _change(acts, date(2026, 4, 21), name="进货查验（三版）")
    async with acts.looking() as look:
        shown = (await results(look, Result.id == result.id))[0]  # type: ignore[arg-type]
    assert result.item_versions == {"SP-1": 1, "SP-2": 0}
    assert [one.item_name for one in shown.findings] == ["进货查验（二版）", "标签标识"]
