"""Keyboards under and below messages: what the server accepts and what it refuses."""

from __future__ import annotations

import re
from typing import Any

from playground.arguments import Arguments
from playground.errors import bad_request
from playground.state import Chat, Json

KINDS = ("inline_keyboard", "keyboard", "remove_keyboard", "force_reply")
ACTIONS = ("callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay")
DATA_BYTES = 64


def read_markup(arguments: Arguments, chat: Chat) -> Json | None:
    """The call's `reply_markup`, checked; an inline keyboard without buttons counts as none.

    :raises ApiError: 400 in Telegram's words.
    """
    markup = arguments.structure("reply_markup")
    if not markup:
        return None
    kind = next((kind for kind in KINDS if kind in markup), None)
    if kind is None:
        raise bad_request("object expected as reply markup")
    if kind == "inline_keyboard":
        rows = [[_inline(button) for button in row] for row in markup[kind] if row]
        return {"inline_keyboard": rows} if rows else None
    if kind == "keyboard":
        rows = [[_reply(button, chat) for button in row] for row in markup[kind] if row]
        return {**markup, "keyboard": rows}
    return dict(markup)


def _inline(button: Any) -> Json:
    if not isinstance(button, dict) or not button.get("text"):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not any(action in button for action in ACTIONS):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(?:https?|tg)://[^\s]+", str(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    return {name: value for name, value in button.items() if value is not None}


def _reply(button: Any, chat: Chat) -> Json:
    fields = {"text": button} if isinstance(button, str) else dict(button)
    if not fields.get("text"):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not chat.is_private and fields.get("request_contact"):
        raise bad_request("phone number can be requested in private chats only")
    if not chat.is_private and fields.get("request_location"):
        raise bad_request("location can be requested in private chats only")
    return fields
