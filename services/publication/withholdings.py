"""不予公示: a result is kept back by law only on a named basis and document, by a second person's word."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_publication import WithholdingAsked, WithholdingDecided
from domain.profile_codes import WithholdingBasis
from models import Result, Withholding
from services import journal, second_person
from services.second_person import APPROVED, ASKED, Line, Question
from services.work import Work

ENDED = "ended"
BASES: tuple[str, ...] = get_args(WithholdingBasis)
QUESTION = Question("withholding", Withholding, "basis", BASES, WithholdingAsked, WithholdingDecided)


async def states(look: Work) -> dict[int, str]:
    """Result id → the state of the newest request that holds for it.

    What is asked of one version holds for every later one too, until it is decided or ended: a correction
    must not let out what the law keeps back.
    """
    asked_of = aliased(Result)
    rows = await look.session.exec(
        select(Result.id, Withholding.state)
        .join(asked_of, _same_part(asked_of, Result) & (col(asked_of.version) <= col(Result.version)))
        .join(Withholding, col(Withholding.result_id) == col(asked_of.id))
        .order_by(col(Withholding.id))
    )
    return {number: state for number, state in rows if number is not None}


def _same_part(one: type[Result], other: type[Result]) -> ColumnElement[bool]:
    return (col(one.visit_id) == col(other.visit_id)) & (col(one.unit_id) == col(other.unit_id))


async def withheld(look: Work) -> set[int]:
    """Results that are kept back by a decision that stands."""
    return {result_id for result_id, state in (await states(look)).items() if state == APPROVED}


async def current(look: Work) -> list[Line]:
    """Requests that wait and decisions that stand, oldest first, with the correction each holds for."""
    look.require("withholding.ask")
    found = await second_person.lines(look, QUESTION)
    newest = await _corrections(look, [one.number for one in found])
    return [replace(one, corrected_by=newest.get(one.number, "")) for one in found]


async def _corrections(look: Work, numbers: Sequence[str]) -> dict[str, str]:
    """Number → that of the newest later version."""
    older = aliased(Result)
    rows = await look.session.exec(
        select(older.number, Result.number)
        .join(Result, _same_part(older, Result) & (col(older.version) < col(Result.version)))
        .where(col(older.number).in_(numbers))
        .order_by(col(Result.version))
    )
    return dict(rows.all())


async def ask(work: Work, number: str, basis: str, document: str) -> Withholding:
    """Ask to keep a result back.

    Raises ``withholding.published`` or ``.twice``, and as ``second_person.ask``.
    """
    work.require("withholding.ask")
    result = await second_person.result_named(work, number)
    newest = (await _not_public(work, result))[-1]
    if (await states(work)).get(newest.id or 0) in {ASKED, APPROVED}:
        raise DomainError("withholding.twice", number=number)
    return await second_person.ask(work, QUESTION, result, basis, document)


async def _not_public(look: Work, result: Result) -> Sequence[Result]:
    """This version and its corrections, for all of which a decision holds; none may be public already."""
    rows = await look.session.exec(
        select(Result)
        .where(Result.visit_id == result.visit_id, Result.unit_id == result.unit_id)
        .where(col(Result.version) >= result.version)
        .order_by(col(Result.version))
    )
    versions = rows.all()
    for one in versions:
        if one.published_at is not None:
            raise DomainError("withholding.published", number=one.number)
    return versions


async def decide(work: Work, ref: str, *, approve: bool) -> Withholding:
    """The second person's word. Raises ``withholding.published``, and as ``second_person.decide``."""
    work.require("withholding.decide")
    one, result = await second_person.decide(work, QUESTION, ref, approve=approve)
    if approve:
        await _not_public(work, result)
    return one


async def end(work: Work, ref: str, reason: str) -> Withholding:
    """End a decision: the result, or its correction, is to be published.

    Raises ``withholding.reason``, ``second_person.decided``.
    """
    work.require("withholding.end")
    if not reason.strip():
        raise DomainError("withholding.reason")
    one, result = await second_person.by_ref(work, QUESTION, ref, APPROVED)
    one.state, one.end_reason = ENDED, reason.strip()
    work.session.add(one)
    await journal.record(work, "withholding.end", second_person.about(result), reason=one.end_reason)
    return one
