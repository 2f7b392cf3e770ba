"""Looking into a sent Word file: within bounds, and never more than a warning of a broken one."""

import io
import zipfile

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import word_text
from domain.errors import DomainError
from domain.filed_document import Checked
from services.year.submission_parts import looked, looks_into

PARTS = ("工作情况", "存在不足和难点问题")
BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{}]><w>&z;</w>'.format(
    "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghiz", "bcdefghijz", strict=True))
)


def word(*paragraphs: str) -> bytes:
    """A Word file, the last paragraph in a table."""
    made, raw = Document(), io.BytesIO()
    for text in paragraphs[:-1]:
        made.add_paragraph(text)
    made.add_table(rows=1, cols=1).rows[0].cells[0].text = paragraphs[-1]
    made.save(raw)
    return raw.getvalue()


def package(**parts: str) -> bytes:
    """A package with one file for each name."""
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", text)
    return raw.getvalue()


def test_headings_are_found_in_paragraphs_and_tables() -> None:
    assert looked(word("一、工作情况", "二、存在不足和难点问题"), PARTS, word_text.paragraphs).complete
    assert looked(word("一、工作情况", "其他"), PARTS, word_text.paragraphs).missing == (
        "存在不足和难点问题",
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        package(other="<a/>"),
        package(word__document="<w:document"),
        package(word__document=BOMB),
        package(word__document="<a>" * 5000 + "</a>" * 5000),
    ],
    ids=["empty", "pdf", "locked", "no text", "no xml", "entities", "deep"],
)
def test_what_cannot_be_opened_is_said_to_be_so(content: bytes) -> None:
    assert looked(content, PARTS, word_text.paragraphs) == Checked(readable=False)


def test_a_file_that_unpacks_to_more_than_a_book_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_text, "MAX_XML", 1000)
    with pytest.raises(DomainError, match=r"filing\.unreadable"):
        word_text.paragraphs(word("一、工作情况", "文" * 2000))


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, 30_000), flipped=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_file_never_gets_further_than_a_warning(at: int, flipped: int, cut: bool) -> None:
    content = bytearray(word("一、工作情况", "二、存在不足和难点问题"))
    at %= len(content)
    content[at] ^= flipped
    found = looked(bytes(content[:at]) if cut else bytes(content), PARTS, word_text.paragraphs)
    assert isinstance(found, Checked)


def test_only_word_files_are_looked_into() -> None:
    assert looks_into("总结.DOCX")
    assert not looks_into("总结.pdf")
    assert not looks_into("总结.doc")
