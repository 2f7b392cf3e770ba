"""The cast's hands and eyes: everything over HTTP, as another program would drive the local Bot API."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import aiohttp

PATIENCE = 30.0
STEP = 0.1


class NotSeenError(Exception):
    """What should have been seen was not, within the patience."""


@dataclass
class Hands:
    """Speaks to ``/play`` of the local Bot API at ``url``."""

    http: aiohttp.ClientSession
    url: str

    async def does(self, act: str, **fields: Any) -> Any:
        """One act of a person. Raises ``NotSeenError`` with the server's reason when it is refused."""
        async with self.http.post(f"{self.url}/play/{act}", json=fields) as answer:
            body = await answer.json()
        if answer.status >= 400:
            raise NotSeenError(f"{act}: {body}")
        return body

    async def sends(self, act: str, user: int, chat: int, files: Iterable[tuple[str, bytes]]) -> None:
        """Photos or documents."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("user", str(user))
        form.add_field("chat", str(chat))
        for at, (name, content) in enumerate(files):
            form.add_field(f"file{at}", content, filename=name)
        async with self.http.post(f"{self.url}/play/{act}", data=form) as answer:
            if answer.status >= 400:
                raise NotSeenError(f"{act}: {await answer.text()}")

    async def messages(self, chat: int) -> list[dict[str, Any]]:
        """What a chat shows, oldest first."""
        async with self.http.get(
            f"{self.url}/play/messages", params={"chat": str(chat), "after": "0"}
        ) as answer:
            found: list[dict[str, Any]] = await answer.json()
            return found

    async def sees(self, chat: int, *fragments: str, after: int = 0) -> dict[str, Any]:
        """The newest bot message of a chat that holds all fragments, waited for."""
        async with asyncio.timeout(PATIENCE):
            while True:
                shown = await self.messages(chat)
                newer = [m for m in reversed(shown) if m["message_id"] > after and m["from"]["is_bot"]]
                found: dict[str, Any] | None = next((m for m in newer if _holds(m, fragments)), None)
                if found is not None:
                    return found
                await asyncio.sleep(STEP)

    async def presses(self, user: int, chat: int, button: str) -> str:
        """Press the newest button whose text holds ``button``; answers its whole text."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for message in reversed(await self.messages(chat)):
                    label = _button(message, button)
                    if message["from"]["is_bot"] and label:
                        place = {"user": user, "chat": chat, "message_id": message["message_id"]}
                        await self.does("presses", **place, button=label)
                        return label
                await asyncio.sleep(STEP)

    async def file(self, file_id: str) -> bytes:
        """A file that was sent in a chat."""
        async with self.http.get(f"{self.url}/play/file/{file_id}") as answer:
            return await answer.read()


def text_of(message: dict[str, Any]) -> str:
    """A message's words."""
    return str(message.get("text") or message.get("caption") or "")


def _holds(message: dict[str, Any], fragments: Iterable[str]) -> bool:
    return all(fragment in text_of(message) for fragment in fragments)


def _button(message: dict[str, Any], wanted: str) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return next((key["text"] for row in rows for key in row if wanted in key["text"]), "")
