"""Official forms as Word files: the office's own template where it has one, the shipped one elsewhere.

A template is somebody's file: it is checked before it is used, rendered in a sandbox, and reaches the
fields of its form and nothing else.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate

from bot.form_layouts import FORMS
from domain.errors import DomainError
from domain.forms import KINDS, Form
from locales.form_templates import check_words
from locales.forms import fields_known, filled, sandbox

MOST_BYTES = 2 * 1024 * 1024
MOST_UNPACKED = 20 * 1024 * 1024
TAGS = (b"{{", b"{%", b"{#")
RENDERED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
OUTSIDE = re.compile(rb"<Relationship [^>]*TargetMode=[\"']External[\"'][^>]*>")
LINK = b"/hyperlink"


class _Template(DocxTemplate):  # type: ignore[misc]
    def sources(self) -> Iterator[str]:
        """What Jinja2 will be given, a paragraph on each line so that an error has its place."""
        self.init_docx()
        xml = [self.get_xml()]
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            xml += [self.get_part_xml(part) for _, part in self.get_headers_footers(uri)]
        for one in xml:
            yield re.sub(r"<w:p([ >])", r"\n<w:p\1", self.patch_xml(one))


def check(kind: str, content: bytes) -> None:
    """Refuse a template that is no Word file, asks for what the form has not, or does more than place fields.

    Raises ``DomainError`` under ``forms.*``. Takes a moment: call it in a thread.
    """
    _check_package(content)
    try:
        sources = list(_Template(io.BytesIO(content)).sources())
    except Exception as broken:
        raise DomainError("forms.not_word") from broken
    if not any("{{" in source for source in sources):
        raise DomainError("forms.no_field", fields=sorted(fields_known(kind)))
    for source in sources:
        check_words(kind, source)
    _try_out(kind, content)


def _check_package(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise DomainError("forms.too_big", limit=MOST_BYTES >> 20)
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        entries = package.infolist()
        if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise DomainError("forms.too_big", limit=MOST_BYTES >> 20)
        parts = {entry.filename: package.read(entry) for entry in entries}
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as broken:
        raise DomainError("forms.not_word") from broken
    if "word/document.xml" not in parts or any("vbaproject" in name.lower() for name in parts):
        raise DomainError("forms.not_word")
    _check_parts(parts)


def _check_parts(parts: dict[str, bytes]) -> None:
    for name, part in parts.items():
        if name.endswith(".rels") and any(LINK not in found for found in OUTSIDE.findall(part)):
            raise DomainError("forms.outside", part=name)
        written = name.endswith(".xml") and any(tag in part for tag in TAGS)
        if written and not RENDERED.fullmatch(name):
            raise DomainError("forms.tag_place", part=name)


def _try_out(kind: str, content: bytes) -> None:
    """Fill it once with nothing: what cannot be put together is found now, not on the day it is needed."""
    known = fields_known(kind)
    given = {name: [dict.fromkeys(lines, "")] if lines else "" for name, lines in known.items()}
    try:
        _written(content, given)
    except Exception as broken:
        raise DomainError("forms.broken", reason=str(broken)[:200]) from broken


def _written(content: bytes, given: Any) -> bytes:
    template = _Template(io.BytesIO(content))
    template.render(given, sandbox(markup=True), autoescape=True)
    raw = io.BytesIO()
    template.save(raw)
    return raw.getvalue()


@lru_cache(maxsize=len(KINDS))
def _checked(kind: str, content: bytes) -> bytes:
    check(kind, content)
    return content


def docx(form: Form, own: Path) -> bytes:
    """The form as a Word file; ``own`` is the folder of the office's templates. Call it in a thread.

    Raises what ``check`` raises, for a template that was laid into the folder by hand.
    """
    return _written(_checked(form.kind, template(form.kind, own)), filled(form))


def template(kind: str, own: Path) -> bytes:
    """The template in use."""
    mine = own / f"{kind}.docx"
    return (mine if mine.is_file() else FORMS / f"{kind}.docx").read_bytes()


@dataclass(frozen=True)
class Templates:
    """The office's own templates in a folder; what lies there is used, checked."""

    folder: Path

    def check(self, kind: str, content: bytes) -> None:
        """As the function ``check``."""
        check(kind, content)

    def keep(self, kind: str, content: bytes) -> None:
        """Use a template from now on; the file is complete at every moment."""
        self.folder.mkdir(parents=True, exist_ok=True)
        arriving = self.folder / f".{kind}.docx"
        arriving.write_bytes(content)
        arriving.replace(self._path(kind))

    def drop(self, kind: str) -> None:
        """Use the shipped template again."""
        self._path(kind).unlink(missing_ok=True)

    def current(self, kind: str) -> bytes:
        """The template in use."""
        return template(kind, self.folder)

    def is_own(self, kind: str) -> bool:
        """Whether the office's own is in use."""
        return self._path(kind).is_file()

    def _path(self, kind: str) -> Path:
        return self.folder / f"{kind}.docx"
