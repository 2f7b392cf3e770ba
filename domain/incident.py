"""责任情形: what may free of liability or lead to it, as the documents list it; noted, not judged.

花溪 §34 (four), 定陶 三（二） (five and six), 湛江 三（四） (not inspected yet within the plan's time).
"""

from typing import Literal, get_args

Ground = Literal[
    "duty_done",
    "technique",
    "no_causality",
    "false_report",
    "within_window",
    "other_relief",
    "not_as_required",
    "not_published",
    "not_transferred",
    "delayed",
    "formality",
    "other_fault",
]
GROUNDS: tuple[str, ...] = get_args(Ground)
