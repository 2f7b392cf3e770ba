"""A task while it is typed: where the dialog stands, what was answered, and what it comes to."""

from datetime import date
from typing import Any, cast

from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.kbd import Button

from domain.plan import PLANNABLE, PORTIONS, RESTING_ON_A_DOCUMENT, Kind, TaskDraft, fault
from handlers.words import Say, words_of
from services.planning import plan_sizing, plan_view, plans

QUARTERS = ("01-01/03-31", "04-01/06-30", "07-01/09-30", "10-01/12-31", "01-01/12-31")


class Tasking(StatesGroup):
    """One question a window; the hub shows the whole task and leads to each of them."""

    hub = State()
    name = State()
    kind = State()
    document = State()
    complaints = State()
    partners = State()
    items = State()
    scope = State()
    rule = State()
    window = State()
    portion = State()
    methods = State()
    reason = State()
    paper = State()


ORDER = (
    Tasking.name,
    Tasking.kind,
    Tasking.document,
    Tasking.complaints,
    Tasking.partners,
    Tasking.items,
    Tasking.scope,
    Tasking.rule,
    Tasking.window,
    Tasking.hub,
)


def started_with(manager: DialogManager) -> dict[str, Any]:
    """The plan, the stored task if any, and whether it has to be asked for."""
    return cast("dict[str, Any]", manager.start_data)


def draft_of(manager: DialogManager) -> TaskDraft:
    """What was typed so far."""
    plain = dict(manager.dialog_data.get("draft", {}))
    for name in ("window_from", "window_to"):
        plain[name] = date.fromisoformat(plain[name]) if plain.get(name) else None
    for name in ("item_codes", "partners", "methods"):
        plain[name] = tuple(plain.get(name, ()))
    return TaskDraft(**plain)


def note(manager: DialogManager, **values: object) -> None:
    """Keep an answer."""
    manager.dialog_data["draft"] = manager.dialog_data.get("draft", {}) | values


async def onward(manager: DialogManager) -> None:
    """The next question of a new task; back to the hub from a change. Needless questions are passed over."""
    manager.dialog_data.pop("filter", None)
    if not manager.dialog_data["guided"]:
        await manager.switch_to(Tasking.hub)
        return
    at = [str(one.state) for one in ORDER].index(str(manager.current_context().state.state))
    draft = draft_of(manager)
    needless = {Tasking.document} if draft.kind not in RESTING_ON_A_DOCUMENT else set()
    if draft.kind != Kind.TARGETED:
        needless.add(Tasking.complaints)
    following = next(one for one in ORDER[at + 1 :] if one not in needless)
    manager.dialog_data["guided"] = following is not Tasking.hub
    await manager.switch_to(following)


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The task so far, its size in today's library, and what the plan reaches with it."""
    draft, start = draft_of(dialog_manager), started_with(dialog_manager)
    async with dialog_manager.middleware_data["looking"]() as look:
        plan = await plans.by_ref(look, start["plan"])
        names = await plan_view.items_in_force(look)
        sizing = await plan_sizing.size_draft(look, plan.unit_id, draft) if draft.quota else None
        reached = await plan_view.reached_with(look, start["plan"], draft, start["task"])
    words = words_of(dialog_manager)
    missing = fault(draft, plan.year)
    return {
        "draft": draft,
        "items": [names.get(code, code) for code in draft.item_codes],
        "sizing": sizing,
        "fault": words.error(sizing.fault) if sizing and sizing.fault else "",
        "missing": words.say(f"errors.plan.task_{missing}", year=plan.year) if missing else "",
        "reached": reached,
        "whole": not missing,
        "asks": start["asks"],
        "stored": bool(start["task"]),
        "rests": draft.kind in RESTING_ON_A_DOCUMENT,
        "targeted": draft.kind == Kind.TARGETED,
        "kinds": list(PLANNABLE),
        "portions": list(PORTIONS),
        "quarters": list(range(len(QUARTERS))),
    }


async def on_leave(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Nothing is kept."""
    await manager.done()


async def on_next(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """This question is answered."""
    await onward(manager)


NEXT = Button(Say("plan.next"), id="next", on_click=on_next)
LEAVE = Button(Say("plan.leave"), id="leave", on_click=on_leave)
