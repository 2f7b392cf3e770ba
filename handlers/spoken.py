"""Small things every conversation needs from a message or a press."""

from contextlib import suppress
from datetime import date

from aiogram.exceptions import TelegramAPIError, TelegramBadRequest
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from domain.errors import DomainError

MOST_DIGITS = 18  # a row number of the database has 64 bits


def message_of(event: Message | CallbackQuery) -> Message:
    """The message to answer: the one spoken, or the one whose button was pressed."""
    if isinstance(event, Message):
        return event
    if isinstance(event.message, Message):
        return event.message
    raise DomainError("gate.too_old")


def ref_of(query: CallbackQuery) -> str:
    """The opaque reference in ``verb:reference``."""
    return (query.data or "").partition(":")[2]


def day_of(text: str) -> date:
    """A day as our buttons carry it. Raises ``gate.malformed``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DomainError("gate.malformed") from None


def number_of(text: str) -> int:
    """A row's number as our buttons carry it. Raises ``gate.malformed``."""
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
        raise DomainError("gate.malformed")
    return int(text)


def key(text: str, data: str | None = None, *, url: str | None = None) -> InlineKeyboardButton:
    """A button that sends ``data`` back, or opens ``url``."""
    return InlineKeyboardButton(text=text, callback_data=data, url=url)


async def heard(query: CallbackQuery) -> None:
    """Answer a press that needs no words; one that is too old is let go."""
    with suppress(TelegramAPIError):
        await query.answer()


async def without_buttons(query: CallbackQuery, *prefixes: str) -> None:
    """Take away the buttons that have done their work; others on the card stay."""
    message = query.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return
    rows = [
        [button for button in row if not (button.callback_data or "").startswith(prefixes)]
        for row in message.reply_markup.inline_keyboard
    ]
    kept = InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])
    with suppress(TelegramBadRequest):  # pressed twice: the buttons are gone already
        await message.edit_reply_markup(reply_markup=kept)
