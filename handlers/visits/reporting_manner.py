"""How the inspection was made, and 补充信息: what the review lets change beside the findings."""

from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from handlers.pieces import one_of, text_to
from handlers.typed import Typed
from handlers.visits.reporting import Reporting, ref_in, see
from handlers.words import Say, Screen
from services.visits import methods

TO_REVIEW = SwitchTo(Say("report.back"), id="back", state=Reporting.review)


async def on_method(_query: CallbackQuery, _widget: Any, manager: DialogManager, method: str) -> None:
    """Keep the way that was pressed; the review shows it."""
    async with manager.middleware_data["noting"]() as work:
        await methods.set_method(work, ref_in(manager), method)


async def _keep_entrusted(manager: DialogManager, name: str) -> None:
    async with manager.middleware_data["noting"]() as work:
        await methods.set_entrusted(work, ref_in(manager), name)
    await manager.switch_to(Reporting.conclusion if name.strip() else Reporting.review)


async def on_entrusted(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep the body; its document is asked next."""
    await _keep_entrusted(manager, message.text or "")


async def on_nobody(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Nobody was entrusted."""
    await _keep_entrusted(manager, "")


async def _keep_conclusion(manager: DialogManager, number: str) -> None:
    async with manager.middleware_data["noting"]() as work:
        await methods.set_conclusion(work, ref_in(manager), number)
    await manager.switch_to(Reporting.review)


async def on_conclusion(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep the number."""
    await _keep_conclusion(manager, message.text or "")


async def on_no_number(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The document has none."""
    await _keep_conclusion(manager, "")


METHOD = one_of(Say("report.change_method"), "method", "methods", on_method, width=2)
SUPPLEMENT = SwitchTo(Say("report.supplement"), id="supplement", state=Reporting.entrusted)


def windows(*inputs: MessageInput) -> tuple[Window, ...]:
    """The windows of 补充信息; ``inputs`` are what every window of the report takes."""
    return (
        Window(
            Screen("report_entrusted"),
            Button(Say("report.no_entrusted"), id="nobody", on_click=on_nobody),
            TO_REVIEW,
            Typed(free=True),
            text_to(on_entrusted),
            *inputs,
            state=Reporting.entrusted,
            getter=see,
        ),
        Window(
            Screen("report_conclusion"),
            Button(Say("report.no_conclusion"), id="no_number", on_click=on_no_number),
            TO_REVIEW,
            Typed(free=True),
            text_to(on_conclusion),
            *inputs,
            state=Reporting.conclusion,
            getter=see,
        ),
    )
