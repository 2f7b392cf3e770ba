"""How dialogs are shown: a card or a menu that opens one keeps its own buttons."""

from aiogram import Bot
from aiogram_dialog import ShowMode
from aiogram_dialog.api.entities import NewMessage, OldMessage, UnknownText
from aiogram_dialog.manager.message_manager import MessageManager


class KeepsCards(MessageManager):
    """aiogram-dialog takes the buttons off what was pressed; here only a dialog's own screen loses them."""

    async def show_message(
        self, bot: Bot, new_message: NewMessage, old_message: OldMessage | None
    ) -> OldMessage:
        """Show; a pressed card (its text is known, a former screen's is not) is left as it is."""
        pressed = old_message is not None and old_message.text is not UnknownText.UNKNOWN
        if new_message.show_mode is ShowMode.SEND and pressed:
            old_message = None
        return await super().show_message(bot, new_message, old_message)
