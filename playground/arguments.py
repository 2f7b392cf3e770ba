"""What a request carries, whichever way it was written: query, form, JSON or multipart."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from playground.errors import bad_request


@dataclass(frozen=True)
class Upload:
    name: str
    data: bytes


@dataclass
class Arguments:
    """Named values of one call; forms bring every value as text, JSON brings them typed."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, list[Upload]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return self.values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        value = self.values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        try:
            return int(self.values.get(name) or default)
        except (TypeError, ValueError):
            return default

    def number(self, name: str, default: float | None = None) -> float:
        try:
            return float(self.values[name])
        except (KeyError, TypeError, ValueError):
            if default is None:
                raise bad_request(f"{name} is empty") from None
            return default

    def flag(self, name: str) -> bool:
        return str(self.values.get(name, "")).lower() in {"true", "yes", "1"}

    def structure(self, name: str) -> Any:
        """A JSON value, written out or as text; None when absent.

        :raises ApiError: 400 when the text is not JSON.
        """
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise bad_request(f"can't parse {name} JSON object") from None

    def upload(self, name: str) -> Upload | None:
        found = self.uploads.get(name)
        return found[0] if found else None


async def read(request: web.Request) -> Arguments:
    arguments = Arguments(dict(request.query))
    if request.content_type == "multipart/form-data":
        await _read_parts(request, arguments)
    elif request.content_type == "application/json":
        try:
            body = await request.json()
        except json.JSONDecodeError:
            raise bad_request("can't parse JSON object") from None
        arguments.values |= body if isinstance(body, dict) else {}
    elif request.can_read_body:
        arguments.values |= dict(await request.post())
    return arguments


async def _read_parts(request: web.Request, arguments: Arguments) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        data = bytes(await part.read(decode=True))
        if part.filename is None:
            arguments.values[part.name] = data.decode()
        else:
            arguments.uploads.setdefault(part.name, []).append(Upload(part.filename, data))
