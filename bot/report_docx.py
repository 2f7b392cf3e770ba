"""A 总结 or 报告 as a Word file: every sentence an ordinary paragraph that its author may change."""

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from bot.word_paper import lay, standing_still, write
from domain.report import Report
from locales.texts import day, texts

SIZE, LEADING = 16, 28
"""Points of type and from line to line (GB/T 9704: 22 lines a page)."""


def report_docx(report: Report) -> bytes:
    """The file; the same report gives the same bytes. Takes a moment: call it in a thread."""
    word, words = Document(), texts()
    lay(word, letter=True)
    title = write(word.add_paragraph(), report.title, 22, "title")
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(LEADING)
    _line(word.add_paragraph(), words.say("reports.to", report=report), indent=0)
    _line(word.add_paragraph(), report.opening)
    for at, section in enumerate(report.sections):
        heading = words.say("reports.numbered", at=at, heading=section.heading)
        _line(word.add_paragraph(), heading, font="heading")
        for paragraph in section.paragraphs:
            _line(word.add_paragraph(), paragraph)
    word.add_paragraph()
    for signed in (report.unit, day(report.on)):
        _line(word.add_paragraph(), signed, indent=0).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.core_properties.author, word.core_properties.title = "", report.title
    return standing_still(word)


def _line(paragraph: Paragraph, text: str, indent: int = 2, font: str = "body") -> Paragraph:
    write(paragraph, text, SIZE, font)
    paragraph.paragraph_format.first_line_indent = Pt(indent * SIZE)
    paragraph.paragraph_format.line_spacing = Pt(LEADING)
    return paragraph
