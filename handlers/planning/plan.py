"""计划: the year for the office, a unit's plan for its liaison; filed, confirmed, published, finished."""

from collections.abc import Callable
from typing import Any, cast

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Data, Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Row, ScrollingGroup, Select, SwitchTo

from domain.plan import PUBLIC
from domain.plan import State as PlanState
from domain.roles import Actor, Role
from handlers.asked import begins
from handlers.gate import Opened
from handlers.once import entered
from handlers.pieces import paged, text_to
from handlers.planning import plan_file, plan_ordered
from handlers.planning.plan_draft import Tasking
from handlers.spoken import heard, ref_of, without_buttons
from handlers.words import Say, Screen, words_of
from locales.texts import Texts
from services.planning import plan_changes, plan_filings, plan_view, plans

router = Router(name="plan")

LINES_SHOWN, BUTTONS_SHOWN = 12, 8
Working = Callable[[], Opened]


class Planning(StatesGroup):
    """The year, numbers ordered from above, one unit's plan, the look before filing, a reason to return."""

    year = State()
    ordered = State()
    card = State()
    review = State()
    reason = State()


@begins(router, "plan")
async def on_plan(_event: Message | CallbackQuery, dialog_manager: DialogManager, actor: Actor) -> None:
    """The office sees everybody's plans, a liaison the own unit's."""
    of_office = Role.OFFICE in actor.roles
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("plan.look")
        year = look.today.year
    state = Planning.year if of_office else Planning.card
    data = {"office": of_office, "year": year}
    await dialog_manager.start(state, data, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def on_start(start_data: Any, manager: DialogManager) -> None:
    """This year first."""
    await _go_to_year(manager, start_data["year"])


async def _go_to_year(manager: DialogManager, year: int) -> None:
    """A liaison's plan is begun when it is first looked at."""
    manager.dialog_data["year"] = year
    if not _of_office(manager):
        async with manager.middleware_data["noting"]() as work:
            manager.dialog_data["plan"] = (await plan_view.own_plan(work, year)).ref


def _of_office(manager: DialogManager) -> bool:
    return bool(cast("dict[str, Any]", manager.start_data)["office"])


async def see_year(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """Everybody's plans, and what they reach together."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await plan_view.year_of(look, dialog_manager.dialog_data["year"])
    drafts = any(one.state == PlanState.DRAFT for one in found.plans)
    return {"year": found, "drafts": drafts, "without": found.without}


async def see_card(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """One plan, and which steps are open."""
    async with dialog_manager.middleware_data["looking"]() as look:
        card = await plan_view.card(look, dialog_manager.dialog_data["plan"])
    office = _of_office(dialog_manager)
    received = card.filing is not None and card.filing.state == "received"
    filed, public = card.state == PlanState.FILED, PlanState(card.state) in PUBLIC
    running = public and card.state != PlanState.DONE
    return {
        "card": card,
        "shown": card.tasks[:LINES_SHOWN],
        "more": len(card.tasks) - LINES_SHOWN,
        "planned": [one for one in card.tasks if one.planned],
        "is_draft": card.state == PlanState.DRAFT,
        "may_file": card.state == PlanState.DRAFT and bool(card.tasks),
        "may_decide": office and filed and received,
        "may_publish": office and filed and not received,
        "may_change": running,
        "may_finish": office and running,
        "office": office,
        "own": not office,
    }


async def on_unit(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Open a unit's plan."""
    manager.dialog_data["plan"] = ref
    await manager.switch_to(Planning.card)


async def on_without(_query: CallbackQuery, _widget: Any, manager: DialogManager, unit: str) -> None:
    """Begin the plan of a unit that has none."""
    async with manager.middleware_data["noting"]() as work:
        plan = await plan_view.plan_of_unit(work, int(unit), manager.dialog_data["year"])
        manager.dialog_data["plan"] = plan.ref
    await manager.switch_to(Planning.card)


async def on_next_year(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """A year on."""
    await _go_to_year(manager, manager.dialog_data["year"] + 1)


async def on_last_year(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Back a year."""
    await _go_to_year(manager, manager.dialog_data["year"] - 1)


async def on_publish_all(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The office's own list becomes public as one act."""
    async with manager.middleware_data["working"]() as work:
        units = await plan_filings.publish_drafts(work, manager.dialog_data["year"])
    await query.answer(words_of(manager).say("plan.published_all", count=len(units)))


async def on_add(_query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """A new task: of a draft at once, of a public plan by asking."""
    adjusting = button.widget_id == "propose"
    await manager.start(Tasking.name, {"plan": manager.dialog_data["plan"], "task": "", "asks": adjusting})


async def on_task(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Look at a task, change it, or ask to."""
    async with manager.middleware_data["looking"]() as look:
        card = await plan_view.card(look, manager.dialog_data["plan"])
    asks = card.state != PlanState.DRAFT
    await manager.start(Tasking.hub, {"plan": card.ref, "task": ref, "asks": asks})


async def on_file(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Hand in what was reviewed; the receipt comes as a letter."""
    plan = manager.dialog_data["plan"]
    _, facts = await entered(manager, lambda work: plan_filings.file(work, plan))
    await query.answer(words_of(manager).say("plan.filed", number=facts["receipt"]))
    await manager.switch_to(Planning.card)


async def on_confirm(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The office confirms."""
    async with manager.middleware_data["working"]() as work:
        filing = await plan_filings.confirm(work, manager.dialog_data["plan"])
    await query.answer(words_of(manager).say("plan.confirmed", number=filing.number))


async def on_reason(_message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Return with the reason typed."""
    async with manager.middleware_data["working"]() as work:
        await plan_filings.give_back(work, manager.dialog_data["plan"], _message.text or "")
    await manager.switch_to(Planning.card)


async def on_publish(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Public from now on."""
    async with manager.middleware_data["working"]() as work:
        await plans.publish(work, manager.dialog_data["plan"])
    await query.answer(words_of(manager).say("plan.now_public"))


async def on_finish(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """办结."""
    async with manager.middleware_data["working"]() as work:
        await plans.finish(work, manager.dialog_data["plan"])
    await query.answer(words_of(manager).say("plan.finished"))


async def on_back(_start: Data, result: Any, manager: DialogManager) -> None:
    """From a task, or from what was asked of a sent table, the plan is shown as it now stands."""
    if isinstance(result, dict) and "ratios" in result:
        await plan_file.answered(manager, result["ratios"])
    await manager.switch_to(Planning.card)


@router.callback_query(F.data.startswith("plan-ok:"))
async def on_letter_confirm(query: CallbackQuery, working: Working, texts: Texts) -> None:
    """Confirm from the office group's card."""
    async with working() as work:
        filing = await plan_filings.confirm(work, ref_of(query))
    await query.answer(texts.say("plan.confirmed", number=filing.number))
    await without_buttons(query, "plan-ok:")


@router.callback_query(F.data.startswith("plan-agree:"))
async def on_agree(query: CallbackQuery, working: Working) -> None:
    """The second person agrees to a change; the post that follows says so."""
    async with working() as work:
        await plan_changes.agree(work, ref_of(query))
    await heard(query)
    await without_buttons(query, "plan-agree:", "plan-refuse:")


@router.callback_query(F.data.startswith("plan-refuse:"))
async def on_refuse(query: CallbackQuery, working: Working) -> None:
    """The second person does not agree."""
    async with working() as work:
        await plan_changes.refuse(work, ref_of(query))
    await heard(query)
    await without_buttons(query, "plan-agree:", "plan-refuse:")


def _years(when: str | None = None) -> Row:
    """次年工作安排 is made in December, last year's is still looked up in January."""
    return Row(
        Button(Say("plan.last_year"), id="last_year", on_click=on_last_year),
        Button(Say("plan.next_year"), id="next_year", on_click=on_next_year),
        when=when,
    )


dialog = Dialog(
    Window(
        Screen("plan_year"),
        ScrollingGroup(
            Select(
                Say("plan.unit"),
                id="unit",
                item_id_getter=lambda one: one.ref,
                items=lambda data: data["year"].plans,
                on_click=on_unit,
            ),
            Select(
                Say("plan.begin"),
                id="begin",
                item_id_getter=lambda one: one.unit_id,
                items="without",
                on_click=on_without,
            ),
            id="units",
            width=1,
            height=BUTTONS_SHOWN,
            hide_on_single_page=True,
        ),
        Button(Say("plan.publish_all"), id="publish_all", on_click=on_publish_all, when="drafts"),
        SwitchTo(Say("plan.ordered_numbers"), id="ordered", state=Planning.ordered),
        _years(),
        state=Planning.year,
        getter=see_year,
    ),
    plan_ordered.window(Planning.ordered, Planning.year, see_year),
    Window(
        Screen("plan_card"),
        paged(Say("plan.task"), "task", "planned", on_task, key=lambda one: one.ref, height=BUTTONS_SHOWN),
        Button(Say("plan.add"), id="add", on_click=on_add, when="is_draft"),
        SwitchTo(Say("plan.file"), id="file", state=Planning.review, when="may_file"),
        Row(
            Button(Say("plan.button.confirm"), id="confirm", on_click=on_confirm),
            SwitchTo(Say("plan.give_back"), id="give_back", state=Planning.reason),
            when="may_decide",
        ),
        Button(Say("plan.publish"), id="publish", on_click=on_publish, when="may_publish"),
        Button(Say("plan.propose"), id="propose", on_click=on_add, when="may_change"),
        Button(Say("plan.finish"), id="finish", on_click=on_finish, when="may_finish"),
        SwitchTo(Say("plan.all_units"), id="all", state=Planning.year, when="office"),
        _years("own"),
        MessageInput(plan_file.on_plan_file, content_types=ContentType.DOCUMENT),
        state=Planning.card,
        getter=see_card,
    ),
    Window(
        Screen("plan_review"),
        Button(Say("plan.hand_in"), id="hand_in", on_click=on_file),
        SwitchTo(Say("plan.to_card"), id="card", state=Planning.card),
        state=Planning.review,
        getter=see_card,
    ),
    Window(
        Screen("plan_reason"),
        text_to(on_reason),
        SwitchTo(Say("plan.to_card"), id="card", state=Planning.card),
        state=Planning.reason,
    ),
    on_start=on_start,
    on_process_result=on_back,
)
