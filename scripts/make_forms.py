"""Make the shipped Word templates ``forms/<kind>.docx`` from the layouts: ``python scripts/make_forms.py``.

Fields stand in them as ``{{ 检查对象 }}``. The fonts of GB/T 9704 are named, not bundled: office machines
have them; ``w:eastAsia`` must name them too, or Word takes its default for Chinese. Every run gives the same
bytes.
"""

from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from bot.form_layouts import FORMS, layout
from bot.word_paper import lay, standing_still, write
from domain.forms import KINDS
from locales.texts import texts

LINE = "行"  # a line of a field of lines
BY_HAND = "签名"  # the column that no field fills


def cell(place: _Cell, text: str, size: float) -> None:
    """Fill an empty cell."""
    write(place.paragraphs[0], text, size)


def grid(word: Word, rows: int, widths: Iterable[float]) -> Any:
    """A bordered table with columns in millimetres."""
    widths = list(widths)
    made = word.add_table(rows=rows, cols=len(widths), style="Table Grid")
    made.alignment, made.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for row in made.rows:
        for place, width in zip(row.cells, widths, strict=True):
            place.width = Mm(width)
    return made


def repeated(row: _Row) -> None:
    """Mark a row as the head that every page repeats."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no public way


def pairs(word: Word, rows: list[list[str]], width: float) -> None:
    """Fields beside their names; one alone takes the whole row."""
    made = grid(word, len(rows), (width * share for share in (0.16, 0.34, 0.16, 0.34)))
    for row, fields in zip(made.rows, rows, strict=True):
        for at, field in enumerate(fields):
            cell(row.cells[2 * at], field, 10.5)
            value = row.cells[1].merge(row.cells[3]) if len(fields) == 1 else row.cells[2 * at + 1]
            cell(value, f"{{{{ {field} }}}}", 10.5)
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def table(word: Word, field: str, columns: list[tuple[str, float]], width: float) -> None:
    """A head, and a row for every line of the field; a column without a field is for the hand."""
    total = sum(share for _, share in columns)
    made = grid(word, 4, (width * share / total for _, share in columns))
    head, begin, line, end = made.rows
    repeated(head)
    for at, (name, _) in enumerate(columns):
        cell(head.cells[at], name, 10.5)
        head.cells[at].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        cell(line.cells[at], "" if name == BY_HAND else f"{{{{ {LINE}.{name} }}}}", 10.5)
    cell(begin.cells[0], f"{{%tr for {LINE} in {field} %}}", 10.5)
    cell(end.cells[0], "{%tr endfor %}", 10.5)
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def sentence(word: Word, text: str, *, indent: bool = True, size: float = 14) -> Paragraph:
    """A paragraph of a letter."""
    made = write(word.add_paragraph(), text, size)
    made.paragraph_format.first_line_indent = Pt(2 * size if indent else 0)
    made.paragraph_format.line_spacing = 1.5
    return made


def closing(word: Word, lines: list[str]) -> None:
    """Who signs for it, and the day."""
    word.add_paragraph()
    for line in lines:
        sentence(word, line, indent=False).alignment = WD_ALIGN_PARAGRAPH.RIGHT


def sign(word: Word, lines: list[str], note: str) -> None:
    """Lines for signatures."""
    if note:
        write(word.add_paragraph(), note, 9.5)
    for line in lines:
        write(word.add_paragraph(), f"{line}{'＿' * 8}　{texts().say('forms.signed_on')}", 12)


def block(word: Word, one: dict[str, Any], width: float) -> None:
    """One block of the layout."""
    match one:
        case {"pairs": rows}:
            pairs(word, rows, width)
        case {"table": field, "columns": columns}:
            table(word, field, columns, width)
        case {"sign": lines}:
            sign(word, lines, one.get("note", ""))
        case {"code": link}:
            write(word.add_paragraph(), f"{one['note']}{link}", 9)
        case {"closing": lines}:
            closing(word, lines)
        case _:
            ((kind, text),) = one.items()
            sentence(word, text, indent=kind != "to")


def made(kind: str) -> bytes:
    """The template of a kind."""
    plan, word = layout(kind), Document()
    width = lay(word, wide=plan.wide, letter=plan.letter)
    write(
        word.add_paragraph(), plan.title, 22 if plan.letter else 18, "title"
    ).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if plan.number:
        write(word.add_paragraph(), plan.number, 12).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for one in plan.blocks:
        block(word, one, width)
    word.core_properties.author, word.core_properties.title = "", plan.title
    return standing_still(word)


def main() -> None:
    """Write every template."""
    for kind in KINDS:
        content = made(kind)
        (FORMS / f"{kind}.docx").write_bytes(content)
        print(f"{kind}.docx: {len(content)} bytes")


if __name__ == "__main__":
    main()
