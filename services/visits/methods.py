"""How a visit was made in fact, and whose expert conclusion stands behind it (花溪 21, 定陶 二（五）)."""

from functools import cache

from domain.errors import DomainError
from domain.method import METHODS, Manner, planned_method
from locales.texts import LANGUAGES, texts
from services.visits.assignments import Case
from services.visits.drafts import Report, open_report
from services.work import Work

LONGEST = 120


@cache
def _marks() -> dict[str, tuple[str, ...]]:
    """What each way is called in plans, in every language."""
    return {
        method: tuple(
            word
            for one in LANGUAGES
            for word in texts(one).say(f"report.method_called.{method}").split("|")
            if word
        )
        for method in METHODS
    }


def manner_of(report: Report) -> Manner:
    """What was chosen; until a way was, the plan's, or on site."""
    draft = report.draft
    return Manner(draft.method or _planned(report.case), draft.entrusted, draft.conclusion_no)


def _planned(case: Case) -> str:
    return planned_method((word for task in case.tasks for word in task.methods), _marks())


async def set_method(work: Work, ref: str, method: str) -> None:
    """Keep how the inspection was made. Raises ``outcome.unknown_method``."""
    if method not in METHODS:
        raise DomainError("outcome.unknown_method", method=method)
    draft = (await open_report(work, ref)).draft
    draft.method = method
    work.session.add(draft)


async def set_entrusted(work: Work, ref: str, name: str) -> None:
    """Keep the name of the entrusted body; none takes its document away too. Raises ``outcome.too_long``."""
    draft = (await open_report(work, ref)).draft
    draft.entrusted = _short(name)
    draft.conclusion_no = draft.conclusion_no if draft.entrusted else ""
    work.session.add(draft)


async def set_conclusion(work: Work, ref: str, number: str) -> None:
    """Keep the number of the body's document. Raises ``outcome.too_long``."""
    draft = (await open_report(work, ref)).draft
    draft.conclusion_no = _short(number)
    work.session.add(draft)


def _short(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST:
        raise DomainError("outcome.too_long", limit=LONGEST)
    return text
