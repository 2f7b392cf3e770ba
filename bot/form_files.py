"""A form as the files that people get: Word to change and PDF to print, under the same name."""

from pathlib import Path

from bot.form_docx import docx
from bot.form_pdf import lacking, pdf, set_out
from domain.forms import Form, Overview
from locales.forms import filled, label, title
from services.papers.form_book import File
from services.registers.workbooks import table

UNSAFE = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


def files(form: Form, own: Path) -> list[File]:
    """Word and PDF; ``own`` is the folder of the office's templates. About 0.3 s: call it in a thread."""
    name = f"{form.number} {title(form.kind)}".translate(UNSAFE)
    missing = lacking(str(set_out(form)))
    made = [File(f"{name}.docx", docx(form, own)), File(f"{name}.pdf", pdf(form), missing)]
    return [*made, File(f"{name}.xlsx", _workbook(form))] if isinstance(form, Overview) else made


def _workbook(form: Overview) -> bytes:
    """The overview's lines as a workbook, for whoever adds them up further."""
    lines = filled(form)[label("lines")]
    columns = list(lines[0])
    rows = [[_cell(line[name]) for name in columns] for line in lines]
    return table(title(form.kind), columns, rows)


def _cell(written: str) -> int | str:
    return int(written) if written.isdecimal() else written
