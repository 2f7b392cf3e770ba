"""初稿: a report written from the figures under the headings the place orders, for its author to complete."""

from dataclasses import replace
from datetime import date

from sqlmodel import col, select

from domain.errors import DomainError
from domain.profile import FilingRule
from domain.report import USUAL, Account, Report, Section, may_draft, may_draft_for_place, of_half, outline
from locales.texts import Texts, texts
from models import Unit
from services.work import Work
from services.year import free_filings
from services.year.duties import dues_of, rule_of
from services.year.filings import own_duty
from services.year.report_figures import account


async def of_duty(look: Work, ref: str) -> Report:
    """The draft of what a unit owes, for its own liaison. Raises ``filing.*``."""
    look.require("duty.look")
    duty = await own_duty(look, ref)
    unit = await look.session.get_one(Unit, duty.unit_id)
    return await _draft(look, unit, rule_of(look.profile, duty.deadline), duty.year, duty.due_on)


async def of_deadline(look: Work, unit_name: str, deadline: str, year: int) -> Report:
    """The same by names, for the operator.

    Raises ``filing.unknown_unit``, ``filing.unknown_deadline`` and ``filing.no_draft``.
    """
    unit = (await look.session.exec(select(Unit).where(col(Unit.name) == unit_name))).first()
    if unit is None:
        raise DomainError("filing.unknown_unit", unit=unit_name)
    due = next((one for one in await dues_of(look, year) if one.key == deadline), None)
    if due is None:
        drafted = [rule.key for rule in look.profile.report_deadlines if may_draft(rule)]
        raise DomainError("filing.unknown_deadline", deadline=deadline, year=year, known=drafted)
    return await _draft(look, unit, rule_of(look.profile, deadline), year, due.due_on)


async def of_place(look: Work, deadline: str, year: int) -> Report:
    """The office's own report upwards (定陶 三（一）, 附件2 二（四）; 花溪 35), from the data of all units.

    Raises ``filing.unknown_deadline`` and ``filing.no_draft``.
    """
    due = next((one for one in await dues_of(look, year) if one.key == deadline), None)
    rule = rule_of(look.profile, deadline)
    if due is None:
        known = [one.key for one in look.profile.report_deadlines if may_draft_for_place(one)]
        raise DomainError("filing.unknown_deadline", deadline=deadline, year=year, known=known)
    if rule is None or not may_draft_for_place(rule):
        raise DomainError("filing.no_draft")
    told = await account(look, year, half=of_half(rule.kind, due.due_on))
    told = replace(told, voices=await free_filings.voices(look, year, look.today))
    words, office = texts(), look.profile.place.office_unit
    parts = [(content, words.say(f"reports.usual.{content}")) for content in USUAL]
    return Report(
        title=words.say("reports.place.title", place=look.profile.place, told=told),
        receiver=words.say(f"reports.place.to.{rule.receiver}"),
        opening=words.say("reports.place.opening", told=told, place=look.profile.place),
        sections=tuple(
            Section(name, paragraphs(words, "place.work" if content == "work" else content, name, rule, told))
            for content, name in parts
        ),
        unit=office,
        on=look.today,
    )


async def _draft(look: Work, unit: Unit, rule: FilingRule | None, year: int, due_on: date) -> Report:
    if rule is None or not may_draft(rule):
        raise DomainError("filing.no_draft")
    told = await account(look, year, half=of_half(rule.kind, due_on), unit=unit)
    words = texts()
    usual = [words.say(f"reports.usual.{content}") for content in USUAL]
    return Report(
        title=words.say("reports.title", rule=rule, told=told),
        receiver=look.profile.place.office_unit,
        opening=words.say("reports.opening", told=told, source=look.profile.source),
        sections=tuple(
            Section(heading, paragraphs(words, content, heading, rule, told))
            for heading, content in outline(rule, usual)
        ),
        unit=unit.name,
        on=look.today,
    )


def paragraphs(words: Texts, content: str, heading: str, rule: FilingRule, told: Account) -> tuple[str, ...]:
    """One content of a report; every line of its text is a paragraph."""
    said = words.say(f"reports.{content}", heading=heading, rule=rule, told=told)
    return tuple(line for line in map(str.strip, said.splitlines()) if line)
