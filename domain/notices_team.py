"""What a team tells each other: the day they go, and that every unit has reported."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from domain.notices import Button, Notice, Rows


@dataclass(frozen=True)
class DayProposed(Notice):
    """To the team: a day is proposed. ``card`` is the receiver's own; ``together``: whose teams come too."""

    kind: ClassVar[str] = "day_proposed"
    ref: str
    card: str
    visit: str
    object_name: str
    address: str
    day: date
    before: date | None
    by: str
    together: tuple[str, ...] = ()

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


@dataclass(frozen=True)
class DoorFound(Notice):
    """To liaisons and office: separate draws of several units reached one object on days they share."""

    kind: ClassVar[str] = "door_found"
    unsolicited: ClassVar[bool] = True
    ref: str
    object_name: str
    visits: tuple[tuple[str, tuple[str, ...]], ...]  # number, units
    first: date
    last: date
    convenor: str
    may_join: bool

    def buttons(self) -> Rows:
        """The receiver who may join them looks at it."""
        return ((Button("buttons.one_door", f"door:{self.ref}"),),) if self.may_join else ()
