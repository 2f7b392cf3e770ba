"""约定检查日期: a day offered or typed, the others' answers; and the way of one day, visit by visit."""

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button

from domain.visit_day import offered
from handlers.gate import Opened
from handlers.pieces import one_of, text_to
from handlers.spoken import day_of, heard, message_of, ref_of, without_buttons
from handlers.typed_day import day_in
from handlers.visits.assignments import hits
from handlers.words import Say, Screen
from locales.texts import Texts
from services.visits import agenda, visit_cards, visit_days

router = Router(name="visit_days")

DAYS_OFFERED = 6


class Agreeing(StatesGroup):
    """Which day, proposed."""

    day = State()
    done = State()


def _ref(manager: DialogManager) -> str:
    return cast("dict[str, str]", manager.start_data)["ref"]


@router.callback_query(F.data.startswith("agree:"))
async def on_agree(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Choose a day for a visit."""
    await dialog_manager.start(
        Agreeing.day, {"ref": ref_of(query)}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )
    await heard(query)


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The visit, what is agreed or proposed, and the next working days."""
    async with dialog_manager.middleware_data["looking"]() as look:
        card = await visit_cards.card(look, _ref(dialog_manager))
        days = offered(look.today, card.window, look.calendar, DAYS_OFFERED)
    taken = card.proposal.day if card.proposal else card.agreed_on
    return {
        "card": card,
        "days": [day.isoformat() for day in days if day != taken],
        "may_agree": bool(card.proposal and card.proposal.may_agree),
        "may_fix": bool(card.proposal and card.proposal.may_fix),
    }


async def _propose(manager: DialogManager, day: date) -> None:
    async with manager.middleware_data["working"]() as work:
        await visit_days.propose(work, _ref(manager), day)
    await manager.switch_to(Agreeing.done)


async def on_day(_query: CallbackQuery, _widget: Any, manager: DialogManager, day: str) -> None:
    """One of the offered days."""
    await _propose(manager, date.fromisoformat(day))


async def on_typed_day(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A typed day."""
    await _propose(manager, await day_in(message, manager))


async def on_yes(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Agree to the day that is proposed."""
    async with manager.middleware_data["working"]() as work:
        await visit_days.agree(work, await _proposed(manager))
    await manager.switch_to(Agreeing.done)


async def on_fix(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Wait no longer."""
    async with manager.middleware_data["working"]() as work:
        await visit_days.fix(work, await _proposed(manager))
    await manager.switch_to(Agreeing.done)


async def _proposed(manager: DialogManager) -> str:
    """The proposal as it stands now; blank when there is none any more."""
    async with manager.middleware_data["looking"]() as look:
        found = (await visit_cards.card(look, _ref(manager))).proposal
    return found.ref if found else ""


@router.callback_query(F.data.startswith("day-ok:"))
async def on_letter(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Agree, from the letter."""
    async with working() as work:
        day = await visit_days.agree(work, ref_of(query))
    await query.answer(texts.say("tasks.agreed", day=day.day))
    await without_buttons(query, "day-ok:")


@router.callback_query(F.data.startswith("route:"))
async def on_route(query: CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """One day's visits in the order to go."""
    day = day_of(ref_of(query))
    async with looking() as look:
        legs = await agenda.way(look, day)
    page = texts.page("screens/route", day=day, legs=legs)
    keys = InlineKeyboardMarkup(inline_keyboard=hits([leg.entry for leg in legs], texts))
    await message_of(query).answer(page, reply_markup=keys)
    await heard(query)


dialog = Dialog(
    Window(
        Screen("agree_day"),
        Button(Say("tasks.button.yes"), id="yes", on_click=on_yes, when="may_agree"),
        one_of(Say("report.one_day"), "days", "days", on_day, width=2),
        Button(Say("tasks.button.fix"), id="fix", on_click=on_fix, when="may_fix"),
        text_to(on_typed_day),
        state=Agreeing.day,
        getter=see,
    ),
    Window(Screen("agree_done"), state=Agreeing.done, getter=see),
)
