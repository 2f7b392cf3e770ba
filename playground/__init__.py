"""A local Bot API server with a web chat: a peer of Telegram that knows nothing of the bot it serves."""

from playground.errors import ApiError, PlayError
from playground.server import Playground
from playground.state import Bot, Chat, Message, User
from playground.world import Call, Query

__all__ = ["ApiError", "Bot", "Call", "Chat", "Message", "PlayError", "Playground", "Query", "User"]
