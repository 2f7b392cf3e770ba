"""Two drawn visits by hand: two inspectors of each of two units at one door, one alone at another."""

from datetime import date, timedelta

from sqlmodel import select

from bot.acts import Acts
from models import Assignment, Draw, InspectionObject, Person, Task, Unit, Visit
from services import people
from tests import county
from tests.rows import MORNING, Rows, key

TEAM = ("S-1", "S-2", "X-1", "X-2")


async def found(acts: Acts) -> None:
    """The small office, and the visits ``…-001`` (everybody of ``TEAM``) and ``…-002`` (``S-1`` alone).

    An inspector's card of the first is ``<roster number>@1``. Drawn on 1 April 2026.
    """
    await county.found(acts)
    rows = Rows(acts)
    async with acts.looking() as look:
        task = (await look.session.exec(select(Task))).one()
        subjects = (await look.session.exec(select(InspectionObject))).all()
    draw = await rows.draw(task)
    async with acts.noting() as work:
        (await work.session.get_one(type(draw), key(draw))).ended_at = MORNING + timedelta(hours=1)
        for number, team in ((1, TEAM), (2, ("S-1",))):
            visit = Visit(
                ref=f"visit{number}",
                number=f"XZ-2026-0001-{number:03}",
                draw_id=key(draw),
                task_id=key(task),
                object_id=key(subjects[number]),
                step="main",
                position=number,
                ticket="00",
            )
            work.session.add(visit)
            await work.session.flush()
            for roster_no in team:
                person: Person = await people.person_by_roster_no(work.session, roster_no)
                work.session.add(
                    Assignment(
                        ref=f"{roster_no}@{number}",
                        visit_id=key(visit),
                        person_id=key(person),
                        unit_id=person.unit_id,
                    )
                )


async def drawn_again(acts: Acts, number: str = "XZ-2026-0099-01") -> None:
    """The fire brigade draws, for itself, the object that the market office has to visit with ``S-1``."""
    rows = Rows(acts)
    async with acts.looking() as look:
        visits = await look.session.exec(select(Visit.object_id).where(Visit.number == "XZ-2026-0001-002"))
        subject = visits.one()
        unit = (await look.session.exec(select(Unit).where(Unit.name == county.FIRE))).one()
        person = await people.person_by_roster_no(look.session, "X-1")
    task = await rows.add(
        Task(
            ref=f"task{number}",
            year=2026,
            no=number,
            name="消防安全抽查",
            lead_unit_id=key(unit),
            item_codes=["XF-1"],
            window_from=date(2026, 4, 10),
            window_to=date(2026, 6, 30),
        )
    )
    draw = await rows.add(
        Draw(
            ref=number,
            number=number[:-3],
            year=2026,
            serial=int(number[8:12]),
            task_id=key(task),
            state="held",
            secret="0" * 64,
            pool="#suicha-pool/1\n",
            inspectors={},
            salt="",
            announcement={"tasks": []},
            announcement_sha256="a" * 64,
            announced_at=MORNING,
            ended_at=MORNING,
        )
    )
    visit = await rows.add(
        Visit(
            ref=number,
            number=number,
            draw_id=key(draw),
            task_id=key(task),
            object_id=subject,
            step="main",
            position=1,
            ticket="11",
        )
    )
    await rows.add(
        Assignment(ref=f"X-1@{number}", visit_id=key(visit), person_id=key(person), unit_id=key(unit))
    )
