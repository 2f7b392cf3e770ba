"""问题台账: the list with its filters, one card with history and evidence; the group is told numbers only."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from domain.errors import DomainError
from domain.roles import Actor, Place
from handlers.asked import begins
from handlers.gate import Opened
from handlers.papers.forms import send_files
from handlers.pieces import one_of, text_to
from handlers.problems import ledger_steps
from handlers.spoken import heard, message_of, ref_of
from handlers.words import Say, Screen, words_of
from services.papers import form_book, form_cases
from services.problems import ledger_sheet, ledger_view
from services.problems.ledger_view import FILTERS
from services.work import Work

router = Router(name="ledger")

SHOWN = 10
HISTORY_SHOWN = 8
Spoken = Message | CallbackQuery


class Ledger(StatesGroup):
    """The list, one case."""

    listed = State()
    card = State()


@begins(router, "ledger")
async def on_ledger(event: Spoken, argument: str, actor: Actor, dialog_manager: DialogManager) -> None:
    """In private the list, or at once the case whose number follows; in the group its figures."""
    if actor.place is not Place.PRIVATE:
        await _tell_counts(message_of(event), dialog_manager)
        return
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("ledger.look")
        found = await _numbered(look, argument) if argument else ""
    state = Ledger.card if found else Ledger.listed
    await dialog_manager.start(state, {"ref": found}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def _tell_counts(message: Message, manager: DialogManager) -> None:
    async with manager.middleware_data["looking"]() as look:
        counts = await ledger_view.counts(look)
    await message.answer(words_of(manager).page("screens/ledger_counts", counts=counts))


async def _numbered(look: Work, number: str) -> str:
    """The case with a number; raises ``ledger.unknown``."""
    wanted = number.strip().upper()
    for one in await ledger_view.lines(look, "all"):
        if one.number == wanted:
            return one.ref
    raise DomainError("ledger.unknown")


@router.callback_query(F.data.startswith("problem:"))
async def on_problem(
    query: CallbackQuery, looking: Callable[[], Opened], dialog_manager: DialogManager
) -> None:
    """The case behind a letter, as it stands now."""
    async with looking() as look:
        case = await ledger_view.problem_of(look, ref_of(query))
    await dialog_manager.start(
        Ledger.card, {"ref": case.ref}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )
    await heard(query)


def _ref(manager: DialogManager) -> str:
    start = cast("dict[str, str]", manager.start_data)
    return str(manager.dialog_data.get("ref") or start["ref"])


async def see_list(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The cases of the chosen filter, and the share that is handled."""
    only = dialog_manager.dialog_data.get("only", "open")
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await ledger_view.lines(look, only)
        share = await ledger_view.share(look)
        may_export = look.actor.may("ledger.export")
        sees_all = look.actor.may("ledger.reopen")
    return {
        "only": only,
        "filters": [one for one in FILTERS if one != only],
        "lines": found[:SHOWN],
        "total": len(found),
        "late": sum(one.late for one in found),
        "share": share if sees_all else None,
        "may_export": may_export and bool(found),
    }


async def on_filter(_query: CallbackQuery, _widget: Any, manager: DialogManager, only: str) -> None:
    """Another part of the list."""
    manager.dialog_data["only"] = only


async def on_line(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Open one."""
    manager.dialog_data["ref"] = ref
    await manager.switch_to(Ledger.card)


async def on_number(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Open the case whose number was typed."""
    async with manager.middleware_data["looking"]() as look:
        manager.dialog_data["ref"] = await _numbered(look, message.text or "")
    await manager.switch_to(Ledger.card)


async def on_export(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The list as a workbook."""
    words = words_of(manager)
    async with manager.middleware_data["looking"]() as look:
        found = await ledger_sheet.rows(look, manager.dialog_data.get("only", "open"))
        name = words.say("ledger.file", day=look.today)
    file = await asyncio.to_thread(ledger_sheet.workbook, found, words)
    await message_of(query).answer_document(BufferedInputFile(file, name))
    manager.show_mode = ShowMode.SEND


async def see_card(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The case, its last steps, and what can be done."""
    async with dialog_manager.middleware_data["looking"]() as look:
        card = await ledger_view.card(look, _ref(dialog_manager))
        case = await ledger_view.problem_of(look, _ref(dialog_manager))
        paper = form_cases.paper_of(look, case)
    return {
        "card": card,
        "line": card.line,
        "history": card.history[-HISTORY_SHOWN:],
        "earlier": max(len(card.history) - HISTORY_SHOWN, 0),
        "steps": card.steps,
        "has_files": any(one.file_id for one in card.history),
        "paper": paper,
    }


async def on_step(_query: CallbackQuery, _widget: Any, manager: DialogManager, step: str) -> None:
    """Take a step: at once, or ask what it needs."""
    await ledger_steps.take_up(manager, _ref(manager), step)


async def on_paper(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The order to correct, or the letter of transfer, as Word and PDF."""
    async with manager.middleware_data["looking"]() as look:
        case = await ledger_view.problem_of(look, _ref(manager))
        found = await form_book.made(look, form_cases.paper_of(look, case), case.ref)
    await send_files(message_of(query), found, words_of(manager), manager.middleware_data["form_files"])
    manager.show_mode = ShowMode.SEND


async def on_files(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Every file that stands for a step, in order."""
    words = words_of(manager)
    async with manager.middleware_data["looking"]() as look:
        card = await ledger_view.card(look, _ref(manager))
    for one in card.history:
        if one.file_id:
            caption = words.say("ledger.evidence", one=one)
            message = message_of(query)
            send = message.answer_document if one.file_name else message.answer_photo
            await send(one.file_id, caption=caption, parse_mode=None)
    manager.show_mode = ShowMode.SEND


NUMBER = text_to(on_number)

dialog = Dialog(
    Window(
        Screen("ledger_listed"),
        one_of(Say("ledger.line_button"), "line", "lines", on_line, key=lambda one: one.ref),
        one_of(Say("ledger.filter_button"), "only", "filters", on_filter, width=3),
        Button(Say("ledger.button.export"), id="export", on_click=on_export, when="may_export"),
        NUMBER,
        state=Ledger.listed,
        getter=see_list,
    ),
    Window(
        Screen("ledger_card"),
        one_of(Say("ledger.step_button"), "step", "steps", on_step, width=2),
        Button(Say("ledger.button.paper"), id="paper", on_click=on_paper, when="paper"),
        Button(Say("ledger.button.files"), id="files", on_click=on_files, when="has_files"),
        SwitchTo(Say("ledger.button.list"), id="list", state=Ledger.listed),
        NUMBER,
        state=Ledger.card,
        getter=see_card,
    ),
)
