"""填报: the guided report of a visit. Each answer is stored at once; the dialog only shows the draft."""

from datetime import date, timedelta
from typing import Any, cast

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, ScrollingGroup, Select, SwitchTo

from domain.errors import DomainError
from domain.outcome import category
from handlers.spoken import heard, ref_of
from handlers.words import Say, Screen, words_of
from locales.texts import Texts
from services import drafts, inspections
from services.drafts import Report, Shot
from services.item_list import lying_outside

router = Router(name="inspect")

DAYS_OFFERED = 5
PAGE = 8


class Reporting(StatesGroup):
    """Where a report stands."""

    items = State()
    outcome = State()
    remark = State()
    day = State()
    review = State()
    done = State()


def _ref(manager: DialogManager) -> str:
    return str(cast("dict[str, str]", manager.start_data)["ref"])


def _outcome(words: Texts, report: Report, code: str) -> str:
    finding = report.findings.get(code)
    return words.say(f"profile.category.{finding.outcome}") if finding else words.say("report.open")


def _shown(report: Report, words: Texts, today: date) -> dict[str, Any]:
    case, draft = report.case, report.draft
    return {
        "visit": case.visit.number,
        "object_name": case.subject.name,
        "address": case.subject.address,
        "version": draft.version,
        "items": [
            {
                "position": at,
                "code": item.code,
                "name": item.name,
                "outcome": _outcome(words, report, item.code),
                "remark": report.findings[item.code].remark if item.code in report.findings else "",
                "done": item.code in report.findings,
            }
            for at, item in enumerate(case.items)
        ],
        "answered": report.answered,
        "total": len(case.items),
        "complete": report.answered == len(case.items),
        "photos": report.photos,
        "located": draft.located_at is not None,
        "inspected_on": draft.inspected_on or today,
    }


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The draft as the screens show it."""
    async with dialog_manager.middleware_data["looking"]() as look:
        report = await drafts.see_report(look, _ref(dialog_manager))
        categories = look.profile.result_categories
        shown = _shown(report, words_of(dialog_manager), look.today)
        first = drafts.window_of(report.case).drawn_on
        outside = await lying_outside(look, report.item_codes, shown["inspected_on"])
    code = dialog_manager.dialog_data.get("item", "")
    chosen = report.findings.get(code)
    days = [look.today - timedelta(days=back) for back in range(DAYS_OFFERED)]
    return shown | {
        "item_name": next((i["name"] for i in shown["items"] if i["code"] == code), ""),
        "chosen": _outcome(words_of(dialog_manager), report, code),
        "must_explain": bool(chosen and category(categories, chosen.outcome).needs_text),
        "may_skip": not (chosen and category(categories, chosen.outcome).needs_text),
        "categories": [one.code for one in categories],
        "outside": [one.name for one in outside],
        "days": [day.isoformat() for day in days if day >= first],
    }


async def see_done(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The number under which the result is stored."""
    return {"number": dialog_manager.dialog_data.get("number", "")}


@router.callback_query(F.data.startswith("report:"))
async def on_report(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Open the report behind a card, wherever it was left."""
    ref = ref_of(query)
    async with dialog_manager.middleware_data["noting"]() as work:
        await drafts.open_report(work, ref)
    await dialog_manager.start(
        Reporting.items, {"ref": ref}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )
    await heard(query)


async def on_item(_query: CallbackQuery, _widget: Any, manager: DialogManager, position: str) -> None:
    """Ask for one item's outcome; buttons carry its place, because an office's item codes may be long."""
    async with manager.middleware_data["looking"]() as look:
        codes = (await drafts.see_report(look, _ref(manager))).item_codes
    manager.dialog_data["item"] = codes[int(position)]
    await manager.switch_to(Reporting.outcome)


async def on_outcome(_query: CallbackQuery, _widget: Any, manager: DialogManager, outcome: str) -> None:
    """Keep the outcome; a problem is explained next."""
    async with manager.middleware_data["noting"]() as work:
        await drafts.answer(work, _ref(manager), manager.dialog_data["item"], outcome)
        problem = category(work.profile.result_categories, outcome).problem
    manager.dialog_data["outcome"] = outcome
    await manager.switch_to(Reporting.remark if problem else Reporting.items)


async def on_remark(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep the explanation with the outcome chosen before it."""
    data = manager.dialog_data
    async with manager.middleware_data["noting"]() as work:
        await drafts.answer(work, _ref(manager), data["item"], data["outcome"], message.text or "")
    await manager.switch_to(Reporting.items)


async def on_all_fine(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Everything not answered yet: 未发现问题."""
    async with manager.middleware_data["noting"]() as work:
        await drafts.all_fine(work, _ref(manager))


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
        await drafts.add_photo(work, _ref(manager), _shot(message))
    if manager.middleware_data.get("more_of_album"):
        manager.show_mode = ShowMode.NO_UPDATE


async def on_location(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep where the phone says it is."""
    assert message.location  # noqa: S101 - the input only takes locations
    async with manager.middleware_data["noting"]() as work:
        await drafts.locate(work, _ref(manager), message.location.latitude, message.location.longitude)


async def _keep_day(manager: DialogManager, day: date) -> None:
    async with manager.middleware_data["noting"]() as work:
        await drafts.set_date(work, _ref(manager), day)
    await manager.switch_to(Reporting.items)


async def on_day(_query: CallbackQuery, _widget: Any, manager: DialogManager, day: str) -> None:
    """Keep one of the offered days."""
    await _keep_day(manager, date.fromisoformat(day))


async def on_typed_day(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Keep a typed day, written 2026-04-12."""
    try:
        day = date.fromisoformat((message.text or "").strip())
    except ValueError as error:
        raise DomainError("outcome.not_a_day") from error
    await _keep_day(manager, day)


async def on_submit(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Submit what was reviewed."""
    async with manager.middleware_data["working"]() as work:
        result = await inspections.submit(work, _ref(manager))
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
        ScrollingGroup(
            Select(
                Say("report.item"),
                id="item",
                item_id_getter=lambda i: i["position"],
                items="items",
                on_click=on_item,
            ),
            id="pages",
            width=1,
            height=PAGE,
            hide_on_single_page=True,
        ),
        Row(
            SwitchTo(Say("report.day"), id="day", state=Reporting.day),
            SwitchTo(Say("report.review"), id="review", state=Reporting.review, when="complete"),
        ),
        *FIELD_INPUTS,
        state=Reporting.items,
        getter=see,
    ),
    Window(
        Screen("report_outcome"),
        Group(
            Select(
                Say("report.category"), id="cat", item_id_getter=str, items="categories", on_click=on_outcome
            ),
            width=1,
        ),
        TO_ITEMS,
        *FIELD_INPUTS,
        state=Reporting.outcome,
        getter=see,
    ),
    Window(
        Screen("report_remark"),
        SwitchTo(Say("report.skip"), id="skip", state=Reporting.items, when="may_skip"),
        SwitchTo(Say("report.other"), id="other", state=Reporting.outcome),
        MessageInput(on_remark, content_types=ContentType.TEXT),
        *FIELD_INPUTS,
        state=Reporting.remark,
        getter=see,
    ),
    Window(
        Screen("report_day"),
        Column(Select(Say("report.one_day"), id="days", item_id_getter=str, items="days", on_click=on_day)),
        TO_ITEMS,
        MessageInput(on_typed_day, content_types=ContentType.TEXT),
        *FIELD_INPUTS,
        state=Reporting.day,
        getter=see,
    ),
    Window(
        Screen("report_review"),
        Button(Say("report.submit"), id="submit", on_click=on_submit),
        TO_ITEMS,
        *FIELD_INPUTS,
        state=Reporting.review,
        getter=see,
    ),
    Window(Screen("report_done"), state=Reporting.done, getter=see_done),
)
