"""A small place's rows by hand, for the services that read what others wrote."""

from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar

from bot.acts import Acts
from models import (
    Assignment,
    Draft,
    Draw,
    Duty,
    InspectionObject,
    Item,
    Letter,
    Person,
    Photo,
    Result,
    SQLModel,
    Task,
    Unit,
    Visit,
)

MORNING = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
Row = TypeVar("Row", bound=SQLModel)


def key(row: SQLModel) -> int:
    """A stored row's id."""
    found: int = row.id  # type: ignore[attr-defined]
    return found


class Rows:
    """Adds rows one by one, each committed, with numbers of its own."""

    def __init__(self, acts: Acts) -> None:
        """Rows of ``acts``'s database."""
        self._acts = acts
        self._next = count(1)

    async def add(self, row: Row) -> Row:
        """Store a row."""
        async with self._acts.noting() as work:
            work.session.add(row)
        return row

    async def unit(self, name: str) -> Unit:
        """A unit."""
        return await self.add(Unit(name=name))

    async def person(self, unit: Unit, name: str) -> Person:
        """Somebody of a unit, with a phone nobody may see."""
        n = next(self._next)
        return await self.add(
            Person(roster_no=f"SJ-{n:03}", name=name, unit_id=key(unit), phone="13800000001")
        )

    async def task(self, unit: Unit, window_to: date = date(2026, 6, 30), year: int = 2026) -> Task:
        """A task of the year's plan with one item."""
        n = next(self._next)
        await self.add(
            Item(code=f"SX-{n:02}", name="登记事项检查", category="市场主体", basis="某条例第一条")
        )
        return await self.add(
            Task(
                ref=f"task{n}",
                year=year,
                no=f"XZ-{year}-R{n:02}",
                name="加油站抽查",
                lead_unit_id=key(unit),
                item_codes=[f"SX-{n:02}"],
                window_from=date(year, 3, 1),
                window_to=window_to,
            )
        )

    async def draw(self, task: Task, state: str = "held", record: dict[str, object] | None = None) -> Draw:
        """A draw of a task."""
        n = next(self._next)
        return await self.add(
            Draw(
                ref=f"draw{n}",
                number=f"XZ-2026-{n:04}",
                year=2026,
                serial=n,
                task_id=key(task),
                state=state,
                secret="0" * 64,
                pool="#suicha-pool/1\n",
                inspectors={},
                salt="5a17" * 16,
                announcement={"tasks": []},
                announcement_sha256="a" * 64,
                announced_at=MORNING,
                record=record,
            )
        )

    async def object(self, name: str) -> InspectionObject:
        """An object with everything about it that is nobody's business."""
        n = next(self._next)
        return await self.add(
            InspectionObject(
                register_no=f"9114090000000{n:05}",
                name=name,
                address="虚构路1号",
                contact_name="联系人甲",
                contact_phone="13900000002",
                grade="D",
            )
        )

    async def visit(self, draw: Draw, name: str = "虚构加油站") -> Visit:
        """A drawn object."""
        n = next(self._next)
        subject = await self.object(name)
        return await self.add(
            Visit(
                ref=f"visit{n}",
                number=f"{draw.number}-{n:03}",
                draw_id=key(draw),
                task_id=draw.task_id,
                object_id=key(subject),
                step="main",
                position=n,
                ticket="00",
            )
        )

    async def sent(self, visit: Visit, person: Person) -> Assignment:
        """Somebody sent on a visit."""
        n = next(self._next)
        return await self.add(
            Assignment(ref=f"go{n}", visit_id=key(visit), person_id=key(person), unit_id=person.unit_id)
        )

    async def result(  # noqa: PLR0917 - a builder
        self,
        visit: Visit,
        person: Person,
        outcome: str = "no_problem",
        state: str = "released",
        publish_by: date | None = date(2026, 5, 1),
        version: int = 1,
        remark: str = "",
    ) -> Result:
        """What a unit found, in whatever state."""
        n = next(self._next)
        task = await self._get(Task, visit.task_id)
        draft = await self.add(Draft(visit_id=key(visit), unit_id=person.unit_id, version=version))
        return await self.add(
            Result(
                ref=f"res{n}",
                number=f"{visit.number}-{n}",
                visit_id=key(visit),
                unit_id=person.unit_id,
                version=version,
                draft_id=key(draft),
                inspected_on=date(2026, 3, 20),
                findings=[{"item": code, "outcome": outcome, "remark": remark} for code in task.item_codes],
                problem=outcome != "no_problem",
                state=state,
                submitted_by=key(person),
                submitted_at=MORNING,
                publish_by=publish_by if state == "released" else None,
            )
        )

    async def photo(self, result: Result, sha256: str = "") -> Photo:
        """A photo of a result, by default without its original."""
        n = next(self._next)
        return await self.add(
            Photo(
                draft_id=result.draft_id,
                file_id=f"f{n}",
                file_unique_id=f"u{n}",
                position=n,
                received_at=MORNING,
                sha256=sha256,
            )
        )

    async def duty(self, unit: Unit, due_on: date, state: str = "open") -> Duty:
        """Something a unit has to file."""
        n = next(self._next)
        return await self.add(
            Duty(
                ref=f"duty{n}",
                unit_id=key(unit),
                deadline=f"d{n}",
                year=2026,
                due_on=due_on,
                remind_on=due_on,
                state=state,
            )
        )

    async def letter(self, person: Person, state: str) -> Letter:
        """A letter in whatever state."""
        n = next(self._next)
        return await self.add(
            Letter(
                dedupe_key=f"k{n}",
                kind="assigned",
                person_id=key(person),
                body="",
                state=state,
                due_at=MORNING,
                created_at=MORNING,
            )
        )

    async def _get(self, kind: type[Row], row_id: int) -> Row:
        async with self._acts.looking() as look:
            return await look.session.get_one(kind, row_id)
