"""An empty list to fill in: drop-downs, an example row that an import passes over, a sheet that explains."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_type_hints

from domain.cell_values import code, phone, phrases
from domain.register_fields import REGISTERS
from domain.register_finish import certificate_no, register_no, share
from locales.texts import Texts
from services.registers.register_report import choices, label
from services.registers.workbooks import Book, below_head, column_width, sheet_name

Offered = Mapping[str, Sequence[str]]

_FILLED_ROWS = 5_000
_RULES: Mapping[object, str] = {
    code: "code",
    register_no: "code",
    certificate_no: "code",
    phone: "phone",
    phrases: "phrases",
    share: "ratio",
}
_SHAPES: Mapping[object, str] = {
    date | None: "day",
    int | None: "number",
    float | None: "degrees",
    tuple[str, ...]: "several",
}


def template(kind: str, texts: Texts, offered: Offered | None = None) -> bytes:
    """An empty list of a kind. ``offered``: field → what the place and its libraries know of."""
    book = Book()
    register = REGISTERS[kind]
    fixed = choices(kind, texts)
    lists = {name: words for name, words in {**(offered or {}), **fixed}.items() if words}
    page = book.book.add_worksheet(sheet_name(texts.say(f"register.kinds.{kind}")))
    _explain(book, kind, texts, lists)
    ranges = _write_choices(book, texts, {label(kind, field, texts): lists[field] for field in lists})
    for column, field in enumerate(register.fields):
        heading, must = label(kind, field, texts), field in register.mandatory
        page.write_string(
            0, column, f"{heading} *" if must else heading, book.style("must" if must else "head")
        )
        example = _example(kind, field, texts)
        page.set_column(column, column, column_width(heading, [example]), book.style("text"))
        page.write_string(1, column, example, book.style("example"))
        if heading in ranges:
            rule = _drop_down(ranges[heading], texts, closed=field in fixed)
            page.data_validation(1, column, _FILLED_ROWS, column, rule)
    page.freeze_panes(1, 0)
    return book.finished()


def _drop_down(source: str, texts: Texts, *, closed: bool) -> dict[str, Any]:
    """A closed list takes nothing else, as the import does not; any other only asks."""
    kind = "stop" if closed else "information"
    return {
        "validate": "list",
        "source": source,
        "error_type": kind,
        "error_title": texts.say("lists.template.outside"),
        "error_message": texts.say(f"lists.template.{kind}"),
    }


def _example(kind: str, field: str, texts: Texts) -> str:
    key = f"lists.examples.{kind}.{field}"
    return texts.say(key) if texts.has(key) else ""


def _write_choices(book: Book, texts: Texts, lists: Offered) -> dict[str, str]:
    """A sheet of choices, one column each. Heading → the range of its drop-down."""
    name = sheet_name(texts.say("register.report.choices"))
    page = book.book.add_worksheet(name)
    ranges = {}
    for column, (heading, words) in enumerate(lists.items()):
        page.write_string(0, column, heading, book.style("head"))
        page.write_column(1, column, words, book.style("text"))
        page.set_column(column, column, column_width(heading, list(words)))
        ranges[heading] = below_head(name, column, len(words))
    return ranges


def _explain(book: Book, kind: str, texts: Texts, lists: Offered) -> None:
    """Column by column: whether it must be filled, what may stand in it, an example."""
    page = book.book.add_worksheet(sheet_name(texts.say("register.report.instructions")))
    heads = ("column", "must", "allowed", "example")
    for column, (head, width) in enumerate(zip(heads, (26, 10, 70, 32), strict=True)):
        page.write_string(1, column, texts.say(f"lists.template.{head}"), book.style("head"))
        page.set_column(column, column, width)
    page.merge_range(
        0, 0, 0, len(heads) - 1, texts.say("lists.template.about", kind=kind), book.style("note")
    )
    page.set_row(0, 64)
    register = REGISTERS[kind]
    for row, field in enumerate(register.fields, start=2):
        must = texts.say("register.report.required") if field in register.mandatory else ""
        cells = (
            label(kind, field, texts),
            must,
            _allowed(kind, field, texts, lists),
            _example(kind, field, texts),
        )
        for column, cell in enumerate(cells):
            page.write_string(row, column, cell, book.style("body"))
    page.freeze_panes(2, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _allowed(kind: str, field: str, texts: Texts, lists: Offered) -> str:
    """What the column is for, and what may be written in it."""
    about = f"lists.about.{kind}.{field}"
    said = texts.say(about) if texts.has(about) else ""
    return said + texts.say(f"lists.rules.{_rule(kind, field, lists)}", words=lists.get(field, ()))


def _rule(kind: str, field: str, lists: Offered) -> str:
    register = REGISTERS[kind]
    if field in register.choices:
        return "choice"
    shape = _SHAPES.get(get_type_hints(register.row)[field], "text")
    known = _RULES.get(register.fields[field], shape)
    return f"{known}_listed" if field in lists and known in {"text", "several"} else known
