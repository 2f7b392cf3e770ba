"""A plan's way: drafted in the chat, filed with a receipt, confirmed, published, changed in public, done."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from bot.acts import Acts
from domain.errors import DomainError
from domain.plan import TaskDraft
from domain.roles import Actor
from locales.texts import texts
from models import Duty, Filing, InspectionObject, Letter, Plan, PlanFiling, Task
from services.drawing.draws import Sealed, announce
from services.planning import plan_changes, plan_filings, plan_sizing, plan_tasks, plan_view, plans
from services.profiles import load
from services.publication.public_site import site
from services.year import duties
from tests import county
from tests.conftest import StandingClock
from tests.county import FIRE, MARKET

DRAFT = TaskDraft(
    name="食品销售联合抽查",
    item_codes=("SP-1", "XF-1"),
    scope="食品销售",
    ratio_text="25%",
    quota={"floor": "1/4"},
    partners=(FIRE,),
    window_from=date(2026, 5, 1),
    window_to=date(2026, 6, 30),
)
WHY = ("上级专项行动改期", "某随办〔2026〕9号")


@pytest.fixture
async def office(acts: Acts) -> Actor:
    """The small office, its own ready task set aside, with somebody of it."""
    await county.found(acts)
    async with acts.noting() as work:
        await work.session.delete((await work.session.exec(select(Task))).one())
    return await county.actor(acts, "B-1")


async def drafted(acts: Acts, actor: Actor, *drafts: TaskDraft, cause: str = "draft") -> Plan:
    """A draft plan of the market unit with tasks made by the actor."""
    liaison = await county.actor(acts, "S-0")
    async with acts.noting(liaison) as work:
        plan = await plan_view.own_plan(work, 2026)
    for n, draft in enumerate(drafts or (DRAFT,)):
        async with acts.working(actor, f"{cause}:{n}") as work:
            (await plan_tasks.add(work, plan.ref, draft)).draw_mode = "local"
    return plan


async def published(acts: Acts, office: Actor, *drafts: TaskDraft) -> Plan:
    """The same, filed, confirmed and public."""
    plan = await drafted(acts, office, *drafts)
    for cause, step in (
        ("file", plan_filings.file),
        ("confirm", plan_filings.confirm),
        ("publish", plans.publish),
    ):
        async with acts.working(office, cause) as work:
            await step(work, plan.ref)
    return plan


async def only_task(acts: Acts) -> Task:
    """The one task there is."""
    async with acts.looking() as look:
        return (await look.session.exec(select(Task).order_by(Task.id))).first()  # type: ignore[return-value, arg-type]


async def code_of(awaitable: object) -> str:
    """The refusal's code."""
    with pytest.raises(DomainError) as refusal:
        await awaitable  # type: ignore[misc]
    return refusal.value.code


async def test_a_task_says_in_which_portions_and_by_which_methods(acts: Acts, office: Actor) -> None:
    year = replace(DRAFT, window_from=date(2026, 1, 1), window_to=date(2026, 12, 31))
    await drafted(acts, office, replace(year, portion="quarter", methods=("现场检查", "书面检查")))
    task = await only_task(acts)
    assert (task.portion, task.methods) == ("quarter", ["现场检查", "书面检查"])
    async with acts.looking() as look:
        draft, _ = await plan_view.task_card(look, task.ref)
        assert len((await plan_sizing.size(look, task)).parts) == 4
    assert (draft.portion, draft.methods) == ("quarter", ("现场检查", "书面检查"))


async def test_a_task_made_in_the_chat_keeps_the_base_of_its_day(acts: Acts, office: Actor) -> None:
    await drafted(acts, await county.actor(acts, "S-0"))
    task = await only_task(acts)
    assert (task.no, task.kind, task.state) == ("XZ-2026-T001", "regular", "planned")
    # twelve objects, one of them deregistered: 11 × 25 % = 2.75, rounded up
    assert task.sized == {"on": "2026-04-01", "base": 12, "excluded": 1, "key": 0, "quantity": 3}


async def test_nothing_outside_the_list_and_no_stranger_gets_into_a_plan(acts: Acts, office: Actor) -> None:
    plan = await drafted(acts, office)
    for n, (wrong, code) in enumerate(
        (
            (replace(DRAFT, item_codes=("SP-1", "ZZ-9")), "plan.unknown_item"),
            (replace(DRAFT, partners=("某局",)), "plan.unknown_unit"),
            (replace(DRAFT, partners=(MARKET,)), "plan.unknown_unit"),
            (replace(DRAFT, kind="campaign"), "plan.task_document"),
            (replace(DRAFT, kind="targeted", document="某文"), "plan.task_complaints"),
            (replace(DRAFT, window_to=date(2026, 4, 1)), "plan.task_window_backwards"),
            (replace(DRAFT, window_to=date(2027, 1, 1)), "plan.task_window_year"),
            (replace(DRAFT, quota=None), "plan.task_rule"),
        )
    ):
        async with acts.noting(office, f"wrong:{n}") as work:
            assert await code_of(plan_tasks.add(work, plan.ref, wrong)) == code


async def test_a_liaison_plans_for_their_own_unit_only(acts: Acts, office: Actor) -> None:
    plan = await drafted(acts, office)
    stranger, task = await county.actor(acts, "X-0"), await only_task(acts)
    async with acts.noting(stranger, "x") as work:
        assert await code_of(plan_tasks.add(work, plan.ref, DRAFT)) == "plan.not_yours"
        assert await code_of(plan_tasks.remove(work, task.ref)) == "plan.not_yours"
        assert await code_of(plan_view.card(work, plan.ref)) == "plan.not_yours"


async def test_a_filed_plan_has_a_numbered_receipt_and_closes_the_units_duty(
    acts: Acts, office: Actor
) -> None:
    liaison = await county.actor(acts, "S-0")
    async with acts.working(office, "year") as work:
        await duties.plan_year(work, 2026)
    plan = await drafted(acts, liaison)
    async with acts.working(liaison, "file") as work:
        filing = await plan_filings.file(work, plan.ref)
    assert (filing.number, filing.version, filing.receiver) == ("XZ-2026-J0001", 1, "市领导小组办公室")
    async with acts.looking(liaison) as look:
        duty = (
            await look.session.exec(
                select(Duty).where(Duty.deadline == "internal_plan", Duty.unit_id == liaison.unit_id)
            )
        ).one()
        handed_in = (await look.session.exec(select(Filing))).one()
        receipt = (await look.session.exec(select(Letter).where(Letter.kind == "plan_received"))).one()
        card = await plan_view.card(look, plan.ref)
    assert (duty.state, handed_in.number, handed_in.note) == ("fulfilled", "XZ-2026-B0001", "XZ-2026-J0001")
    assert all(part in receipt.body for part in ("XZ-2026-J0001", "市领导小组办公室", "XZ-2026-B0001"))
    assert (card.state, card.filing and card.filing.number) == ("filed", "XZ-2026-J0001")


async def test_a_filed_plan_stands_still_until_the_office_returns_it_with_a_reason(
    acts: Acts, office: Actor
) -> None:
    liaison = await county.actor(acts, "S-0")
    async with acts.working(office, "year") as work:
        await duties.plan_year(work, 2026)
    plan = await drafted(acts, liaison)
    async with acts.working(liaison, "file") as work:
        await plan_filings.file(work, plan.ref)
    task = await only_task(acts)
    async with acts.noting(liaison, "late") as work:
        assert await code_of(plan_tasks.remove(work, task.ref)) == "plan.not_a_draft"
        assert await code_of(plan_filings.confirm(work, plan.ref)) == "access.role"
    async with acts.noting(office, "why") as work:
        assert await code_of(plan_filings.give_back(work, plan.ref, " ")) == "plan.reason"
    async with acts.working(office, "back") as work:
        await plan_filings.give_back(work, plan.ref, "第1项与去年重复")
    async with acts.looking() as look:
        duty = (
            await look.session.exec(
                select(Duty).where(Duty.deadline == "internal_plan", Duty.unit_id == liaison.unit_id)
            )
        ).one()
        told = (await look.session.exec(select(Letter).where(Letter.kind == "plan_decided"))).one()
    assert duty.state == "open"
    assert "第1项与去年重复" in told.body
    async with acts.working(liaison, "again") as work:
        again = await plan_filings.file(work, plan.ref)
    assert (again.number, again.version) == ("XZ-2026-J0002", 2)


async def test_only_a_published_plan_is_drawn_from_and_shown(acts: Acts, office: Actor) -> None:
    plan = await drafted(acts, office)
    task, sealed = await only_task(acts), Sealed(secret="ab" * 32, salt="cd")
    async with acts.noting(office, "early") as work:
        assert await code_of(announce(work, [task.ref], sealed)) == "plan.not_public"
        assert await code_of(plans.publish(work, plan.ref)) == "plan.not_confirmed"
    async with acts.looking() as look:
        assert (await site(look)).tasks == ()
    for cause, step in (
        ("file", plan_filings.file),
        ("confirm", plan_filings.confirm),
        ("publish", plans.publish),
    ):
        async with acts.working(office, cause) as work:
            await step(work, plan.ref)
    async with acts.looking() as look:
        shown = await site(look)
    assert [(one.unit, one.state, one.filing) for one in shown.plans] == [
        (MARKET, "published", "XZ-2026-J0001")
    ]
    assert [(one.plan, one.base, one.quantity) for one in shown.tasks] == [(plan.ref, 12, 3)]
    async with acts.working(office, "draw") as work:
        await announce(work, [task.ref], sealed)


async def test_a_change_waits_for_a_second_person_and_keeps_the_old_value_in_public(
    acts: Acts, office: Actor
) -> None:
    await published(acts, office)
    task = await only_task(acts)
    longer = replace(DRAFT, window_to=date(2026, 9, 30))
    async with acts.working(office, "ask") as work:
        change = await plan_changes.ask_change(work, task.ref, longer, *WHY)
    async with acts.noting(office, "own") as work:
        assert await code_of(plan_changes.agree(work, change.ref)) == "plan.second_person"
    assert (await only_task(acts)).window_to == date(2026, 6, 30)
    async with acts.working(await county.actor(acts, "B-2"), "agree") as work:
        await plan_changes.agree(work, change.ref)
    assert (await only_task(acts)).window_to == date(2026, 9, 30)
    async with acts.looking() as look:
        shown = (await site(look)).plans[0]
        filings = (await look.session.exec(select(PlanFiling).order_by(PlanFiling.version))).all()  # type: ignore[arg-type]
    assert shown.state == "adjusted"
    assert [(one.what, one.lines, one.filing) for one in shown.changes] == [
        ("changed", (("window_to", "2026-06-30", "2026-09-30"),), "XZ-2026-J0002")
    ]
    assert [(one.version, one.state) for one in filings] == [(1, "confirmed"), (2, "confirmed")]
    async with acts.noting(await county.actor(acts, "B-2"), "twice") as work:
        assert await code_of(plan_changes.agree(work, change.ref)) == "plan.change_over"


async def test_a_cancelled_task_leaves_the_plan_but_not_the_log(acts: Acts, office: Actor) -> None:
    plan = await published(acts, office)
    task = await only_task(acts)
    async with acts.working(office, "ask") as work:
        change = await plan_changes.ask_cancellation(work, task.ref, *WHY)
    async with acts.working(await county.actor(acts, "S-9"), "agree") as work:
        await plan_changes.agree(work, change.ref)
    async with acts.looking(office) as look:
        shown = await site(look)
        card = await plan_view.card(look, plan.ref)
    assert (shown.tasks, card.tasks) == ((), ())
    assert [(one.what, one.task, one.document) for one in shown.plans[0].changes] == [
        ("cancelled", "食品销售联合抽查", "某随办〔2026〕9号")
    ]


async def test_a_refused_change_changes_nothing(acts: Acts, office: Actor) -> None:
    plan = await published(acts, office)
    async with acts.working(office, "ask") as work:
        change = await plan_changes.ask_addition(
            work, plan.ref, replace(DRAFT, name="另一项", kind="campaign", document="某专项"), *WHY
        )
    async with acts.looking(office) as look:
        assert len((await plan_view.card(look, plan.ref)).tasks) == 1
    async with acts.working(await county.actor(acts, "B-2"), "no") as work:
        await plan_changes.refuse(work, change.ref)
    async with acts.looking(office) as look:
        card = await plan_view.card(look, plan.ref)
    assert (len(card.tasks), card.state, card.waiting, card.changes) == (1, "published", (), ())


async def test_an_added_task_joins_the_plan_when_agreed(acts: Acts, office: Actor) -> None:
    plan = await published(acts, office)
    extra = replace(DRAFT, name="专项整治", kind="campaign", document="某专项〔2026〕1号")
    async with acts.working(office, "ask") as work:
        change = await plan_changes.ask_addition(work, plan.ref, extra, *WHY)
    async with acts.working(await county.actor(acts, "B-2"), "yes") as work:
        await plan_changes.agree(work, change.ref)
    async with acts.looking(office) as look:
        card = await plan_view.card(look, plan.ref)
    assert [(one.name, one.kind) for one in card.tasks] == [
        ("食品销售联合抽查", "regular"),
        ("专项整治", "campaign"),
    ]


async def test_a_change_needs_reason_document_and_a_difference(acts: Acts, office: Actor) -> None:
    await published(acts, office)
    task = await only_task(acts)
    longer = replace(DRAFT, window_to=date(2026, 9, 30))
    async with acts.noting(office, "x") as work:
        assert await code_of(plan_changes.ask_change(work, task.ref, longer, "", "文")) == (
            "plan.change_reason"
        )
        assert await code_of(plan_changes.ask_change(work, task.ref, longer, "因", " ")) == (
            "plan.change_document"
        )
        assert await code_of(plan_changes.ask_change(work, task.ref, DRAFT, *WHY)) == "plan.same"
    async with acts.working(office, "ask") as work:
        await plan_changes.ask_change(work, task.ref, longer, *WHY)
    async with acts.noting(office, "two") as work:
        assert await code_of(plan_changes.ask_cancellation(work, task.ref, *WHY)) == "plan.change_waits"


def in_pingluo(acts: Acts) -> Acts:
    """The same database under 平罗's rules: a week before, nothing cut."""
    return replace(acts, profile=load("pingluo"))


async def test_pingluo_lets_nothing_change_within_a_week_of_the_start(
    acts: Acts, office: Actor, clock: StandingClock
) -> None:
    acts = in_pingluo(acts)
    await published(acts, office)
    task = await only_task(acts)
    longer = replace(DRAFT, window_to=date(2026, 9, 30))
    clock.go_to(2026, 4, 24)  # exactly seven days before
    async with acts.working(office, "ask") as work:
        change = await plan_changes.ask_change(work, task.ref, longer, *WHY)
    clock.go_to(2026, 4, 25)
    second = await county.actor(acts, "B-2")
    async with acts.noting(second, "late") as work:
        assert await code_of(plan_changes.agree(work, change.ref)) == "plan.too_late"
    assert (await only_task(acts)).window_to == date(2026, 6, 30)


async def test_pingluo_cuts_neither_tasks_nor_items_nor_numbers(acts: Acts, office: Actor) -> None:
    acts = in_pingluo(acts)
    await published(acts, office)
    task = await only_task(acts)
    async with acts.noting(office, "x") as work:
        assert await code_of(plan_changes.ask_cancellation(work, task.ref, *WHY)) == "plan.no_cuts"
        for less in (
            replace(DRAFT, item_codes=("SP-1",)),
            replace(DRAFT, ratio_text="5%", quota={"floor": "1/20"}),
        ):
            assert await code_of(plan_changes.ask_change(work, task.ref, less, *WHY)) == "plan.no_cuts"
    more = replace(DRAFT, ratio_text="50%", quota={"floor": "1/2"})
    async with acts.working(office, "more") as work:
        await plan_changes.ask_change(work, task.ref, more, *WHY)


async def test_pingluo_takes_no_ratio_below_its_own(acts: Acts, office: Actor) -> None:
    elsewhere, acts = acts, in_pingluo(acts)
    low = replace(DRAFT, ratio_text="不高于1%", quota={"cap": "1/100"})
    with pytest.raises(DomainError) as refusal:
        await drafted(acts, office, low)
    assert refusal.value.code == "quota.below_floor"
    assert (refusal.value.params["count"], refusal.value.params["needed"]) == (0, 1)
    assert "5%" in texts().error(refusal.value)
    await drafted(elsewhere, office, low)
    async with acts.noting(office, "file") as work:
        plan = await plans.plan_for(work, (await only_task(acts)).lead_unit_id, 2026)
        assert await code_of(plan_filings.file(work, plan.ref)) == "quota.below_floor"


async def test_a_task_in_a_draw_is_not_changed(acts: Acts, office: Actor) -> None:
    await published(acts, office)
    task = await only_task(acts)
    async with acts.working(office, "ask") as work:
        change = await plan_changes.ask_cancellation(work, task.ref, *WHY)
    async with acts.working(office, "draw") as work:
        await announce(work, [task.ref], Sealed(secret="ab" * 32, salt="cd"))
    async with acts.noting(await county.actor(acts, "B-2"), "late") as work:
        assert await code_of(plan_changes.agree(work, change.ref)) == "plan.drawn"
        assert await code_of(plan_changes.ask_cancellation(work, task.ref, *WHY)) == "plan.drawn"


async def test_a_plan_is_done_only_when_every_task_was_drawn(acts: Acts, office: Actor) -> None:
    plan = await published(acts, office)
    async with acts.noting(office, "early") as work:
        assert await code_of(plans.finish(work, plan.ref)) == "plan.unfinished"
        (await work.session.get_one(Task, (await only_task(acts)).id)).state = "drawn"
    async with acts.working(office, "done") as work:
        assert (await plans.finish(work, plan.ref)).state == "done"
    async with acts.noting(office, "after") as work:
        assert await code_of(plan_changes.ask_addition(work, plan.ref, DRAFT, *WHY)) == "plan.not_public"


async def test_the_offices_own_list_is_published_in_one_act(acts: Acts, office: Actor) -> None:
    plan = await drafted(acts, office, DRAFT, replace(DRAFT, name="标签", partners=()))
    async with acts.working(office, "all") as work:
        assert await plan_filings.publish_drafts(work, 2026) == [MARKET]
    async with acts.looking(office) as look:
        card = await plan_view.card(look, plan.ref)
    assert (card.state, card.filing and card.filing.state) == ("published", "confirmed")
    async with acts.noting(office, "again") as work:
        assert await code_of(plan_filings.publish_drafts(work, 2026)) == "plan.no_drafts"


async def test_a_targeted_task_draws_only_among_objects_with_as_many_complaints(
    acts: Acts, office: Actor
) -> None:
    async with acts.noting() as work:
        for n, one in enumerate((await work.session.exec(select(InspectionObject))).all()):
            one.complaints = n
    await drafted(acts, office, replace(DRAFT, kind="targeted", complaints_min=9, document="投诉举报通报"))
    assert (await only_task(acts)).sized["base"] == 3  # of 0…11 complaints: 9, 10 and 11
