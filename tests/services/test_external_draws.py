"""A platform's draw: checked against register and rules, registered as one act, corrected by another list."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from sqlmodel import col, select

from bot.acts import Acts
from bot.publish import files_of
from domain.errors import DomainError
from domain.external_record import people_of
from domain.profile_grades import RatioRule
from domain.recount import recount
from locales.texts import LANGUAGES, texts
from models import (
    Assignment,
    Draw,
    Entry,
    ImportBatch,
    InspectionObject,
    Inspector,
    Letter,
    Person,
    Recusal,
    Replacement,
    Result,
    Task,
    Visit,
)
from services import people
from services.drawing import draws, external_draws, external_lists, replacements
from services.drawing.draws import Sealed
from services.drawing.external_lists import Shown
from services.profiles import load
from services.publication import public_site
from services.registers import importing
from services.registers.register_report import message
from services.visits import drafts, inspections
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET, actor, found
from tests.register_corpus import xlsx
from tests.services.test_draws import cause
from tests.services.test_joint_draws import _second_task as second_task

PLATFORM = "山西省“双随机、一公开”监管工作平台"
HEAD = [
    "任务名称",
    "统一社会信用代码/注册号",
    "企业名称",
    "检查部门",
    "执法人员",
    "工号",
    "组长",
    "抽取时间",
    "平台",
]
Row = Sequence[str | None]


def number(n: int) -> str:
    return f"9199012400000000{n:02d}"


def row(n: int, unit: str, roster_nos: str, leader: str = "", at: str = "2026-04-01 09:00") -> Row:
    return ["食品销售联合抽查", number(n), f"示例商行{n}", unit, "", roster_nos, leader, at, PLATFORM]


TWO_OBJECTS = (
    row(2, MARKET, "S-1，S-2", "S-1"),
    row(2, FIRE, "X-1，X-2"),
    row(3, MARKET, "S-2，S-3", "S-3"),
    row(3, FIRE, "X-1，X-2"),
)


async def receive(
    acts: Acts,
    rows: Sequence[Row] = TWO_OBJECTS,
    name: str = "名单.xlsx",
    tasks: Sequence[str] = ("task-one",),
) -> tuple[str, Shown]:
    file = external_lists.read_list(name, xlsx([HEAD, *rows]))
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        return await external_lists.receive(work, tasks, "", file)


async def confirm(acts: Acts, ref: str) -> Draw:
    async with acts.looking() as look:
        batch = await importing.by_ref(look, ref)
    file = external_lists.read_list(batch.file_name, batch.content)
    async with acts.working(await actor(acts, "B-2"), cause()) as work:
        return await external_draws.confirm(work, ref, file)


async def registered(acts: Acts, rows: Sequence[Row] = TWO_OBJECTS) -> Draw:
    ref, _ = await receive(acts, rows)
    return await confirm(acts, ref)


def told(shown: Shown) -> list[str]:
    """The codes of the warnings, each of which has its sentence."""
    for one in shown.warnings:
        for language in LANGUAGES:
            assert texts(language).say(f"external.warning.{one.code}", **one.params)
    return [one.code for one in shown.warnings]


async def refusal(acts: Acts, rows: Sequence[Row]) -> DomainError:
    with pytest.raises(DomainError) as refused:
        await receive(acts, rows)
    for language in LANGUAGES:
        assert texts(language).error(refused.value)
    return refused.value


async def seats(acts: Acts, register_no: str) -> dict[str, tuple[str, bool]]:
    """Roster number → state and whether it leads, of one object's visit."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Person.roster_no, Assignment.state, Assignment.leads)
            .join(Assignment, col(Assignment.person_id) == col(Person.id))
            .join(Visit, col(Assignment.visit_id) == col(Visit.id))
            .join(InspectionObject, col(Visit.object_id) == col(InspectionObject.id))
            .where(InspectionObject.register_no == register_no)
        )
        return {roster_no: (state, leads) for roster_no, state, leads in rows}


async def letters(acts: Acts, kind: str) -> list[Letter]:
    async with acts.looking() as look:
        return list(await look.session.exec(select(Letter).where(Letter.kind == kind)))


async def test_a_registered_list_makes_visits_teams_cards_and_a_post_without_names(acts: Acts) -> None:
    await found(acts)
    draw = await registered(acts)
    async with acts.looking() as look:
        visits = (await look.session.exec(select(Visit).order_by(col(Visit.position)))).all()
        task = (await look.session.exec(select(Task))).one()
    assert (draw.number, draw.kind, draw.state, task.state) == ("XZ-2026-0001", "external", "held", "drawn")
    assert [visit.number for visit in visits] == ["XZ-2026-0001-01", "XZ-2026-0001-02"]
    assert await seats(acts, number(2)) == {
        "S-1": ("active", True),
        "S-2": ("active", False),
        "X-1": ("active", False),
        "X-2": ("active", False),
    }
    assert len(await letters(acts, "assigned")) == 2 * 4
    (post,) = await letters(acts, "external_drawn")
    for said in (f"抽取在{PLATFORM}进行，本系统登记", "2026-04-01 09:00", "检查对象2家", "检查人员5人"):
        assert said in post.body
    assert "市检" not in post.body
    assert "示例商行" not in post.body


async def test_the_record_says_who_drew_where_by_which_file_and_names_nobody(acts: Acts) -> None:
    await found(acts)
    draw = await registered(acts)
    async with acts.looking() as look:
        batch = (await look.session.exec(select(ImportBatch))).one()
        entry = (await look.session.exec(select(Entry).where(Entry.act == "external.register"))).one()
    record = draw.record
    assert record is not None
    assert record["form"] == "external"
    assert record["platform"] == {"name": PLATFORM, "clause": "二（一）、二（六）：统一使用省级平台"}
    assert (record["drawn_at"], record["file_sha256"]) == ("2026-04-01T09:00", batch.file_sha256)
    assert people_of(record)[number(3)] == {"S-2", "S-3", "X-1", "X-2"}
    assert record["matching"]["leaders"] == {number(2): "S-1", number(3): "S-3"}  # type: ignore[index]
    assert entry.facts["file"] == batch.file_sha256
    assert "市检" not in str(record)


async def test_the_platforms_hour_is_the_draws_and_the_next_number_follows(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    async with acts.noting() as work:
        first = (await work.session.exec(select(Task))).one()
        work.session.add(Task(**first.model_dump(exclude={"id", "ref", "no"}), ref="task-two", no="2026-02"))
    clock.advance(days=3)
    draw = await registered(acts)
    assert draw.ended_at is not None
    assert draw.ended_at.astimezone(clock().tzinfo).isoformat() == "2026-04-01T01:00:00+00:00"
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        own = await draws.announce(work, ["task-two"], Sealed(secret="ab" * 32, salt="cd" * 16))
        assert own.number == "XZ-2026-0002"
        assert await draws.previous_record(work, own) == ""


async def test_an_external_task_is_not_drawn_here(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        (await work.session.exec(select(Task))).one().draw_mode = "external"
    with pytest.raises(DomainError, match=r"draw\.external_only"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await draws.announce(work, ["task-one"], Sealed(secret="ab" * 32, salt="cd" * 16))


async def test_a_place_without_a_platform_registers_nothing(acts: Acts) -> None:
    await found(acts)
    local = replace(acts.profile.platforms[0], draw_mode="local")
    here = replace(acts, profile=replace(acts.profile, platforms=(local,)))
    async with here.looking(await actor(acts, "B-1")) as look:
        assert await external_lists.open_tasks(look) == []
    assert (await refusal(here, TWO_OBJECTS)).code == "external.not_here"


async def test_medicine_is_drawn_on_the_platform_of_its_domain(acts: Acts) -> None:
    await found(acts)
    there = replace(acts, profile=load("pingluo"))
    async with there.noting() as work:
        _, general = await external_lists.platforms(work, ["task-one"])
        (await work.session.exec(select(Task))).one().scope = "药品零售"
        await work.session.flush()
        _, medicine = await external_lists.platforms(work, ["task-one"])
    assert [one.domain for one in general] == ["*"]
    assert [one.domain for one in medicine] == ["药品"]


async def test_a_list_with_a_problem_names_its_cell_and_cannot_be_confirmed(acts: Acts) -> None:
    await found(acts)
    unknown = ["食品销售联合抽查", number(99), "无此商行", MARKET, "", "S-1，S-77", "", "", ""]
    ref, shown = await receive(acts, [*TWO_OBJECTS, unknown])
    problems = shown.file.reading.problems
    assert [(one.cell, one.code) for one in problems] == [("B6", "not_in_register"), ("F6", "number_unknown")]
    assert all(message("drawn", one, texts("zh_CN")) for one in problems)
    assert (shown.errors, shown.unknown) == (2, 1)
    assert importing.annotated(shown.file, "zh_CN")
    with pytest.raises(DomainError, match=r"external\.problems"):
        await confirm(acts, ref)
    assert await letters(acts, "assigned") == []


async def test_what_our_rules_would_say_is_shown_and_recorded(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        for roster_no in ("S-1", "X-1"):
            person = await people.person_by_roster_no(work.session, roster_no)
            (await work.session.get_one(Inspector, person.id)).certificate_until = date(2026, 4, 30)
        away = await people.person_by_roster_no(work.session, "S-2")
        work.session.add(
            Recusal(person_id=away.id or 0, object_no=number(2), reason="own", declared_at=work.now)
        )
        outside = await work.session.exec(
            select(InspectionObject).where(InspectionObject.register_no == number(4))
        )
        outside.one().sub_libraries = []
    ref, shown = await receive(
        acts,
        [row(1, MARKET, "S-1，S-3"), row(2, MARKET, "S-2，S-3"), row(4, FIRE, "X-1，X-2")],
    )
    assert sorted(told(shown)) == [
        "excluded",
        "outside",
        "recused",
        "too_few",
        "too_few",
        "too_few",
        "unfit",
        "unfit",
    ]
    draw = await confirm(acts, ref)
    assert draw.record is not None
    kept = draw.record["warnings"]
    assert {"code": "excluded", "object": number(1), "reason": "closed"} in kept  # type: ignore[operator]
    assert {"code": "recused", "object": number(2), "roster_no": "S-2"} in kept  # type: ignore[operator]
    assert {"code": "unfit", "roster_no": "X-1", "unit": FIRE} in kept  # type: ignore[operator]


async def test_a_list_shorter_than_the_place_asks_for_is_told(acts: Acts) -> None:
    await found(acts)
    sixth = RatioRule(item_class="any", floor=Fraction(1, 6), clause="二（一）")
    there = replace(acts, profile=replace(acts.profile, ratio_rules=(sixth,)))
    _, enough = await receive(there)
    assert told(enough) == []
    _, few = await receive(there, TWO_OBJECTS[:2], "一户.xlsx")
    assert [(one.code, one.params["have"], one.params["need"]) for one in few.warnings] == [("few", 1, 2)]


async def test_a_draw_after_the_window_opened_is_a_warning_and_refused_where_the_place_says_so(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    clock.advance(days=9)
    late = [row(2, MARKET, "S-1，S-2", at="2026-04-07"), row(2, FIRE, "X-1，X-2", at="2026-04-07")]
    _, shown = await receive(acts, late)
    assert told(shown) == ["late"]
    strict = replace(acts, profile=replace(acts.profile, draw_before_window=True))
    assert (await refusal(strict, late)).code == "external.too_late"
    assert load("pingluo").draw_before_window


async def test_a_draw_that_is_still_to_come_is_refused(acts: Acts) -> None:
    await found(acts)
    assert (await refusal(acts, [row(2, MARKET, "S-1，S-2", at="2026-04-02")])).code == "external.future"


async def test_rows_of_other_tasks_are_left_out_and_a_list_of_only_others_is_refused(acts: Acts) -> None:
    await found(acts)
    others = [["某任务", *row(5, MARKET, "S-1，S-2")[1:]], ["另一任务", *row(6, MARKET, "S-1，S-2")[1:]]]
    _, shown = await receive(acts, [*TWO_OBJECTS, *others])
    assert (shown.others, [team.register_no for team in shown.teams]) == (2, [number(2), number(3)])
    assert (await refusal(acts, others)).code == "external.other_tasks"
    _, alone = await receive(acts, others[:1])
    assert "other_task" in told(alone)


async def test_a_list_is_decided_once(acts: Acts) -> None:
    await found(acts)
    ref, _ = await receive(acts)
    await confirm(acts, ref)
    with pytest.raises(DomainError, match=r"import\.decided"):
        await confirm(acts, ref)


async def test_a_list_put_aside_changes_nothing(acts: Acts) -> None:
    await found(acts)
    ref, _ = await receive(acts)
    async with acts.working(await actor(acts, "B-1"), cause()) as work:
        await external_lists.discard(work, ref)
    with pytest.raises(DomainError, match=r"import\.decided"):
        await confirm(acts, ref)
    async with acts.looking() as look:
        assert (await look.session.exec(select(Draw))).all() == []


async def test_a_platforms_list_sent_as_a_register_is_shown_the_way(acts: Acts) -> None:
    await found(acts)
    file = importing.read_file("名单.xlsx", xlsx([HEAD, *TWO_OBJECTS]))
    with pytest.raises(DomainError, match=r"external\.no_register") as refused:
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await importing.receive(work, file)
    assert "登记平台抽取" in texts("zh_CN").error(refused.value)


async def test_only_the_office_registers(acts: Acts) -> None:
    await found(acts)
    file = external_lists.read_list("名单.xlsx", xlsx([HEAD, *TWO_OBJECTS]))
    with pytest.raises(DomainError, match=r"access\.role"):
        async with acts.working(await actor(acts, "S-0"), cause()) as work:
            await external_lists.receive(work, ["task-one"], "", file)


async def _asked(acts: Acts) -> str:
    """S-1 asks to be replaced on the first object, for a relative's interest."""
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Assignment.ref)
            .join(Person, col(Assignment.person_id) == col(Person.id))
            .where(Person.roster_no == "S-1")
        )
        ref = rows.one()
    async with acts.working(await actor(acts, "S-1"), cause()) as work:
        await replacements.ask(work, ref, "relative")
    async with acts.looking() as look:
        return (await look.session.exec(select(Replacement.ref))).one()


async def test_a_seat_of_a_platforms_draw_is_filled_by_a_corrected_list_only(acts: Acts) -> None:
    await found(acts)
    first = await registered(acts)
    request = await _asked(acts)
    with pytest.raises(DomainError, match=r"external\.replace_there"):
        async with acts.working(await actor(acts, "B-1"), cause()) as work:
            await replacements.approve(work, request)
    ref, shown = await receive(acts, [row(2, MARKET, "S-2，S-3", "S-2"), *TWO_OBJECTS[1:]])
    assert shown.changes == [(number(2), ["S-1"], ["S-3"])]
    draw = await confirm(acts, ref)
    team = await seats(acts, number(2))
    assert (team["S-1"], team["S-2"], team["S-3"]) == (
        ("replaced", False),
        ("active", True),
        ("active", False),
    )
    assert len(await letters(acts, "assigned")) == 2 * 4 + 1
    (gone,) = await letters(acts, "reassigned")
    assert "示例商行2" in gone.body
    (post,) = await letters(acts, "external_corrected")
    assert "XZ-2026-0001-01：工号S-1退出，工号S-3参加" in post.body
    async with acts.looking() as look:
        settled = (await look.session.exec(select(Replacement))).one()
        declared = (await look.session.exec(select(Recusal.object_no))).all()
    assert (settled.state, settled.label, list(declared)) == ("approved", "XZ-2026-0001/2", [number(2)])
    assert draw.id == first.id
    assert draw.record is not None
    assert (draw.record["version"], len(draw.record["earlier"])) == (2, 1)  # type: ignore[arg-type]


async def test_a_corrected_list_may_change_the_objects_too(acts: Acts) -> None:
    await found(acts)
    await registered(acts)
    ref, shown = await receive(acts, [*TWO_OBJECTS[:2], row(4, MARKET, "S-2，S-3"), row(4, FIRE, "X-1，X-2")])
    assert [one[0] for one in shown.changes] == [number(3), number(4)]
    assert told(shown) == []
    await confirm(acts, ref)
    async with acts.looking() as look:
        visits = (await look.session.exec(select(Visit).order_by(col(Visit.position)))).all()
    assert [(one.number[-2:], one.state) for one in visits] == [
        ("01", "open"),
        ("02", "void"),
        ("03", "open"),
    ]
    assert {state for state, _ in (await seats(acts, number(3))).values()} == {"replaced"}
    back, _ = await receive(acts)
    await confirm(acts, back)
    async with acts.looking() as look:
        states = (await look.session.exec(select(Visit.state).order_by(col(Visit.position)))).all()
    assert list(states) == ["open", "open", "void"]


async def test_who_left_before_is_not_told_again_when_only_the_leader_changes(acts: Acts) -> None:
    await found(acts)
    await registered(acts)
    second = (row(2, MARKET, "S-2，S-3", "S-2"), *TWO_OBJECTS[1:])
    for rows in (second, (row(2, MARKET, "S-2，S-3", "S-3"), *second[1:])):
        ref, _ = await receive(acts, rows)
        await confirm(acts, ref)
    assert (await seats(acts, number(2)))["S-3"] == ("active", True)
    assert len(await letters(acts, "reassigned")) == 1


async def test_an_object_off_the_register_and_an_inspector_who_left_are_not_known(acts: Acts) -> None:
    await found(acts)
    async with acts.noting() as work:
        gone = await work.session.exec(
            select(InspectionObject).where(InspectionObject.register_no == number(2))
        )
        gone.one().active = False
        (await people.person_by_roster_no(work.session, "S-2")).left_on = date(2026, 3, 1)
    _, shown = await receive(acts, [row(2, MARKET, "S-2，S-3")])
    assert [one.code for one in shown.file.reading.problems] == ["not_in_register", "number_unknown"]


async def test_a_list_that_changes_nothing_corrects_nothing(acts: Acts) -> None:
    acts = replace(acts, profile=replace(acts.profile, yearly_cap_per_object=1))
    await found(acts)
    await registered(acts)
    ref, shown = await receive(acts)
    assert (shown.changes, told(shown)) == ([], [])
    with pytest.raises(DomainError, match=r"external\.nothing_new"):
        await confirm(acts, ref)


async def _report(acts: Acts, roster_no: str, on: date) -> Result:
    """The first card of an inspector, with nothing found."""
    who = await actor(acts, roster_no)
    async with acts.looking() as look:
        rows = await look.session.exec(
            select(Assignment.ref).where(Assignment.person_id == who.person_id).order_by(col(Assignment.id))
        )
        ref = rows.first() or ""
    async with acts.noting(who) as work:
        await drafts.all_fine(work, ref)
        await drafts.set_date(work, ref, on)
    async with acts.working(who, cause()) as work:
        return await inspections.submit(work, ref)


async def test_a_result_follows_a_platforms_draw_like_any_other_and_then_the_list_stands(
    acts: Acts, clock: StandingClock
) -> None:
    await found(acts)
    clock.go_to(2026, 4, 9)
    at = "2026-04-07 15:20"
    await registered(acts, [row(2, MARKET, "S-1，S-2", at=at), row(2, FIRE, "X-1，X-2", at=at)])
    with pytest.raises(DomainError, match=r"outcome\.before_draw"):
        await _report(acts, "X-1", date(2026, 4, 6))
    result = await _report(acts, "X-1", date(2026, 4, 8))
    assert result.number.startswith("XZ-2026-0001-01-")
    assert (await refusal(acts, TWO_OBJECTS)).code == "external.reported"
    async with acts.looking(await actor(acts, "B-1")) as look:
        assert await external_lists.open_tasks(look) == []
    async with acts.noting() as work:
        (await work.session.exec(select(Result))).one().state = "returned"
    _, shown = await receive(acts, TWO_OBJECTS)
    assert shown.draw is not None


async def test_the_public_page_says_where_it_was_drawn_and_how_to_check_its_list(acts: Acts) -> None:
    await found(acts)
    draw = await registered(acts)
    public = replace(acts, profile=replace(acts.profile, target_list_public=True))
    for place, listed in ((acts, False), (public, True)):
        async with place.looking() as look:
            files = files_of(await public_site.site(look))
        page = files[f"draws/{draw.number}.html"].decode()
        assert f"抽取在{PLATFORM}进行，本系统登记" in page
        assert draw.record is not None
        assert (f"--list 名单.xlsx --posted {draw.record['file_sha256']}" in page) is listed
        assert "平台的随机性不能在此复算" in page or not listed
        assert 'verify.html">如何核验</a></li>\n</ul>\n<h2>' not in page
        assert (number(2) in page) is listed
        record = files.get(f"draws/{draw.number}.record.json", b"").decode()
        assert (number(2) in record) is listed
        assert "S-1" not in page + record


JOINT = ("task-one", "task-two")


def fire(n: int, roster_nos: str = "X-1，X-2") -> Row:
    return ["消防专项抽查", *row(n, FIRE, roster_nos)[1:]]


async def _joint(acts: Acts) -> None:
    await found(acts)
    await second_task(acts)


async def test_one_list_of_two_tasks_makes_one_visit_of_what_both_drew(acts: Acts) -> None:
    await _joint(acts)
    rows = [*TWO_OBJECTS, fire(3), fire(5)]
    ref, shown = await receive(acts, rows, tasks=JOINT)
    assert (shown.convenor, shown.merged, shown.others, told(shown)) == (MARKET, 1, 0, [])
    draw = await confirm(acts, ref)
    async with acts.looking() as look:
        visits = (await look.session.exec(select(Visit).order_by(col(Visit.position)))).all()
        tasks = {task.id: task for task in await look.session.exec(select(Task))}
    assert [[tasks[one].no for one in visit.task_ids] for visit in visits] == [
        ["2026-01"],
        ["2026-01", "2026-02"],
        ["2026-02"],
    ]
    assert [tasks[visit.task_id].no for visit in visits] == ["2026-01", "2026-01", "2026-02"]
    assert {task.state for task in tasks.values()} == {"drawn"}
    cards = [letter.body for letter in await letters(acts, "assigned") if "示例商行3" in letter.body]
    assert all("食品销售联合抽查" in card and "消防专项抽查" in card for card in cards)
    (post,) = await letters(acts, "external_drawn")
    assert f"联合抽取，召集部门：{MARKET}。1家同时属于几项任务" in post.body
    assert draw.record is not None
    assert draw.record["visits"] == {
        number(2): ["2026-01"],
        number(3): ["2026-01", "2026-02"],
        number(5): ["2026-02"],
    }
    listed = xlsx([HEAD, *rows])
    checks = recount(draw.record, listed=listed)
    assert not [check for check in checks if check.outcome == "differs"]
    visits_told: Any = draw.record["visits"]
    forged = draw.record | {"visits": visits_told | {number(3): ["2026-02"]}}
    assert "list_objects" in [
        check.what for check in recount(forged, listed=listed) if check.outcome == "differs"
    ]


async def test_a_list_without_a_task_column_is_for_all_the_tasks_chosen(acts: Acts) -> None:
    await _joint(acts)
    ref, shown = await receive(acts, [[None, *one[1:]] for one in TWO_OBJECTS], tasks=JOINT)
    assert shown.merged == 2
    draw = await confirm(acts, ref)
    async with acts.looking() as look:
        visits = (await look.session.exec(select(Visit))).all()
    assert [visit.task_ids for visit in visits] == [draw.task_ids] * 2


async def test_a_task_that_no_row_names_is_not_taken_for_drawn(acts: Acts) -> None:
    await _joint(acts)
    with pytest.raises(DomainError, match=r"external\.task_missing"):
        await receive(acts, tasks=JOINT)
    _, alone = await receive(acts, [*TWO_OBJECTS, fire(5)])
    assert (alone.others, alone.merged) == (1, 0)


async def test_each_tasks_own_units_are_asked_for(acts: Acts) -> None:
    await _joint(acts)
    _, shown = await receive(acts, [row(2, MARKET, "S-1，S-2"), fire(5, "X-1")], tasks=JOINT)
    lacking = [(one.params["object"], one.params["unit"]) for one in shown.warnings if one.code == "too_few"]
    assert lacking == [(number(2), FIRE), (number(5), FIRE)]
    assert {one.params["object"] for one in shown.warnings if one.code == "outside"} == set()


async def test_a_joint_list_is_corrected_for_the_same_tasks_only(acts: Acts) -> None:
    await _joint(acts)
    ref, _ = await receive(acts, [*TWO_OBJECTS, fire(3), fire(5)], tasks=JOINT)
    await confirm(acts, ref)
    for alone in (["task-one"], ["task-two"]):
        with pytest.raises(DomainError, match=r"external\.not_together"):
            await receive(acts, TWO_OBJECTS, tasks=alone)
        async with acts.looking(await actor(acts, "B-1")) as look:
            whole = await external_lists.together(look, alone[0])
        assert [task.ref for task in whole] == list(JOINT)
    ref, shown = await receive(acts, [*TWO_OBJECTS, fire(2), fire(5)], tasks=JOINT)
    assert shown.changes == []
    draw = await confirm(acts, ref)
    assert draw.record is not None
    assert draw.record["version"] == 2
    async with acts.looking() as look:
        visits = (await look.session.exec(select(Visit).order_by(col(Visit.position)))).all()
    assert [len(visit.task_ids) for visit in visits] == [2, 1, 1]
