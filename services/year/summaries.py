"""Where the year stands: figures by unit for the office group and for whoever asks. Units, never persons."""

from collections import Counter
from datetime import date

from sqlmodel import col, func, select

from domain.indicators import Owed, by_kind, by_unit, drawn, shares
from domain.notices import Summary
from domain.standing import Standing, coming
from models import Duty, Letter, Person, Unit
from services import journal
from services.outbox import Attachment, post
from services.problems import ledger_view
from services.work import Work
from services.year import decisions, scorecards
from services.year.duties import named
from services.year.errands import errands_of

NOT_TOLD = ("unlinked", "unreachable", "dead")
PNG = "image/png"


async def gather(look: Work) -> Standing:
    """The figures of this moment, for the tasks of the current year and every duty that is still open."""
    duties = await _open_duties(look)
    next_filing = _next_filing(duties, look.today)
    errands = await errands_of(look, look.today.year)
    card = await scorecards.gather(look, errands=errands)
    units = by_unit(errands, await _owed(look, duties, next_filing), look.today)
    of_draws = by_unit(drawn(errands), {}, look.today)
    targets = {target.indicator: target.at_least for target in look.profile.targets}
    handled = await ledger_view.share(look)
    return Standing(
        place=look.profile.place.name,
        at=look.now,
        on=look.today,
        units=units,
        shares=(
            *shares(of_draws, {str(name): share for name, share in targets.items()}),
            *((handled,) if handled.total else ()),
        ),
        next_filing=next_filing,
        kinds=by_kind(errands),
        asked=tuple(one.share for one in card.indicators if one.at_least is not None),
        warnings=await scorecards.warnings(look, card),
        coming=coming((duty.due_on, *named(look.profile, duty)) for duty, _ in duties),
    )


def picture_of_day(work: Work, picture: bytes) -> Attachment:
    """The chart as it goes with the day's post."""
    return Attachment(f"summary-{work.today}.png", PNG, picture)


async def post_daily(work: Work, standing: Standing, picture: Attachment | None) -> bool:
    """The post itself; the date is its key, so a second tick of the same day says nothing."""
    posted = await post(work, Summary(standing), f"summary:{work.today}", about="summary", attachment=picture)
    if posted:
        troubled = len(standing.troubled)
        await journal.record(
            work, "summary.post", f"summary:{work.today}", units=len(standing.units), troubled=troubled
        )
    return posted


async def _open_duties(look: Work) -> list[tuple[Duty, str]]:
    rows = await look.session.exec(
        select(Duty, col(Unit.name)).join(Unit, col(Duty.unit_id) == col(Unit.id)).where(Duty.state == "open")
    )
    return list(rows)


def _next_filing(duties: list[tuple[Duty, str]], today: date) -> tuple[date, int] | None:
    ahead = [(duty.due_on, unit) for duty, unit in duties if duty.due_on >= today]
    if not ahead:
        return None
    first = min(ahead)[0]
    return first, len({unit for due_on, unit in ahead if due_on == first})


async def _owed(
    look: Work, duties: list[tuple[Duty, str]], next_filing: tuple[date, int] | None
) -> dict[str, Owed]:
    late = Counter(unit for duty, unit in duties if duty.due_on < look.today)
    due = Counter(unit for duty, unit in duties if next_filing and duty.due_on == next_filing[0])
    untold = await _untold(look)
    undone = await decisions.late(look)
    return {
        unit: Owed(due=due[unit], late=late[unit], untold=untold[unit], decisions_late=undone[unit])
        for unit in late | due | untold | undone
    }


async def _untold(look: Work) -> Counter[str]:
    """How many people of each unit have a letter that did not arrive."""
    rows = await look.session.exec(
        select(col(Unit.name), func.count(func.distinct(col(Person.id))))
        .join(Person, col(Person.unit_id) == col(Unit.id))
        .join(Letter, col(Letter.person_id) == col(Person.id))
        .where(col(Letter.state).in_(NOT_TOLD), col(Person.left_on).is_(None))
        .group_by(Unit.name)
    )
    return Counter(dict(rows.all()))
