"""When an indicator reaches its target at the pace of the last weeks, and whether that is too late."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil

from domain.scorecard import DATED, Indicator, State

LOOKED_BACK = 28
LEAST_SPAN = 7
WARNED_BEFORE = 91
"""Calendar days. Before that a pace says little; within them there is still time to mend."""


class Outlook(StrEnum):
    """It is ``REACHED``, will be ``ON`` a day, nothing moves (``STALLED``), or no pace applies."""

    REACHED = "reached"
    ON = "on"
    STALLED = "stalled"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """``lacking`` more are needed, ``pace`` were done in the last ``days``; reached ``on``, asked ``by``."""

    key: str
    outlook: Outlook
    by: date
    lacking: int = 0
    pace: int = 0
    days: int = 0
    on: date | None = None

    @property
    def late(self) -> bool:
        """After the last day, or never."""
        return self.outlook is Outlook.STALLED or (self.on is not None and self.on > self.by)


def forecast(one: Indicator, today: date, by: date) -> Forecast:
    """From the days on which the rows of the last four weeks were done; the denominator as it is today."""
    if one.state is State.MET:
        return Forecast(key=one.key, outlook=Outlook.REACHED, by=by)
    if one.state is not State.SHORT or one.key not in DATED:
        return Forecast(key=one.key, outlook=Outlook.UNKNOWN, by=by)
    done = [row.since for row in one.rows if row.since is not None and row.since <= today]
    recent = sum(today - day < timedelta(LOOKED_BACK) for day in done)
    if not recent:
        return Forecast(key=one.key, outlook=Outlook.STALLED, by=by, lacking=one.lacking, days=LOOKED_BACK)
    days = min(LOOKED_BACK, max(LEAST_SPAN, (today - min(done)).days + 1))
    ahead = ceil(one.lacking * days / recent)
    return Forecast(
        key=one.key,
        outlook=Outlook.ON,
        by=by,
        lacking=one.lacking,
        pace=recent,
        days=days,
        on=today + timedelta(ahead),
    )


def warns(found: Forecast, today: date) -> bool:
    """Too late at this pace, while the last day has not passed."""
    return found.late and 0 <= (found.by - today).days <= WARNED_BEFORE
