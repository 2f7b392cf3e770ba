"""What tests and harnesses look at: messages, files, calls, and waiting for something to be so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from playground.errors import PlayError
from playground.groups import Groups
from playground.people import Place
from playground.state import Bot, Message
from playground.world import Call

T = TypeVar("T")


class Watching(Groups):
    def now(self) -> float:
        """Seconds since the epoch on the playground's clock."""
        return self.world.now()

    def messages(self, place: Place) -> list[Message]:
        """What stands in a chat, oldest first; deleted messages are gone."""
        return list(self.chat(place).messages.values())

    def last(self, place: Place) -> Message:
        """The newest message.

        :raises PlayError: the chat is empty.
        """
        messages = self.messages(place)
        if not messages:
            raise PlayError("nothing has been said here yet")
        return messages[-1]

    def file(self, message: Message) -> bytes:
        """The document or the full-size photo that a message carries.

        :raises PlayError: it carries neither.
        """
        carried = message.content.get("document") or (message.content.get("photo") or [None])[-1]
        if carried is None:
            raise PlayError("this message carries no file")
        return self.world.files.by_id[carried["file_id"]].data

    def hears(self, bot: Bot | None = None) -> bool:
        """Whether a bot waits for updates now, by a long poll or a webhook."""
        queue = (bot or self.bot).queue
        return queue.open_polls > 0 or queue.webhook is not None

    def calls(self, method: str | None = None) -> list[Call]:
        """What bots have asked, oldest first (getUpdates only when it failed); `method` in any case."""
        return [call for call in self.world.calls if method is None or call.method == method.lower()]

    async def wait_for(self, predicate: Callable[[], T], timeout: float = 5.0) -> T:  # noqa: ASYNC109
        """Wait until `predicate()` is true and return its value; it is asked after everything that happens.

        :raises TimeoutError: it did not become true within `timeout` real seconds; names the last messages.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + timeout
        while not (found := predicate()):
            left = deadline - loop.time()
            if left <= 0:
                raise TimeoutError(f"nothing of the kind within {timeout} s; last said:\n{self.transcript()}")
            await self.world.bell.wait(left)
        return found

    def transcript(self, lines: int = 12) -> str:
        """The newest messages of all chats and the calls that were refused, for error reports."""
        every = [message for chat in self.world.chats.values() for message in chat.messages.values()]
        newest = sorted(every, key=lambda message: message.date)[-lines:]
        said = [f"[{m.chat.key}] {m.sender.first_name}: {m.text[:200]!r} {m.buttons}" for m in newest]
        refused = [f"! {c.method}: {c.error}" for c in list(self.world.calls)[-lines:] if c.error]
        return "\n".join(said + refused)
