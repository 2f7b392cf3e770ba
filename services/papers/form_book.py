"""Every form by its kind and what it is about: the one entry for buttons, commands and bulk."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from domain.errors import DomainError
from domain.forms import Form
from services.drawing import draws
from services.papers import (
    form_briefing,
    form_cases,
    form_draws,
    form_meetings,
    form_overview,
    form_schemes,
    form_visits,
)
from services.papers.form_access import Part, draws_of, parts, task_of, visits_of
from services.work import Work


@dataclass(frozen=True)
class File:
    """A form as a file. ``lacking``: characters that stand in it as codes."""

    name: str
    content: bytes
    lacking: str = ""


async def _records(look: Work, ref: str) -> list[Form]:
    return [await form_visits.record(look, part) for part in await parts(look, ref)]


async def _notice(look: Work, ref: str) -> list[Form]:
    return [await _notice_of(look, await parts(look, ref))]


async def _notice_of(look: Work, found: list[Part]) -> Form:
    """In the name of the actor's own unit where it goes, else of the first."""
    own = [part for part in found if part.unit.id == look.actor.unit_id]
    part = (own or found)[0]
    return await form_visits.notice(look, part.visit, part.unit)


async def _sheet(look: Work, ref: str) -> list[Form]:
    look.require("form.task")
    return [await form_draws.sheet(look, await draws.by_ref(look, ref))]


async def _task(look: Work, ref: str) -> list[Form]:
    """Everything of a task: its draws' sheets, then each visit's notice and records."""
    look.require("form.task")
    task = await task_of(look, ref)
    found: list[Form] = [await form_draws.sheet(look, draw) for draw in await draws_of(look, task)]
    for visit in await visits_of(look, task):
        found += [*await _notice(look, visit.ref), *await _records(look, visit.ref)]
    return found


async def _overview(look: Work, ref: str) -> list[Form]:
    if not ref.isdecimal():
        raise DomainError("forms.unknown", asked=ref)
    return [await form_overview.overview(look, int(ref))]


async def _correction(look: Work, ref: str) -> list[Form]:
    return [await form_cases.correction(look, ref)]


async def _transfer(look: Work, ref: str) -> list[Form]:
    return [await form_cases.transfer(look, ref)]


async def _scheme(look: Work, ref: str) -> list[Form]:
    return [await form_schemes.scheme(look, ref)]


async def _minutes(look: Work, ref: str) -> list[Form]:
    return [await form_meetings.minutes(look, ref)]


async def _briefing(look: Work, ref: str) -> list[Form]:
    return [await form_briefing.briefing(look, ref)]


MAKERS: Mapping[str, Callable[[Work, str], Awaitable[list[Form]]]] = {
    "visit_record": _records,
    "notice": _notice,
    "draw_sheet": _sheet,
    "overview": _overview,
    "task": _task,
    "briefing": _briefing,
    "correction": _correction,
    "transfer": _transfer,
    "scheme": _scheme,
    "minutes": _minutes,
}


async def made(look: Work, kind: str, ref: str) -> list[Form]:
    """The forms of a kind about something. Raises ``forms.*`` and the refusals of the role table."""
    if kind not in MAKERS:
        raise DomainError("forms.unknown", asked=kind)
    return await MAKERS[kind](look, ref)
