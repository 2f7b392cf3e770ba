"""通报: the figures of a period by unit, exceptions first, beside the period before, and the indicators."""

from domain.briefing import Counts, Period, counted, in_order, period
from domain.form_lines import BriefingMark, BriefingMatter, BriefingTotal, BriefingUnit
from domain.forms import Briefing
from domain.scorecard import Indicator
from locales.texts import texts
from services.papers.form_visits import head
from services.work import Work
from services.year import scorecards
from services.year.errands import errands_of

TOTALS = ("drawn", "reported", "published", "problems")


async def briefing(look: Work, written: str) -> Briefing:
    """The 通报 of a period as it is written (``2026Q3``). Raises ``briefing.*``."""
    look.require("briefing.make")
    asked = period(written, look.today)
    now, before = await _counts(look, asked), await _counts(look, asked.before)
    words, total, earlier = texts(), sum(now.values(), Counts()), sum(before.values(), Counts())
    return Briefing(
        **head(look, look.profile.place.office_unit, f"{look.profile.prefix}-TB-{asked}"),
        period=words.say("briefing.period", p=asked),
        span=words.say("forms.window", first=asked.first, last=min(asked.last, look.today)),
        told=words.say("briefing.told", now=total, before=earlier, units=len(now)),
        matters=tuple(
            BriefingMatter(member=unit, problem=words.say("briefing.matter", found=one.exceptions))
            for unit, one in in_order(now)
            if one.exceptions
        ),
        totals=tuple(_total(name, total, earlier) for name in TOTALS),
        members=tuple(_unit(unit, one, before.get(unit, Counts())) for unit, one in in_order(now)),
        marks=await _marks(look, asked),
    )


async def _counts(look: Work, asked: Period) -> dict[str, Counts]:
    """A visit's task and a filing belong to a year; work of last year's tasks may fall into this one."""
    years = (asked.year - 1, asked.year)
    errands = [one for year in years for one in await errands_of(look, year)]
    filings = [one for year in years for one in await scorecards.filings_of(look, year)]
    return counted(errands, filings, asked, look.today)


def _total(name: str, now: Counts, before: Counts) -> BriefingTotal:
    this, last = getattr(now, name), getattr(before, name)
    return BriefingTotal(
        figure=texts().say(f"briefing.figure.{name}"),
        now=str(this),
        before=str(last),
        change=f"{this - last:+d}",
    )


def _unit(unit: str, now: Counts, before: Counts) -> BriefingUnit:
    return BriefingUnit(
        member=unit,
        assigned=str(now.drawn),
        done=str(now.reported),
        done_before=str(before.reported),
        public=str(now.published),
        public_before=str(before.published),
        found=str(now.problems),
        late=str(now.overdue),
        late_public=str(now.unpublished_late),
        late_filed=str(now.filings_late),
    )


async def _marks(look: Work, asked: Period) -> tuple[BriefingMark, ...]:
    """The indicators with a target, as they stand today; of the running year only."""
    if asked.year != look.today.year:
        return ()
    card = await scorecards.gather(look)
    return tuple(_mark(one) for one in card.indicators if one.at_least is not None)


def _mark(one: Indicator) -> BriefingMark:
    words = texts()
    return BriefingMark(
        mark=words.say(f"indicators.name.{one.key}"),
        asked=words.say("indicators.asked", one=one),
        reached=words.say("briefing.reached", one=one),
        state=words.say(f"indicators.state.{one.state}"),
    )
