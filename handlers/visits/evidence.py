"""Looking at a result's photos, as they were sent."""

from collections.abc import Callable, Sequence

from aiogram import F, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import CallbackQuery, InputMediaPhoto, Message

from handlers.gate import Opened
from handlers.spoken import heard, message_of, ref_of
from locales.texts import Texts
from services.visits import quality

router = Router(name="evidence")

ALBUM = 10


@router.callback_query(F.data.startswith("photos:"))
async def on_photos(query: CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """Every photo of a result, in albums."""
    async with looking() as look:
        number, photos = await quality.photos_of(look, ref_of(query))
    await heard(query)
    spoken = message_of(query)
    await spoken.answer(texts.say("quality.photos", number=number, count=len(photos)))
    files = [photo.file_id for photo in photos]
    for start in range(0, len(files), ALBUM):
        await _album(spoken, files[start : start + ALBUM])


async def _album(spoken: Message, files: Sequence[str]) -> None:
    """An album; one by one where it is none: a single photo, or pictures that were sent as files."""
    try:
        await spoken.answer_media_group([InputMediaPhoto(media=one) for one in files])
    except TelegramBadRequest:  # nothing of the album was sent
        for one in files:
            await _single(spoken, one)


async def _single(spoken: Message, file: str) -> None:
    try:
        await spoken.answer_photo(file)
    except TelegramBadRequest:
        await spoken.answer_document(file)
