"""The text or caption of a call: parsed, measured, with its entities."""

from __future__ import annotations

from playground.errors import bad_request
from playground.markup import parse_html, trimmed, units, with_found
from playground.methods import Request
from playground.state import Json

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def read_text(request: Request) -> Json:
    """`text` and its entities.

    :raises ApiError: 400 when empty, too long or not parseable.
    """
    text, entities = formatted(request, request.arguments.values, "text", "entities")
    if not text:
        raise bad_request("message text is empty")
    if units(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text} | ({"entities": entities} if entities else {})


def read_caption(request: Request, fields: Json | None = None) -> Json:
    """`caption` and its entities, from the call or from one item of an album; empty when there is none."""
    text, entities = formatted(
        request, request.arguments.values if fields is None else fields, "caption", "caption_entities"
    )
    if units(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def formatted(request: Request, fields: Json, name: str, entities_name: str) -> tuple[str, list[Json]]:
    source = str(fields.get(name) or "")
    mode = str(fields.get("parse_mode") or "").lower()
    if mode == "html":
        text, entities = parse_html(source)
    elif mode in {"markdown", "markdownv2"}:
        raise bad_request(f"can't parse entities: {mode} is not offered by this server, use HTML")
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        text, entities = trimmed(source, _given(request, fields, entities_name))
    return text, with_found(text, [named for entity in entities if (named := _named(request, entity))])


def _given(request: Request, fields: Json, name: str) -> list[Json]:
    given = request.arguments.structure(name) if fields is request.arguments.values else fields.get(name)
    return [dict(entity) for entity in given or []]


def _named(request: Request, entity: Json) -> Json | None:
    """A mention of a person by id carries the person; one of a stranger is dropped, as the server does."""
    if "user_id" not in entity:
        return entity
    user = request.world.account(entity["user_id"])
    kept = {key: value for key, value in entity.items() if key != "user_id"}
    return kept | {"user": user.to_json()} if user else None
