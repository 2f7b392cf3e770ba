"""联席会议: the year's meetings, their topics and attendance; each further step has a dialog of its own."""

from collections.abc import Callable
from typing import Any

from aiogram import F, Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Start, SwitchTo

from domain.conference import APPROVED, CALLED, COLLECTING, HELD, ISSUED, PLENARY, PROPOSED, TEMPORARY
from handlers.asked import begins
from handlers.pieces import one_of, paged, text_to
from handlers.spoken import heard, message_of, ref_of
from handlers.words import Say, Screen
from handlers.year.decisions import Deciding
from handlers.year.meeting_call import Calling
from handlers.year.meeting_members import Members
from handlers.year.meeting_minutes import Recording, send_draft
from services.typed_days import typed_day
from services.year import conference, decisions, meeting_calls, meetings
from services.year.meetings import Card

router = Router(name="meetings")


class Meetings(StatesGroup):
    """The year; a meeting with its topics and attendance."""

    home = State()
    until = State()
    card = State()
    topic = State()
    approver = State()
    attendance = State()
    cancel = State()


@begins(router, "meeting")
async def on_meetings(_event: Message | CallbackQuery, dialog_manager: DialogManager) -> None:
    """Show the year."""
    async with dialog_manager.middleware_data["looking"]() as look:
        look.require("meeting.look")
    await dialog_manager.start(Meetings.home, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


@router.callback_query(F.data.startswith("meeting:"))
async def on_meeting(query: CallbackQuery, looking: Callable[[], Any], dialog_manager: DialogManager) -> None:
    """Open the meeting of a notice."""
    async with looking() as look:
        meeting = await meetings.meeting_of(look, ref_of(query))
    await dialog_manager.start(
        Meetings.card, {"ref": meeting.ref}, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
    )
    await heard(query)


def _ref(manager: DialogManager) -> str:
    start = manager.start_data if isinstance(manager.start_data, dict) else {}
    return str(manager.dialog_data.get("ref") or start.get("ref", ""))


async def see_home(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The newest meetings, how many the year has seen, what waits to be done."""
    async with dialog_manager.middleware_data["looking"]() as look:
        undone = await decisions.undone(look)
        return {
            "meetings": await meetings.newest(look),
            "count": await meetings.counted(look, look.today.year),
            "year": look.today.year,
            "undone": len(undone),
            "late": sum(one.days < 0 for one in undone),
            "is_office": look.actor.may("meeting.prepare"),
        }


async def on_open(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """One of them."""
    manager.dialog_data["ref"] = ref
    await manager.switch_to(Meetings.card)


async def on_until(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Begin a plenary meeting: ask for topics until this day."""
    async with manager.middleware_data["working"]() as work:
        until = typed_day(message.text or "", work.today)
        meeting = await meetings.prepare(work, PLENARY, until)
    manager.dialog_data["ref"] = meeting.ref
    await manager.switch_to(Meetings.card)


async def on_temporary(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Begin a session of some units; its topics are the office's."""
    async with manager.middleware_data["working"]() as work:
        meeting = await meetings.prepare(work, TEMPORARY)
    manager.dialog_data["ref"] = meeting.ref
    await manager.switch_to(Meetings.card)


async def see_card(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The meeting, and what can be done next."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await meetings.card(look, _ref(dialog_manager))
        is_office = look.actor.may("meeting.call")
        lines = await decisions.of_meeting(look, found.meeting)
        now = look.now
    state = found.meeting.state
    waiting = [one for one in found.topics if one.state == PROPOSED]
    return {
        "card": found,
        "lines": lines,
        "is_office": is_office,
        "waiting": waiting if is_office and state in {COLLECTING, CALLED} else [],
        "may_propose": state == COLLECTING,
        "may_call": is_office and state in {COLLECTING, CALLED} and _all_decided(found),
        "may_cancel": is_office and state in {COLLECTING, CALLED},
        "may_hold": is_office and state == CALLED and bool(found.meeting.at and found.meeting.at <= now),
        "is_held": is_office and state == HELD,
        "has_minutes": is_office and state in {HELD, ISSUED},
    }


def _all_decided(found: Card) -> bool:
    states = {one.state for one in found.topics}
    return APPROVED in states and PROPOSED not in states


async def on_call(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Call the units to it."""
    await manager.start(Calling.caller, {"ref": _ref(manager)})


async def on_minutes(_query: CallbackQuery, button: Button, manager: DialogManager) -> None:
    """What was decided, or the minutes of it."""
    state = Recording.issue if button.widget_id == "issue" else Recording.decided
    await manager.start(state, {"ref": _ref(manager)})


async def on_draft(query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """The minutes' draft as files."""
    await send_draft(message_of(query), manager, _ref(manager))


async def on_topic(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """Propose."""
    async with manager.middleware_data["working"]() as work:
        await meetings.propose(work, _ref(manager), message.text or "")
    await manager.switch_to(Meetings.card)


async def on_waiting(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Which topic."""
    manager.dialog_data["topic"] = ref
    await manager.switch_to(Meetings.approver)


async def see_approver(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The topic, and who may approve it."""
    async with dialog_manager.middleware_data["looking"]() as look:
        found = await meetings.card(look, _ref(dialog_manager))
        people = await conference.conveners(look)
    asked = dialog_manager.dialog_data["topic"]
    topic = next((one for one in found.topics if one.ref == asked), None)
    return {"topic": topic, "conveners": people}


async def on_approver(_query: CallbackQuery, _widget: Any, manager: DialogManager, ref: str) -> None:
    """Who approved it."""
    await _settle(manager, ref)


async def on_left_out(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """Nobody did."""
    await _settle(manager, "")


async def _settle(manager: DialogManager, approver: str) -> None:
    async with manager.middleware_data["working"]() as work:
        await meetings.settle_topic(work, manager.dialog_data["topic"], approver)
    await manager.switch_to(Meetings.card)


async def see_attendance(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The invited, those pressed marked as absent."""
    async with dialog_manager.middleware_data["looking"]() as look:
        meeting = (await meetings.card(look, _ref(dialog_manager))).meeting
    absent = dialog_manager.dialog_data.get("absent", [])
    invited = [*meeting.units, *meeting.guests]
    units = [{"id": str(n), "name": name, "absent": name in absent} for n, name in enumerate(invited)]
    return {"units": units, "absent": len(absent), "count": len(units)}


async def on_unit(_query: CallbackQuery, _widget: Any, manager: DialogManager, chosen: str) -> None:
    """Present or absent."""
    units = (await see_attendance(manager))["units"]
    name = next(one["name"] for one in units if one["id"] == chosen)
    absent: list[str] = manager.dialog_data.get("absent", [])
    left = [one for one in absent if one != name]
    manager.dialog_data["absent"] = left if name in absent else [*absent, name]


async def on_held(_query: CallbackQuery, _button: Button, manager: DialogManager) -> None:
    """It was held with these."""
    async with manager.middleware_data["working"]() as work:
        await meeting_calls.hold(work, _ref(manager), manager.dialog_data.pop("absent", []))
    await manager.switch_to(Meetings.card)


async def on_cancel(message: Message, _widget: MessageInput, manager: DialogManager) -> None:
    """It is not held."""
    async with manager.middleware_data["working"]() as work:
        await meeting_calls.cancel(work, _ref(manager), message.text or "")
    await manager.switch_to(Meetings.card)


HOME = SwitchTo(Say("meeting.home"), id="home", state=Meetings.home)
BACK = SwitchTo(Say("meeting.back"), id="back", state=Meetings.card)


def _to(word: str, state: State, when: str) -> SwitchTo:
    return SwitchTo(Say(f"meeting.{word}"), id=word, state=state, when=when)


dialog = Dialog(
    Window(
        Screen("meeting_home"),
        one_of(Say("meeting.choice"), "meeting", "meetings", on_open, key=lambda one: one.ref),
        Start(Say("meeting.decisions"), id="decisions", state=Deciding.listed),
        _to("prepare", Meetings.until, "is_office"),
        Button(Say("meeting.temporary"), id="temporary", on_click=on_temporary, when="is_office"),
        Start(Say("meeting.members"), id="members", state=Members.listed, when="is_office"),
        state=Meetings.home,
        getter=see_home,
    ),
    Window(Screen("meeting_until"), HOME, text_to(on_until), state=Meetings.until, getter=see_home),
    Window(
        Screen("meeting_card"),
        one_of(Say("meeting.decide"), "waiting", "waiting", on_waiting, key=lambda one: one.ref),
        _to("propose", Meetings.topic, "may_propose"),
        Button(Say("meeting.call"), id="call", on_click=on_call, when="may_call"),
        _to("cancel", Meetings.cancel, "may_cancel"),
        _to("hold", Meetings.attendance, "may_hold"),
        Button(Say("meeting.decided"), id="decided", on_click=on_minutes, when="is_held"),
        Button(Say("meeting.minutes"), id="minutes", on_click=on_draft, when="has_minutes"),
        Button(Say("meeting.issue"), id="issue", on_click=on_minutes, when="is_held"),
        HOME,
        state=Meetings.card,
        getter=see_card,
    ),
    Window(Screen("meeting_topic"), BACK, text_to(on_topic), state=Meetings.topic, getter=see_card),
    Window(
        Screen("meeting_approver"),
        one_of(Say("meeting.convener"), "convener", "conveners", on_approver, key=lambda one: one.ref),
        Button(Say("meeting.leave_out"), id="out", on_click=on_left_out),
        BACK,
        state=Meetings.approver,
        getter=see_approver,
    ),
    Window(
        Screen("meeting_attendance"),
        paged(Say("meeting.unit"), "unit", "units", on_unit, key=lambda one: one["id"]),
        Button(Say("meeting.held"), id="held", on_click=on_held),
        BACK,
        state=Meetings.attendance,
        getter=see_attendance,
    ),
    Window(Screen("meeting_cancel"), BACK, text_to(on_cancel), state=Meetings.cancel, getter=see_card),
)
