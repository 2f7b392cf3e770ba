"""Whether a draw, as it was announced, took its objects by their credit-risk classes."""

from collections.abc import Mapping
from typing import Any

CLASS = "class"
"""The step of a rule among several for classes is labelled ``class/2``, behind the task's own prefix."""


def drew_by_class(announcement: Mapping[str, Any], task_no: str) -> bool | None:
    """Whether the announced steps of a task were ruled by class; None where none of its steps are told."""
    steps = [one for one in announcement.get("steps", ()) if one.get("task", task_no) == task_no]
    return any(CLASS in str(one["label"]).split("/")[:-1] for one in steps) if steps else None
