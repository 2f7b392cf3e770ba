"""What the office must know at once about the service itself."""

from domain.notices import AnotherPoller, Quarantined
from services.outbox import post
from services.work import Work


async def quarantined(work: Work, update_id: int) -> None:
    """An incoming message could not be worked off and is kept aside."""
    await post(work, Quarantined(update_id=update_id), f"quarantined:{update_id}")


async def another_poller(work: Work) -> None:
    """Another program takes our updates from Telegram; said once a day."""
    await post(work, AnotherPoller(), f"another_poller:{work.today}")
