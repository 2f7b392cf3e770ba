"""Whether nothing was heard for longer than Telegram keeps what nobody fetches."""

from dataclasses import dataclass
from datetime import datetime

from bot.acts import Acts
from models import Beat
from services import alarms


@dataclass
class Silence:
    """What the ears mind when they hear again."""

    acts: Acts
    _heard: datetime | None = None

    async def mind(self) -> None:
        """Before the new beat is stored: a kill in between finds the old one, the office hears it once."""
        now, since = self.acts.clock(), self._heard or await self._last_beat()
        if since is not None and now - since > alarms.KEPT:
            async with self.acts.noting() as work:
                await alarms.unheard(work, since)
        self._heard = now

    async def _last_beat(self) -> datetime | None:
        async with self.acts.looks() as session:
            last = await session.get(Beat, "poll")
        return last.at if last else None
