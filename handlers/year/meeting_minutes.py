"""会议纪要: what was decided, line by line; the draft; and out it goes, on our paper or as signed."""

import asyncio
from dataclasses import replace
from typing import Any, cast

from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Cancel

from handlers.papers.forms import send_files
from handlers.pieces import one_of, text_to
from handlers.reading import fetch
from handlers.words import Say, Screen, words_of
from services.outbox import Attachment
from services.papers import form_book
from services.year import decisions, meetings

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Recording(StatesGroup):
    """What was decided; the minutes' number or their signed paper."""

    decided = State()
    issue = State()


def _ref(manager: DialogManager) -> str:
    return cast("dict[str, str]", manager.start_data)["ref"]


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The meeting and its decisions."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await meetings.card(look, _ref(dialog_manager))
        return {"card": found, "lines": await decisions.of_meeting(look, found.meeting)}


async def on_decided(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """One more decision."""
    async with manager.middleware_data["working"]() as work:
        await decisions.enter(work, _ref(manager), message.text or "")


async def on_drop(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Take one off again."""
    async with manager.middleware_data["working"]() as work:
        await decisions.drop(work, ref)


async def send_draft(spoken: Message, manager: DialogManager, ref: str) -> None:
    """The draft as files."""
    data = manager.middleware_data
    async with data["looking"]() as look:
        found = await form_book.made(look, "minutes", ref)
    await send_files(spoken, found, words_of(manager), data["form_files"])
    manager.show_mode = ShowMode.SEND


async def on_issue(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Out with them, on the paper that is made of them."""
    data, number = manager.middleware_data, (message.text or "").strip()
    async with data["looking"]() as look:
        (form,) = await form_book.made(look, "minutes", _ref(manager))
    paper, *_ = await asyncio.to_thread(data["form_files"], replace(form, number=number or form.number))
    await _issue(manager, number, Attachment(paper.name, DOCX, paper.content))


async def on_paper(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Out with them, on the signed paper; its caption is the number."""
    assert message.document is not None  # noqa: S101 - the input only takes documents
    content = await fetch(manager.middleware_data["bot"], message.document)
    name, media = message.document.file_name or "", message.document.mime_type or DOCX
    await _issue(manager, message.caption or "", Attachment(name, media, content))


async def _issue(manager: DialogManager, number: str, paper: Attachment) -> None:
    async with manager.middleware_data["working"]() as work:
        await decisions.issue(work, _ref(manager), number, paper)
    await manager.done()


BACK = Cancel(Say("meeting.back"))

dialog = Dialog(
    Window(
        Screen("meeting_decided"),
        one_of(Say("meeting.drop"), "line", "lines", on_drop, key=lambda one: one.ref),
        BACK,
        text_to(on_decided),
        state=Recording.decided,
        getter=see,
    ),
    Window(
        Screen("meeting_issue"),
        BACK,
        text_to(on_issue),
        MessageInput(on_paper, content_types=ContentType.DOCUMENT),
        state=Recording.issue,
        getter=see,
    ),
)
