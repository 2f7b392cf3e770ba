"""不予公示: a result is kept back by law only on a named basis and document, by a second person's word."""

from typing import get_args

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_publication import WithholdingAsked, WithholdingDecided
from domain.profile_codes import WithholdingBasis
from models import Withholding
from services import journal, second_person
from services.second_person import APPROVED, ASKED, Line, Question
from services.work import Work

ENDED = "ended"
BASES: tuple[str, ...] = get_args(WithholdingBasis)
QUESTION = Question("withholding", Withholding, "basis", BASES, WithholdingAsked, WithholdingDecided)


async def states(look: Work) -> dict[int, str]:
    """Result id → the state of its newest request."""
    rows = await look.session.exec(
        select(Withholding.result_id, Withholding.state).order_by(col(Withholding.id))
    )
    return dict(rows.all())


async def withheld(look: Work) -> set[int]:
    """Results that are kept back by a decision that stands."""
    return {result_id for result_id, state in (await states(look)).items() if state == APPROVED}


async def current(look: Work) -> list[Line]:
    """Requests that wait and decisions that stand, oldest first."""
    look.require("withholding.ask")
    return await second_person.lines(look, QUESTION)


async def ask(work: Work, number: str, basis: str, document: str) -> Withholding:
    """Ask to keep a result back.

    Raises ``withholding.published`` or ``.twice``, and as ``second_person.ask``.
    """
    work.require("withholding.ask")
    result = await second_person.result_named(work, number)
    if result.published_at is not None:
        raise DomainError("withholding.published", number=number)
    if (await states(work)).get(result.id or 0) in {ASKED, APPROVED}:
        raise DomainError("withholding.twice", number=number)
    return await second_person.ask(work, QUESTION, result, basis, document)


async def decide(work: Work, ref: str, *, approve: bool) -> Withholding:
    """The second person's word. Raises ``withholding.published``, and as ``second_person.decide``."""
    work.require("withholding.decide")
    one, result = await second_person.decide(work, QUESTION, ref, approve=approve)
    if approve and result.published_at is not None:
        raise DomainError("withholding.published", number=result.number)
    return one


async def end(work: Work, ref: str, reason: str) -> Withholding:
    """End a decision: the result is to be published.

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
