"""The published results as open data: CSV for spreadsheets, JSON for programs."""

import json
from collections.abc import Mapping, Sequence

from domain.data_schema import items_schema, log_schema, results_schema
from domain.disclosure import Site
from domain.open_data import FIELDS, SCHEMA, as_csv, ended_rows, rows
from domain.public_items import COLUMNS
from domain.public_log import SCHEMA as LOG_SCHEMA
from domain.public_log import LogLine, log_rows
from locales.texts import Texts
from services.publication.publishing import headings, outcome_words


def compact(data: object) -> bytes:
    """JSON without blanks."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def lined(head: Mapping[str, object], **tables: Sequence[object]) -> bytes:
    """JSON of a head and tables with one row a line: small, and versions can be compared."""
    parts = [
        f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=False)}".encode() for name, value in head.items()
    ]
    for name, table in tables.items():
        parts.append(json.dumps(name).encode() + b":[\n" + b",\n".join(map(compact, table)) + b"\n]")
    return b"{" + b",\n".join(parts) + b"}\n"


def result_files(site: Site, words: Texts) -> dict[str, bytes]:
    """``results.csv`` and ``results.json``; what is gone stands in the JSON by its number."""
    table = rows(site.results, outcome_words(words))
    slugs = {one.number: one.object_slug for one in site.results}
    return {
        "results.csv": as_csv(table, headings(words)),
        "results.json": lined(
            _head(SCHEMA, site),
            results=[row | {"page": slugs[row["result_no"]]} for row in table],
            ended=ended_rows(site.gone),
        ),
    }


def log_files(site: Site, log: Sequence[LogLine]) -> dict[str, bytes]:
    """``log.json``."""
    return {"log.json": lined(_head(LOG_SCHEMA, site), log=log_rows(log))}


def _head(schema: str, site: Site) -> dict[str, object]:
    return {"schema": schema, "place": site.place, "generated_at": site.at.isoformat()}


def schema_files(words: Texts) -> dict[str, bytes]:
    """A JSON Schema for each JSON file."""
    made = {
        "results": results_schema({name: words.say(f"publish.means.{name}") for name in FIELDS}),
        "items": items_schema({name: words.say(f"publish.item_means.{name}") for name in COLUMNS}),
        "log": log_schema(),
    }
    return {
        f"{name}.schema.json": json.dumps(one, ensure_ascii=False, indent=1).encode()
        for name, one in made.items()
    }
