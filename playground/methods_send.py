"""Methods by which a bot speaks."""

from __future__ import annotations

from typing import Any

from playground.arguments import Upload
from playground.errors import ApiError, bad_request
from playground.files import DOWNLOAD_LIMIT, picture_size
from playground.keyboards import read_markup
from playground.methods import Request, method
from playground.state import Chat, Json, Message
from playground.texts import read_caption, read_text

UPLOAD_LIMIT = 50 << 20
PHOTO_LIMIT = 10 << 20
ALBUM_LIMIT = 10


def post(request: Request, chat: Chat, content: Json) -> Message:
    """Send within the limits, with the call's keyboard and what it replies to."""
    markup = read_markup(request.arguments, chat)
    reply_to = _reply_to(request, chat)
    request.world.limits.spend(request.bot.id, chat)
    if request.arguments.flag("protect_content"):
        content = content | {"has_protected_content": True}
    return request.world.post(chat, request.bot, content, markup, reply_to)


def _reply_to(request: Request, chat: Chat) -> Message | None:
    given = request.arguments.structure("reply_parameters") or {}
    wanted = given.get("message_id") or request.arguments.integer("reply_to_message_id")
    if not wanted:
        return None
    found = chat.messages.get(int(wanted))
    lenient = given.get("allow_sending_without_reply") or request.arguments.flag(
        "allow_sending_without_reply"
    )
    if found is None and not lenient:
        raise bad_request("message to be replied not found")
    return found


@method("sendMessage")
async def send_message(request: Request) -> Any:
    chat = request.chat()
    return post(request, chat, read_text(request)).to_json()


@method("sendPhoto")
async def send_photo(request: Request) -> Any:
    chat = request.chat()
    content = {"photo": photo(request, request.arguments.values.get("photo"), "photo")}
    return post(request, chat, content | read_caption(request)).to_json()


@method("sendDocument")
async def send_document(request: Request) -> Any:
    chat = request.chat()
    content = {"document": document(request, request.arguments.values.get("document"), "document")}
    return post(request, chat, content | read_caption(request)).to_json()


@method("sendLocation")
async def send_location(request: Request) -> Any:
    chat, arguments = request.chat(), request.arguments
    place = {"latitude": arguments.number("latitude"), "longitude": arguments.number("longitude")}
    return post(request, chat, {"location": place}).to_json()


@method("sendContact")
async def send_contact(request: Request) -> Any:
    chat, arguments = request.chat(), request.arguments
    for name in ("phone_number", "first_name"):
        if not arguments.has(name):
            raise bad_request(f'parameter "{name}" is required')
    names = ("phone_number", "first_name", "last_name")
    contact = {name: arguments.text(name) for name in names if arguments.has(name)}
    return post(request, chat, {"contact": contact}).to_json()


@method("sendMediaGroup")
async def send_media_group(request: Request) -> Any:
    chat = request.chat()
    items = request.arguments.structure("media") or []
    if not items:
        raise bad_request("there are no messages to send")
    if len(items) > ALBUM_LIMIT:
        raise bad_request("too many messages to send as an album")
    contents = [media(request, item) for item in items]
    if len({"photo" in content for content in contents}) > 1:
        raise bad_request("document can't be mixed with other media types")
    reply_to = _reply_to(request, chat)
    request.world.limits.spend(request.bot.id, chat, len(contents))
    serial = {"media_group_id": str(13_000_000_000 + request.world.next_serial())}
    group = serial if len(contents) > 1 else {}
    sent = [request.world.post(chat, request.bot, content | group, None, reply_to) for content in contents]
    return [message.to_json() for message in sent]


@method("sendChatAction")
async def send_chat_action(request: Request) -> Any:
    chat = request.chat()
    action = request.arguments.text("action")
    if not action:
        raise bad_request("wrong parameter action in request")
    request.world.publish(
        {"type": "action", "chat": chat.key, "action": action, "from": request.bot.to_json()}
    )
    return True


def media(request: Request, item: Json) -> Json:
    """One InputMedia as message content.

    :raises ApiError: 400 for a type or a file the server does not take.
    """
    kind = item.get("type")
    if kind not in {"photo", "document"}:
        raise bad_request(f"can't parse InputMedia: type {kind} is not offered by this server")
    read = photo if kind == "photo" else document
    return {str(kind): read(request, item.get("media"), "media")} | read_caption(request, item)


def photo(request: Request, value: Any, field: str) -> list[Json]:
    upload = _upload(request, value, field)
    if upload is None:
        sizes = request.world.files.photo(str(value))
        if sizes is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return sizes
    if len(upload.data) > PHOTO_LIMIT:
        raise bad_request("file is too big")
    if picture_size(upload.data) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return request.world.files.add_photo(upload.data)


def document(request: Request, value: Any, field: str) -> Json:
    upload = _upload(request, value, field)
    if upload is None:
        stored = request.world.files.document(str(value))
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored
    if len(upload.data) > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    return request.world.files.add_document(upload.data, upload.name)


def _upload(request: Request, value: Any, field: str) -> Upload | None:
    """The file that came with the call, directly or by `attach://name`; None when `value` names an older one.

    :raises ApiError: 400 when there is neither, when it is empty, or when an address was given to fetch.
    """
    name = str(value or "")
    upload = request.arguments.upload(
        name.removeprefix("attach://") if name.startswith("attach://") else field
    )
    if upload is None and name.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    if upload is None and (not name or name.startswith("attach://")):
        raise bad_request(f"there is no {field} in the request")
    if upload is not None and not upload.data:
        raise bad_request("file must be non-empty")
    return upload


@method("getFile")
async def get_file(request: Request) -> Any:
    stored = request.world.files.by_id.get(request.arguments.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.data) > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return stored.to_json() | {"file_path": stored.path}
