"""The menu by role: the same list as buttons, as commands and as typed Chinese words."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.roles import Actor, Role
from locales.texts import Texts


@dataclass(frozen=True)
class Entry:
    """One thing a role can begin: its command, its roles, and whether a group may ask for it."""

    command: str
    roles: frozenset[Role]
    in_group: bool = False


ENTRIES = (
    Entry("tasks", frozenset({Role.INSPECTOR})),
    Entry("interest", frozenset({Role.INSPECTOR})),
    Entry("leave", frozenset({Role.INSPECTOR, Role.LIAISON})),
    Entry("duties", frozenset({Role.LIAISON})),
    Entry("review", frozenset({Role.APPROVER})),
    Entry(
        "ledger",
        frozenset({Role.INSPECTOR, Role.LIAISON, Role.APPROVER, Role.OFFICE}),
        in_group=True,
    ),
    Entry("draw", frozenset({Role.OFFICE}), in_group=True),
    Entry("substitute", frozenset({Role.OFFICE})),
    Entry("exempt", frozenset({Role.OFFICE})),
    Entry("delivery", frozenset({Role.OFFICE, Role.AUDITOR}), in_group=True),
    Entry("summary", frozenset({Role.OFFICE, Role.APPROVER, Role.AUDITOR}), in_group=True),
    Entry("filings", frozenset({Role.OFFICE}), in_group=True),
    Entry("objects", frozenset({Role.OFFICE})),
    Entry("inspectors", frozenset({Role.OFFICE, Role.LIAISON})),
    Entry("forms", frozenset({Role.INSPECTOR, Role.LIAISON, Role.APPROVER, Role.OFFICE})),
    Entry("entered", frozenset({Role.LIAISON, Role.OFFICE})),
    Entry("publish", frozenset({Role.OFFICE}), in_group=True),
    Entry("dossier", frozenset({Role.OFFICE, Role.AUDITOR, Role.INSPECTOR})),
    Entry("withhold", frozenset({Role.OFFICE})),
    Entry("takedown", frozenset({Role.OFFICE})),
    Entry("clue", frozenset({Role.OFFICE, Role.LIAISON})),
    Entry("plan", frozenset({Role.OFFICE, Role.LIAISON})),
    Entry("external", frozenset({Role.OFFICE})),
    Entry("items", frozenset({Role.OFFICE, Role.INSPECTOR, Role.LIAISON, Role.AUDITOR})),
    Entry("import", frozenset({Role.OFFICE})),
    Entry("invite", frozenset({Role.OFFICE})),
    Entry("witness", frozenset({Role.AUDITOR, Role.LIAISON, Role.APPROVER}), in_group=True),
)


def entries_of(actor: Actor) -> list[Entry]:
    """What this person can begin."""
    return [entry for entry in ENTRIES if entry.roles & actor.roles]


def menu_of(actor: Actor, words: Texts) -> InlineKeyboardMarkup | None:
    """Buttons for everything the person can begin; none for a stranger."""
    rows = [
        [InlineKeyboardButton(text=words.say(f"menu.{entry.command}"), callback_data=f"go:{entry.command}")]
        for entry in entries_of(actor)
    ]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
