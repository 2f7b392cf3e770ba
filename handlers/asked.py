"""One filter for three ways to begin the same thing: /command, the typed Chinese word, the menu button."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.spoken import heard
from locales.texts import LANGUAGES, texts


class Asked(BaseFilter):
    """True for ``/draw``, ``/draw@bot``, 「抽取」 and the menu's button, pressed or typed.

    Hands over ``argument``: what follows the command.
    """

    def __init__(self, command: str) -> None:
        """``command`` without its slash; its Chinese and English words are ``commands.<command>``."""
        self.command = command
        self._spoken = {texts(language).say(f"commands.{command}").lower() for language in LANGUAGES}
        self._labels = {texts(language).say(f"menu.{command}").lower() for language in LANGUAGES}

    async def __call__(self, event: TelegramObject) -> bool | dict[str, Any]:
        """Match and hand over the argument."""
        if isinstance(event, CallbackQuery):
            return {"argument": ""} if event.data == f"go:{self.command}" else False
        if not isinstance(event, Message) or not event.text:
            return False
        if event.text.strip().lower() in self._labels:
            return {"argument": ""}
        first, _, rest = event.text.strip().partition(" ")
        word = first.partition("@")[0].lower()
        matches = word == f"/{self.command}" or word in self._spoken
        return {"argument": rest.strip()} if matches else False


def _answering(handler: Callable[..., Any]) -> Callable[..., Any]:
    """The handler for a press: afterwards the press is answered, so that the button stops waiting."""

    @wraps(handler)
    async def pressed(query: CallbackQuery, *args: Any, **kwargs: Any) -> None:
        await handler(query, *args, **kwargs)
        await heard(query)

    return pressed


Handler = TypeVar("Handler", bound=Callable[..., Any])


def begins(router: Router, command: str) -> Callable[[Handler], Handler]:
    """Decorator: register a handler for all three ways of asking."""

    def register(handler: Handler) -> Handler:
        router.message.register(handler, Asked(command))
        router.callback_query.register(_answering(handler), Asked(command))
        return handler

    return register
