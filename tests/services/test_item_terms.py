"""Items as planning and quotas need them, and which could go together."""

from datetime import date
from fractions import Fraction
from typing import Any

from bot.acts import Acts
from bot.imports import take_in
from domain.item_list import Grounds
from domain.ratio_text import Frequency, Ratio
from domain.roles import HOUSE
from models import InspectionObject, Item
from playground.cast import county
from services.items import item_acts, item_terms
from services.registers import workbooks
from services.registers.importing import read_file
from tests.conftest import StandingClock
from tests.county import actor, found
from tests.services.test_draws import cause

TODAY = date(2026, 4, 1)


async def _item(acts: Acts, code: str, unit: str, **fields: Any) -> None:
    async with acts.noting() as work:
        work.session.add(Item(code=code, name=f"{code}事项", unit_name=unit, **fields))


async def test_texts_of_the_list_become_terms(acts: Acts) -> None:
    await _item(
        acts,
        "A",
        "甲局",
        object_type="药品经营、医疗机构",
        item_class="key",
        methods=["现场检查"],
        ratio_text="不低于3%",
        frequency_text="1次/年",
    )
    async with acts.looking() as look:
        one = (await item_terms.terms_on(look, TODAY))["A"]
    assert one.object_types == ("药品经营", "医疗机构")
    assert (one.item_class, one.methods, one.share) == ("key", ("现场检查",), Fraction(3, 100))
    assert (one.ratio, one.frequency) == (Ratio(Fraction(3, 100), None), Frequency(1, 1))


async def test_a_task_is_drawn_as_key_only_if_every_item_is(acts: Acts) -> None:
    await _item(acts, "A", "甲局", item_class="key")
    await _item(acts, "B", "甲局")
    async with acts.looking() as look:
        assert await item_terms.class_of(look, ["A"], TODAY) == "key"
        assert await item_terms.class_of(look, ["A", "B"], TODAY) == "general"
        assert await item_terms.class_of(look, [], TODAY) == "general"


async def test_items_of_two_units_at_the_same_objects_are_proposed_with_what_they_spare(acts: Acts) -> None:
    await found(acts, objects=0)
    for code, unit in (("A", "甲局"), ("B", "乙局")):
        await _item(acts, code, unit, object_type="学校食堂", methods=["现场检查"])
    async with acts.noting() as work:
        for n in range(4):
            work.session.add(
                InspectionObject(register_no=f"91{n}", name=f"示例学校{n}", sub_libraries=["学校食堂"])
            )
        work.session.add(
            InspectionObject(
                register_no="919", name="已注销", sub_libraries=["学校食堂"], status="deregistered"
            )
        )
    async with acts.looking(await actor(acts, "B-1")) as look:
        (group,) = await item_terms.proposals(look)
    assert (group.object_type, group.units, group.shared, group.saved) == (
        "学校食堂",
        ("甲局", "乙局"),
        4,
        4,
    )
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await item_acts.abolish(work, "B", Grounds("repealed", "某决定", TODAY))
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert await item_terms.proposals(look) == ()


async def test_a_county_has_something_to_merge(acts: Acts, clock: StandingClock) -> None:
    cast = county(2026)
    for kind in ("items", "objects"):
        table = getattr(cast, kind)
        clock.advance(seconds=1)
        await take_in(acts, read_file("名录.xlsx", workbooks.as_it_stands(table.title, table.grid())), HOUSE)
    async with acts.looking() as look:
        groups = await item_terms.proposals(look)
    assert groups
    assert groups[0].saved > 0
    assert [one.saved for one in groups] == sorted((one.saved for one in groups), reverse=True)
