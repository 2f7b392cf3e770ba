"""Sample data for every window of the conversation that moves a deadline."""

from dataclasses import replace
from datetime import date
from typing import Any

from handlers.year.deadlines import Moving
from services.year.deadline_moves import Choice, Preview

REPORT = Choice(2026, "half_year_report", "half_year_report", "", date(2026, 6, 10), date(2026, 6, 10), "")
MOVED = replace(REPORT, due_on=date(2026, 6, 20), document="虚办〔2026〕8号")
MINUTES = Choice(2027, "minutes", "other", "会议纪要 <草案>", None, None, "")
SEEN = Preview(
    choice=REPORT,
    due_on=date(2026, 6, 20),
    remind_on=date(2026, 6, 18),
    provisional=True,
    overdue=True,
    units=tuple(f"第{n}局" for n in range(40)),
    unreached=("丙局",),
    done=2,
    followers=(MINUTES,),
)
PLAIN = replace(
    SEEN,
    choice=MINUTES,
    remind_on=SEEN.due_on,
    provisional=False,
    overdue=False,
    units=(),
    unreached=(),
    followers=(),
)

SAMPLES: dict[str | None, tuple[dict[str, Any], ...]] = {
    str(Moving.listed.state): ({"deadlines": [REPORT, MOVED, MINUTES]}, {"deadlines": []}),
    str(Moving.day.state): (
        {"one": REPORT, "restorable": False, "day": None},
        {"one": MOVED, "restorable": True, "day": None},
        {"one": MINUTES, "restorable": False, "day": None},
    ),
    str(Moving.document.state): (
        {"one": REPORT, "restorable": False, "day": date(2026, 6, 20)},
        {"one": MOVED, "restorable": True, "day": None},
    ),
    str(Moving.review.state): (
        {"seen": SEEN, "restored": False, "document": "虚办〔2026〕8号"},
        {"seen": PLAIN, "restored": True, "document": "虚办〔2026〕9号"},
    ),
    str(Moving.done.state): (
        {
            "one": MOVED,
            "restorable": True,
            "day": date(2026, 6, 20),
            "units": 3,
            "document": "虚办〔2026〕8号",
        },
    ),
}
