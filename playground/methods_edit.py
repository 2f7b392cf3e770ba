"""Methods that change what a bot has said, and the answer to a pressed button."""

from __future__ import annotations

from typing import Any

from playground.errors import bad_request
from playground.keyboards import read_markup
from playground.methods import Request, method
from playground.methods_send import media
from playground.state import Chat, Json, Message
from playground.texts import read_caption, read_text

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
ANSWER_SECONDS = 150
DELETABLE_SECONDS = 48 * 3600
CONTENT = ("text", "entities", "caption", "caption_entities", "photo", "document")


def _editable(request: Request) -> Message:
    message = request.message(request.chat(), "edit")
    if message.sender is not request.bot or (message.markup and "inline_keyboard" not in message.markup):
        raise bad_request("message can't be edited")
    return message


def _replace(request: Request, message: Message, content: Json) -> Json:
    """Write the new content and keyboard; media that stays the same counts as unchanged."""
    kept = {name: value for name, value in message.content.items() if name not in CONTENT}
    markup = read_markup(request.arguments, message.chat)
    if (kept | content, markup) == (message.content, message.markup):
        raise bad_request(NOT_MODIFIED)
    request.world.limits.spend(request.bot.id, message.chat, edit=True)
    message.content, message.markup = kept | content, markup
    request.world.edited(message)
    return message.to_json()


@method("editMessageText")
async def edit_text(request: Request) -> Any:
    message = _editable(request)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _replace(request, message, read_text(request))


@method("editMessageCaption")
async def edit_caption(request: Request) -> Any:
    message = _editable(request)
    carried = {name: message.content[name] for name in ("photo", "document") if name in message.content}
    if not carried:
        raise bad_request("there is no caption in the message to edit")
    return _replace(request, message, carried | read_caption(request))


@method("editMessageMedia")
async def edit_media(request: Request) -> Any:
    message = _editable(request)
    return _replace(request, message, media(request, request.arguments.structure("media") or {}))


@method("editMessageReplyMarkup")
async def edit_markup(request: Request) -> Any:
    message = _editable(request)
    return _replace(
        request, message, {name: message.content[name] for name in CONTENT if name in message.content}
    )


@method("deleteMessage")
async def delete_message(request: Request) -> Any:
    chat = request.chat()
    message = request.message(chat, "delete")
    if not _deletable(request, chat, message):
        raise bad_request("message can't be deleted for everyone")
    request.world.delete(message)
    return True


@method("deleteMessages")
async def delete_messages(request: Request) -> Any:
    chat = request.chat()
    wanted = request.arguments.structure("message_ids") or []
    for message in [chat.messages[number] for number in wanted if number in chat.messages]:
        if _deletable(request, chat, message):
            request.world.delete(message)
    return True


def _deletable(request: Request, chat: Chat, message: Message) -> bool:
    admin = chat.members.get(request.bot.id) == "administrator"
    own = message.sender is request.bot or chat.is_private
    return admin or (own and request.world.now() - message.date < DELETABLE_SECONDS)


@method("answerCallbackQuery")
async def answer_callback_query(request: Request) -> Any:
    world, arguments = request.world, request.arguments
    query = world.queries.get(arguments.text("callback_query_id"))
    if query is None or query.bot is not request.bot or world.now() - query.at >= ANSWER_SECONDS:
        raise bad_request(TOO_OLD)
    text = arguments.text("text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if not query.answered:
        query.answered, query.answer, query.alert = True, text or None, arguments.flag("show_alert")
        world.publish(
            {"type": "answer", "query": query.id, "user": query.user.id, "text": text, "alert": query.alert}
        )
    return True
