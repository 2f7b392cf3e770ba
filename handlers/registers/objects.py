"""对象库: how the library stands, an object looked up, its card, what the last import changed."""

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, SwitchTo

from handlers.asked import begins
from handlers.pieces import one_of, paged, text_to
from handlers.registers.object_mending import Mending
from handlers.words import Say, Screen, words_of
from services.objects import object_cards, object_changes, object_findings, object_news, object_overview
from services.objects.object_lines import change_lines, news_lines

router = Router(name="objects")

FOUND_SHOWN = 12
LINES_SHOWN = 20


class Objects(StatesGroup):
    """The library, what was found, one card, completeness, the last import, what is to be confirmed."""

    home = State()
    found = State()
    card = State()
    complete = State()
    news = State()
    doubtful = State()


@begins(router, "objects")
async def on_objects(_event: Message | CallbackQuery, argument: str, dialog_manager: DialogManager) -> None:
    """The library, or at once what was asked for: ``对象库 91…``."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("object.look")
        found = await object_cards.find(look, argument, FOUND_SHOWN + 1) if argument else []
    state = _where(found) if found else Objects.home
    data = {"asked": argument, "number": found[0].number} if found else {}
    await dialog_manager.start(state, data, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


def _where(found: list[object_cards.Found]) -> State:
    """The card of the only one, or the list to choose from."""
    return Objects.card if len(found) == 1 else Objects.found


async def on_text(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Look an object up, by what was typed or what a scanned code says."""
    async with manager.middleware_data["looking"]() as look:
        found = await object_cards.find(look, message.text or "", FOUND_SHOWN + 1)
    manager.dialog_data.update(asked=message.text or "", number=found[0].number)
    await manager.switch_to(_where(found))


def _said(manager: DialogManager, name: str) -> str:
    """What was chosen here, or brought along."""
    given: Any = manager.start_data or {}
    return str(manager.dialog_data.get(name) or given[name])


async def see_home(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How the library stands."""
    async with dialog_manager.middleware_data["looking"]() as look:
        doubtful = await object_findings.unconfirmed(look)
        return {"seen": await object_overview.overview(look), "doubtful": len(doubtful)}


async def see_found(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What fits."""
    asked = _said(dialog_manager, "asked")
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await object_cards.find(look, asked, FOUND_SHOWN + 1)
    return {"asked": asked, "found": found[:FOUND_SHOWN], "more": len(found) > FOUND_SHOWN}


async def on_found(_query: CallbackQuery, _widget: Any, manager: DialogManager, number: str) -> None:
    """One of them."""
    manager.dialog_data["number"] = number
    await manager.switch_to(Objects.card)


async def see_card(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Everything about an object but the phones."""
    async with dialog_manager.middleware_data["looking"]() as look:
        card = await object_cards.card(look, _said(dialog_manager, "number"))
    words = words_of(dialog_manager)
    return {
        "card": card,
        "one": card.subject,
        "key_reasons": look.profile.key_object_reasons,
        "changes": change_lines(card.changes, words),
    }


async def on_contacts(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Who answers for the object: a toast leaves no trace in the chat, the journal does."""
    async with manager.middleware_data["working"]() as work:
        who = await object_cards.contacts(work, _said(manager, "number"))
    manager.show_mode = ShowMode.NO_UPDATE
    await query.answer(words_of(manager).say("objects.contacts_are", who=who)[:200], show_alert=True)


async def on_undo(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Put the newest correction back, as it stands now."""
    async with manager.middleware_data["looking"]() as look:
        undoable = (await object_cards.card(look, _said(manager, "number"))).undoable
    async with manager.middleware_data["working"]() as work:
        await object_changes.undo(work, undoable.ref if undoable else "")


async def on_mark(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Mark a key object, or take the mark away."""
    async with manager.middleware_data["looking"]() as look:
        subject = await object_changes.object_of(look, _said(manager, "number"))
    data = {"number": subject.register_no, "name": subject.name}
    if subject.is_key:
        await manager.start(Mending.reason, {**data, "act": "unmark"})
    else:
        await manager.start(Mending.key, {**data, "act": "mark"})


async def on_correct(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Correct a field."""
    async with manager.middleware_data["looking"]() as look:
        subject = await object_changes.object_of(look, _said(manager, "number"))
    data = {"number": subject.register_no, "name": subject.name, "act": "correct"}
    await manager.start(Mending.field, data)


async def see_complete(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """How complete each ordered field is."""
    async with dialog_manager.middleware_data["looking"]() as look:
        return {"lines": await object_overview.filled(look)}


async def see_news(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """What the last import changed, and what was corrected since."""
    async with dialog_manager.middleware_data["looking"]() as look:
        news = await object_news.last(look)
        since = await object_changes.since(look, news.at) if news else []
    words = words_of(dialog_manager)
    lines = news_lines(news.changes[:LINES_SHOWN], words) if news else []
    return {"news": news, "lines": lines, "since": change_lines(since[-LINES_SHOWN:], words)}


async def see_doubtful(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The objects whose status the office has to confirm."""
    async with dialog_manager.middleware_data["looking"]() as look:
        return {"doubtful": await object_findings.unconfirmed(look)}


TYPED = text_to(on_text)
HOME = SwitchTo(Say("objects.back"), id="home", state=Objects.home)

dialog = Dialog(
    Window(
        Screen("objects_home"),
        SwitchTo(Say("objects.complete"), id="complete", state=Objects.complete),
        SwitchTo(Say("objects.news"), id="news", state=Objects.news),
        SwitchTo(
            Say("objects.doubtful"),
            id="doubtful",
            state=Objects.doubtful,
            when=lambda data, *_: bool(data["doubtful"]),
        ),
        TYPED,
        state=Objects.home,
        getter=see_home,
    ),
    Window(
        Screen("objects_found"),
        one_of(Say("objects.found"), "object", "found", on_found, key=lambda one: one.number),
        HOME,
        TYPED,
        state=Objects.found,
        getter=see_found,
    ),
    Window(
        Screen("objects_card"),
        Button(Say("objects.contacts"), id="contacts", on_click=on_contacts),
        Button(Say("objects.mark"), id="mark", on_click=on_mark),
        Button(Say("objects.correct"), id="correct", on_click=on_correct),
        Button(
            Say("objects.undo"),
            id="undo",
            on_click=on_undo,
            when=lambda data, *_: bool(data["card"].undoable),
        ),
        HOME,
        TYPED,
        state=Objects.card,
        getter=see_card,
    ),
    Window(Screen("objects_complete"), HOME, TYPED, state=Objects.complete, getter=see_complete),
    Window(Screen("objects_news"), HOME, TYPED, state=Objects.news, getter=see_news),
    Window(
        Screen("objects_doubtful"),
        paged(Say("objects.doubtful_one"), "one", "doubtful", on_found, key=lambda one: one.number),
        HOME,
        TYPED,
        state=Objects.doubtful,
        getter=see_doubtful,
    ),
)
