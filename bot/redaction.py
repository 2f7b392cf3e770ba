"""What never stands in a log: the bot's token, telephone and identity numbers, wherever they came from."""

import logging
import re
from typing import Any

from domain.identity import WITHHELD, withheld

TOKEN = re.compile(r"\d{4,}(?::|%3A)[A-Za-z0-9_-]{30,}")
PHONE = re.compile(r"(?<![0-9A-Za-z])(?:\+?86)?(1[3-9]\d)\d{4}(\d{4})(?![0-9A-Za-z])")


def redacted(text: str) -> str:
    """The text with tokens and identity numbers taken out and telephone numbers masked."""
    return PHONE.sub(r"\1****\2", withheld(TOKEN.sub("<token>", text)).replace(WITHHELD, "<identity number>"))


class Redacting(logging.Formatter):
    """Redacts the finished line, tracebacks included: libraries put URLs with the token into both."""

    def format(self, record: logging.LogRecord) -> str:
        """As it would be written, without what nobody may read there."""
        return redacted(super().format(record))


def redact_line(_logger: object, _method: str, line: Any) -> str:
    """The same as structlog's last processor, behind the renderer."""
    return redacted(line)
