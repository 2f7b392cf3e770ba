"""语言: a person chooses the language of the own chat; every other chat stays as it is."""

from collections.abc import Callable

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from domain.roles import Actor, require
from handlers import commands
from handlers.asked import begins
from handlers.gate import Opened
from handlers.menu import menu_of
from handlers.spoken import heard, message_of, ref_of
from locales.texts import LANGUAGES, Texts, texts
from services import languages

router = Router(name="language")


@begins(router, "language")
async def on_language(event: Message | CallbackQuery, actor: Actor, texts: Texts) -> None:
    """Each language by its own name."""
    require(actor, "language.choose")
    await message_of(event).answer(texts.say("language.which"), reply_markup=_choices())


def _choices() -> InlineKeyboardMarkup:
    keys = [
        InlineKeyboardButton(text=texts(language).say("language.own_name"), callback_data=f"speak:{language}")
        for language in LANGUAGES
    ]
    return InlineKeyboardMarkup(inline_keyboard=[keys])


@router.callback_query(F.data.in_([f"speak:{language}" for language in LANGUAGES]))
async def on_choice(query: CallbackQuery, actor: Actor, working: Callable[[], Opened]) -> None:
    """Speak it at once, menu and commands too."""
    async with working() as work:
        person = await languages.speak(work, ref_of(query))
    words, message = texts(person.language), message_of(query)
    await heard(query)
    await message.answer(words.say("language.chosen"), reply_markup=menu_of(actor, words))
    await commands.publish_for(message, actor, words)
