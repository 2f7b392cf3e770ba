"""The menu: to each what they can begin, the same as buttons, as commands and as typed words."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.roles import Actor, Place, Role
from handlers.commands import EVERYWHERE, PRIVATELY
from handlers.menu import ENTRIES, MOST, entries_of, menu_of, sections_of
from locales.texts import LANGUAGES, texts
from playground import User
from tests.conftest import StandingClock
from tests.county import STAFF, found
from tests.talk import Talk, talking


def test_a_stranger_has_no_menu() -> None:
    assert menu_of(Actor(), texts()) is None


@pytest.mark.parametrize("role", list(Role))
def test_a_role_sees_its_own_entries_and_no_others(role: Role) -> None:
    shown = entries_of(Actor(roles=frozenset({role})))
    assert shown == [entry for entry in ENTRIES if role in entry.roles]


def test_who_holds_two_roles_sees_each_entry_once() -> None:
    both = entries_of(Actor(roles=frozenset({Role.OFFICE, Role.APPROVER, Role.AUDITOR})))
    commands = [entry.command for entry in both]
    assert len(commands) == len(set(commands))
    assert {"draw", "review", "summary", "witness"} <= set(commands)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_a_word_of_its_own_for_button_and_speech(language: str) -> None:
    words = texts(language)
    buttons = [words.say(f"menu.{entry.command}") for entry in ENTRIES]
    spoken = [words.say(f"commands.{entry.command}").lower() for entry in ENTRIES]
    assert len(set(buttons)) == len(set(spoken)) == len(ENTRIES)
    assert all(" " not in word for word in spoken)


def pressed(actor: Actor, section: str = "") -> list[str]:
    menu = menu_of(actor, texts(), section)
    return [key.callback_data or "" for row in menu.inline_keyboard for key in row] if menu else []


OFFICE = Actor(roles=frozenset({Role.OFFICE}))


def test_a_long_menu_shows_sections_that_hold_everything_once() -> None:
    sections = [key.removeprefix("menu:") for key in pressed(OFFICE) if key.startswith("menu:")]
    inside = [key for name in sections for key in pressed(OFFICE, name) if key.startswith("go:")]
    whole = sorted([*inside, *(key for key in pressed(OFFICE) if key.startswith("go:"))])
    assert len(pressed(OFFICE)) <= MOST
    assert whole == sorted(f"go:{entry.command}" for entry in entries_of(OFFICE))
    assert all(pressed(OFFICE, name)[-1] == "menu:" for name in sections)


def test_a_section_that_is_not_ones_own_is_the_whole_menu() -> None:
    assert pressed(OFFICE, "nothing") == pressed(OFFICE)


def test_in_a_group_only_what_a_group_may_ask_for_is_offered() -> None:
    shown = entries_of(replace(OFFICE, place=Place.OFFICE_GROUP))
    assert shown == [entry for entry in ENTRIES if Role.OFFICE in entry.roles and entry.in_group]


async def test_the_menu_of_each_role_is_shown_and_every_button_answers(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        for at, roster_no in enumerate(("B-1", "J-1", "S-0", "S-9", "S-1")):
            role = next(one.roles[0] for one in STAFF if one.roster_no == roster_no)
            user = talk.play.add_user(1001 + at, roster_no)
            await talk.arrives(user, roster_no)
            for section, commands in sections_of(Actor(roles=frozenset({role}))).items():
                for command in commands:
                    await _begins(talk, user, section, texts().say(f"menu.{command}"))
        presses = talk.play.world.queries
        await talk.eventually(lambda: all(press.answered for press in presses.values()))


async def _begins(talk: Talk, user: User, section: str, button: str) -> None:
    """Ask for the menu and press, through its section where it has one: something else is shown."""
    before = talk.play.messages(user)[-1].id
    await talk.says(user, "菜单")
    menu = await talk.sees(user, "请选择要办理的事项", after=before)
    if button not in menu.buttons:
        await talk.play.presses(user, menu, texts().say(f"sections.{section}"))
        await talk.eventually(lambda: button in menu.buttons)
    await talk.play.presses(user, menu, button)
    await talk.eventually(lambda: talk.play.messages(user)[-1].id > menu.id)


async def test_a_section_turns_the_menu_and_back(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        user = talk.play.add_user(1001, "B-1")
        await talk.arrives(user, "B-1")
        menu = await talk.sees(user, "绑定成功")
        first = menu.buttons
        await talk.play.presses(user, menu, texts().say("sections.draw"))
        await talk.eventually(lambda: "检查对象递补" in menu.buttons)
        await talk.play.presses(user, menu, texts().say("sections.back"))
        await talk.eventually(lambda: menu.buttons == first)


@pytest.mark.parametrize("word", ["/help", "帮助", "使用说明"])
async def test_help_tells_each_word_and_what_it_is_for(
    tmp_path: Path, clock: StandingClock, word: str
) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        user = talk.play.add_user(1001, "S-1")
        await talk.arrives(user, "S-1")
        await talk.says(user, word)
        page = await talk.sees(user, "使用说明")
        for entry in entries_of(Actor(roles=frozenset({Role.INSPECTOR}))):
            assert f"/{entry.command}　{texts().say(f'helps.{entry.command}')}" in page.text


async def test_telegram_is_told_a_menu_for_people_and_a_shorter_one_for_groups(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await talk.eventually(lambda: len(talk.play.calls("setMyCommands")) == 2)
        menus = list(talk.play.bot.commands.values())
    people, group = ([one["command"] for one in menu] for menu in sorted(menus, key=len, reverse=True))
    assert people == [*(entry.command for entry in ENTRIES), PRIVATELY, *EVERYWHERE]
    assert group == [*(entry.command for entry in ENTRIES if entry.in_group), *EVERYWHERE]


async def test_who_enrols_is_shown_the_commands_of_their_own_roles_only(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        user = talk.play.add_user(1001, "S-9")
        await talk.arrives(user, "S-9")
        await talk.eventually(lambda: len(talk.play.bot.commands) == 3)
        own = list(talk.play.bot.commands.values())[-1]
    approver = entries_of(Actor(roles=frozenset({Role.APPROVER})))
    assert [one["command"] for one in own] == [*(entry.command for entry in approver), PRIVATELY, *EVERYWHERE]
