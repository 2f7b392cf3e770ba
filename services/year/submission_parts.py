"""Looks into a sent file before it is filed: are the parts there that the place orders?"""

from collections.abc import Callable, Sequence

from domain.errors import DomainError
from domain.filed_document import Checked, check
from locales.texts import texts

WORD = ".docx"
Reader = Callable[[bytes], Sequence[str]]
"""The paragraphs of a Word file. Raises ``filing.unreadable``."""


def looks_into(name: str) -> bool:
    """Whether a file can be looked into, by its name; a scan or an old .doc cannot."""
    return name.lower().endswith(WORD)


def looked(content: bytes, parts: Sequence[str], read: Reader) -> Checked:
    """What a Word file has of the parts; one that cannot be opened is said to be so. Call it in a thread."""
    try:
        found = read(content)
    except DomainError:
        return Checked(readable=False)
    return check(found, parts, texts().say("reports.gap_mark"))
