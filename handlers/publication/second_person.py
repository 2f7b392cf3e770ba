"""The way to a second person's word: which result, on what ground, by what document, a last look."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Group, Select, SwitchTo

from handlers.gate import Opened
from handlers.pieces import text_to
from handlers.spoken import ref_of, without_buttons
from handlers.words import Say, Screen
from locales.texts import Texts
from services.second_person import Question
from services.work import Work


class Steps(Protocol):
    """The states that a conversation has for this."""

    result: State
    ground: State
    document: State
    review: State
    asked: State


class Decide(Protocol):
    """A service's ``decide``."""

    async def __call__(self, work: Work, ref: str, *, approve: bool) -> Any:
        """Answers the row."""


@dataclass(frozen=True)
class Asking:
    """One conversation of this shape. ``name`` begins its screens and the verbs of its buttons."""

    name: str
    question: Question[Any]
    one_ground: Say
    steps: Steps
    ask: Callable[[Work, str, str, str], Awaitable[object]]
    decide: Decide

    async def see(self, dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
        """What was given so far."""
        blank = dict.fromkeys(("number", "ground", "document"), "")
        return {"grounds": self.question.grounds} | blank | dialog_manager.dialog_data

    async def on_result(
        self, _query: CallbackQuery, _widget: Any, manager: DialogManager, number: str
    ) -> None:
        """One of the offered results."""
        manager.dialog_data["number"] = number
        await manager.switch_to(self.steps.ground)

    async def on_typed_result(self, message: Message, _widget: MessageInput, manager: DialogManager) -> None:
        """A result's number."""
        manager.dialog_data["number"] = (message.text or "").strip()
        await manager.switch_to(self.steps.ground)

    async def on_ground(
        self, _query: CallbackQuery, _widget: Any, manager: DialogManager, ground: str
    ) -> None:
        """The article, or the class of the reason."""
        manager.dialog_data["ground"] = ground
        await manager.switch_to(self.steps.document)

    async def on_document(self, message: Message, _widget: MessageInput, manager: DialogManager) -> None:
        """The document's number, and why."""
        manager.dialog_data["document"] = message.text or ""
        await manager.switch_to(self.steps.review)

    async def on_ask(self, _query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
        """Ask for a second person."""
        typed = manager.dialog_data
        async with manager.middleware_data["working"]() as work:
            await self.ask(work, typed["number"], typed["ground"], typed["document"])
        await manager.switch_to(self.steps.asked)

    async def on_word(
        self, query: CallbackQuery, working: Callable[[], Opened], words: Texts, *, approve: bool
    ) -> None:
        """The second person's word, from the card in the office group."""
        async with working() as work:
            one = await self.decide(work, ref_of(query), approve=approve)
        await query.answer(words.say(f"second_person.decided.{self.question.area}.{one.state}"))
        await without_buttons(query, f"{self.name}-ok:", f"{self.name}-no:")

    def windows(self) -> tuple[Window, ...]:
        """Ground, document, last look and the last word; the window of the result is each one's own."""
        steps = self.steps
        ground = Select(
            self.one_ground,
            id="ground",
            item_id_getter=str,
            items="grounds",
            on_click=self.on_ground,
        )
        return (
            Window(
                Screen(f"{self.name}_ground"), Group(ground, width=1), state=steps.ground, getter=self.see
            ),
            Window(
                Screen(f"{self.name}_document"),
                text_to(self.on_document),
                state=steps.document,
                getter=self.see,
            ),
            Window(
                Screen(f"{self.name}_review"),
                Button(Say("second_person.button.ask"), id="ask", on_click=self.on_ask),
                SwitchTo(Say("second_person.button.again"), id="again", state=steps.result),
                state=steps.review,
                getter=self.see,
            ),
            Window(Screen(f"{self.name}_asked"), state=steps.asked, getter=self.see),
        )
