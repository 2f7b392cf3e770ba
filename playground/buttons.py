"""Pressing buttons: inline ones ask the bot, those of a reply keyboard speak for the person."""

from __future__ import annotations

import re

from playground.errors import PlayError
from playground.people import People
from playground.state import Bot, Message, User
from playground.world import Query

DEEP_LINK = re.compile(
    r"(?:https?://t\.me/|tg://resolve\?domain=)(\w+)(?:[?&](?:start|startgroup)=([\w-]{1,64}))?"
)


class Buttons(People):
    async def presses(self, user: User | int, message: Message, button: str) -> Query | Message:
        """Press a button by its text or its callback data; a reply keyboard's button speaks for the person.

        :raises PlayError: there is no such button, or it opens something outside the chat.
        """
        person = self.person(user)
        found = next(
            (b for row in message.rows for b in row if button in {b["text"], b.get("callback_data")}), None
        )
        if found is None or message.deleted:
            raise PlayError(f"there is no button {button!r}; there are {message.buttons}")
        if "callback_data" in found:
            return self._press(person, message, str(found["callback_data"]))
        if link := DEEP_LINK.match(str(found.get("url", ""))):
            return await self.opens(person, link[2] or "", bot=self.world.bot_by_name(link[1]))
        if "url" in found:
            raise PlayError(f"this button opens {found['url']}")
        if found.get("request_location"):
            raise PlayError("say where: use shares_location")
        if found.get("request_contact"):
            return await self.shares_contact(person, message.chat)
        return await self.says(person, message.chat, found["text"])

    def _press(self, person: User, message: Message, data: str) -> Query:
        chat, world = message.chat, self.world
        if chat.blocked or not chat.has(person):
            raise PlayError(f"{person.first_name} cannot press buttons here")
        if not isinstance(message.sender, Bot):
            raise PlayError("only a bot's message has such buttons")
        bot = message.sender
        query = Query(
            str(4_294_967_296 + world.next_serial() * 7_919), bot, person, message, data, world.now()
        )
        world.queries[query.id] = query
        payload = {
            "id": query.id,
            "from": person.to_json(),
            "message": message.to_json(),
            "chat_instance": chat.instance,
            "data": data,
        }
        bot.queue.put("callback_query", payload, world.now())
        world.publish({"type": "pressed", "chat": chat.key, "query": query.id, "user": person.id})
        return query
