"""我的任务: an inspector's visits by their day, the card of one, its guide and its contact; 「收到」."""

from collections.abc import Callable
from datetime import date

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from domain.agenda import SCOPES, Entry, Scope, opening, within
from handlers.asked import begins
from handlers.gate import Opened
from handlers.spoken import heard, key, message_of, ref_of, without_buttons
from locales.texts import Texts
from services.visits import agenda, assignments, visit_cards
from services.visits.visit_cards import VisitCard

router = Router(name="assignments")

SHOWN = 12
WAYS = 2


@begins(router, "tasks")
async def on_tasks(event: Message | CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """The nearest list that holds anything."""
    async with looking() as look:
        entries, today = await agenda.mine(look), look.today
    scope = opening(entries, today)
    page, keys = _list(entries, scope, today, texts)
    await message_of(event).answer(page, reply_markup=keys)


@router.callback_query(F.data.startswith("tasks:"))
async def on_scope(query: CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """Another list, in the place of the one pressed."""
    scope: Scope = next((one for one in SCOPES if one == ref_of(query)), "all")
    async with looking() as look:
        entries, today = await agenda.mine(look), look.today
    page, keys = _list(entries, scope, today, texts)
    await message_of(query).edit_text(page, reply_markup=keys)
    await heard(query)


def _list(entries: list[Entry], scope: Scope, today: date, words: Texts) -> tuple[str, InlineKeyboardMarkup]:
    shown = [one for one in entries if within(one, scope, today)]
    page = words.page(
        "screens/tasks",
        scope=scope,
        today=today,
        lines=shown[:SHOWN],
        more=len(shown) - SHOWN,
        reported=sum(one.reported for one in entries),
    )
    days = {one.agreed_on for one in shown if one.agreed_on and one.agreed_on >= today}
    ways = [key(words.say("tasks.way", day=day), f"route:{day}") for day in sorted(days)[:WAYS]]
    scopes = [key(words.say(f"tasks.scope.{one}"), f"tasks:{one}") for one in SCOPES if one != scope]
    return page, InlineKeyboardMarkup(inline_keyboard=[*hits(shown[:SHOWN], words), ways, scopes])


def hits(entries: list[Entry], words: Texts) -> list[list[InlineKeyboardButton]]:
    """A button for the card of each."""
    return [[key(words.say("tasks.open", line=one), f"task:{one.ref}")] for one in entries]


@router.callback_query(F.data.startswith("task:"))
async def on_card(query: CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """One visit."""
    await show_card(message_of(query), ref_of(query), looking, texts)
    await heard(query)


async def show_card(spoken: Message, ref: str, looking: Callable[[], Opened], words: Texts) -> None:
    """Everything about a visit, as a new message."""
    async with looking() as look:
        card = await visit_cards.card(look, ref)
    page = words.page("screens/task_card", card=card, subject=card.subject)
    await spoken.answer(page, reply_markup=_keys(card, words))


def _keys(card: VisitCard, words: Texts) -> InlineKeyboardMarkup:
    def ask(verb: str) -> InlineKeyboardButton:
        return key(words.say(f"tasks.button.{verb}"), f"{verb}:{card.ref}")

    where = [key(words.say("tasks.button.map"), url=card.map_url)] if card.map_url else []
    rows = [
        [key(words.say("buttons.report"), f"report:{card.ref}")] if card.open else [],
        [key(words.say("buttons.close_visit"), f"close-visit:{card.ref}")] if card.may_close else [],
        [*([ask("agree")] if card.open else []), ask("guide")],
        [*where, ask("contact")],
        [
            key(words.say("forms.button.notice"), f"form:notice:{card.ref}"),
            key(words.say("tasks.button.record"), f"form:visit_record:{card.ref}"),
        ],
        [
            *([key(words.say("buttons.recuse"), f"recuse:{card.ref}")] if card.open else []),
            key(words.say("menu.tasks"), "go:tasks"),
        ],
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


@router.callback_query(F.data.startswith("guide:"))
async def on_guide(query: CallbackQuery, looking: Callable[[], Opened], texts: Texts) -> None:
    """工作指引 item by item, ``guide:<ref>[:<place>]``; a turned page replaces the one before."""
    ref, _, place = ref_of(query).partition(":")
    async with looking() as look:
        card = await visit_cards.card(look, ref)
    at = min(int(place or 0), len(card.items) - 1)
    page = texts.page("screens/task_guide", card=card, item=card.items[at], place=at + 1)
    turns = [
        key(texts.say(f"tasks.turn.{word}"), f"guide:{ref}:{to}")
        for word, to in (("back", at - 1), ("on", at + 1))
        if 0 <= to < len(card.items)
    ]
    show = message_of(query).edit_text if place else message_of(query).answer
    await show(page, reply_markup=InlineKeyboardMarkup(inline_keyboard=[turns]))
    await heard(query)


@router.callback_query(F.data.startswith("contact:"))
async def on_contact(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Who answers for the object: in a message, because a number is dialled from it; it can be put away."""
    async with working() as work:
        card, who = await visit_cards.contact(work, ref_of(query))
    away = InlineKeyboardMarkup(inline_keyboard=[[key(texts.say("tasks.button.put_away"), "put-away:")]])
    page = texts.page("screens/task_contact", subject=card.subject, who=who)
    await message_of(query).answer(page, reply_markup=away, protect_content=True)
    await heard(query)


@router.callback_query(F.data.startswith("put-away:"))
async def on_put_away(query: CallbackQuery) -> None:
    """The contact is not needed any more."""
    await message_of(query).delete()
    await heard(query)


@router.callback_query(F.data.startswith("ack:"))
async def on_acknowledge(query: CallbackQuery, working: Callable[[], Opened], texts: Texts) -> None:
    """Note that the card was seen; the report button stays."""
    async with working() as work:
        await assignments.acknowledge(work, (query.data or "").partition(":")[2])
    await query.answer(texts.say("tasks.acknowledged"))
    await without_buttons(query, "ack:")
