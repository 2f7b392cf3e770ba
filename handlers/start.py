"""Arriving: enrolment by link, the menu, help, binding the office group, leaving by blocking."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from domain.roles import Actor, Place, Role, require
from handlers import commands
from handlers.asked import begins
from handlers.gate import Opened
from handlers.menu import menu_of, sections_of
from handlers.spoken import heard, message_of, ref_of
from locales.texts import Texts, texts
from services import delivery, outbox, people

router = Router(name="start")


@router.message(CommandStart(deep_link=True))
async def on_invite(
    message: Message, command: CommandObject, working: Callable[[], Opened], actor: Actor
) -> None:
    """Redeem an enrolment link."""
    assert message.from_user is not None  # noqa: S101 - the gate saw the user
    async with working() as work:
        person = await people.enrol(work, command.args or "", message.from_user.id)
        actor = await people.who(work, message.from_user.id, actor.place)
    words = texts(person.language)
    page = words.page("screens/welcome", actor=actor)
    await message.answer(page, reply_markup=menu_of(actor, words))
    await commands.publish_for(message, actor, words)


@router.message(CommandStart())
async def on_start(message: Message, actor: Actor, texts: Texts) -> None:
    """Say who this is for and what the person can begin."""
    await on_menu(message, actor, texts)


@begins(router, "menu")
async def on_menu(event: Message | CallbackQuery, actor: Actor, texts: Texts) -> None:
    """The same by the word 「菜单」."""
    message = message_of(event)
    page = texts.page("screens/start", actor=actor)
    await message.answer(page, reply_markup=menu_of(actor, texts))
    await commands.publish_for(message, actor, texts)


@router.callback_query(F.data.startswith("menu:"))
async def on_section(query: CallbackQuery, actor: Actor, texts: Texts) -> None:
    """Turn the menu to a section, or back."""
    message, keys = message_of(query), menu_of(actor, texts, ref_of(query))
    await heard(query)
    if keys:
        with suppress(TelegramBadRequest):  # pressed twice: it is turned already
            await message.edit_reply_markup(reply_markup=keys)


@begins(router, "help")
async def on_help(
    event: Message | CallbackQuery, looking: Callable[[], Opened], actor: Actor, texts: Texts
) -> None:
    """What the person can do, by role, with the typed words; what to do when it fails, and whom to ask."""
    message = message_of(event)
    async with looking() as look:
        asked = await people.to_be_asked(look.session, actor)
    page = texts.page(
        "screens/help",
        private=actor.place is Place.PRIVATE,
        roles=[role for role in Role if role in actor.roles],
        sections=sections_of(actor),
        always=commands.always_of(actor),
        asked=asked,
    )
    await message.answer(page, reply_markup=menu_of(actor, texts))
    await commands.publish_for(message, actor, texts)


@router.message(Command("bind"))
async def on_bind(
    message: Message, command: CommandObject, working: Callable[[], Opened], texts: Texts
) -> None:
    """Bind the group to the office with the operator's code."""
    async with working() as work:
        await people.bind(work, command.args or "", message.chat.id, message.chat.title or "")
    await message.answer(texts.page("screens/bound"))


@begins(router, "invite")
async def on_invite_asked(
    event: Any, argument: str, bot: Bot, *, working: Callable[[], Opened], actor: Actor, texts: Texts
) -> None:
    """Issue an enrolment link for a roster number."""
    require(actor, "invite.issue")
    spoken = message_of(event)
    if not argument:
        await spoken.answer(texts.page("screens/invite_how"))
        return
    async with working() as work:
        person, token = await people.invite(work, argument)
    name = (await bot.me()).username
    page = texts.page("screens/invited", person=person, link=f"https://t.me/{name}?start={token}")
    await spoken.answer(page)


@router.message(F.migrate_to_chat_id)
async def on_migration(message: Message, noting: Callable[[], Opened]) -> None:
    """A group became a supergroup: its new id is learnt at once, not by the first letter that fails."""
    async with noting() as work:
        await delivery.moved(work.session, message.chat.id, message.migrate_to_chat_id or 0)


@router.my_chat_member()
async def on_block(event: ChatMemberUpdated, noting: Callable[[], Opened], actor: Actor) -> None:
    """A person who blocks us cannot be told; one who comes back can."""
    if event.chat.type != ChatType.PRIVATE or actor.person_id is None:
        return
    reachable = event.new_chat_member.status == ChatMemberStatus.MEMBER
    async with noting() as work:
        await delivery.mark_reachable(work.session, actor.person_id, reachable=reachable)
        if reachable:
            await outbox.release_waiting(work, actor.person_id)
