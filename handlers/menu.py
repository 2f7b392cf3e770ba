"""The menu by role: the same list as buttons, as commands and as typed Chinese words."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.roles import Actor, Place, Role
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
    Entry("duties", frozenset({Role.LIAISON, Role.DEPUTY})),
    Entry("review", frozenset({Role.APPROVER})),
    Entry(
        "ledger",
        frozenset({Role.INSPECTOR, Role.LIAISON, Role.APPROVER, Role.OFFICE}),
        in_group=True,
    ),
    Entry("draw", frozenset({Role.OFFICE}), in_group=True),
    Entry("substitute", frozenset({Role.OFFICE})),
    Entry("exempt", frozenset({Role.OFFICE})),
    Entry("revisit", frozenset({Role.OFFICE}), in_group=True),
    Entry("delivery", frozenset({Role.OFFICE, Role.AUDITOR}), in_group=True),
    Entry("summary", frozenset({Role.OFFICE, Role.APPROVER, Role.AUDITOR}), in_group=True),
    Entry(
        "indicators",
        frozenset({Role.OFFICE, Role.LIAISON, Role.APPROVER, Role.AUDITOR}),
        in_group=True,
    ),
    Entry("briefing", frozenset({Role.OFFICE})),
    Entry("joint", frozenset({Role.OFFICE}), in_group=True),
    Entry("filings", frozenset({Role.OFFICE}), in_group=True),
    Entry("deadlines", frozenset({Role.OFFICE})),
    Entry("handover", frozenset({Role.OFFICE, Role.LIAISON})),
    Entry("meeting", frozenset({Role.OFFICE, Role.LIAISON, Role.DEPUTY})),
    Entry("objects", frozenset({Role.OFFICE})),
    Entry("inspectors", frozenset({Role.OFFICE, Role.LIAISON})),
    Entry("forms", frozenset({Role.INSPECTOR, Role.LIAISON, Role.APPROVER, Role.OFFICE})),
    Entry("entered", frozenset({Role.LIAISON, Role.OFFICE})),
    Entry("publish", frozenset({Role.OFFICE}), in_group=True),
    Entry("dossier", frozenset({Role.OFFICE, Role.AUDITOR, Role.INSPECTOR})),
    Entry("withhold", frozenset({Role.OFFICE})),
    Entry("takedown", frozenset({Role.OFFICE})),
    Entry("incident", frozenset({Role.OFFICE, Role.APPROVER})),
    Entry("clue", frozenset({Role.OFFICE, Role.LIAISON})),
    Entry("plan", frozenset({Role.OFFICE, Role.LIAISON})),
    Entry("external", frozenset({Role.OFFICE})),
    Entry("items", frozenset({Role.OFFICE, Role.INSPECTOR, Role.LIAISON, Role.AUDITOR})),
    Entry("import", frozenset({Role.OFFICE})),
    Entry("lists", frozenset({Role.OFFICE, Role.LIAISON})),
    Entry("invite", frozenset({Role.OFFICE})),
    Entry("witness", frozenset({Role.AUDITOR, Role.LIAISON, Role.APPROVER}), in_group=True),
)


# Where a person can begin more than MOST things the menu shows these first, their entries one press later.
SECTIONS = {
    "visits": (
        "tasks",
        "interest",
        "leave",
        "review",
        "clue",
        "ledger",
        "forms",
        "entered",
        "dossier",
        "incident",
    ),
    "draw": ("draw", "external", "substitute", "exempt", "revisit", "delivery", "witness"),
    "registers": ("items", "objects", "inspectors", "import", "lists", "invite", "handover"),
    "plan": ("plan",),
    "publicity": ("publish", "withhold", "takedown"),
    "reporting": ("duties", "joint", "filings", "deadlines", "meeting", "indicators", "briefing", "summary"),
}
MOST = 10
ONE_COLUMN = 4


def entries_of(actor: Actor) -> list[Entry]:
    """What this person can begin here: in a group only what a group may ask for."""
    anywhere = actor.place in {Place.PRIVATE, Place.HOUSE}
    return [entry for entry in ENTRIES if entry.roles & actor.roles and (anywhere or entry.in_group)]


def sections_of(actor: Actor) -> dict[str, list[str]]:
    """The commands of ``entries_of`` by section, in the order of the menu."""
    mine = {entry.command for entry in entries_of(actor)}
    sections = {name: [one for one in commands if one in mine] for name, commands in SECTIONS.items()}
    return {name: commands for name, commands in sections.items() if commands}


def menu_of(actor: Actor, words: Texts, section: str = "") -> InlineKeyboardMarkup | None:
    """Buttons for everything the person can begin, or for one section; none for a stranger."""
    commands = [entry.command for entry in entries_of(actor)]
    if len(commands) <= MOST:
        return _rows([_entry(command, words) for command in commands])
    sections = sections_of(actor)
    if section in sections:
        return _rows([*(_entry(command, words) for command in sections[section]), _section("", words)])
    return _rows(
        [_entry(one[0], words) if len(one) == 1 else _section(name, words) for name, one in sections.items()]
    )


def _entry(command: str, words: Texts) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=words.say(f"menu.{command}"), callback_data=f"go:{command}")


def _section(name: str, words: Texts) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=words.say(f"sections.{name or 'back'}"), callback_data=f"menu:{name}")


def _rows(keys: list[InlineKeyboardButton]) -> InlineKeyboardMarkup | None:
    width = 1 if len(keys) <= ONE_COLUMN else 2
    rows = [keys[at : at + width] for at in range(0, len(keys), width)]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None
