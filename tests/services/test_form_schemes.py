"""检查工作方案 of a drawn joint task: what it says, who may have it."""

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.forms import Scheme
from models import Draw, Task
from services.papers import form_book
from tests import county, visits


async def made(acts: Acts, who: str, ref: str = "task-one") -> Scheme:
    """The scheme of the task."""
    async with acts.looking(await county.actor(acts, who)) as look:
        (found,) = await form_book.made(look, "scheme", ref)
    assert isinstance(found, Scheme)
    return found


async def test_a_scheme_names_objects_units_items_people_days_and_leaves_the_rest_to_the_hand(
    acts: Acts,
) -> None:
    await visits.found(acts)
    found = await made(acts, "B-1")
    assert (found.unit, found.partners, found.number) == (county.MARKET, (county.FIRE,), "2026-01")
    assert found.window == "2026年4月1日至2026年5月31日"
    assert found.drawn_total == len(found.objects) == 2
    assert [(one.member, one.charge, one.people) for one in found.charges] == [
        (county.MARKET, "进货查验记录、标签标识", 2),
        (county.FIRE, "消防设施", 2),
    ]
    assert "消检1" in found.objects[0].team
    assert "消检1" not in found.objects[1].team
    assert (found.division, found.safety) == ("", "")
    assert "营业执照" in [one.document for one in found.documents]


async def test_a_scheme_is_for_the_office_and_the_liaisons_of_its_units(acts: Acts) -> None:
    await visits.found(acts)
    assert (await made(acts, "S-0")).objects == (await made(acts, "X-0", "2026-01")).objects
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().partners = []
    with pytest.raises(DomainError) as refused:
        await made(acts, "X-0")
    assert refused.value.code == "forms.not_yours"
    with pytest.raises(DomainError) as refused:
        await made(acts, "S-1")
    assert refused.value.code == "access.role"


async def test_there_is_no_scheme_before_anything_is_drawn(acts: Acts) -> None:
    await visits.found(acts)
    async with acts.noting() as work:
        (await work.session.exec(select(Draw))).one().state = "void"
    with pytest.raises(DomainError) as refused:
        await made(acts, "B-1")
    assert refused.value.code == "forms.not_held"
