"""An object not found, closed, gone or refusing: what such a result must carry is asked one by one."""

from datetime import date
from typing import Any

from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import SwitchTo

from domain.outcome import category
from handlers.pieces import one_of, text_to
from handlers.typed import Typed
from handlers.typed_day import day_in
from handlers.visits.reporting import Reporting, hand_on, ref_in, see
from handlers.words import Say, Screen
from services.visits import drafts, handling


async def go_on(manager: DialogManager) -> None:
    """To what the chosen result still has to carry; after one that ends the visit to the review."""
    async with manager.middleware_data["looking"]() as look:
        report = await drafts.see_report(look, ref_in(manager))
        found = report.findings[manager.dialog_data["item"]]
        kind = category(look.profile.result_categories, found.outcome)
    hand_on(manager, report)
    if kind.needs_text and not found.remark:
        await manager.switch_to(Reporting.remark)
    elif kind.needs_witness and not found.witness:
        await manager.switch_to(Reporting.witness)
    elif kind.needs_day and not found.since:
        await manager.switch_to(Reporting.since)
    else:
        await manager.switch_to(Reporting.review if kind.ends_visit else Reporting.items)


async def on_witness(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep who saw it: name and unit."""
    async with manager.middleware_data["noting"]() as work:
        await handling.set_witness(work, ref_in(manager), manager.dialog_data["item"], message.text or "")
    await go_on(manager)


async def _keep_since(manager: DialogManager, day: date) -> None:
    async with manager.middleware_data["noting"]() as work:
        await handling.set_since(work, ref_in(manager), manager.dialog_data["item"], day)
    await go_on(manager)


async def on_since(_query: CallbackQuery, _widget: Any, manager: DialogManager, day: str) -> None:
    """The day of the inspection: since when is not known."""
    await _keep_since(manager, date.fromisoformat(day))


async def on_typed_since(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep a typed day."""
    await _keep_since(manager, await day_in(message, manager, "behind"))


def windows(*inputs: MessageInput) -> tuple[Window, ...]:
    """The windows of these branches; ``inputs`` are what every window of the report takes."""
    back = SwitchTo(Say("report.back"), id="back", state=Reporting.remark)
    return (
        Window(
            Screen("report_witness"),
            back,
            Typed(free=True),
            text_to(on_witness),
            *inputs,
            state=Reporting.witness,
            getter=see,
        ),
        Window(
            Screen("report_since"),
            one_of(Say("report.found_that_day"), "found", "found_days", on_since),
            back,
            Typed("found", free=True),
            text_to(on_typed_since),
            *inputs,
            state=Reporting.since,
            getter=see,
        ),
    )
