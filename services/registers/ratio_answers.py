"""Ratios of a plan that could not be read: asked once per wording, the answer is what is drawn by."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import select

from domain.errors import DomainError
from domain.ratio_text import Ratio, read_answer
from locales.columns import columns
from models import Task
from services.registers.kept_rows import Fields, Rows
from services.work import Work


@dataclass(frozen=True)
class Unread:
    """A wording that states no number, and the tasks that have it."""

    text: str
    tasks: tuple[str, ...]


async def unread(look: Work, kind: str, rows: Rows, coming: Collection[str]) -> list[Unread]:
    """What must be asked for of the tasks that come or change; one that knows its number is left alone.

    Item lists are not asked for: nothing is computed from an item's ratio, its text is what is published.
    """
    if kind != "plans" or "ratio_text" not in rows.names:
        return []
    tasks = await look.session.exec(select(Task))
    known = {(task.no, task.ratio_text) for task in tasks if task.quota}
    found: dict[str, list[str]] = {}
    for key in coming:
        if _is_unread(rows[key]) and (key, rows[key]["ratio_text"]) not in known:
            found.setdefault(rows[key]["ratio_text"], []).append(str(rows[key].get("name", key)))
    return [Unread(text, tuple(names)) for text, names in found.items()]


def _is_unread(row: Fields) -> bool:
    numbers = ("ratio", "frequency", "quantity")
    return bool(row["ratio_text"]) and all(row.get(name) is None for name in numbers)


def read(written: str) -> Ratio | int:
    """An answer: ``5%``, ``不超过2‰``, ``30家``. Raises ``import.ratio_unclear``."""
    found = read_answer(written, columns())
    if found is None:
        raise DomainError("import.ratio_unclear", found=written)
    return found


def answered(rows: Rows, answers: Mapping[str, str]) -> Rows:
    """The rows with what was answered, by wording. Raises as ``read``."""
    if not answers:
        return rows
    numbers = {text: _fields(read(answer)) for text, answer in answers.items()}
    return rows.answered(answers, {key: numbers[rows[key]["ratio_text"]] for key in _about(rows, numbers)})


def _about(rows: Rows, wordings: Collection[str]) -> Sequence[str]:
    return [key for key in rows if _is_unread(rows[key]) and rows[key]["ratio_text"] in wordings]


def _fields(answer: Ratio | int) -> dict[str, Any]:
    return {"ratio": answer} if isinstance(answer, Ratio) else {"quantity": answer}
