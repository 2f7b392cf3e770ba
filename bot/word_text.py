"""The paragraphs of a Word file that somebody sent: read within bounds, nothing in it is followed or run."""

import io
import zipfile
import zlib

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from domain.errors import DomainError

MAX_XML = 30 * 1024 * 1024
"""Bytes of text and marks; a book has two million characters and a tenth of it."""
MAX_ENTRIES = 5_000
TEXT = "word/document.xml"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, SyntaxError, ValueError, RuntimeError)
"""No package, cut off, no XML, bad names, an unknown packing, a password."""


def paragraphs(content: bytes) -> tuple[str, ...]:
    """Every paragraph in order, those in tables and boxes included, without what was deleted.

    Raises ``filing.unreadable``. Takes a moment: call it in a thread.
    """
    try:
        body = parse_xml(_text_of(content))
    except _BROKEN as broken:
        raise DomainError("filing.unreadable") from broken
    return tuple("".join(run.text or "" for run in one.iter(qn("w:t"))) for one in body.iter(qn("w:p")))


def _text_of(content: bytes) -> bytes:
    """The part that holds the text. What the package says of its size is not believed."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if len(package.infolist()) > MAX_ENTRIES or TEXT not in package.namelist():
            raise DomainError("filing.unreadable")
        with package.open(TEXT) as part:
            found = part.read(MAX_XML + 1)
    if len(found) > MAX_XML:
        raise DomainError("filing.unreadable")
    return found
