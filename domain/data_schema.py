"""What the published JSON files look like, as JSON Schema (draft 2020-12), for whoever loads them."""

from collections.abc import Mapping, Sequence

from domain import open_data, public_items, public_log

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ENDED = ("result_no", "task_no", "published_on", "ended_on", "reason", "replaced_by")

Schema = dict[str, object]

TEXT: Schema = {"type": "string"}
DAY: Schema = {"type": ["string", "null"], "format": "date"}


def results_schema(means: Mapping[str, str]) -> Schema:
    """``results.json``; ``means`` explains the columns."""
    return _file(
        open_data.SCHEMA,
        results=_rows((*open_data.FIELDS, "page"), means),
        ended=_rows(ENDED, {}),
    )


def items_schema(means: Mapping[str, str]) -> Schema:
    """``items.json``."""
    change = _object(
        dict.fromkeys(("code", "name", "change"), TEXT)
        | {"fields": _array(_object({"field": TEXT, "old": {}, "new": {}}))}
    )
    revision = _object(
        {
            "list_version": {"type": "integer"},
            **dict.fromkeys(("change_reason", "change_document"), TEXT),
            **dict.fromkeys(("in_force_from", "filed_on", "published_on"), DAY),
            "changes": _array(change),
        }
    )
    return _file(
        public_items.SCHEMA,
        list_version={"type": "integer"},
        items=_rows(public_items.COLUMNS, means),
        changes=_array(revision),
    )


def log_schema() -> Schema:
    """``log.json``."""
    return _file(public_log.SCHEMA, log=_rows(("on", "kind", "about", "detail", "page"), {}))


def _file(name: str, **tables: Schema) -> Schema:
    head: dict[str, Schema] = {
        "schema": {"const": name},
        "place": TEXT,
        "generated_at": {"type": "string", "format": "date-time"},
    }
    return {"$schema": DIALECT, "title": name} | _object(head | tables)


def _rows(columns: Sequence[str], means: Mapping[str, str]) -> Schema:
    return _array(_object({name: TEXT | _explained(means, name) for name in columns}))


def _explained(means: Mapping[str, str], name: str) -> Schema:
    return {"description": means[name]} if name in means else {}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        "additionalProperties": False,
    }


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}
