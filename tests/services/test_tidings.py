"""Who has been told of a draw: counted by what became of each letter, exceptions by roster number."""

from itertools import count

import pytest

from bot.acts import Acts
from domain.notices_visit import Assigned
from models import Draw, Letter
from services.drawing import tidings
from services.drawing.tidings import Told
from tests.rows import MORNING, Rows, key

_keys = count()


async def letter(rows: Rows, number: str, person_id: int, state: str, kind: str = Assigned.kind) -> Letter:
    """A letter about a draw."""
    return await rows.add(
        Letter(
            dedupe_key=f"letter:{next(_keys)}",
            kind=kind,
            about=f"draw:{number}",
            person_id=person_id,
            body="通知",
            state=state,
            due_at=MORNING,
            created_at=MORNING,
        )
    )


async def told(acts: Acts, number: str) -> Told:
    async with acts.looking() as look:
        return await tidings.of_draw(look, number)


@pytest.mark.parametrize(
    ("state", "shown", "exception"),
    [
        ("pending", "on_the_way", False),
        ("sending", "on_the_way", False),
        ("sent", "delivered", False),
        ("unreachable", "unreachable", True),
        ("dead", "unreachable", True),
        ("unlinked", "unlinked", True),
    ],
)
async def test_each_state_of_a_letter_is_told_for_what_it_is(
    acts: Acts, state: str, shown: str, exception: bool
) -> None:
    rows = Rows(acts)
    unit = await rows.unit("甲局")
    person = await rows.person(unit, "张云")
    await letter(rows, "XZ-1", key(person), state)
    found = await told(acts, "XZ-1")
    assert dict(found.counts) == {shown: 1}
    assert found.exceptions == ((("甲局", person.roster_no, shown),) if exception else ())


async def test_somebody_with_many_letters_is_one_exception_and_units_stand_together(acts: Acts) -> None:
    rows = Rows(acts)
    second, first = await rows.unit("乙局"), await rows.unit("丙局")
    people = [await rows.person(unit, name) for unit, name in ((second, "甲"), (first, "乙"), (second, "丙"))]
    for person in people:
        for _ in range(2):
            await letter(rows, "XZ-1", key(person), "unlinked")
    await letter(rows, "XZ-1", key(people[0]), "sent")
    found = await told(acts, "XZ-1")
    assert (found.total, found.counts["unlinked"], found.counts["delivered"]) == (7, 6, 1)
    assert len(found.exceptions) == 3
    units = [unit for unit, _, _ in found.exceptions]
    assert units == sorted(units)


async def test_letters_of_another_kind_or_draw_are_not_counted(acts: Acts) -> None:
    rows = Rows(acts)
    person = await rows.person(await rows.unit("甲局"), "张云")
    await letter(rows, "XZ-1", key(person), "sent", kind="reassigned")
    await letter(rows, "XZ-10", key(person), "sent")
    assert (await told(acts, "XZ-1")).total == 0


async def test_the_newest_three_held_draws_are_shown_newest_first(acts: Acts) -> None:
    rows = Rows(acts)
    task = await rows.task(await rows.unit("甲局"))
    draws: list[Draw] = [
        await rows.draw(task, state) for state in ("held", "held", "held", "held", "announced", "void")
    ]
    async with acts.looking() as look:
        shown = [one.number for one in await tidings.of_newest(look)]
    assert shown == [one.number for one in draws[3:0:-1]]
