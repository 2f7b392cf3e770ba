"""Every command and every button, by everybody who must not, through gate and services."""

from itertools import cycle
from pathlib import Path

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import Actor, Place, Role, require
from handlers.entrances import ENTRANCES, OPEN
from locales.texts import texts
from models import Account, Person
from services import people
from services.staff import deputies
from tests import county
from tests.attack import scene, triggers
from tests.attack.wire import Json, Wire, group, message, person, press, private

ANSWERED_ANYBODY = {"cancel", "help", "menu"}
STRANGER = 99
CHANNEL = {"id": -100777, "type": "channel", "title": "频道"}
GUESSED = (
    "zz",
    "",
    "1",
    "-1",
    "99999999999999999999",
    "1:2",
    ":::",
    "zz:yy:xx",
    "' OR 1=1 --",
    "../../etc",
    "\u202e😀",
    "2026-02-30",
    "2026-04-20",
    "x:2026-13-01",
    "{{ 7*7 }}",
    "%s%n",
)
"""References that nobody was given; none of them means anything."""


@pytest.fixture
async def wire(acts: Acts, tmp_path: Path) -> Wire:
    await scene.found(acts)
    return Wire(acts, tmp_path)


async def everything(wire: Wire, sender: Json, chat: Json, **more: object) -> dict[str, list[str]]:
    """Say every command with an argument, and press every button with a reference; what was answered."""
    answers = {}
    for command in triggers.commands():
        said = await wire.hears(message=message(sender, chat, text=f"/{command} x y", **more))
        answers[command] = said
    return answers


async def pressed(wire: Wire, sender: Json, chat: Json, tail: str = "zz") -> dict[str, list[str]]:
    return {
        data: await wire.hears(
            callback_query=press(sender, chat, f"{data}{tail}" if data[-1] == ":" else data)
        )
        for data in triggers.buttons()
    }


@pytest.mark.parametrize("who", ["unknown", "revoked", "left", "without a role"])
@pytest.mark.parametrize("where", [Place.PRIVATE, Place.OFFICE_GROUP])
async def test_whoever_is_nobody_here_is_told_so_and_changes_nothing(
    wire: Wire, who: str, where: Place
) -> None:
    telegram_id = STRANGER if who == "unknown" else scene.telegram_id("B-1")
    async with wire.acts.noting() as work:
        chief = (await work.session.exec(select(Person).where(Person.roster_no == "B-1"))).one()
        account = await work.session.exec(select(Account).where(Account.person_id == chief.id))
        if who == "revoked":
            account.one().revoked_at = work.now
        elif who == "left":
            chief.left_on = work.today
        elif who == "without a role":
            await people.end_roles(work, chief.id or 0)
    before = await wire.stored()
    chat = private(telegram_id) if where is Place.PRIVATE else group(county.GROUP)
    said = await everything(wire, person(telegram_id), chat) | await pressed(wire, person(telegram_id), chat)
    let_in = {what for what, words in said.items() if not any("尚未绑定名录" in one for one in words)}
    assert let_in <= ANSWERED_ANYBODY | {"menu:"}
    assert await wire.stored() == before


@pytest.mark.parametrize(
    ("sender", "more"),
    [
        (person(1087968824, is_bot=True, username="GroupAnonymousBot"), {"sender_chat": group(county.GROUP)}),
        (person(136817688, is_bot=True, username="Channel_Bot"), {"sender_chat": CHANNEL}),
        (person(777000), {"sender_chat": CHANNEL, "is_automatic_forward": True}),
        (person(scene.FIRST_ID, is_bot=True), {}),
    ],
    ids=["anonymous admin", "as a channel", "a channel's forward", "a bot"],
)
async def test_who_has_no_identity_is_not_even_answered(wire: Wire, sender: Json, more: Json) -> None:
    before = await wire.stored()
    said = await everything(wire, sender, group(county.GROUP), **more)
    assert {what: words for what, words in said.items() if words} == {}
    assert await wire.stored() == before


@pytest.mark.parametrize(
    "origin",
    [
        {"forward_origin": {"type": "user", "date": 1_775_000_000, "sender_user": person(5)}},
        {"forward_origin": {"type": "hidden_user", "date": 1_775_000_000, "sender_user_name": "某人"}},
        {"via_bot": person(6, is_bot=True)},
    ],
    ids=["of a person", "of a hidden one", "by another bot"],
)
async def test_forwarded_words_are_nobodys_order(wire: Wire, origin: Json) -> None:
    chief, before = scene.telegram_id("B-1"), await wire.stored()
    said = await everything(wire, person(chief), private(chief), **origin)
    assert all("转发的消息" in words[0] for words in said.values())
    assert not any((await everything(wire, person(chief), group(county.GROUP), **origin)).values())
    assert await wire.stored() == before


PLACES = {Place.PRIVATE: None, Place.OFFICE_GROUP: county.GROUP, Place.OTHER_GROUP: -5}
OF_ROLE = {
    Role.OFFICE: "B-1",
    Role.AUDITOR: "J-1",
    Role.LIAISON: "S-0",
    Role.APPROVER: "S-9",
    Role.INSPECTOR: "S-1",
    Role.DEPUTY: "S-3",
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("place", PLACES)
async def test_a_guessed_reference_does_nothing_for_any_role_anywhere(
    wire: Wire, role: Role, place: Place
) -> None:
    telegram_id = scene.telegram_id(OF_ROLE[role])
    if role is Role.DEPUTY:
        await stand_in(wire.acts, OF_ROLE[role])
    chat = group(PLACES[place] or 0) if PLACES[place] else private(telegram_id)
    actor = Actor(person_id=1, roles=frozenset({role}), place=place)
    before, tails = await wire.stored(), cycle(GUESSED)
    for data in triggers.buttons():
        if data == "publish-ask:":
            continue  # names nothing: it asks for what is ready
        for tail in (next(tails), next(tails), next(tails)) if data[-1] == ":" else ("",):
            said = await wire.hears(callback_query=press(person(telegram_id), chat, data + tail))
            refusal = refused(actor, data.partition(":")[0])
            assert refusal in said if refusal else True, (data, tail, said)
    assert await wire.stored() == before


async def stand_in(acts: Acts, roster_no: str) -> None:
    """Somebody who stands in for the unit's liaison, and holds no role of the rosters."""
    async with acts.noting() as work:
        who = await people.person_by_roster_no(work.session, roster_no)
        await people.end_roles(work, who.id or 0)
        await deputies.name(work, who.unit_id, who.id or 0, work.today, None)


def refused(actor: Actor, verb: str) -> str:
    """What the table has the gate say."""
    try:
        require(actor, ENTRANCES[verb]) if verb not in OPEN else None
    except DomainError as refusal:
        return texts("zh_CN").error(refusal)
    return ""


@pytest.mark.parametrize(
    "data", ["", "x", "nosuch:1", "release", "RELEASE:sub", " release:sub", "release：sub"]
)
async def test_a_button_that_nobody_made_is_answered_and_does_nothing(wire: Wire, data: str) -> None:
    chief, before = scene.telegram_id("S-9"), await wire.stored()
    said = await wire.hears(callback_query=press(person(chief), private(chief), data))
    assert any("该按钮无效" in one for one in said)
    assert await wire.stored() == before
