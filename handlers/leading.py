"""Straight to the dialog that is open: aiogram would ask every router of the house, one after another."""

from functools import cached_property
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.fsm.state import StatesGroup
from aiogram.types import CallbackQuery, TelegramObject
from aiogram_dialog import Dialog
from aiogram_dialog.api.internal import CONTEXT_KEY
from aiogram_dialog.utils import remove_intent_id


def outside_dialogs(query: CallbackQuery) -> bool:
    """Whether a card's button or a menu's was pressed, not one of an open dialog's screen."""
    return remove_intent_id(query.data or "")[0] is None


class OpenDialogs(Router):
    """All dialogs; what comes goes to the one that stands on top of the person's stack, or to none."""

    @cached_property
    def _dialogs(self) -> dict[type[StatesGroup], Dialog]:
        return {one.states_group(): one for one in self.sub_routers if isinstance(one, Dialog)}

    async def propagate_event(self, update_type: str, event: TelegramObject, **kwargs: Any) -> Any:
        """Lead the event to its dialog."""
        context = kwargs.get(CONTEXT_KEY)
        dialog = self._dialogs.get(context.state.group) if context else None
        if dialog is None:
            return UNHANDLED
        return await dialog.propagate_event(update_type=update_type, event=event, **kwargs)
