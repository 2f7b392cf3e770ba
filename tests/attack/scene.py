"""The small office with one of everything a button may stand for: the market office's, or asked by B-1."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from bot.acts import Acts
from models import (
    Account,
    Clue,
    Draft,
    Leave,
    Meeting,
    MeetingDecision,
    ObjectReplacement,
    Person,
    Plan,
    PlanChange,
    Problem,
    Publication,
    Recusal,
    Replacement,
    Result,
    Takedown,
    Task,
    Unit,
    Visit,
    VisitDay,
    Withholding,
)
from tests import county, visits
from tests.rows import MORNING, Rows, key

FIRST_ID = 1000
STAFF = tuple(one.roster_no for one in county.STAFF)


def telegram_id(roster_no: str) -> int:
    """The account of somebody of the rosters."""
    return FIRST_ID + STAFF.index(roster_no)


async def found(acts: Acts) -> None:
    """Everybody is enrolled; every reference below is in the tests' own words."""
    await visits.found(acts)
    rows = Rows(acts)
    async with acts.looking() as look:
        people = {one.roster_no: one for one in (await look.session.exec(select(Person))).all()}
        drawn = {one.ref: one for one in (await look.session.exec(select(Visit))).all()}
        task = (await look.session.exec(select(Task))).one()
    for roster_no in STAFF:
        await rows.add(
            Account(telegram_id=telegram_id(roster_no), person_id=key(people[roster_no]), linked_at=MORNING)
        )
    market, chief = people["S-1"].unit_id, key(people["B-1"])
    results = {
        ref: await _result(rows, ref, drawn[visit], people["S-1"], version, state)
        for ref, visit, version, state in (
            ("sub", "visit1", 1, "submitted"),
            ("alone", "visit2", 1, "submitted"),
            ("public", "visit2", 2, "released"),
        )
    }
    asked: dict[str, Any] = {"asked_by": chief, "asked_at": MORNING}
    request = asked | {"result_id": key(results["public"]), "document": "〔2026〕1号"}
    plan = await rows.add(
        Plan(ref="plan", unit_id=market, year=2026, state="published", published_at=MORNING)
    )
    meeting = await rows.add(
        Meeting(
            ref="meet",
            number="XZ-2026-H1",
            year=2026,
            serial=1,
            kind="plenary",
            state="held",
            prepared_at=MORNING,
        )
    )
    async with acts.looking() as look:
        unit = await look.session.get_one(Unit, market)
    duty = await rows.duty(unit, date(2026, 4, 15))
    async with acts.noting() as work:
        (await work.session.get_one(type(duty), key(duty))).ref = "owed"
    draw = await rows.draw(task, state="announced")
    async with acts.noting() as work:
        stored = await work.session.get_one(type(draw), key(draw))
        stored.ref, stored.void_reason, stored.void_asked_by = "void", "名单有误", chief
    for row in (
        Publication(
            ref="batch",
            number="XZ-G1",
            result_ids=[key(results["public"])],
            prepared_by=chief,
            prepared_at=MORNING,
        ),
        Takedown(ref="takedown", ground="error", **request),
        Withholding(ref="withhold", ground="other", **request),
        PlanChange(
            ref="change",
            plan_id=key(plan),
            task_id=key(task),
            what="cancelled",
            reason="机构改革",
            document="〔2026〕2号",
            **asked,
        ),
        Clue(
            ref="clue",
            number="XZ-2026-C1",
            unit_id=market,
            object_id=drawn["visit1"].object_id,
            item_codes=["SP-1"],
            source="complaint",
            document="〔2026〕3号",
            last_day=date(2026, 5, 1),
            secret="0" * 64,
            **asked,
        ),
        ObjectReplacement(ref="gone", visit_id=key(drawn["visit2"]), reason="closed", **asked),
        Replacement(ref="seat", assignment_id=1, reason="leave", **asked),
        Problem(
            ref="case",
            number="XZ-2026-W0001",
            result_id=key(results["public"]),
            visit_id=key(drawn["visit2"]),
            unit_id=market,
            outcome="problem_pending",
            state="open",
            holder_id=market,
            responsible_id=key(people["S-1"]),
            opened_at=MORNING,
        ),
        MeetingDecision(
            ref="decided",
            meeting_id=key(meeting),
            text="按期报送",
            unit_id=market,
            due_on=date(2026, 5, 1),
            state="open",
        ),
        VisitDay(
            ref="day",
            visit_id=key(drawn["visit1"]),
            day=date(2026, 4, 20),
            proposed_by=key(people["S-2"]),
            proposed_at=MORNING,
        ),
        Leave(
            id=77,
            person_id=key(people["S-1"]),
            first=date(2026, 4, 1),
            last=date(2026, 4, 30),
            noted_at=MORNING,
        ),
        Recusal(
            id=78,
            person_id=key(people["S-1"]),
            object_no="919901240000000005",
            reason="kin",
            declared_at=MORNING,
        ),
    ):
        await rows.add(row)


async def _result(  # noqa: PLR0917 - a builder
    rows: Rows, ref: str, visit: Visit, person: Person, version: int, state: str
) -> Result:
    draft = await rows.add(Draft(visit_id=key(visit), unit_id=person.unit_id, version=version))
    return await rows.add(
        Result(
            ref=ref,
            number=f"{visit.number}-01-{version}",
            visit_id=key(visit),
            unit_id=person.unit_id,
            version=version,
            draft_id=key(draft),
            inspected_on=date(2026, 4, 1),
            findings=[{"item": "SP-1", "outcome": "no_problem", "remark": ""}],
            problem=False,
            state=state,
            submitted_by=key(person),
            submitted_at=MORNING + timedelta(hours=1),
        )
    )
