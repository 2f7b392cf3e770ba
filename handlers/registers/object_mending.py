"""One object corrected: which field, which value, why, by which document; or marked as a key object."""

from typing import Any, cast

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Cancel, Group

from domain.errors import DomainError
from handlers.pieces import one_of, text_to
from handlers.words import Say, Screen, words_of
from services.objects import object_changes
from services.objects.object_lines import KIND
from services.registers.register_report import in_words, label


class Mending(StatesGroup):
    """Why it is a key object; or which field and value; the reason; the document; done."""

    key = State()
    field = State()
    value = State()
    reason = State()
    document = State()
    done = State()


def _start(manager: DialogManager) -> dict[str, str]:
    return cast("dict[str, str]", manager.start_data)


async def see_object(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The object, what was chosen so far, what there is to choose from."""
    async with dialog_manager.middleware_data["looking"]() as look:
        reasons = look.profile.key_object_reasons
        chosen = dialog_manager.dialog_data.get("field", "")
        values = object_changes.choices_of(look, chosen) if chosen else ()
    words = words_of(dialog_manager)
    return {
        "name": _start(dialog_manager)["name"],
        "number": _start(dialog_manager)["number"],
        "act": _start(dialog_manager)["act"],
        "reasons": [(code, words.say(f"register.values.key_reason.{code}")) for code in reasons],
        "fields": [(name, label(KIND, name, words)) for name in object_changes.CORRECTABLE],
        "field": label(KIND, chosen, words) if chosen else "",
        "values": [(at, in_words(KIND, chosen, value, words)) for at, value in enumerate(values)],
        "chosen": dialog_manager.dialog_data.get("shown", ""),
    }


async def on_key(_query: CallbackQuery, _widget: Any, manager: DialogManager, code: str) -> None:
    """One of the place's reasons."""
    shown = words_of(manager).say(f"register.values.key_reason.{code}")
    manager.dialog_data.update(reason=code, shown=shown)
    await manager.switch_to(Mending.document)


async def on_field(_query: CallbackQuery, _widget: Any, manager: DialogManager, field: str) -> None:
    """The field to correct."""
    manager.dialog_data["field"] = field
    await manager.switch_to(Mending.value)


async def on_value(_query: CallbackQuery, _widget: Any, manager: DialogManager, at: str) -> None:
    """One of the values it may have."""
    field = manager.dialog_data["field"]
    async with manager.middleware_data["looking"]() as look:
        await _valued(manager, object_changes.choices_of(look, field)[int(at)])


async def on_typed_value(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """A value in words, where the place names none."""
    typed, field = (message.text or "").strip(), manager.dialog_data["field"]
    async with manager.middleware_data["looking"]() as look:
        if object_changes.choices_of(look, field):
            raise DomainError("object.value", value=typed[:60])
    await _valued(manager, typed)


async def _valued(manager: DialogManager, value: object) -> None:
    shown = in_words(KIND, manager.dialog_data["field"], value, words_of(manager))
    manager.dialog_data.update(value=value, shown=shown)
    await manager.switch_to(Mending.reason)


async def on_reason(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Why."""
    manager.dialog_data["reason"] = message.text or ""
    await manager.switch_to(Mending.document)


async def on_document(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """By which document; then it is done, as one act."""
    given, typed, document = _start(manager), manager.dialog_data, message.text or ""
    number, reason = given["number"], typed["reason"]
    async with manager.middleware_data["working"]() as work:
        if given["act"] == "mark":
            await object_changes.mark_key(work, number, reason, document)
        elif given["act"] == "unmark":
            await object_changes.unmark_key(work, number, reason, document)
        else:
            value, grounds = typed["value"], (reason, document)
            await object_changes.correct(work, number, typed["field"], value, grounds)
    await manager.switch_to(Mending.done, show_mode=ShowMode.SEND)


def _pick(items: str, on_click: Any) -> Group:
    return one_of(Say("objects.pick"), items, items, on_click, key=lambda one: one[0])


def _typed(on_text: Any) -> MessageInput:
    return text_to(on_text)


BACK = Cancel(Say("objects.card"), show_mode=ShowMode.SEND)

dialog = Dialog(
    Window(Screen("object_key"), _pick("reasons", on_key), BACK, state=Mending.key, getter=see_object),
    Window(Screen("object_field"), _pick("fields", on_field), BACK, state=Mending.field, getter=see_object),
    Window(
        Screen("object_value"),
        _pick("values", on_value),
        BACK,
        _typed(on_typed_value),
        state=Mending.value,
        getter=see_object,
    ),
    Window(Screen("object_reason"), BACK, _typed(on_reason), state=Mending.reason, getter=see_object),
    Window(Screen("object_document"), BACK, _typed(on_document), state=Mending.document, getter=see_object),
    Window(Screen("object_done"), BACK, state=Mending.done, getter=see_object),
)
