"""What a team tells each other: the day they go, and that every unit has reported."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.notices import Button, Notice, Rows


@dataclass(frozen=True)
class DayProposed(Notice):
    """To the rest of the team: one of them proposes a day. ``card`` is the receiver's own."""

    kind: ClassVar[str] = "day_proposed"
    ref: str
    card: str
    visit: str
    object_name: str
    address: str
    day: date
    before: date | None
    by: str

    def buttons(self) -> Rows:
        """Agree, or propose another."""
        return (
            (Button("buttons.day_ok", f"day-ok:{self.ref}"),),
            (
                Button("buttons.day_other", f"agree:{self.card}"),
                Button("buttons.visit_card", f"task:{self.card}"),
            ),
        )


@dataclass(frozen=True)
class DayAgreed(Notice):
    """To the whole team: the day stands. ``unanswered``: whose word the leader did not wait for."""

    kind: ClassVar[str] = "day_agreed"
    card: str
    visit: str
    object_name: str
    address: str
    day: date
    before: date | None
    unanswered: tuple[str, ...] = ()

    def buttons(self) -> Rows:
        """The card, and another day if it will not do."""
        return (
            (
                Button("buttons.visit_card", f"task:{self.card}"),
                Button("buttons.day_other", f"agree:{self.card}"),
            ),
        )


@dataclass(frozen=True)
class VisitsNear(Notice):
    """To an inspector, on the working day before: the visits of the next day in one letter, in order."""

    kind: ClassVar[str] = "visits_near"
    unsolicited: ClassVar[bool] = True
    lines: tuple[tuple[date, str, str, str], ...]  # day, visit, object, address

    def buttons(self) -> Rows:
        """The way of each day, and the list."""
        days = dict.fromkeys(day for day, *_ in self.lines)
        ways = tuple((Button("buttons.route", f"route:{day.isoformat()}"),) for day in list(days)[:1])
        return (*ways, (Button("menu.tasks", "go:tasks"),))


@dataclass(frozen=True)
class AllReported(Notice):
    """To the leader of a joint visit: every unit has reported. ``units``: each with its number of items."""

    kind: ClassVar[str] = "all_reported"
    card: str
    visit: str
    object_name: str
    units: tuple[tuple[str, int], ...]

    def buttons(self) -> Rows:
        """Close the visit, or look at it first."""
        return (
            (Button("buttons.close_visit", f"close-visit:{self.card}"),),
            (Button("buttons.visit_card", f"task:{self.card}"),),
        )
