"""The menu: to each what they can begin, the same as buttons, as commands and as typed words."""

from pathlib import Path

import pytest

from domain.roles import Actor, Role
from handlers.menu import ENTRIES, entries_of, menu_of
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


async def test_the_menu_of_each_role_is_shown_and_every_button_answers(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await found(talk.acts)
        for at, roster_no in enumerate(("B-1", "J-1", "S-0", "S-9", "S-1")):
            role = next(one.roles[0] for one in STAFF if one.roster_no == roster_no)
            user = talk.play.add_user(1001 + at, roster_no)
            await talk.enrol(user, roster_no)
            wanted = [texts().say(f"menu.{e.command}") for e in ENTRIES if role in e.roles]
            assert (await talk.sees(user, "绑定成功")).buttons == wanted
            for button in wanted:
                await _begins(talk, user, button)
        presses = talk.play.world.queries
        await talk.eventually(lambda: all(press.answered for press in presses.values()))


async def _begins(talk: Talk, user: User, button: str) -> None:
    """Ask for the menu and press: something else is shown."""
    await talk.says(user, "/start")
    await talk.eventually(lambda: button in talk.play.messages(user)[-1].buttons)
    menu = talk.play.messages(user)[-1]
    shown = menu.text
    await talk.play.presses(user, menu, button)
    await talk.eventually(lambda: talk.play.messages(user)[-1].text != shown)


async def test_telegram_is_told_a_menu_for_people_and_a_shorter_one_for_groups(
    tmp_path: Path, clock: StandingClock
) -> None:
    async with talking(tmp_path, clock) as talk:
        await talk.eventually(lambda: len(talk.play.calls("setMyCommands")) == 2)
        menus = list(talk.play.bot.commands.values())
    people, group = ([one["command"] for one in menu] for menu in sorted(menus, key=len, reverse=True))
    assert people == [*(entry.command for entry in ENTRIES), "help"]
    assert group == [*(entry.command for entry in ENTRIES if entry.in_group), "help"]
