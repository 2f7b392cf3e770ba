"""Certificates that are about to end: the list, and one merged letter a person at each stage of the place.

Which certificates a waiting letter speaks of stands in its ``about``; renewed ones are taken out of it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import col, select

from domain.certificates import stage_due
from domain.notices_staff import CertificateLine, CertificateNear
from domain.roles import Role
from models import CertificateWarning, Inspector, Letter, Person, Unit
from services import journal, outbox, people, quiet
from services.staff.library import scope
from services.work import Work, new_ref


@dataclass(frozen=True)
class Expiring:
    """A certificate in use that ends soon or has ended; ``days`` are left, negative when it is over."""

    person_id: int
    roster_no: str
    name: str
    unit_id: int
    unit: str
    until: date
    days: int

    @property
    def key(self) -> str:
        """What a letter remembers: whose certificate, in its present validity."""
        return f"{self.person_id}@{self.until}"


async def expiring(look: Work) -> list[Expiring]:
    """Certificates that are over or within the place's first warning, the nearest end first."""
    look.require("library.look")
    own = scope(look)
    return [one for one in await _ending(look) if own in {None, one.unit_id}]


async def _ending(look: Work) -> list[Expiring]:
    horizon = look.today + timedelta(days=max(look.profile.certificate_warning_days, default=0))
    rows = await look.session.exec(
        select(Person, Unit.name, col(Inspector.certificate_until))
        .join(Unit, col(Person.unit_id) == col(Unit.id))
        .join(Inspector, col(Inspector.person_id) == col(Person.id))
        .where(
            col(Person.left_on).is_(None),
            col(Inspector.valid).is_(True),
            col(Inspector.certificate_until) <= horizon,
        )
        .order_by(col(Inspector.certificate_until), col(Unit.name), col(Person.roster_no))
    )
    return [_expiring(person, unit, until, look.today) for person, unit, until in rows if until]


def _expiring(person: Person, unit: str, until: date, today: date) -> Expiring:
    assert person.id is not None  # noqa: S101 - a stored row
    return Expiring(
        person.id, person.roster_no, person.name, person.unit_id, unit, until, (until - today).days
    )


async def due(look: Work) -> list[tuple[Expiring, int]]:
    """What is to be warned of now, with its stage; nothing on days off and in the quiet hours."""
    if quiet.reigns(look):
        return []
    given = await _given(look)
    stages = look.profile.certificate_warning_days
    found = [
        (one, stage_due(one.days, stages, given.get((one.person_id, one.until), ())))
        for one in await _ending(look)
    ]
    return [(one, stage) for one, stage in found if stage is not None]


async def _given(look: Work) -> Mapping[tuple[int, date], set[int]]:
    rows = await look.session.exec(select(CertificateWarning).where(CertificateWarning.until >= look.today))
    found: dict[tuple[int, date], set[int]] = {}
    for one in rows:
        found.setdefault((one.person_id, one.until), set()).add(one.stage)
    return found


async def warn(work: Work) -> None:
    """Tell everybody concerned, one letter a person, and note the stages given."""
    found = await due(work)
    for person_id, lines in (await _receivers(work, found)).items():
        await _tell(work, person_id, lines, f"certificates:{person_id}:{work.today}")
    for one, stage in found:
        work.session.add(
            CertificateWarning(person_id=one.person_id, until=one.until, stage=stage, given_at=work.now)
        )
    noted = [[one.person_id, str(one.until), stage] for one, stage in found]
    await journal.record(work, "certificate.warn", "certificates", warned=noted)


async def _receivers(work: Work, found: Sequence[tuple[Expiring, int]]) -> Mapping[int, list[Expiring]]:
    """Who hears of what: the inspector, the unit's liaison; the office at the last stage or without one."""
    last = min(work.profile.certificate_warning_days, default=0)
    office = await _ids(work, Role.OFFICE)
    hears: dict[int, list[Expiring]] = {}
    for one, stage in found:
        liaisons = await _ids(work, Role.LIAISON, one.unit_id)
        alone = not await _any_reachable(work, liaisons)
        for person_id in {one.person_id, *liaisons, *(office if alone or stage == last else ())}:
            hears.setdefault(person_id, []).append(one)
    return hears


async def _ids(work: Work, role: Role, unit_id: int | None = None) -> list[int]:
    return [person.id or 0 for person in await people.holders(work.session, role, unit_id)]


async def _any_reachable(work: Work, person_ids: Iterable[int]) -> bool:
    accounts = [await outbox.account_of(work.session, one) for one in person_ids]
    return any(account and account.reachable for account in accounts)


async def _tell(work: Work, person_id: int, lines: Sequence[Expiring], key: str) -> None:
    """One letter of these and of those that a letter before speaks of which never went out."""
    told = {one.key for one in lines}
    for letter in await _waiting(work, person_id):
        told |= _keys(letter)
        letter.state = "void"
    await _say(work, person_id, told, key)


async def _say(work: Work, person_id: int, told: Collection[str], key: str) -> None:
    lines = [one for one in await _ending(work) if one.key in told]
    if not lines:
        return
    moment = await quiet.slot(work, person_id)
    receiver = await work.session.get_one(Person, person_id)
    on = moment.date()
    notice = CertificateNear(
        own=receiver.roster_no,
        on=on,
        lines=tuple(
            CertificateLine(one.roster_no, one.name, one.unit, one.until, (one.until - on).days)
            for one in lines
        ),
    )
    about = " ".join(one.key for one in lines)
    await outbox.tell(work, person_id, notice, key, about=about, due_at=moment)


def _keys(letter: Letter) -> set[str]:
    return set(letter.about.split())


async def _waiting(look: Work, person_id: int | None = None) -> list[Letter]:
    """Warnings that have not gone out, to one person or to all."""
    query = select(Letter).where(Letter.kind == CertificateNear.kind, col(Letter.state).in_(outbox.WAITING))
    if person_id is not None:
        query = query.where(Letter.person_id == person_id)
    return list(await look.session.exec(query))


async def pass_on(work: Work, former_id: int, successor_id: int) -> None:
    """A former liaison's waiting warnings are the successor's; that of the own certificate stays."""
    told = {key for letter in await _waiting(work, former_id) for key in _keys(letter)}
    for letter in await _waiting(work, former_id):
        letter.state = "void"
    own = {key for key in told if key.startswith(f"{former_id}@")}
    await _say(work, former_id, own, f"certificates:{former_id}/{new_ref()}")
    await _say(work, successor_id, told, f"certificates:{successor_id}/{new_ref()}")


async def outdated(look: Work) -> list[Letter]:
    """Waiting warnings that speak of a certificate renewed since, or of somebody who has left."""
    waiting = await _waiting(look)
    known = {one.key for one in await _ending(look)} if waiting else set()
    return [letter for letter in waiting if not _keys(letter) <= known]


async def withdraw(work: Work) -> None:
    """Outdated warnings become void; what else they said is said anew. Changes nothing the second time."""
    for letter in await outdated(work):
        letter.state = "void"
        assert letter.person_id is not None  # noqa: S101 - warnings go to persons
        await _say(work, letter.person_id, _keys(letter), f"{letter.dedupe_key}/{new_ref()}")
