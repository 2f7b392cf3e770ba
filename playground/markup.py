"""Telegram's HTML: strict parsing into plain text and entities, offsets counted in UTF-16 units."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from playground.errors import bad_request
from playground.state import Json

TAGS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[A-Za-z0-9.-]+))?""")
TOKEN = re.compile(r"<[^<>]*>|<|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|[^<&]+|&")
FOUND = {
    "bot_command": re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])"),
    "mention": re.compile(r"(?<!\w)@[A-Za-z0-9_]{3,32}(?!\w)"),
    "url": re.compile(r"(?:https?|ftp|tg)://[^\s<>\"'，。；）（】【、]+|(?<!\w)t\.me/[\w/?=&+-]+"),
    "hashtag": re.compile(r"(?<!\w)#\w*[^\W\d]\w*"),
    "email": re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
}


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int
    children: int

    def entity(self, length: int) -> Json | None:
        entity: Json = {"type": TAGS[self.name], "offset": self.offset, "length": length}
        if self.name == "a":
            return _link(entity, self.attributes.get("href", ""))
        if self.name == "code" and self.attributes.get("class", "").startswith("language-"):
            entity["language"] = self.attributes["class"].removeprefix("language-")
        if self.name == "blockquote" and "expandable" in self.attributes:
            entity["type"] = "expandable_blockquote"
        if self.name == "tg-emoji":
            entity["custom_emoji_id"] = self.attributes.get("emoji-id", "")
        return entity


def _link(entity: Json, href: str) -> Json | None:
    person = re.fullmatch(r"tg://user\?id=(\d+)", href)
    if person:
        return entity | {"type": "text_mention", "user_id": int(person[1])}
    if re.match(r"(?:https?|tg|mailto|tel|ton):", href):
        return entity | {"url": href}
    return entity | {"url": f"http://{href}/"} if "." in href else None


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.text: list[str] = []
        self.length = 0
        self.open: list[OpenTag] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        for token in TOKEN.finditer(self.source):
            piece = token[0]
            if piece[0] == "<":
                self._tag(piece, len(self.source[: token.start()].encode()))
            else:
                self._append(html.unescape(piece) if len(piece) > 1 and piece[0] == "&" else piece)
        if self.open:
            raise _refused(f"Can't find end tag corresponding to start tag {self.open[-1].name}")
        return "".join(self.text), self.entities

    def _append(self, piece: str) -> None:
        self.text.append(piece)
        self.length += units(piece)

    def _tag(self, piece: str, at: int) -> None:
        if not piece.endswith(">"):
            raise _refused(f"Unclosed start tag at byte offset {at}")
        if piece.startswith("</"):
            self._end(piece[2:-1].strip().lower(), at)
        else:
            self._start(piece[1:-1], at)

    def _start(self, inside: str, at: int) -> None:
        name, rest = [*inside.split(None, 1), "", ""][:2]
        name = name.lower()
        attributes = {key.lower(): value.strip("\"'") for key, value in ATTRIBUTE.findall(rest)}
        if name not in TAGS:
            raise _refused(f'Unsupported start tag "{name}" at byte offset {at}')
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _refused(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        decoded = {key: html.unescape(value) for key, value in attributes.items()}
        self.open.append(OpenTag(name, decoded, self.length, len(self.entities)))

    def _end(self, name: str, at: int) -> None:
        if not self.open:
            raise _refused(f"Unexpected end tag at byte offset {at}")
        tag = self.open.pop()
        if name and name != tag.name:
            raise _refused(
                f'Unmatched end tag at byte offset {at}, expected "</{tag.name}>", found "</{name}>"'
            )
        entity = tag.entity(self.length - tag.offset)
        if entity is None or not entity["length"]:
            return
        inner = self.entities[tag.children :]
        if tag.name == "pre" and len(inner) == 1 and _same_span(inner[0], entity) and "language" in inner[0]:
            entity["language"] = self.entities.pop()["language"]
        self.entities.append(entity)


def _same_span(one: Json, other: Json) -> bool:
    return (one["offset"], one["length"]) == (other["offset"], other["length"])


def _refused(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and its entities, trimmed as the server does.

    :raises ApiError: 400 "can't parse entities" with the byte offset.
    """
    text, entities = _Parser(source).parse()
    return trimmed(text, entities)


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    body = text.lstrip()
    skipped = units(text) - units(body)
    body = body.rstrip()
    end = units(body)
    kept: list[Json] = []
    for entity in entities:
        start = max(0, entity["offset"] - skipped)
        stop = min(end, entity["offset"] + entity["length"] - skipped)
        if stop > start:
            fields = {
                key: value for key, value in entity.items() if key != "language" or entity["type"] == "pre"
            }
            kept.append(fields | {"offset": start, "length": stop - start})
    return body, in_order(kept)


def with_found(text: str, entities: list[Json]) -> list[Json]:
    """Add what Telegram finds by itself: commands, mentions, addresses, hashtags."""
    taken = [
        (e["offset"], e["offset"] + e["length"])
        for e in entities
        if e["type"] in {"code", "pre", "text_link"}
    ]
    found = list(entities)
    for kind in ("url", "email", "bot_command", "mention", "hashtag"):
        for match in FOUND[kind].finditer(text):
            start = units(text[: match.start()])
            stop = start + units(match[0])
            if all(stop <= begin or start >= end for begin, end in taken):
                taken.append((start, stop))
                found.append({"type": kind, "offset": start, "length": stop - start})
    return in_order(found)


def in_order(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
