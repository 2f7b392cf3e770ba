"""报送进度: who has filed what, as the office sees it: units, never persons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, or_, select

from models import Duty, Filing, PlanFiling, Unit
from services.staff import deputies
from services.work import OFFICE_ZONE, Work
from services.year.duties import named

NEAR = timedelta(days=30)
STATES = ("filed", "filed_late", "open", "late")


@dataclass(frozen=True)
class Progress:
    """One deadline: names of units by state. ``near``: worth naming the units, not only counting them.

    ``returned`` are those among ``open`` and ``late`` whose submission the office gave back.
    """

    deadline: str
    year: int
    kind: str
    title: str
    due_on: date
    near: bool
    filed: tuple[str, ...]
    filed_late: tuple[str, ...]
    open: tuple[str, ...]
    late: tuple[str, ...]
    returned: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """Units that have filed."""
        return len(self.filed) + len(self.filed_late)

    @property
    def missing(self) -> int:
        """Units that have not."""
        return len(self.open) + len(self.late)


@dataclass(frozen=True)
class Overview:
    """All deadlines, and the active units with no liaison whom a message would reach."""

    on: date
    deadlines: tuple[Progress, ...]
    unreachable: tuple[str, ...]


@dataclass(frozen=True)
class Received:
    """A submission; without ``file_id`` it is a confirmation with its note.

    ``missing``: ordered parts not found in it; ``returnable``: the version that counts, and no plan.
    """

    number: str
    unit: str
    version: int
    file_id: str
    note: str
    missing: tuple[str, ...] = ()
    returnable: bool = True


async def overview(look: Work) -> Overview:
    """Who has filed what this year, and everything older or later that is open."""
    look.require("filing.look")
    rows = await look.session.exec(
        select(Duty, Unit.name)
        .join(Unit, col(Duty.unit_id) == col(Unit.id))
        .where(col(Unit.active), or_(col(Duty.state) == "open", col(Duty.year) == look.today.year))
        .order_by(col(Duty.due_on), col(Duty.deadline), col(Unit.name))
    )
    returned = set(
        await look.session.exec(select(Filing.duty_id).where(col(Filing.returned_at).is_not(None)))
    )
    grouped: dict[tuple[int, str], list[tuple[Duty, str]]] = {}
    for duty, unit in rows:
        grouped.setdefault((duty.year, duty.deadline), []).append((duty, unit))
    deadlines = tuple(_progress(look, year, key, found, returned) for (year, key), found in grouped.items())
    return Overview(look.today, deadlines, tuple(await deputies.unheard(look)))


def _progress(
    look: Work, year: int, key: str, found: list[tuple[Duty, str]], returned: Collection[int]
) -> Progress:
    by_state: dict[str, list[str]] = {}
    for duty, unit in found:
        by_state.setdefault(_state(duty, look.today), []).append(unit)
    due_on = found[0][0].due_on
    kind, title = named(look.profile, found[0][0])
    return Progress(
        deadline=key,
        year=year,
        kind=kind,
        title=title,
        due_on=due_on,
        near=due_on <= look.today + NEAR or by_state.keys() != {"open"},
        returned=tuple(unit for duty, unit in found if duty.state == "open" and duty.id in returned),
        **{state: tuple(by_state.get(state, ())) for state in STATES},
    )


def _state(duty: Duty, today: date) -> str:
    done_on = duty.fulfilled_at.astimezone(OFFICE_ZONE).date() if duty.fulfilled_at else None
    if done_on:
        return "filed" if done_on <= duty.due_on else "filed_late"
    return "open" if today <= duty.due_on else "late"


async def received(look: Work, deadline: str, year: int) -> list[Received]:
    """Everything that came in for a deadline, by unit and version."""
    look.require("filing.fetch")
    rows = await look.session.exec(
        select(Filing, Unit.name)
        .join(Duty, col(Filing.duty_id) == col(Duty.id))
        .join(Unit, col(Duty.unit_id) == col(Unit.id))
        .where(Duty.deadline == deadline, Duty.year == year)
        .order_by(col(Unit.name), col(Filing.version))
    )
    found = list(rows)
    last = {filing.duty_id: filing.id for filing, _ in found}
    office = look.profile.place.office_unit
    plans = set(await look.session.exec(select(PlanFiling.duty_number)))
    return [
        _received(
            filing,
            unit,
            last[filing.duty_id] == filing.id and filing.number not in plans and unit != office,
        )
        for filing, unit in found
    ]


def _received(filing: Filing, unit: str, stands: bool) -> Received:
    missing = filing.checked.get("missing", ())
    assert isinstance(missing, list | tuple)  # noqa: S101 - as it was kept
    return Received(
        number=filing.number,
        unit=unit,
        version=filing.version,
        file_id=filing.file_id,
        note=filing.note,
        missing=tuple(missing),
        returnable=stands and filing.returned_at is None,
    )
