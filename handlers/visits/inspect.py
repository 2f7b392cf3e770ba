"""填报: the guided report of a visit. Each answer is stored at once; the dialog only shows the draft."""

from datetime import date
from typing import Any

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, SwitchTo

from domain.outcome import category
from handlers.pieces import one_of, paged, text_to
from handlers.spoken import heard, ref_of
from handlers.typed import Typed
from handlers.typed_day import day_in
from handlers.visits import reporting_branch, reporting_manner, reporting_problem
from handlers.visits.reporting import Reporting, hand_on, ref_in, see
from handlers.words import Say, Screen
from services.visits import drafts, inspections, recognition
from services.visits.drafts import Shot

router = Router(name="inspect")

PAGE = 8


async def see_done(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The number under which the result is stored."""
    return {"number": dialog_manager.dialog_data.get("number", "")}


@router.callback_query(F.data.startswith("report:"))
async def on_report(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Open the report behind a card, wherever it was left."""
    ref = ref_of(query)
    async with dialog_manager.middleware_data["noting"]() as work:
        report = await drafts.open_report(work, ref)
    meant = report.returned_item
    await dialog_manager.start(
        Reporting.outcome if meant else Reporting.items,
        {"ref": ref, "item": meant, "seen": drafts.stamp(report, meant)},
        mode=StartMode.RESET_STACK,
        show_mode=ShowMode.SEND,
    )
    await heard(query)


async def on_begun(start: dict[str, str], manager: DialogManager) -> None:
    """The item at which the report opens, where the approver named one."""
    manager.dialog_data.update(item=start.get("item", ""), seen=start.get("seen", ""))


async def on_item(_query: CallbackQuery, _widget: Any, manager: DialogManager, position: str) -> None:
    """Ask for one item's outcome; buttons carry its place, because an office's item codes may be long."""
    async with manager.middleware_data["looking"]() as look:
        report = await drafts.see_report(look, ref_in(manager))
    code = report.item_codes[int(position)]
    manager.dialog_data.update(item=code, seen=drafts.stamp(report, code))
    hand_on(manager, report)
    await manager.switch_to(Reporting.outcome)


async def on_outcome(_query: CallbackQuery, _widget: Any, manager: DialogManager, outcome: str) -> None:
    """Keep the outcome; a problem is explained next."""
    data = manager.dialog_data
    async with manager.middleware_data["noting"]() as work:
        report = await drafts.answer(work, ref_in(manager), data["item"], outcome, seen=data["seen"])
        kind = category(work.profile.result_categories, outcome)
    data.update(outcome=outcome, seen=drafts.stamp(report, data["item"]))
    hand_on(manager, report)
    await manager.switch_to(Reporting.remark if kind.problem or kind.needs_text else Reporting.items)


async def on_cite(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Let another unit's result stand for the item."""
    data = manager.dialog_data
    async with manager.middleware_data["noting"]() as work:
        await recognition.cite(work, ref_in(manager), data["item"], data["seen"])
    await manager.switch_to(Reporting.items)


async def on_all_fine(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Everything not answered yet: 未发现问题. What is left is to look at it and submit."""
    async with manager.middleware_data["noting"]() as work:
        hand_on(manager, await drafts.all_fine(work, ref_in(manager)))
    await manager.switch_to(Reporting.review)


def _shot(message: Message) -> Shot:
    """A photo, or a picture sent as a file, which keeps what the camera wrote into it."""
    if message.document:
        file, media = message.document, message.document.mime_type or ""
        return Shot(file.file_id, file.file_unique_id, message.message_id, message.date, media)
    assert message.photo  # noqa: S101 - the input takes photos and files
    largest = message.photo[-1]
    return Shot(largest.file_id, largest.file_unique_id, message.message_id, message.date)


async def on_photo(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep a photo; of an album only the last one redraws the screen."""
    async with manager.middleware_data["noting"]() as work:
        await drafts.add_photo(work, ref_in(manager), _shot(message))
    if manager.middleware_data.get("more_of_album"):
        manager.show_mode = ShowMode.NO_UPDATE


async def on_location(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep where the phone says it is."""
    assert message.location  # noqa: S101 - the input only takes locations
    async with manager.middleware_data["noting"]() as work:
        await drafts.locate(work, ref_in(manager), message.location.latitude, message.location.longitude)


async def _keep_day(manager: DialogManager, day: date) -> None:
    async with manager.middleware_data["noting"]() as work:
        await drafts.set_date(work, ref_in(manager), day)
    await manager.switch_to(Reporting.items)


async def on_day(_query: CallbackQuery, _widget: Any, manager: DialogManager, day: str) -> None:
    """Keep one of the offered days."""
    await _keep_day(manager, date.fromisoformat(day))


async def on_typed_day(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep a typed day, written 2026-04-12."""
    await _keep_day(manager, await day_in(message, manager, "behind"))


async def on_submit(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Submit what was reviewed."""
    async with manager.middleware_data["working"]() as work:
        result = await inspections.submit(work, ref_in(manager))
    manager.dialog_data["number"] = result.number
    await manager.switch_to(Reporting.done)


TO_ITEMS = SwitchTo(Say("report.back"), id="back", state=Reporting.items)
FIELD_INPUTS = (
    MessageInput(on_photo, content_types=[ContentType.PHOTO, ContentType.DOCUMENT]),
    MessageInput(on_location, content_types=ContentType.LOCATION),
)

dialog = Dialog(
    Window(
        Screen("report_items"),
        Button(Say("report.all_fine"), id="fine", on_click=on_all_fine, when=~F["complete"]),
        paged(Say("report.item"), "item", "items", on_item, key=lambda i: i["position"], height=PAGE),
        Row(
            SwitchTo(Say("report.day"), id="day", state=Reporting.day),
            SwitchTo(Say("report.review"), id="review", state=Reporting.review, when="complete"),
        ),
        Typed("item"),
        *FIELD_INPUTS,
        state=Reporting.items,
        getter=see,
    ),
    Window(
        Screen("report_outcome"),
        one_of(Say("report.category"), "cat", "categories", on_outcome),
        Button(Say("report.cite"), id="cite", on_click=on_cite, when="citable"),
        TO_ITEMS,
        Typed("cat"),
        *FIELD_INPUTS,
        state=Reporting.outcome,
        getter=see,
    ),
    *reporting_problem.windows(*FIELD_INPUTS),
    *reporting_branch.windows(*FIELD_INPUTS),
    Window(
        Screen("report_day"),
        one_of(Say("report.one_day"), "days", "days", on_day),
        TO_ITEMS,
        Typed("days", free=True),
        text_to(on_typed_day),
        *FIELD_INPUTS,
        state=Reporting.day,
        getter=see,
    ),
    *reporting_manner.windows(*FIELD_INPUTS),
    Window(
        Screen("report_review"),
        Button(Say("report.submit"), id="submit", on_click=on_submit),
        reporting_manner.METHOD,
        reporting_manner.SUPPLEMENT,
        TO_ITEMS,
        Typed(),
        *FIELD_INPUTS,
        state=Reporting.review,
        getter=see,
    ),
    Window(Screen("report_done"), state=Reporting.done, getter=see_done),
    on_start=on_begun,
)
