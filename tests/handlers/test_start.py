"""Arriving: a stranger, a link, the group."""

from pathlib import Path

from domain.roles import Role
from models import Person, Unit
from services import people
from tests.conftest import StandingClock
from tests.talk import Talk, talking


async def _staff(talk: Talk) -> None:
    async with talk.acts.noting() as work:
        unit = Unit(name="市场监管局")
        work.session.add(unit)
        await work.session.flush()
        assert unit.id is not None
        for roster_no, name, role in (("SJ-001", "林一", Role.OFFICE), ("SJ-002", "白二", Role.INSPECTOR)):
            person = Person(roster_no=roster_no, name=name, unit_id=unit.id)
            work.session.add(person)
            await work.session.flush()
            assert person.id is not None
            await people.grant(work, person.id, role)


async def test_a_stranger_is_told_how_to_enrol_and_may_do_nothing(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        stranger = talk.play.add_user(9, "路人")
        await talk.says(stranger, "/start")
        await talk.sees(stranger, "绑定链接")
        await talk.says(stranger, "邀请 SJ-001")
        await talk.sees(stranger, "尚未绑定名录")


async def test_an_invited_person_enrols_and_sees_a_menu_of_their_own(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await _staff(talk)
        chief, other = talk.play.add_user(1, "林一"), talk.play.add_user(2, "白二")
        await talk.enrol(chief, "SJ-001")
        await talk.says(chief, "邀请 SJ-002")
        invitation = await talk.sees(chief, "一次性绑定链接")
        link = invitation.text.split("start=")[1].split()[0]
        await talk.play.opens(other, link)
        welcome = await talk.sees(other, "绑定成功", "白二")
        assert "我的任务" in welcome.buttons
        assert "抽取" not in welcome.buttons
        await talk.says(other, "邀请 SJ-001")
        await talk.sees(other, "没有此项权限")


async def test_the_office_binds_its_group_with_the_operators_code(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await _staff(talk)
        chief, other = talk.play.add_user(1, "林一"), talk.play.add_user(2, "白二")
        await talk.enrol(chief, "SJ-001")
        group = talk.play.add_group(-100, "办公室工作群", [chief, other])
        async with talk.acts.noting() as work:
            code = await people.write_binding_code(work)
        await talk.says(other, f"/bind {code}", group)
        await talk.sees(group, "尚未绑定名录")
        await talk.says(chief, f"/bind {code}", group)
        await talk.sees(group, "本群已绑定为办公室工作群")


async def test_a_person_chooses_the_language_of_the_own_chat(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        await _staff(talk)
        chief, stranger = talk.play.add_user(1, "林一"), talk.play.add_user(9, "路人")
        await talk.enrol(chief, "SJ-001")
        await talk.says(chief, "语言")
        await talk.presses(chief, "English")
        chosen = await talk.sees(chief, "From now on", "in English")
        assert "Draws ›" in chosen.buttons
        await talk.says(chief, "/menu")
        await talk.sees(chief, "Choose", after=chosen.id)
        async with talk.acts.looks() as session:
            assert (await people.person_by_roster_no(session, "SJ-001")).language == "en"
        await talk.says(stranger, "/language")
        await talk.sees(stranger, "尚未绑定名录")
