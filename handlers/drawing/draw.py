"""抽取: preview, announce, witnesses, hold; who has been told. The office begins, anybody can recount."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram import F, Router
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from domain.errors import DomainError
from handlers.asked import begins
from handlers.gate import Opened
from handlers.pieces import one_of
from handlers.spoken import message_of, ref_of, without_buttons
from handlers.words import Say, Screen, words_of
from locales.shortened import told_apart
from locales.texts import Texts
from services.drawing import draw_reach, draw_tasks, draw_watch, draws, holding, tidings, voiding
from services.drawing.draws import Sealed

router = Router(name="draw")

TASKS_SHOWN = 20
OTHERS_SHOWN = 4
Working = Callable[[], Opened]


@dataclass(frozen=True)
class Choice:
    """A task on a button: ``short`` is what fits there of its name."""

    ref: str
    no: str
    name: str
    short: str


class Drawing(StatesGroup):
    """Preparing an announcement."""

    task = State()
    preview = State()
    announced = State()


@begins(router, "draw")
async def on_draw(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Choose a task of this year's plan."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("draw.preview")
    await dialog_manager.start(Drawing.task, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def see_tasks(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Tasks not yet drawn, those that a platform draws, and draws that wait for witnesses."""
    async with dialog_manager.middleware_data["looking"]() as look:
        tasks = await draw_tasks.open_tasks(look)
        elsewhere = await draw_tasks.platform_tasks(look)
        waiting = await draws.awaiting_witnesses(look)
    gap = words_of(dialog_manager).say("draw.gap")
    return {
        "tasks": [
            Choice(one.ref, one.no, one.name, short)
            for one, short in zip(tasks, told_apart([one.name for one in tasks], gap), strict=True)
        ][:TASKS_SHOWN],
        "more": len(tasks) - TASKS_SHOWN,
        "elsewhere": elsewhere,
        "waiting": [d.number for d in waiting],
    }


async def see_preview(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What the draw would do; nothing is written."""
    chosen = dialog_manager.dialog_data["tasks"]
    async with dialog_manager.middleware_data["looking"]() as look:
        plan = await draws.look_ahead(look, chosen)
        others = await draws.mergeable(look, chosen)
        changes = await draw_watch.since_last(look, plan.tasks, plan.pool)
        moved = await draw_reach.moved(look, plan.tasks)
    return {
        "plan": plan,
        "moved": moved,
        "changes": changes,
        "others": [{"task": task, "shared": shared} for task, shared in others[:OTHERS_SHOWN]],
    }


async def see_announced(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The number that the draw was given."""
    return {"number": dialog_manager.dialog_data.get("number", "")}


async def on_task(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Show what would happen."""
    manager.dialog_data["tasks"] = [ref]
    await manager.switch_to(Drawing.preview)


async def on_other(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Draw one more task jointly."""
    manager.dialog_data["tasks"] = [*manager.dialog_data["tasks"], ref]


async def on_announce(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Freeze and post. The secret comes from the operating system, here at the edge."""
    sealed = Sealed(secret=secrets.token_hex(32), salt=secrets.token_hex(16))
    async with manager.middleware_data["working"]() as work:
        draw = await draws.announce(work, manager.dialog_data["tasks"], sealed)
    manager.dialog_data["number"] = draw.number
    await manager.switch_to(Drawing.announced)


class AnnouncementReply(BaseFilter):
    """A reply to an announcement: hands over the draw's reference."""

    async def __call__(self, message: Message, looking: Working) -> bool | dict[str, Any]:
        """Match by the place of the message replied to."""
        if message.reply_to_message is None or not message.text or message.text.startswith("/"):
            return False
        async with looking() as look:
            ref = await draws.announced_by_message(look, message.chat.id, message.reply_to_message.message_id)
        return {"ref": ref} if ref else False


@router.message(AnnouncementReply())
async def on_witness_reply(message: Message, ref: str, working: Working) -> None:
    """A witness replied with a value; the post that follows is the receipt."""
    async with working() as work:
        await draws.witness(work, ref, message.text or "")


@begins(router, "witness")
async def on_witness(
    event: Message | CallbackQuery, argument: str, working: Working, looking: Working, texts: Texts
) -> None:
    """A witness's value by command, for the only draw that waits; otherwise by a reply."""
    async with looking() as look:
        look.require("draw.witness")
        waiting = await draws.awaiting_witnesses(look)
    if not argument or len(waiting) != 1:
        page = texts.page("screens/witness_how", waiting=[draw.number for draw in waiting])
        await message_of(event).answer(page)
        return
    async with working() as work:
        draw = await draws.witness(work, waiting[0].ref, argument)
    await message_of(event).answer(texts.say("draw.witnessed", number=draw.number))


@router.callback_query(F.data.startswith("hold:"))
async def on_hold(query: CallbackQuery, working: Working, texts: Texts) -> None:
    """Hold the draw; everything about it is posted by letters."""
    async with working() as work:
        draw = await holding.hold_draw(work, ref_of(query))
    await query.answer(texts.say("draw.held", number=draw.number))
    await without_buttons(query, "hold:", "void:")


@router.callback_query(F.data.startswith("void:"))
async def on_void(query: CallbackQuery, looking: Working, texts: Texts) -> None:
    """Say how to ask: a reason is needed, and a second person."""
    async with looking() as look:
        look.require("draw.void")
        draw = await draws.by_ref(look, ref_of(query))
    await query.answer(texts.say("draw.void_how", number=draw.number), show_alert=True)


@router.message(Command("void"))
async def on_ask_void(_message: Message, command: CommandObject, working: Working) -> None:
    """``/void NUMBER REASON``; the post that follows asks the second person."""
    number, _, reason = (command.args or "").partition(" ")
    if not number:
        raise DomainError("draw.void_reason")
    async with working() as work:
        await voiding.ask_void(work, number, reason)


@router.callback_query(F.data.startswith("voidok:"))
async def on_agree_void(query: CallbackQuery, working: Working, texts: Texts) -> None:
    """The second person agrees."""
    async with working() as work:
        draw = await voiding.agree_void(work, ref_of(query))
    await query.answer(texts.say("draw.voided", number=draw.number))
    await without_buttons(query, "voidok:")


@router.callback_query(F.data.startswith("delivery:"))
async def on_delivery_of(query: CallbackQuery, looking: Working, texts: Texts) -> None:
    """Who has been told of one draw."""
    async with looking() as look:
        look.require("delivery.look")
        draw = await draws.by_ref(look, ref_of(query))
        told = await tidings.of_draw(look, draw.number)
    await query.answer()
    await message_of(query).answer(texts.page("screens/delivery", draws=[told]))


@begins(router, "delivery")
async def on_delivery(event: Message | CallbackQuery, looking: Working, texts: Texts) -> None:
    """Who has been told, for the newest draws."""
    async with looking() as look:
        look.require("delivery.look")
        told = await tidings.of_newest(look)
    await message_of(event).answer(texts.page("screens/delivery", draws=told))


dialog = Dialog(
    Window(
        Screen("draw_tasks"),
        one_of(Say("draw.task"), "task", "tasks", on_task, key=lambda t: t.ref),
        state=Drawing.task,
        getter=see_tasks,
    ),
    Window(
        Screen("draw_preview"),
        Button(Say("draw.announce"), id="announce", on_click=on_announce),
        one_of(Say("draw.join"), "join", "others", on_other, key=lambda o: o["task"].ref),
        SwitchTo(Say("draw.other_task"), id="other", state=Drawing.task),
        state=Drawing.preview,
        getter=see_preview,
    ),
    Window(Screen("draw_announced"), state=Drawing.announced, getter=see_announced),
)
