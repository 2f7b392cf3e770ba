"""A day that somebody typed, as of the office's today."""

from datetime import date

from domain.typed_day import Near, read_day
from locales.days import named_days


def typed_day(text: str, today: date, near: Near = "ahead") -> date:
    """Raises ``day.unread``."""
    return read_day(text, today, named_days(), near)
