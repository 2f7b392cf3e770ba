"""表单: official forms of a visit, a draw or a whole task, as Word and PDF, in private chats only.

Any card may offer one with a button ``form:<kind>:<reference>``: ``visit_record`` and ``notice`` take the
reference of a visit, assignment or result, ``correction`` and ``transfer`` that of a problem, ``draw_sheet``
that of a draw, ``minutes`` that of a meeting, ``scheme`` and ``task`` (everything in one .zip) that of a
task, ``overview`` a year, ``briefing`` a period.
"""

import asyncio
import io
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from aiogram import F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from domain.forms import Form, InspectionNotice
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import heard, message_of, ref_of
from locales.texts import Texts
from services.papers import form_access, form_book
from services.papers.form_book import File

router = Router(name="forms")

PART = 45 * 1024 * 1024  # Telegram takes 50 MB from a bot
TOLD_EVERY = 10
BULK = "task"
Looking = Callable[[], Opened]
Writer = Callable[[Form], list[File]]


@begins(router, "forms")
async def on_forms(
    event: Message | CallbackQuery,
    argument: str,
    looking: Looking,
    texts: Texts,
    form_files: Writer,
) -> None:
    """What there is to choose from, or at once what was asked for: ``表单 XZ-2026-0001-03``."""
    if argument:
        async with looking() as look:
            found = await form_book.made(look, "visit_record", argument)
        await send_files(message_of(event), found, texts, form_files)
        return
    async with looking() as look:
        visits = await form_access.visits(look)
        tasks = await form_access.drawn_tasks(look) if look.actor.may("form.entry") else []
        whole, year = look.actor.may("form.task"), look.today.year
    rows = [_visit_row(line, texts) for line in visits] + [
        _task_row(task, texts, whole=whole) for task in tasks
    ]
    rows += [_year_row(year, texts), _template_row(texts)] if whole else []
    page = texts.page("screens/forms", visits=visits, tasks=tasks)
    await message_of(event).answer(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


def _button(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


def _visit_row(line: form_access.VisitLine, words: Texts) -> list[InlineKeyboardButton]:
    record = words.say("forms.button.visit_record", number=line.number)
    return [
        _button(record, f"form:visit_record:{line.ref}"),
        _button(words.say("forms.button.notice"), f"form:notice:{line.ref}"),
    ]


def _task_row(task: form_access.TaskLine, words: Texts, *, whole: bool) -> list[InlineKeyboardButton]:
    """Everything of a task for whoever may have it, the platform's table, the scheme."""
    everything = _button(words.say("forms.button.task", no=task.no), f"form:{BULK}:{task.ref}")
    table = _button(words.say("forms.button.table", no=task.no), f"entry-table:{task.ref}")
    scheme = _button(words.say("forms.button.scheme"), f"form:scheme:{task.ref}")
    return [everything, table, scheme] if whole else [table, scheme]


def _template_row(words: Texts) -> list[InlineKeyboardButton]:
    return [_button(words.say("forms.button.templates"), "form-templates:")]


def _year_row(year: int, words: Texts) -> list[InlineKeyboardButton]:
    return [_button(words.say("forms.button.overview", year=year), f"form:overview:{year}")]


@router.callback_query(F.data.startswith("form:"))
async def on_form(query: CallbackQuery, looking: Looking, texts: Texts, form_files: Writer) -> None:
    """``form:<kind>:<reference>``."""
    kind, _, ref = ref_of(query).partition(":")
    async with looking() as look:
        found = await form_book.made(look, kind, ref)
    await heard(query)
    send = _send_packed if kind == BULK else send_files
    await send(message_of(query), found, texts, form_files)


async def send_files(spoken: Message, found: Sequence[Form], words: Texts, write: Writer) -> None:
    """Every form as its files."""
    for form in found:
        for file in await asyncio.to_thread(write, await _pointing(spoken, form)):
            await spoken.answer_document(
                BufferedInputFile(file.content, file.name), caption=_caption(file, words)
            )


async def _pointing(spoken: Message, form: Form) -> Form:
    """A notice's code opens its visit with the bot that one speaks to."""
    if not isinstance(form, InspectionNotice) or spoken.bot is None:
        return form
    return replace(form, link=f"https://t.me/{(await spoken.bot.me()).username}?start={form.link}")


def _caption(file: File, words: Texts) -> str | None:
    return words.page("screens/form_lacking", lacking=file.lacking) if file.lacking else None


async def _send_packed(spoken: Message, found: Sequence[Form], words: Texts, write: Writer) -> None:
    """All files in as few archives as Telegram takes; how far it is stands in one message."""
    shown = await spoken.answer(words.say("forms.packing", done=0, total=len(found)))
    packed: list[File] = []
    for done, form in enumerate(found, start=1):
        packed += await asyncio.to_thread(write, await _pointing(spoken, form))
        if sum(len(file.content) for file in packed) > PART:
            await _send_archive(spoken, packed, words)
            packed = []
        if done % TOLD_EVERY == 0 or done == len(found):
            with suppress(TelegramAPIError):  # what counts is the file
                await shown.edit_text(words.say("forms.packing", done=done, total=len(found)))
    if packed:
        await _send_archive(spoken, packed, words)


async def _send_archive(spoken: Message, packed: Sequence[File], words: Texts) -> None:
    archive = await asyncio.to_thread(_archive, packed)
    name = words.say("forms.archive", name=packed[0].name.partition(" ")[0])
    await spoken.answer_document(BufferedInputFile(archive, name))


def _archive(packed: Sequence[File]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, file in enumerate(packed, start=1):
            archive.writestr(f"{number:03d} {file.name}", file.content)
    return raw.getvalue()
