"""A problem found: what it is, what follows until when, on which basis. Every answer has a usual one."""

from datetime import date
from typing import Any

from aiogram import F
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from domain.handling import CORRECTION
from handlers.pieces import one_of, text_to
from handlers.typed import Typed
from handlers.typed_day import day_in
from handlers.visits.reporting import Reporting, ref_in, see
from handlers.visits.reporting_branch import go_on
from handlers.words import Say, Screen
from services.visits import drafts, handling


async def on_remark(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep the explanation with the outcome chosen before it."""
    data = manager.dialog_data
    async with manager.middleware_data["noting"]() as work:
        await drafts.answer(
            work, ref_in(manager), data["item"], data["outcome"], message.text or "", data["seen"]
        )
    await go_on(manager)


async def _keep_measure(manager: DialogManager, measure: str, text: str = "") -> None:
    async with manager.middleware_data["noting"]() as work:
        asks = await handling.set_measure(work, ref_in(manager), manager.dialog_data["item"], measure, text)
    manager.dialog_data["measure"] = measure
    after = Reporting.correct_by if measure == CORRECTION else Reporting.remark
    await manager.switch_to(Reporting.measure_text if asks else after)


async def on_measure(_query: CallbackQuery, _widget: Any, manager: DialogManager, measure: str) -> None:
    """Keep what follows; an order to correct asks for its day, a transfer for where to."""
    await _keep_measure(manager, measure)


async def on_measure_text(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep where to, or what else."""
    await _keep_measure(manager, manager.dialog_data["measure"], message.text or "")


async def _keep_day(manager: DialogManager, day: date) -> None:
    async with manager.middleware_data["noting"]() as work:
        await handling.set_correct_by(work, ref_in(manager), manager.dialog_data["item"], day)
    await manager.switch_to(Reporting.remark)


async def on_correct_by(_query: CallbackQuery, _widget: Any, manager: DialogManager, day: str) -> None:
    """Keep one of the offered days."""
    await _keep_day(manager, date.fromisoformat(day))


async def on_typed_correct_by(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep a typed day."""
    await _keep_day(manager, await day_in(message, manager))


async def _keep_basis(manager: DialogManager, basis: str) -> None:
    async with manager.middleware_data["noting"]() as work:
        await handling.set_basis(work, ref_in(manager), manager.dialog_data["item"], basis)
    await manager.switch_to(Reporting.remark)


async def on_basis(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep the typed basis."""
    await _keep_basis(manager, message.text or "")


async def on_own_basis(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The item's own basis again."""
    await _keep_basis(manager, "")


def windows(*inputs: MessageInput) -> tuple[Window, ...]:
    """The windows about a problem; ``inputs`` are what every window of the report takes."""
    back = SwitchTo(Say("report.back"), id="back", state=Reporting.remark)
    return (
        Window(
            Screen("report_remark"),
            Row(
                SwitchTo(Say("report.measure"), id="measure", state=Reporting.measure),
                SwitchTo(Say("report.correct_by"), id="by", state=Reporting.correct_by, when="corrects"),
                SwitchTo(Say("report.basis"), id="basis", state=Reporting.basis),
                when="problem",
            ),
            Row(
                SwitchTo(Say("report.witness"), id="wit", state=Reporting.witness, when="needs_witness"),
                SwitchTo(Say("report.since"), id="since", state=Reporting.since, when="needs_day"),
            ),
            SwitchTo(Say("report.skip"), id="skip", state=Reporting.items, when=~F["must_explain"]),
            SwitchTo(Say("report.other"), id="other", state=Reporting.outcome),
            Typed(free=True),
            text_to(on_remark),
            *inputs,
            state=Reporting.remark,
            getter=see,
        ),
        Window(
            Screen("report_measure"),
            one_of(Say("report.one_measure"), "measures", "measures", on_measure),
            back,
            Typed("measures"),
            *inputs,
            state=Reporting.measure,
            getter=see,
        ),
        Window(
            Screen("report_measure_text"),
            SwitchTo(Say("report.back"), id="back", state=Reporting.measure),
            Typed(free=True),
            text_to(on_measure_text),
            *inputs,
            state=Reporting.measure_text,
            getter=see,
        ),
        Window(
            Screen("report_correct_by"),
            one_of(Say("report.one_day"), "by", "correction_days", on_correct_by),
            back,
            Typed("by", free=True),
            text_to(on_typed_correct_by),
            *inputs,
            state=Reporting.correct_by,
            getter=see,
        ),
        Window(
            Screen("report_basis"),
            Button(Say("report.own_basis"), id="own", on_click=on_own_basis),
            back,
            Typed(free=True),
            text_to(on_basis),
            *inputs,
            state=Reporting.basis,
            getter=see,
        ),
    )
