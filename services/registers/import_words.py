"""What a file would change, in the words of our own lists: for the chat, for the returned workbook."""

from collections.abc import Iterable, Sequence
from typing import Any

from domain.difference import FieldChange
from locales.texts import Texts
from services.registers import importing
from services.registers.importing import Received
from services.registers.register_report import side_by_side, summary
from services.registers.returned_books import Page

PAGE_ROWS = 5_000
Plain = dict[str, Any]


def told(received: Received, texts: Texts, *, errors: int, changes: int) -> Plain:
    """What the screen shows, as plain JSON: not more than ``errors`` and ``changes`` of each sort."""
    file, found = received.file, received.difference
    report: Plain = summary(file.reading, texts, errors)
    return {
        "name": file.name,
        "kind": file.kind,
        "counts": {name: report[name] for name in ("rows", "accepted", "warned", "rejected")},
        "errors": [
            {"place": f"{one['sheet']} {one['cell'] or one['row']}", "message": one["message"]}
            for one in report["errors"]
        ],
        "dropped": [one["column"] for one in report["dropped"]],
        "new": len(found.new),
        "makes": list(received.makes),
        "same": found.same,
        "fallen": len(found.fallen),
        "changed_count": len(found.changed),
        "changed": [
            {"title": title(received, one.key, texts), "fields": _sides(file.kind, one.fields, texts)}
            for one in found.changed[:changes]
        ],
        "gone": len(found.gone),
        "gone_shown": [title(received, key, texts) for key in found.gone[:changes]],
        "alike_count": len(found.alike),
        "alike": [
            {
                "title": title(received, one.key, texts),
                "known": title(received, one.known, texts),
                "fields": _sides(file.kind, one.fields, texts),
            }
            for one in found.alike[:changes]
        ],
        "more": bool(found.alike) or max(len(found.changed), len(found.gone)) > changes,
    }


def title(received: Received, key: str, texts: Texts) -> str:
    """A row by its name and number."""
    if received.file.kind == "experts":
        return key.replace("|", " ")
    return texts.say("imports.title", name=received.names.get(key, ""), key=key)


def _sides(kind: str, fields: Iterable[FieldChange], texts: Texts) -> list[Plain]:
    """``there`` before, ``here`` after."""
    return list(side_by_side(kind, [(one.field, one.new, one.old) for one in fields], texts))


def pages(received: Received, texts: Texts) -> Sequence[Page]:
    """What changes field by field, what may be there already, what is gone: a page for each there is."""
    kind, found = received.file.kind, received.difference

    def made(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Page:
        return Page(
            texts.say(f"imports.pages.{name}"),
            [texts.say(f"imports.columns.{column}") for column in columns],
            list(rows)[:PAGE_ROWS],
        )

    changed = (
        (change.key, received.names.get(change.key, ""), side["label"], side["there"], side["here"])
        for change in found.changed[:PAGE_ROWS]
        for side in _sides(kind, change.fields, texts)
    )
    gone = ((key, received.names.get(key, "")) for key in found.gone[:PAGE_ROWS])
    pairs = (
        (one.known, one.key, received.names.get(one.key, ""), side["label"], side["there"], side["here"])
        for one in found.alike
        for side in _sides(kind, one.fields, texts)
    )
    every = (
        made("changed", ("key", "name", "field", "before", "after"), changed),
        made("alike", ("known", "key", "name", "field", "there", "here"), pairs),
        made("gone", ("key", "name"), gone),
    )
    return [one for one in every if one.rows]


def marked(received: Received, texts: Texts) -> bytes:
    """The sent workbook back, faulty cells marked, with these pages behind it."""
    return importing.annotated(received.file, texts.language, pages(received, texts))
