"""Where transactions open and close: one for an act, one for a note, one for a look."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from domain.calendar import WorkingCalendar
from domain.profile import Profile
from domain.roles import HOUSE, Actor
from models.session import Sessions, one_writer, take_turn
from services import journal
from services.work import Work
from services.workdays import packaged

Clock = Callable[[], datetime]


class ForgottenEntryError(RuntimeError):
    """An act ended without its journal entry: a fault of ours, rolled back."""


@dataclass(frozen=True)
class Acts:
    """Opens transactions. ``clock`` gives aware UTC; a demo may hand in one that a person moves.

    ``turn`` is held while one acts. SQLite has one writer, and its own waiting is neither fair nor without
    end: whoever comes while a long import runs would be told that the database is locked. On PostgreSQL it
    saves connections: one waits for the other processes' acts, not all.
    """

    sessions: Sessions
    looks: Sessions
    profile: Profile
    clock: Clock
    calendar: WorkingCalendar = field(default_factory=packaged)
    turn: AbstractAsyncContextManager[object] = field(default_factory=asyncio.Lock)

    @asynccontextmanager
    async def working(self, actor: Actor = HOUSE, cause: str = "") -> AsyncIterator[Work]:
        """One act: raises ``AlreadyDone`` on a replayed cause; commits only with exactly one entry."""
        async with self.noting(actor, cause) as work:
            await journal.refuse_replay(work)
            yield work
            if not work.journalled:
                raise ForgottenEntryError(cause)

    @asynccontextmanager
    async def noting(self, actor: Actor = HOUSE, cause: str = "") -> AsyncIterator[Work]:
        """A note: idempotent by its own keys (a draft's answer, a delivery mark); no journal entry."""
        async with self.turn, self._writing(alone=True) as session:
            yield Work(session, self.clock(), self.profile, actor, cause, self.calendar)

    @asynccontextmanager
    async def looking(self, actor: Actor = HOUSE) -> AsyncIterator[Work]:
        """A look: nothing is written, the writer is not kept waiting."""
        async with self.looks() as session:
            yield Work(session, self.clock(), self.profile, actor, "", self.calendar)

    @asynccontextmanager
    async def bookkeeping(self) -> AsyncIterator[AsyncSession]:
        """A transaction for the plumbing (inbox, courier's marks); on PostgreSQL beside other plumbing."""
        turn = self.turn if one_writer(self.sessions) else nullcontext()
        async with turn, self._writing(alone=False) as session:
            yield session

    @asynccontextmanager
    async def _writing(self, *, alone: bool) -> AsyncIterator[AsyncSession]:
        async with self.sessions() as session, session.begin():
            await take_turn(session, alone=alone)
            yield session
