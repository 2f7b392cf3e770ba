"""专家库: by field of service, with what is valid today; corrected and taken off by the office."""

from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from models import Entry, Expert
from services.staff import expert_library
from tests.county import actor, found
from tests.services.test_draws import cause


@pytest.fixture
async def library(acts: Acts) -> None:
    """Three experts, one of them no longer valid, one taken off before."""
    await found(acts)
    async with acts.noting() as work:
        work.session.add(
            Expert(id=1, name="赵某", organisation="检测院", fields=["特种设备", "消防"], phone="19912345678")
        )
        work.session.add(
            Expert(id=2, name="钱某", organisation="学院", fields=["消防"], valid_until=date(2026, 3, 31))
        )
        work.session.add(Expert(id=3, name="孙某", organisation="学院", fields=["消防"], active=False))


async def test_experts_are_counted_by_field_with_those_valid_today(acts: Acts, library: None) -> None:
    async with acts.looking(await actor(acts, "S-0")) as look:
        fields = await expert_library.by_field(look)
        found_ = await expert_library.find(look, "消防")
        card = await expert_library.card(look, 2)
    assert fields == {"消防": (2, 1), "特种设备": (1, 1)}
    assert [one.id for one in found_] == [1, 2]
    assert card.days == -1


async def test_the_office_corrects_and_takes_off_with_a_reason(acts: Acts, library: None) -> None:
    office = await actor(acts, "B-1")
    async with acts.working(office, cause()) as work:
        await expert_library.change(work, 2, "valid_until", "2028年1月1日")
    async with acts.working(office, cause()) as work:
        await expert_library.change(work, 2, "fields", "消防、建筑")
    async with acts.looking(office) as look:
        assert (await expert_library.by_field(look))["建筑"] == (1, 1)
    async with acts.working(office, cause()) as work:
        await expert_library.remove(work, 2, "聘期届满")
    async with acts.looking(office) as look:
        with pytest.raises(DomainError, match=r"expert\.gone"):
            await expert_library.card(look, 2)
        entry = (await look.session.exec(select(Entry).where(Entry.act == "expert.remove"))).one()
    assert entry.facts["reason"] == "聘期届满"


@pytest.mark.parametrize(
    ("by", "field", "typed", "code"),
    [("B-1", "valid_until", "以后", "expert.not_fitting"), ("S-0", "fields", "消防", "access.role")],
)
async def test_what_does_not_fit_and_who_may_not_is_refused(  # noqa: PLR0917 - a table
    acts: Acts, library: None, by: str, field: str, typed: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        async with acts.working(await actor(acts, by), cause()) as work:
            await expert_library.change(work, 1, field, typed)
    assert refused.value.code == code
