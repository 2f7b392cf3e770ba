"""责令改正通知书 and 移送（抄告）函: what 问题台账 knows of a problem, as the values of its paper."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import col, func, or_, select

from domain.errors import DomainError
from domain.followup import CORRECTION, State, measure_of
from domain.forms import Correction, Form, ItemFound, Transfer
from locales.texts import texts
from models import InspectionObject, Item, Photo, Problem, Result, Unit, Visit
from services.items import item_list
from services.papers.form_visits import Values, head, measure_words, signers, who
from services.problems.ledger_view import problem_of
from services.visits import assignments
from services.work import Work


def paper_of(look: Work, case: Problem) -> str:
    """The kind of paper that goes with a case as it stands; empty where none does."""
    if case.state == State.VOID:
        return ""
    if case.measure == CORRECTION and case.correct_by:
        return Correction.kind
    measure = measure_of(look.profile, case.measure)
    return Transfer.kind if measure and measure.hands_over else ""


async def correction(look: Work, asked: str) -> Form:
    """The order about a problem, and about the others of the same report that have the same day.

    ``asked``: reference or number of a case. Raises ``forms.no_paper``, and as ``problem_of``.
    """
    case = await _asked(look, asked, Correction.kind)
    cases = await _together(look, case, Problem.correct_by == case.correct_by)
    visit = await look.session.get_one(Visit, case.visit_id)
    unit = await look.session.get_one(Unit, case.unit_id)
    assert case.correct_by is not None  # noqa: S101 - else there is no paper
    return Correction(
        **head(look, unit.name, cases[0].number),
        **await _found(look, case, cases),
        correct_by=case.correct_by,
        demand=texts()
        .say("forms.joiner")
        .join(dict.fromkeys(one.measure_text for one in cases if one.measure_text)),
        inspectors=await signers(look, visit, unit),
    )


async def transfer(look: Work, asked: str) -> Form:
    """The letter about a problem, and about the others that went with it under one number.

    Before it is sent the receiver is left to the hand. Raises as ``correction``.
    """
    case = await _asked(look, asked, Transfer.kind)
    sent = Problem.letter_number == case.letter_number
    cases = await _together(look, case, sent) if case.letter_number else [case]
    visit = await look.session.get_one(Visit, case.visit_id)
    unit = await look.session.get_one(Unit, case.sender_id or case.holder_id)
    return Transfer(
        **head(look, unit.name, case.letter_number or case.number),
        **await _found(look, case, cases),
        receiver=case.receiver,
        tasks=tuple(task.name for task in await assignments.tasks_of_visit(look, visit)),
        enclosures=await _enclosures(look, case),
        answer_by=_answer_by(look, case),
    )


async def _asked(look: Work, asked: str, kind: str) -> Problem:
    look.require("form.case")
    rows = await look.session.exec(
        select(Problem.ref).where(or_(Problem.ref == asked, Problem.number == asked.strip().upper()))
    )
    case = await problem_of(look, rows.first() or asked)
    if paper_of(look, case) != kind:
        raise DomainError("forms.no_paper", number=case.number, kind=kind)
    return case


async def _together(look: Work, case: Problem, same: ColumnElement[bool] | bool) -> Sequence[Problem]:
    """The cases of one report under the same measure, in their order."""
    rows = await look.session.exec(
        select(Problem)
        .where(Problem.visit_id == case.visit_id, Problem.unit_id == case.unit_id)
        .where(Problem.measure == case.measure, Problem.state != State.VOID, same)
        .order_by(col(Problem.number))
    )
    return rows.all()


async def _found(look: Work, case: Problem, cases: Sequence[Problem]) -> Values:
    """Who was inspected, when, and the lines of the problems."""
    visit = await look.session.get_one(Visit, case.visit_id)
    result = await look.session.get_one(Result, case.result_id)
    called = (await item_list.names(look)).under(result.item_versions)
    return {
        **who(await look.session.get_one(InspectionObject, visit.object_id)),
        "inspected_on": result.inspected_on,
        "items": tuple([await _item(look, one, called) for one in cases]),
    }


async def _item(look: Work, case: Problem, called: Mapping[str, str]) -> ItemFound:
    words = texts()
    listed = await look.session.exec(select(Item.basis).where(Item.code == case.item_code))
    return ItemFound(
        item_name=called.get(case.item_code, case.item_code) or words.say("ledger.whole_visit"),
        basis=case.basis or listed.first() or "",
        outcome=words.say(f"profile.category.{case.outcome}"),
        problem=case.remark,
        measure=measure_words(case.measure, case.measure_text),
        correct_by=case.correct_by,
    )


async def _enclosures(look: Work, case: Problem) -> tuple[str, ...]:
    result = await look.session.get_one(Result, case.result_id)
    photos = await look.session.exec(
        select(func.count()).select_from(Photo).where(Photo.draft_id == result.draft_id)
    )
    words, count = texts(), photos.one()
    record = words.say("forms.enclosed.record", number=result.number)
    return (record, words.say("forms.enclosed.photos", count=count)) if count else (record,)


def _answer_by(look: Work, case: Problem) -> date | None:
    """The last day of the answer; any body is given the days that a unit of ours has."""
    if case.state == State.SENT:
        return case.due_on
    return look.calendar.shift(case.handed_on or look.today, look.profile.follow_up_terms.answer_within)
