"""Changes of objects as lines: fields by their labels, values in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from locales.texts import Texts
from models import ObjectChange
from services.registers.register_report import in_words, label

KIND = "objects"


@dataclass(frozen=True)
class ChangeLine:
    """One correction: its fields in words, why, after which document, whether it was put back."""

    number: str
    at: datetime
    fields: tuple[tuple[str, str, str], ...]
    reason: str
    document: str
    undone: bool


def in_fields(name: str, before: object, after: object, words: Texts) -> tuple[str, str, str]:
    """A field's label, its value before and after."""
    old, new = (str(in_words(KIND, name, value, words)) for value in (before, after))
    return label(KIND, name, words), old, new


def news_lines(
    changes: Iterable[tuple[str, str, object, object]], words: Texts
) -> list[tuple[str, tuple[str, str, str]]]:
    """Number, and its changed field in words."""
    return [(number, in_fields(name, old, new, words)) for number, name, old, new in changes]


def change_lines(changes: Iterable[ObjectChange], words: Texts) -> list[ChangeLine]:
    """Corrections in words, in their order."""
    return [
        ChangeLine(
            number=one.object_no,
            at=one.noted_at,
            fields=tuple(in_fields(name, one.before[name], one.after[name], words) for name in one.after),
            reason=_reason(one, words),
            document=one.document,
            undone=one.undone_at is not None,
        )
        for one in changes
    ]


def _reason(change: ObjectChange, words: Texts) -> str:
    """A code's word, or what was typed."""
    area = {"visit": "profile.category", "substitution": "object_replacement.reason"}
    key = f"{area.get(change.source, 'register.values.key_reason')}.{change.reason}"
    return words.say(key) if words.has(key) else change.reason
