"""The item list as open data: CSV for spreadsheets, JSON with its change log for programs."""

import json

from domain.disclosure import Site
from domain.item_list import REASONS, UNSTATED
from domain.open_data import as_csv
from domain.public_items import COLUMNS, SCHEMA, log_rows, rows
from locales.texts import Texts


def item_headings(words: Texts) -> dict[str, str]:
    """The columns in words."""
    own = {name: f"publish.item_field.{name}" for name in COLUMNS}
    return {
        name: words.say(key if words.has(key) else f"register.fields.items.{name}")
        for name, key in own.items()
    }


def item_files(site: Site, words: Texts) -> dict[str, bytes]:
    """``items.csv`` and ``items.json``."""
    known = {name: words.say(f"register.values.item_class.{name}") for name in ("key", "general")}
    known |= {reason: words.say(f"items.why.{reason}") for reason in (*REASONS, UNSTATED)}
    table = rows(site.items.items, known)
    data = {
        "schema": SCHEMA,
        "place": site.place,
        "generated_at": site.at.isoformat(),
        "list_version": site.items.number,
        "items": table,
        "changes": log_rows(site.items.revisions),
    }
    return {
        "items.csv": as_csv(table, item_headings(words), COLUMNS),
        "items.json": json.dumps(data, ensure_ascii=False, indent=1).encode(),
    }
