"""表单模板: the office takes a Word template, edits it and sends it back; checked before it is used."""

import asyncio
from typing import Any, Protocol

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from domain.forms import KINDS
from handlers.pieces import one_of
from handlers.reading import fetch
from handlers.spoken import heard, message_of
from handlers.words import Say, Screen
from locales.forms import fields_known, title
from services.papers import form_templates

router = Router(name="templating")


class Templates(Protocol):
    """The office's own templates, as the composition root keeps them."""

    def check(self, kind: str, content: bytes) -> None:
        """Raise ``forms.*`` for what cannot be a template."""

    def keep(self, kind: str, content: bytes) -> None:
        """Use it from now on."""

    def drop(self, kind: str) -> None:
        """Use the shipped one again."""

    def current(self, kind: str) -> bytes:
        """The one in use."""

    def is_own(self, kind: str) -> bool:
        """Whether it is the office's own."""


class Templating(StatesGroup):
    """Which form, and its template."""

    kind = State()
    file = State()


@router.callback_query(F.data == "form-templates:")
async def on_templates(query: CallbackQuery, dialog_manager: DialogManager) -> None:
    """Choose a form."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("form.template")
    await dialog_manager.start(Templating.kind, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)
    await heard(query)


async def see_kinds(**_: Any) -> dict[str, Any]:
    """Every form."""
    return {"kinds": [(kind, title(kind)) for kind in KINDS]}


async def on_kind(query: CallbackQuery, _widget: Any, manager: DialogManager, kind: str) -> None:
    """Hand out the template in use."""
    manager.dialog_data.update(kind=kind, adopted=False)
    content = await asyncio.to_thread(_templates(manager).current, kind)
    await message_of(query).answer_document(BufferedInputFile(content, f"{title(kind)}.docx"))
    await manager.switch_to(Templating.file, show_mode=ShowMode.SEND)


def _templates(manager: DialogManager) -> Templates:
    found: Templates = manager.middleware_data["form_templates"]
    return found


async def see_template(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What a template of the form may name."""
    known = dialog_manager.dialog_data
    fields = fields_known(known["kind"])
    return {
        "title": title(known["kind"]),
        "adopted": known["adopted"],
        "own": _templates(dialog_manager).is_own(known["kind"]),
        "fields": [name for name, lines in fields.items() if not lines],
        "lines": [{"name": name, "fields": sorted(lines)} for name, lines in fields.items() if lines],
    }


async def on_file(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Check the template; the journal says that it is used before it is."""
    assert message.document is not None  # noqa: S101 - the input only takes documents
    kind, templates = manager.dialog_data["kind"], _templates(manager)
    content = await fetch(manager.middleware_data["bot"], message.document)
    await asyncio.to_thread(templates.check, kind, content)
    async with manager.middleware_data["working"]() as work:
        await form_templates.adopt(work, kind, content)
    await asyncio.to_thread(templates.keep, kind, content)
    manager.dialog_data["adopted"] = True
    manager.show_mode = ShowMode.SEND


async def on_drop(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Back to the shipped template."""
    kind = manager.dialog_data["kind"]
    async with manager.middleware_data["working"]() as work:
        await form_templates.give_up(work, kind)
    await asyncio.to_thread(_templates(manager).drop, kind)
    manager.dialog_data["adopted"] = False


def _own(data: dict[str, Any], _widget: Any, _manager: DialogManager) -> bool:
    return bool(data["own"])


dialog = Dialog(
    Window(
        Screen("form_kinds"),
        one_of(Say("forms.template.kind"), "kind", "kinds", on_kind, key=lambda one: one[0]),
        state=Templating.kind,
        getter=see_kinds,
    ),
    Window(
        Screen("form_template"),
        Button(Say("forms.template.drop"), id="drop", on_click=on_drop, when=_own),
        SwitchTo(Say("forms.template.other"), id="other", state=Templating.kind),
        MessageInput(on_file, content_types=ContentType.DOCUMENT),
        state=Templating.file,
        getter=see_template,
    ),
)
