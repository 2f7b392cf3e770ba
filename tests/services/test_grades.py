"""Every class an object was given stays on file; falls are told once a file, and withdrawn with it."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from domain.errors import DomainError
from domain.roles import HOUSE
from models import Inspector, Letter, Person
from services.objects import grades, object_news
from services.registers import importing
from services.registers.importing import read_file
from tests.conftest import StandingClock
from tests.county import GROUP, MARKET, actor, found
from tests.register_corpus import credit_code, xlsx

HEAD = ("统一社会信用代码", "企业名称", "信用等级", "评定日期", "监管单位")
ONE, TWO, THREE = credit_code(1), credit_code(2), credit_code(3)
_causes = count()


async def taken_in(acts: Acts, *rows: Sequence[Any], head: Sequence[str] = HEAD) -> str:
    read = read_file("名录.xlsx", xlsx([head, *rows]), "objects")
    async with acts.working(HOUSE, f"test:{next(_causes)}") as work:
        ref = (await importing.receive(work, read)).batch.ref
    async with acts.working(HOUSE, f"test:{next(_causes)}") as work:
        await importing.confirm(work, ref, read.rows)
    return ref


async def undone(acts: Acts, ref: str) -> None:
    async with acts.working(HOUSE, f"test:{next(_causes)}") as work:
        await importing.undo(work, ref)


async def told(acts: Acts, *kinds: str) -> list[Letter]:
    async with acts.looking() as look:
        query = select(Letter).where(col(Letter.kind).in_(kinds)).order_by(col(Letter.id))
        return list(await look.session.exec(query))


async def known(acts: Acts, object_no: str) -> list[tuple[str, str, str]]:
    """Before, after, source; the newest first."""
    async with acts.looking() as look:
        return [(one.before, one.after, one.source) for one in await grades.history(look, object_no)]


async def test_every_grade_is_added_with_its_scheme_and_day(acts: Acts) -> None:
    await taken_in(acts, (ONE, "甲店", "A", "2026-01-05", MARKET))
    await taken_in(acts, (ONE, "甲店", "C", "2026-03-05", MARKET))
    async with acts.looking() as look:
        rows = await grades.history(look, ONE)
        scheme = look.profile.grade_scheme.source
    assert [(one.before, one.after, str(one.graded_on), one.fell) for one in rows] == [
        ("A", "C", "2026-03-05", True),
        ("", "A", "2026-01-05", False),
    ]
    assert {one.scheme for one in rows} == {scheme}


async def test_a_file_that_repeats_a_grade_or_is_silent_about_it_adds_nothing(acts: Acts) -> None:
    await taken_in(acts, (ONE, "甲店", "A", "2026-01-05", MARKET))
    await taken_in(acts, (ONE, "甲乙店", "A", "2026-01-05", MARKET))
    await taken_in(acts, (ONE, "丙店"), head=HEAD[:2])
    assert await known(acts, ONE) == [("", "A", "import")]


async def test_an_undone_file_adds_the_way_back_and_keeps_what_was(acts: Acts) -> None:
    await taken_in(acts, (ONE, "甲店", "A", "2026-01-05", MARKET))
    await undone(acts, await taken_in(acts, (ONE, "甲店", "D", "2026-03-05", MARKET)))
    assert await known(acts, ONE) == [("D", "A", "undo"), ("A", "D", "import"), ("", "A", "import")]


async def test_falls_of_a_file_are_one_letter_to_the_liaison_and_one_post(acts: Acts) -> None:
    await found(acts, objects=0)
    await taken_in(
        acts, *((no, f"店{no[-3:]}", "A", "", MARKET) for no in (ONE, TWO)), (THREE, "丙店", "B", "", "")
    )
    assert await told(acts, "grades_fell", "grades_fell_by_unit") == []
    await taken_in(
        acts, *((no, f"店{no[-3:]}", "C", "", MARKET) for no in (ONE, TWO)), (THREE, "丙店", "D", "", "")
    )
    liaison = (await actor(acts, "S-0")).person_id
    letters = await told(acts, "grades_fell")
    assert [one.person_id for one in letters] == [liaison]
    assert all(no in letters[0].body for no in (ONE, TWO))
    assert THREE not in letters[0].body
    post = (await told(acts, "grades_fell_by_unit"))[0]
    assert post.chat_id == GROUP
    assert "共3项" in post.body
    assert "未填监管单位：1项，<b>没有联络员" in post.body
    assert ONE not in post.body


async def test_a_rise_is_kept_and_told_to_nobody(acts: Acts) -> None:
    await found(acts, objects=0)
    await taken_in(acts, (ONE, "甲店", "D", "", MARKET))
    await taken_in(acts, (ONE, "甲店", "A", "", MARKET))
    assert await known(acts, ONE) == [("D", "A", "import"), ("", "D", "import")]
    assert await told(acts, "grades_fell", "grades_fell_by_unit") == []


async def test_a_station_is_told_through_the_unit_whose_department_it_is(acts: Acts) -> None:
    await found(acts, objects=0)
    async with acts.noting() as work:
        person = (await work.session.exec(select(Person).where(Person.roster_no == "S-1"))).one()
        (await work.session.get_one(Inspector, person.id)).department = "城关市场监管所"
    await taken_in(acts, (ONE, "甲店", "A", "", "城关市场监管所"))
    await taken_in(acts, (ONE, "甲店", "B", "", "城关市场监管所"))
    assert [one.person_id for one in await told(acts, "grades_fell")] == [
        (await actor(acts, "S-0")).person_id
    ]


async def test_a_liaison_who_was_told_enough_today_is_told_on_the_next_day(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts, objects=0)
    for grade in "ABCD":
        await taken_in(acts, (ONE, "甲店", grade, "", MARKET))
        await _arrived(acts)
    days = [one.due_at.date().isoformat() for one in await told(acts, "grades_fell")]
    assert days == ["2026-04-01", "2026-04-01", "2026-04-02"]


async def _arrived(acts: Acts) -> None:
    """What is due today has gone out, each letter as a message of its own."""
    async with acts.noting() as work:
        tonight = work.now + timedelta(hours=12)
        for letter in await work.session.exec(select(Letter).where(Letter.due_at < tonight)):
            letter.state, letter.sent_at, letter.message_id = "sent", letter.due_at, letter.id


async def test_a_letter_at_night_waits_for_the_morning(acts: Acts, clock: StandingClock) -> None:
    await found(acts, objects=0)
    clock.go_to(2026, 4, 1, 23)
    await taken_in(acts, (ONE, "甲店", "A", "", MARKET))
    await taken_in(acts, (ONE, "甲店", "B", "", MARKET))
    assert [one.due_at.isoformat() for one in await told(acts, "grades_fell")] == [
        "2026-04-02T00:30:00+00:00"
    ]


async def test_an_undone_file_takes_back_what_it_said(acts: Acts) -> None:
    await found(acts, objects=0)
    await taken_in(acts, (ONE, "甲店", "A", "", MARKET))
    ref = await taken_in(acts, (ONE, "甲店", "D", "", MARKET))
    async with acts.noting() as work:
        for letter in await work.session.exec(select(Letter).where(Letter.kind == "grades_fell_by_unit")):
            letter.state = "sent"
    await undone(acts, ref)
    assert [one.state for one in await told(acts, "grades_fell")] == ["void"]
    assert [(one.chat_id, one.person_id) for one in await told(acts, "falls_withdrawn")] == [(GROUP, None)]


async def test_what_the_last_import_changed_is_kept_field_by_field(acts: Acts) -> None:
    await found(acts, objects=0)
    await taken_in(acts, (ONE, "甲店", "A", "", MARKET), (TWO, "乙店", "B", "", MARKET))
    await taken_in(acts, (ONE, "甲乙店", "C", "", MARKET), (THREE, "丙店", "A", "", MARKET))
    async with acts.looking() as look:
        news = await object_news.last(look)
    assert news is not None
    assert (news.new, news.gone) == ((THREE,), (TWO,))
    assert news.changes == ((ONE, "name", "甲店", "甲乙店"), (ONE, "grade", "A", "C"))
    assert dict(news.fields) == {"name": 1, "grade": 1}
    assert [(one.object_name, one.before, one.after) for one in news.falls] == [("甲乙店", "A", "C")]


async def test_an_undone_import_is_not_the_last_one(acts: Acts) -> None:
    async with acts.looking() as look:
        assert await object_news.last(look) is None
    await taken_in(acts, (ONE, "甲店", "A", "", MARKET))
    await undone(acts, await taken_in(acts, (TWO, "乙店", "A", "", MARKET)))
    async with acts.looking() as look:
        news = await object_news.last(look)
    assert news is not None
    assert news.new == (ONE,)


async def test_only_the_office_sees_what_changed(acts: Acts) -> None:
    await found(acts)
    async with acts.looking(await actor(acts, "S-0")) as look:
        with pytest.raises(DomainError, match="access"):
            await object_news.last(look)
