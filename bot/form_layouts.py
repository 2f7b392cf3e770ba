"""How each official form is laid out: the blocks of ``forms/<kind>.toml``, read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FORMS = Path(__file__).parent.parent / "forms"


@dataclass(frozen=True)
class Layout:
    """A form's title and blocks. ``wide`` lies on its side, a ``letter`` has the margins and type of one.

    A block holds one of: ``pairs`` (rows of one or two fields), ``table`` (a field of lines, its ``columns``
    as field and width), ``text``, ``to`` and ``heading`` (sentences with fields), ``closing``, ``sign``,
    ``code`` (a link, printed as a QR code with its note).
    """

    title: str
    blocks: tuple[dict[str, Any], ...]
    number: str = ""
    wide: bool = False
    letter: bool = False


@cache
def layout(kind: str) -> Layout:
    """The layout of a kind of form."""
    found = tomllib.loads((FORMS / f"{kind}.toml").read_text("utf-8"))
    return Layout(blocks=tuple(found.pop("block")), **found)
