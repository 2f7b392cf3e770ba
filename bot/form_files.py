"""A form as the files that people get: Word to change and PDF to print, under the same name."""

from pathlib import Path

from bot.form_docx import docx
from bot.form_pdf import lacking, pdf, set_out
from domain.forms import Form
from locales.forms import title
from services.form_book import File

UNSAFE = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))


def files(form: Form, own: Path) -> list[File]:
    """Word and PDF; ``own`` is the folder of the office's templates. About 0.3 s: call it in a thread."""
    name = f"{form.number} {title(form.kind)}".translate(UNSAFE)
    missing = lacking(str(set_out(form)))
    return [File(f"{name}.docx", docx(form, own)), File(f"{name}.pdf", pdf(form), missing)]
