"""Dialog texts that come from ``locales/``: nothing a person reads is written in a handler."""

from typing import Any

from aiogram_dialog.api.protocols import DialogManager
from aiogram_dialog.widgets.text import Text

from locales.texts import Texts


def words_of(manager: DialogManager) -> Texts:
    """The words of the person who is speaking."""
    found: Texts = manager.middleware_data["texts"]
    return found


class Screen(Text):
    """A window's text: ``locales/<language>/screens/<name>.j2`` rendered with the getter's data."""

    def __init__(self, name: str) -> None:
        """``name`` without folder and suffix."""
        super().__init__()
        self.name = name

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        return words_of(manager).page(f"screens/{self.name}", **data)


class Say(Text):
    """A button's text: a short word by its key, rendered with the getter's data."""

    def __init__(self, key: str) -> None:
        """``key`` as in ``locales/<language>/words``."""
        super().__init__()
        self.key = key

    async def _render_text(self, data: dict[str, Any], manager: DialogManager) -> str:
        return words_of(manager).say(self.key, **data)
