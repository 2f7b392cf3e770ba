"""Ways out: 取消 from anywhere, buttons typed as words, and an answer to what nobody asked for."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground import User
from tests.conftest import StandingClock
from tests.county import found
from tests.talk import Talk, talking


@pytest.fixture
async def talk(tmp_path: Path, clock: StandingClock) -> AsyncIterator[Talk]:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        yield talk


async def enrolled(talk: Talk, roster_no: str) -> User:
    user = talk.play.add_user(1001, roster_no)
    await talk.enrol(user, roster_no)
    return user


async def test_a_text_that_nobody_waits_for_is_answered_with_the_menu(talk: Talk) -> None:
    office = await enrolled(talk, "B-1")
    await talk.says(office, "你好")
    assert (await talk.sees(office, "未能识别所发内容")).buttons


async def test_a_stranger_is_told_how_to_enrol_whatever_they_send(talk: Talk) -> None:
    stranger = talk.play.add_user(1002, "路人")
    await talk.says(stranger, "你好")
    assert (await talk.sees(stranger, "绑定链接")).buttons == []


async def test_a_window_of_buttons_says_that_a_text_is_none_of_them(talk: Talk) -> None:
    office = await enrolled(talk, "B-1")
    await talk.says(office, "抽取")
    await talk.sees(office, "请选择任务")
    await talk.says(office, "没有这一项")
    await talk.sees(office, "“没有这一项”不是当前可选的内容")


async def test_the_only_list_of_a_window_is_chosen_from_by_number(talk: Talk) -> None:
    office = await enrolled(talk, "B-1")
    await talk.says(office, "抽取")
    await talk.sees(office, "请选择任务")
    await talk.says(office, "1")
    await talk.sees(office, "抽取预览")


async def test_cancel_closes_what_is_open_and_shows_the_menu(talk: Talk) -> None:
    office = await enrolled(talk, "B-1")
    await talk.says(office, "线索")
    asked = await talk.sees(office, "案件线索检查")
    assert asked.buttons == ["取消"]
    await talk.says(office, "取消")
    assert (await talk.sees(office, "已退出正在办理的事项")).buttons
    await talk.says(office, "91990124000000001X")
    await talk.sees(office, "未能识别所发内容")


async def test_a_window_that_only_asks_is_left_by_its_button(talk: Talk) -> None:
    office = await enrolled(talk, "B-1")
    await talk.says(office, "导入")
    await talk.sees(office, "请直接发送文件")
    await talk.presses(office, "取消")
    await talk.sees(office, "已退出正在办理的事项")


async def test_cancel_with_nothing_open_says_so(talk: Talk) -> None:
    office = await enrolled(talk, "B-1")
    await talk.says(office, "/cancel")
    await talk.sees(office, "目前没有正在办理的事项")


async def test_the_words_on_a_menu_button_begin_what_it_begins(talk: Talk) -> None:
    office = await enrolled(talk, "B-1")
    await talk.says(office, "案件线索检查")
    await talk.sees(office, "个案线索不经抽取")
