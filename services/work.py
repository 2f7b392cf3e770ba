"""What every act of the office is given: the open transaction, the hour, who asks, the place's rules."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.calendar import WorkingCalendar
from domain.profile import Profile
from domain.roles import Actor, require
from services.workdays import packaged

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
REF_BYTES = 6


@dataclass(slots=True)
class Work:
    """One act in one transaction. Services add to ``session``; only the edge that opened it commits.

    ``now`` is aware UTC. ``cause`` names what set the act off (``update:123``, ``tick:remind:2026-04-15``)
    and is unique in the journal: the same cause never acts twice. ``calendar``: the working days, the
    office's own files included.
    """

    session: AsyncSession
    now: datetime
    profile: Profile
    actor: Actor
    cause: str
    calendar: WorkingCalendar = field(default_factory=packaged)
    journalled: bool = False

    @property
    def today(self) -> date:
        """The date on the office's wall."""
        return self.now.astimezone(OFFICE_ZONE).date()

    def require(self, act: str) -> None:
        """Refuse unless the role table lets the actor do this here."""
        require(self.actor, act)


def new_ref() -> str:
    """An opaque id for buttons and links: 48 random bits, unguessable in practice, 8 characters."""
    return secrets.token_urlsafe(REF_BYTES)
