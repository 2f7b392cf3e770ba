"""The words of every language for the days around today."""

from functools import cache

from locales.texts import LANGUAGES, texts

AWAY = {"day_before": -2, "yesterday": -1, "today": 0, "tomorrow": 1, "day_after": 2}


@cache
def named_days() -> dict[str, int]:
    """Word, in lower case → days from today."""
    return {
        word.lower(): days
        for language in LANGUAGES
        for name, days in AWAY.items()
        for word in texts(language).say(f"days.{name}").split("/")
    }
