"""The menu: to each what they can begin, the same as buttons, as commands and as typed words."""

from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from aiogram.types import Chat, Message

from domain.roles import Actor, Place, Role
from handlers.asked import Asked
from handlers.commands import EVERYWHERE, PRIVATELY, always_of
from handlers.dispatcher import CONVERSATIONS
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


async def test_help_tells_what_to_do_next_and_whom_to_ask(tmp_path: Path, clock: StandingClock) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        users = {}
        for at, roster_no in enumerate(("S-1", "S-0", "B-1")):
            users[roster_no] = talk.play.add_user(1001 + at, roster_no)
            await talk.arrives(users[roster_no], roster_no)
        for roster_no, word, said in (
            (
                "S-1",
                "/help",
                ("（执法检查人员）", "填报结果", "联络员：丁联", "办公室：甲办、乙办"),
            ),
            ("S-0", "帮助", ("（联络员）", "点“办理报送”", "办公室：甲办、乙办")),
            ("B-1", "使用说明", ("（办公室）", "运行维护人员")),
        ):
            await talk.says(users[roster_no], word)
            await talk.sees(users[roster_no], "使用说明", *said)


def helped(role: Role, place: Place, language: str = "zh_CN") -> str:
    actor = Actor(roles=frozenset({role}), place=place)
    return texts(language).page(
        "screens/help",
        private=place is Place.PRIVATE,
        roles=[role],
        sections=sections_of(actor),
        always=always_of(actor),
        asked={},
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", [Place.PRIVATE, Place.OFFICE_GROUP])
@pytest.mark.parametrize("role", list(Role))
def test_every_command_of_the_menu_stands_in_its_help(role: Role, place: Place, language: str) -> None:
    actor, words = Actor(roles=frozenset({role}), place=place), texts(language)
    page = unescape(helped(role, place, language))
    commands = [entry.command for entry in entries_of(actor)]
    for command in (*commands, *always_of(actor)) if commands else ():
        assert f"/{command}" in page
        assert words.say(f"commands.{command}") in page
        assert words.say(f"helps.{command}") in page


def answered() -> dict[str, Asked]:
    """Command → what lets a message in for it, of every conversation there is."""
    handlers = (handler for router in CONVERSATIONS for handler in router.message.handlers)
    filters = (one.callback for handler in handlers for one in handler.filters or ())
    return {one.command: one for one in filters if isinstance(one, Asked)}


@pytest.mark.parametrize("command", [*(entry.command for entry in ENTRIES), PRIVATELY, *EVERYWHERE])
async def test_each_command_is_begun_by_its_slash_its_typed_word_and_its_button(command: str) -> None:
    asked = answered()[command]
    words = [
        texts(language).say(f"{table}.{command}") for language in LANGUAGES for table in ("commands", "menu")
    ]
    for said in (f"/{command}", *words):
        message = Message(message_id=1, date=datetime.now(UTC), chat=Chat(id=1, type="private"), text=said)
        assert await asked(message) == {"argument": ""}
        heard_by = [one for one, other in answered().items() if await other(message)]
        assert heard_by == [command]


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
