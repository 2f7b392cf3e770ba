"""What the office must know at once about the service itself."""

from domain.notices import Quarantined
from services.outbox import post
from services.work import Work


async def quarantined(work: Work, update_id: int) -> None:
    """An incoming message could not be worked off and is kept aside."""
    await post(work, Quarantined(update_id=update_id), f"quarantined:{update_id}")
