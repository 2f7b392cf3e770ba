"""Paper, type and paragraphs of official Word files: GB/T 9704 fonts are named, not bundled."""

import io
import zipfile

from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from locales.texts import texts

LATIN = "Times New Roman"
EPOCH = (1980, 1, 1, 0, 0, 0)


def lay(word: Word, *, wide: bool = False, letter: bool = False) -> float:
    """Set paper and margins of a form or a letter; answers the width of the text in millimetres."""
    section = word.sections[0]
    width, height = (297, 210) if wide else (210, 297)
    top, bottom, left, right = (37, 35, 28, 26) if letter else (28, 26, 20, 20)
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    return width - left - right


def write(paragraph: Paragraph, text: str, size: float, font: str = "body") -> Paragraph:
    """Add text in the Latin font and one for Chinese: that of a ``title``, a ``heading`` or the ``body``."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = LATIN, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), texts().say(f"forms.font.{font}"))  # noqa: SLF001 - no public way
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def standing_still(word: Word) -> bytes:
    """The file without the hour it was written at."""
    raw, still = io.BytesIO(), io.BytesIO()
    word.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(still, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, EPOCH), old.read(entry), zipfile.ZIP_DEFLATED)
    return still.getvalue()
