"""What the office must know at once about the service itself."""

from datetime import datetime, timedelta

from domain.notices import AnotherPoller, Quarantined, Unheard
from services.outbox import post
from services.work import OFFICE_ZONE, Work

KEPT = timedelta(days=1)
"""Telegram keeps for so long what nobody fetches."""


async def quarantined(work: Work, update_id: int) -> None:
    """An incoming message could not be worked off and is kept aside."""
    await post(work, Quarantined(update_id=update_id), f"quarantined:{update_id}")


async def another_poller(work: Work) -> None:
    """Another program takes our updates from Telegram; said once a day."""
    await post(work, AnotherPoller(), f"another_poller:{work.today}")


async def unheard(work: Work, since: datetime) -> None:
    """Nothing came in from ``since`` to now, longer than Telegram keeps it; said once an outage."""
    days = [moment.astimezone(OFFICE_ZONE) for moment in (since, work.now, work.now - KEPT)]
    await post(work, Unheard(*days), f"unheard:{since.isoformat()}")
