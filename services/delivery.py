"""The courier's book: which letter goes next, and what became of it. Commits are the courier's."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, true, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.notices import Unreachable, unasked_kinds
from models import Account, Blob, Chat, Letter, Person, Unit
from services import sending_hold
from services.outbox import LEASE, account_of, post
from services.work import Work

CANDIDATES = 50
MESSAGE = 4096
"""Characters that Telegram takes; the body's markup is counted too, so it always fits."""
BETWEEN = "\n\n"


@dataclass(frozen=True)
class Leased:
    """A letter in the courier's hand: where it goes, the file that goes with it, what else goes along.

    ``along``: other unasked letters to the person, for the same message.
    """

    letter: Letter
    chat_id: int
    blob: Blob | None
    along: tuple[Letter, ...] = ()

    @property
    def letters(self) -> tuple[Letter, ...]:
        """Everything of the message."""
        return (self.letter, *self.along)

    @property
    def body(self) -> str:
        """The letters one below the other; of those for which there is no room the first line."""
        said, room = [self.letter.body], MESSAGE - len(self.letter.body)
        for number, one in enumerate(self.along, start=1):
            briefs = sum(len(_brief(later.body)) for later in self.along[number:])
            fits = len(one.body) + briefs <= room - len(BETWEEN) * len(self.along)
            said.append(one.body if fits else _brief(one.body))
            room -= len(said[-1])
        return BETWEEN.join(said)

    @property
    def keyboard(self) -> list[list[dict[str, str]]]:
        """Every row of buttons once."""
        rows = [row for one in self.letters for row in one.keyboard]
        return [row for n, row in enumerate(rows) if row not in rows[:n]]


def _brief(body: str) -> str:
    return body.strip().partition("\n")[0]


async def _chat_of(session: AsyncSession, letter: Letter) -> int | None:
    if letter.chat_id is not None:
        return letter.chat_id
    account = await account_of(session, letter.person_id) if letter.person_id else None
    return account.telegram_id if account else None


async def waits(session: AsyncSession, now: datetime) -> bool:
    """Whether a letter is due, or one is in the hand of a sender who died."""
    due = (col(Letter.state) == "pending") & (col(Letter.due_at) <= now)
    lost = (col(Letter.state) == "sending") & (col(Letter.lease_until) < now)
    return (await session.exec(select(Letter.id).where(due | lost).limit(1))).first() is not None


async def take_back(session: AsyncSession, now: datetime) -> int:
    """Letters whose sender died in the act go back, marked ambiguous: they may have arrived.

    One statement, so that what another process takes back and sends again meanwhile is not taken from it.
    """
    lost = await session.exec(
        update(Letter)
        .where(col(Letter.state) == "sending", col(Letter.lease_until) < now)
        .values(state="pending", ambiguous=True)
    )
    return int(lost.rowcount)


async def lease(
    session: AsyncSession, now: datetime, opens: datetime, writable: Callable[[int], bool]
) -> Leased | None:
    """The first due letter whose chat may be written to now, marked ``sending``.

    However many letters wait for one slow chat, those behind them are reached: its receiver is passed over.
    Unasked letters that missed their hour (an outage) become due when ``quiet.opening`` says, at ``opens``.
    """
    passed: dict[str, set[int]] = {"person_id": set(), "chat_id": set()}
    held = await sending_hold.standing(session) is not None
    while due := await _due(session, now, passed, held=held):
        for letter in due:
            if now < opens and letter.kind in unasked_kinds():
                letter.due_at = opens
                continue
            chat_id = await _chat_of(session, letter)
            if chat_id is None:
                letter.state = "unlinked"
            elif writable(chat_id):
                return await _leased(session, letter, chat_id, now)
            receiver = "person_id" if letter.chat_id is None else "chat_id"
            passed[receiver].add(getattr(letter, receiver))
    return None


async def _due(
    session: AsyncSession, now: datetime, passed: Mapping[str, Collection[int]], *, held: bool
) -> list[Letter]:
    """The oldest due letters, without those to receivers passed over; during a hold what tells of it."""
    rows = await session.exec(
        select(Letter)
        .where(Letter.state == "pending", Letter.due_at <= now)
        .where(col(Letter.kind).in_(sending_hold.SPEAKS_ANYWAY) if held else true())
        .where(func.coalesce(Letter.person_id, 0).not_in(passed["person_id"]))
        .where(func.coalesce(Letter.chat_id, 0).not_in(passed["chat_id"]))
        .order_by(col(Letter.due_at), col(Letter.id))
        .limit(CANDIDATES)
        .with_for_update(skip_locked=True)
    )
    return list(rows)


async def _leased(session: AsyncSession, letter: Letter, chat_id: int, now: datetime) -> Leased:
    leased = Leased(
        letter,
        chat_id,
        await session.get(Blob, letter.blob_sha256) if letter.blob_sha256 else None,
        await _along(session, letter, now),
    )
    for one in leased.letters:
        one.state, one.lease_until = "sending", now + LEASE
        one.attempts += 1
    return leased


async def _along(session: AsyncSession, letter: Letter, now: datetime) -> tuple[Letter, ...]:
    """Other unasked letters that are due to the person of an unasked one; a file goes by itself."""
    kinds = unasked_kinds()
    if letter.person_id is None or letter.kind not in kinds or letter.blob_sha256:
        return ()
    rows = await session.exec(
        select(Letter)
        .where(Letter.state == "pending", Letter.due_at <= now, Letter.person_id == letter.person_id)
        .where(col(Letter.kind).in_(kinds), Letter.blob_sha256 == "", Letter.id != letter.id)
        .order_by(col(Letter.due_at), col(Letter.id))
        .with_for_update(skip_locked=True)
    )
    return tuple(rows)


async def sent(session: AsyncSession, letter_id: int, message_id: int, now: datetime) -> None:
    """Telegram has it."""
    letter = await session.get_one(Letter, letter_id)
    letter.state, letter.sent_at, letter.message_id, letter.lease_until = "sent", now, message_id, None


async def later(
    session: AsyncSession, letter_id: int, due_at: datetime, error: str, *, ambiguous: bool
) -> None:
    """Not now: kept on the row, so that a restart waits as well. ``ambiguous``: it may have arrived."""
    letter = await session.get_one(Letter, letter_id)
    letter.state, letter.due_at, letter.error, letter.lease_until = "pending", due_at, error, None
    letter.ambiguous = letter.ambiguous or ambiguous


async def dead(session: AsyncSession, letter_id: int, error: str) -> None:
    """Refused for good: our fault, for the operator to read."""
    letter = await session.get_one(Letter, letter_id)
    letter.state, letter.error, letter.lease_until = "dead", error, None


async def moved(session: AsyncSession, old_chat: int, new_chat: int) -> None:
    """A group became a supergroup: rename it everywhere, in one transaction."""
    await session.exec(update(Chat).where(col(Chat.telegram_id) == old_chat).values(telegram_id=new_chat))
    await session.exec(update(Letter).where(col(Letter.chat_id) == old_chat).values(chat_id=new_chat))


async def unreachable(work: Work, letter_id: int, error: str) -> None:
    """The person blocked us or the chat is gone: the office is told at once, by roster number."""
    letter = await work.session.get_one(Letter, letter_id)
    letter.state, letter.error, letter.lease_until = "unreachable", error, None
    if letter.person_id is None:
        return
    person = await work.session.get_one(Person, letter.person_id)
    unit = await work.session.get_one(Unit, person.unit_id)
    await mark_reachable(work.session, letter.person_id, reachable=False)
    notice = Unreachable(roster_no=person.roster_no, unit=unit.name, what=letter.kind)
    await post(work, notice, f"unreachable:{letter.id}", about=letter.about)


async def mark_reachable(session: AsyncSession, person_id: int, *, reachable: bool) -> None:
    """Whether the person's account can be written to."""
    account = await account_of(session, person_id)
    if account is not None:
        account.reachable = reachable


async def states_about(session: AsyncSession, about: str, kind: str) -> list[tuple[Letter, Person, Unit]]:
    """Every letter of a kind about a subject, with its person: who was told, who was not."""
    rows = await session.exec(
        select(Letter, Person, Unit)
        .join(Person, col(Letter.person_id) == col(Person.id))
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .where(Letter.about == about, Letter.kind == kind)
        .order_by(col(Unit.name), col(Person.roster_no))
    )
    return list(rows.all())


async def link_of(session: AsyncSession, telegram_id: int) -> Account | None:
    """The live account of a Telegram id."""
    found = await session.exec(
        select(Account).where(Account.telegram_id == telegram_id, col(Account.revoked_at).is_(None))
    )
    return found.first()
