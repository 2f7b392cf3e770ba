"""Two drawn visits by hand: two inspectors of each of two units at one door, one alone at another."""

from datetime import timedelta

from sqlmodel import select

from bot.acts import Acts
from models import Assignment, InspectionObject, Person, Task, Visit
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
