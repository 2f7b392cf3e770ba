"""撤下公示: a published result leaves the pages with a reason and a document, by a second person's word."""

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_publication import TakedownAsked, TakedownDecided
from domain.public_trace import TAKEDOWN_REASONS
from models import Result, Takedown
from services import second_person
from services.second_person import APPROVED, REFUSED, Line, Question
from services.work import Work

QUESTION = Question("takedown", Takedown, "reason", TAKEDOWN_REASONS, TakedownAsked, TakedownDecided)


async def current(look: Work) -> list[Line]:
    """Requests that wait and what was taken down, newest first."""
    look.require("takedown.ask")
    return (await second_person.lines(look, QUESTION))[::-1]


async def down(look: Work) -> dict[int, str]:
    """Result id → why it was taken down."""
    rows = await look.session.exec(
        select(Takedown.result_id, Takedown.ground).where(Takedown.state == APPROVED)
    )
    return dict(rows.all())


async def ask(work: Work, number: str, reason: str, document: str) -> Takedown:
    """Ask to take a published result down.

    Raises ``takedown.not_published``, ``.replaced`` or ``.twice``, and as ``second_person.ask``.
    """
    work.require("takedown.ask")
    result = await second_person.result_named(work, number)
    await _check_shown(work, result)
    return await second_person.ask(work, QUESTION, result, reason, document)


async def _check_shown(look: Work, result: Result) -> None:
    """Only what the public can see now can be taken away from it."""
    if result.published_at is None:
        raise DomainError("takedown.not_published", number=result.number)
    states = await look.session.exec(
        select(Takedown.state).where(Takedown.result_id == result.id, col(Takedown.state) != REFUSED)
    )
    if states.first() is not None:
        raise DomainError("takedown.twice", number=result.number)
    later = await look.session.exec(
        select(Result.number).where(
            Result.visit_id == result.visit_id,
            Result.unit_id == result.unit_id,
            Result.version > result.version,
            col(Result.published_at).is_not(None),
        )
    )
    by = later.first()
    if by is not None:
        raise DomainError("takedown.replaced", number=result.number, by=by)


async def decide(work: Work, ref: str, *, approve: bool) -> Takedown:
    """The second person's word. Raises as ``second_person.decide``."""
    work.require("takedown.decide")
    one, _ = await second_person.decide(work, QUESTION, ref, approve=approve)
    return one
