"""Telling somebody: a letter row in the act's transaction. Leasing and marking for the courier."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.notices import Button, Notice
from locales.texts import Texts, texts
from models import Account, Blob, Chat, Letter, Person
from services.work import Work

LEASE = timedelta(minutes=2)
OFFICE = "office"
WAITING = ("pending", "unlinked", "unreachable")


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter."""

    file_name: str
    media: str
    content: bytes


def json_file(name: str, content: object) -> Attachment:
    """JSON as people may read it."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return Attachment(name, "application/json", text.encode())


def _keyboard(words: Texts, notice: Notice) -> list[list[dict[str, str]]]:
    def key(button: Button) -> dict[str, str]:
        where = {"url": button.url} if button.url else {"data": button.data}
        return {"text": words.say(button.word), **where}

    return [[key(button) for button in row] for row in notice.buttons()]


async def attach(work: Work, attachment: Attachment) -> str:
    """Store a file once by its SHA-256; answers the digest."""
    digest = hashlib.sha256(attachment.content).hexdigest()
    if await work.session.get(Blob, digest) is None:
        work.session.add(
            Blob(
                sha256=digest,
                file_name=attachment.file_name,
                media=attachment.media,
                content=attachment.content,
                created_at=work.now,
            )
        )
        await work.session.flush()
    return digest


async def _write(work: Work, letter: Letter, attachment: Attachment | None) -> bool:
    known = await work.session.exec(select(Letter.id).where(Letter.dedupe_key == letter.dedupe_key))
    if known.first() is not None:
        return False
    if attachment is not None:
        letter.blob_sha256 = await attach(work, attachment)
    work.session.add(letter)
    await work.session.flush()
    return True


async def account_of(session: AsyncSession, person_id: int) -> Account | None:
    """The live chat account of a person, if one is linked."""
    found = await session.exec(
        select(Account).where(Account.person_id == person_id, col(Account.revoked_at).is_(None))
    )
    return found.first()


async def tell(
    work: Work,
    person_id: int,
    notice: Notice,
    key: str,
    *,
    about: str = "",
    due_at: datetime | None = None,
    attachment: Attachment | None = None,
) -> bool:
    """Write a letter to a person in their language. False when ``key`` was told before.

    A person without an account gets an ``unlinked`` letter that goes out on enrolment.
    """
    person = await work.session.get_one(Person, person_id)
    words = texts(person.language)
    linked = await account_of(work.session, person_id)
    letter = Letter(
        dedupe_key=key,
        kind=notice.kind,
        about=about,
        person_id=person_id,
        body=words.page(f"notices/{notice.kind}", n=notice),
        keyboard=_keyboard(words, notice),
        state="pending" if linked else "unlinked",
        due_at=due_at or work.now,
        created_at=work.now,
    )
    return await _write(work, letter, attachment)


async def waiting_for(work: Work, person_id: int) -> list[Letter]:
    """What has not gone out to a person."""
    query = select(Letter).where(Letter.person_id == person_id, col(Letter.state).in_(WAITING))
    return list(await work.session.exec(query))


async def void_waiting(work: Work, person_id: int, kinds: Collection[str] = ()) -> None:
    """What has not gone out to a person becomes void: letters of these kinds, or every one."""
    for letter in await waiting_for(work, person_id):
        if not kinds or letter.kind in kinds:
            letter.state = "void"


async def say_farewell(work: Work, person_id: int, notice: Notice, key: str) -> None:
    """The last letter to an account whose link ends now; nothing else that waits for the person goes out."""
    await void_waiting(work, person_id)
    account = await account_of(work.session, person_id)
    if account is not None:
        await tell(work, person_id, notice, key)
        last = await work.session.exec(select(Letter).where(Letter.dedupe_key == key))
        last.one().chat_id = account.telegram_id


async def office_chat(session: AsyncSession) -> int | None:
    """The bound office group's chat id."""
    return (await session.exec(select(Chat.telegram_id).where(Chat.purpose == OFFICE))).first()


async def post(
    work: Work, notice: Notice, key: str, *, about: str = "", attachment: Attachment | None = None
) -> bool:
    """Write a letter to the office group; without a bound group it waits as ``unlinked``."""
    chat_id = await office_chat(work.session)
    words = texts()
    letter = Letter(
        dedupe_key=key,
        kind=notice.kind,
        about=about,
        chat_id=chat_id,
        body=words.page(f"notices/{notice.kind}", n=notice),
        keyboard=_keyboard(words, notice),
        state="pending" if chat_id else "unlinked",
        due_at=work.now,
        created_at=work.now,
    )
    return await _write(work, letter, attachment)


async def release_waiting(work: Work, person_id: int) -> None:
    """On enrolment: what waited for the person's account goes out now."""
    waiting = await work.session.exec(
        select(Letter).where(
            Letter.person_id == person_id, col(Letter.state).in_(("unlinked", "unreachable"))
        )
    )
    for letter in waiting:
        letter.state, letter.due_at, letter.error = "pending", work.now, ""


async def release_posts(work: Work, chat_id: int) -> None:
    """On binding: what waited for an office group goes out there now."""
    waiting = await work.session.exec(
        select(Letter).where(col(Letter.person_id).is_(None), Letter.state == "unlinked")
    )
    for letter in waiting:
        letter.state, letter.chat_id, letter.due_at = "pending", chat_id, work.now
