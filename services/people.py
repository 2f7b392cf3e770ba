"""Who is who: enrolment by one-time token, roles, the bound office group."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from domain.errors import DomainError
from domain.notices import Relinked
from domain.roles import Actor, Place, Role
from models import Account, BindingCode, Chat, Invite, Person, RoleGrant, Unit
from services import journal
from services.delivery import link_of
from services.outbox import OFFICE, account_of, post, release_posts, release_waiting
from services.staff import standing_in
from services.work import Work

TOKEN_BYTES = 24
INVITE_LIFE = timedelta(hours=72)


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


async def roles_of(session: AsyncSession, person_id: int) -> frozenset[Role]:
    """The roles a person holds now."""
    held = await session.exec(
        select(RoleGrant.role).where(RoleGrant.person_id == person_id, col(RoleGrant.revoked_at).is_(None))
    )
    return frozenset(Role(role) for role in held)


async def roles_now(look: Work, person: Person) -> frozenset[Role]:
    """The roles held, and ``DEPUTY`` on the days on which the person stands in for the unit's liaison."""
    held = await roles_of(look.session, person.id or 0)
    deputy = await standing_in.deputy_of(look, person.unit_id)
    return held | {Role.DEPUTY} if deputy and deputy.person_id == person.id else held


async def who(look: Work, telegram_id: int, place: Place) -> Actor:
    """The actor behind a Telegram id; a stranger when no live link exists or the person has left."""
    linked = await look.session.exec(
        select(Person, Unit.name)
        .join(Account, col(Account.person_id) == col(Person.id))
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .where(Account.telegram_id == telegram_id, col(Account.revoked_at).is_(None))
        .where(col(Person.left_on).is_(None))
    )
    row = linked.first()
    if row is None:
        return Actor(place=place)
    person, unit_name = row
    roles = await roles_now(look, person)
    return Actor(person.id, person.name, person.unit_id, unit_name, roles, person.language, place)


async def place_of(session: AsyncSession, chat_id: int, *, private: bool) -> Place:
    """What kind of chat this is to us."""
    if private:
        return Place.PRIVATE
    bound = await session.exec(select(Chat.purpose).where(Chat.telegram_id == chat_id))
    return Place.OFFICE_GROUP if bound.first() == OFFICE else Place.OTHER_GROUP


async def grant(work: Work, person_id: int, *roles: Role) -> None:
    """Give roles; those already held stay as they are. Raises ``person.seat_taken`` for a second liaison."""
    held = await roles_of(work.session, person_id)
    for role in set(roles) - held:
        unit_id = await _seat(work, person_id) if role is Role.LIAISON else None
        work.session.add(RoleGrant(person_id=person_id, role=role, granted_at=work.now, unit_id=unit_id))
    await work.session.flush()


async def _seat(work: Work, person_id: int) -> int:
    """The unit that somebody is, or becomes, the liaison of. Raises ``person.seat_taken``."""
    person = await work.session.get_one(Person, person_id)
    others = [one for one in await holders(work.session, Role.LIAISON, person.unit_id) if one is not person]
    if others:
        unit = await work.session.get_one(Unit, person.unit_id)
        raise DomainError("person.seat_taken", name=person.name, unit=unit.name, liaison=others[0].name)
    return person.unit_id


async def take_along(work: Work, person_id: int) -> None:
    """A liaison whose unit is another now is that unit's. Raises ``person.seat_taken``."""
    rows = await work.session.exec(
        select(RoleGrant).where(
            RoleGrant.person_id == person_id,
            RoleGrant.role == Role.LIAISON,
            col(RoleGrant.revoked_at).is_(None),
        )
    )
    for held in rows:
        held.unit_id = await _seat(work, person_id)
        work.session.add(held)
        await work.session.flush()


async def end_roles(work: Work, person_id: int, kept: Collection[str] = ()) -> None:
    """Take every role that is not ``kept``."""
    await work.session.exec(
        update(RoleGrant)
        .where(
            col(RoleGrant.person_id) == person_id,
            col(RoleGrant.revoked_at).is_(None),
            col(RoleGrant.role).not_in(kept),
        )
        .values(revoked_at=work.now)
    )


async def end_links(work: Work, person_id: int) -> None:
    """End the person's chat account and every invitation that still waits."""
    for link in (Account, Invite):
        await work.session.exec(
            update(link)
            .where(col(link.person_id) == person_id, col(link.revoked_at).is_(None))
            .values(revoked_at=work.now)
        )


async def holders(session: AsyncSession, role: Role, unit_id: int | None = None) -> list[Person]:
    """The people who hold a role now, of one unit or of all."""
    query = (
        select(Person)
        .join(RoleGrant, col(RoleGrant.person_id) == col(Person.id))
        .where(RoleGrant.role == role, col(RoleGrant.revoked_at).is_(None), col(Person.left_on).is_(None))
        .order_by(col(Person.roster_no))
    )
    if unit_id is not None:
        query = query.where(Person.unit_id == unit_id)
    return list((await session.exec(query)).all())


async def to_be_asked(session: AsyncSession, actor: Actor) -> dict[str, list[str]]:
    """Whom the actor turns to: post (``unit``, ``office``, ``operator``) → names, none where unknown."""
    if Role.OFFICE in actor.roles:
        return {"operator": []}
    office = [one.name for one in await holders(session, Role.OFFICE)]
    if Role.LIAISON in actor.roles or actor.unit_id is None:
        return {"office": office}
    liaisons = [one.name for one in await holders(session, Role.LIAISON, actor.unit_id)]
    return {"unit": liaisons, "office": office} if liaisons else {"office": office}


async def person_by_roster_no(session: AsyncSession, roster_no: str) -> Person:
    """Raises ``person.unknown``."""
    person = (await session.exec(select(Person).where(Person.roster_no == roster_no))).first()
    if person is None:
        raise DomainError("person.unknown", roster_no=roster_no)
    return person


async def write_invite(work: Work, person: Person) -> str:
    """A fresh token for a roster row; older unused ones end. Answers the token, which is kept nowhere."""
    assert person.id is not None  # noqa: S101 - a stored row
    await work.session.exec(
        update(Invite)
        .where(col(Invite.person_id) == person.id, col(Invite.used_at).is_(None))
        .values(revoked_at=work.now)
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    work.session.add(
        Invite(
            token_sha256=_sha256(token),
            person_id=person.id,
            created_at=work.now,
            expires_at=work.now + INVITE_LIFE,
        )
    )
    await work.session.flush()
    return token


async def invite(work: Work, roster_no: str) -> tuple[Person, str]:
    """Issue an enrolment link's token for one person (72 hours, single use)."""
    work.require("invite.issue")
    person = await person_by_roster_no(work.session, roster_no)
    token = await write_invite(work, person)
    await journal.record(work, "invite.issue", f"person:{person.id}")
    return person, token


async def enrol(work: Work, token: str, telegram_id: int) -> Person:
    """Link a Telegram account to the roster row of a token. Raises ``invite.*`` with the way out.

    An account that the person had before (a new telephone) ends with it, and the office group hears of that.
    """
    found = await work.session.exec(select(Invite).where(Invite.token_sha256 == _sha256(token)))
    ticket = found.first()
    if ticket is None:
        raise DomainError("invite.unknown")
    if ticket.used_at or ticket.revoked_at:
        raise DomainError("invite.used")
    if ticket.expires_at < work.now:
        raise DomainError("invite.expired")
    if await link_of(work.session, telegram_id):
        raise DomainError("invite.linked")
    ticket.used_at = work.now
    person = await work.session.get_one(Person, ticket.person_id)
    again = await _end_account(work, person)
    work.session.add(Account(telegram_id=telegram_id, person_id=ticket.person_id, linked_at=work.now))
    await work.session.flush()
    await release_waiting(work, ticket.person_id)
    await journal.record(work, "person.enrol", f"person:{ticket.person_id}", again=again)
    return person


async def _end_account(work: Work, person: Person) -> bool:
    """End the account that the person is reached at until now; False if there is none."""
    before = await account_of(work.session, person.id or 0)
    if before is None:
        return False
    before.revoked_at = work.now
    unit = await work.session.get_one(Unit, person.unit_id)
    await post(work, Relinked(roster_no=person.roster_no, unit=unit.name), f"relinked:{before.id}")
    return True


async def write_binding_code(work: Work) -> str:
    """A one-time code that binds a group as the office group. The operator hands it to the office."""
    code = secrets.token_urlsafe(TOKEN_BYTES)
    work.session.add(
        BindingCode(
            code_sha256=_sha256(code),
            purpose=OFFICE,
            created_at=work.now,
            expires_at=work.now + INVITE_LIFE,
        )
    )
    await work.session.flush()
    return code


async def bind(work: Work, code: str, chat_id: int, title: str) -> None:
    """Bind the group to the office, once. Raises ``binding.unknown`` or ``binding.taken``."""
    work.require("chat.bind")
    found = await work.session.exec(select(BindingCode).where(BindingCode.code_sha256 == _sha256(code)))
    ticket = found.first()
    if ticket is None or ticket.used_at or ticket.expires_at < work.now:
        raise DomainError("binding.unknown")
    if (await work.session.exec(select(Chat).where(Chat.purpose == OFFICE))).first():
        raise DomainError("binding.taken")
    ticket.used_at = work.now
    work.session.add(Chat(telegram_id=chat_id, purpose=OFFICE, title=title, bound_at=work.now))
    await work.session.flush()
    await release_posts(work, chat_id)
    await journal.record(work, "chat.bind", "chat:office")
