"""Arriving: enrolment by link, the menu, help, binding the office group, leaving by blocking."""

from collections.abc import Callable
from typing import Any

from aiogram import Bot, F, Router
from aiogram.enums import ChatMemberStatus, ChatType
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import ChatMemberUpdated, Message

from domain.roles import Actor
from handlers.asked import begins
from handlers.gate import Opened
from handlers.menu import entries_of, menu_of
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
        actor = await people.who(work.session, message.from_user.id, actor.place)
    words = texts(person.language)
    page = words.page("screens/welcome", actor=actor)
    await message.answer(page, reply_markup=menu_of(actor, words))


@router.message(CommandStart())
async def on_start(message: Message, actor: Actor, texts: Texts) -> None:
    """Say who this is for and what the person can begin."""
    page = texts.page("screens/start", actor=actor)
    await message.answer(page, reply_markup=menu_of(actor, texts))


@router.message(Command("help"))
async def on_help(message: Message, actor: Actor, texts: Texts) -> None:
    """What the person can do, by role, with the typed words."""
    commands = [entry.command for entry in entries_of(actor)]
    page = texts.page("screens/help", actor=actor, commands=commands)
    await message.answer(page, reply_markup=menu_of(actor, texts))


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
    event: Any, argument: str, bot: Bot, working: Callable[[], Opened], texts: Texts
) -> None:
    """Issue an enrolment link for a roster number."""
    spoken: Message = getattr(event, "message", event)
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
