"""联络员交接 (定陶 附2 二(五)): role, open cases and waiting letters pass to the successor in one act.

What is filed with the office is the row; the group hears of the unit, never of names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import update
from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_filing import DeadlineMoved, DeadlineNear
from domain.notices_ledger import ProblemSent
from domain.notices_liaison import LiaisonEnded, LiaisonFiled, LiaisonTakesOver
from domain.notices_objects import FallsWithdrawn, GradesFell
from domain.notices_plan import PlanChanged, PlanDecided, PlanPublished
from domain.notices_staff import StaffChanged
from domain.roles import Role
from models import LiaisonHandover, Person, RoleGrant
from services import journal, outbox, people, quiet
from services.problems import ledger
from services.staff import certificates, deputies
from services.staff.liaison_seats import Seat, cases, departed, seat
from services.work import Work, new_ref

OFFICIAL: frozenset[str] = frozenset(
    notice.kind
    for notice in (
        DeadlineNear,
        DeadlineMoved,
        ProblemSent,
        GradesFell,
        FallsWithdrawn,
        PlanDecided,
        PlanPublished,
        PlanChanged,
        StaffChanged,
    )
)
"""Letters that go to somebody only as liaison or head of a unit."""
AS_LIAISON = ":liaison:"
"""In the key of a digest that its receiver gets as liaison."""


@dataclass(frozen=True)
class Handed:
    """What was done. ``token``: the successor's enrolment link's, empty if an account is linked."""

    handover: LiaisonHandover
    unit: str
    successor: str
    duties: int
    cases: int
    letters: int
    token: str


async def hand_over(work: Work, unit_id: int, successor_id: int) -> Handed:
    """The successor takes over now; afterwards the unit has this one liaison.

    Raises ``handover.not_unit`` and ``handover.not_here`` for somebody who cannot become it.
    """
    work.require("liaison.hand_over")
    now = await seat(work, unit_id)
    successor = next((one for one in now.choices if one.id == successor_id), None)
    if successor is None:
        raise DomainError("handover.not_here", unit=now.unit)
    formers = [one for one in now.liaisons if one.id != successor_id]
    former = next((one for one in formers if one.id == work.actor.person_id), next(iter(formers), None))
    former = former or await departed(work, unit_id)
    handover = LiaisonHandover(
        ref=new_ref(),
        unit_id=unit_id,
        former_id=former.id if former else None,
        successor_id=successor_id,
        on=work.today,
        entered_by=work.actor.person_id,
        entered_at=work.now,
    )
    work.session.add(handover)
    done = await _pass_on(work, handover, now, formers, successor)
    await journal.record(
        work, "liaison.hand_over", f"unit:{unit_id}", successor=successor_id, former=handover.former_id
    )
    return done


async def hand_back(work: Work, ref: str) -> Handed:
    """Undo a handover by handing back: the former liaison is it again. Raises ``handover.not_returnable``."""
    work.require("liaison.hand_back")
    rows = await work.session.exec(select(LiaisonHandover).where(LiaisonHandover.ref == ref))
    handover = rows.first()
    now = await seat(work, handover.unit_id) if handover else None
    if handover is None or now is None or now.last is None or now.last.ref != ref:
        raise DomainError("handover.not_returnable")
    former = await work.session.get_one(Person, handover.former_id)
    handover.returned_at, handover.returned_by = work.now, work.actor.person_id
    work.session.add(handover)
    done = await _pass_on(work, handover, now, now.liaisons, former)
    await journal.record(
        work,
        "liaison.hand_back",
        f"unit:{handover.unit_id}",
        successor=former.id,
        former=handover.successor_id,
    )
    return done


async def _pass_on(
    work: Work, handover: LiaisonHandover, now: Seat, formers: Sequence[Person], successor: Person
) -> Handed:
    assert successor.id is not None  # noqa: S101 - a stored row
    letters = passed = 0
    for former in formers:
        await _end_role(work, former.id or 0)
        passed += await _pass_cases(work, former, successor, now.unit_id)
        letters += await _pass_letters(work, former, successor)
    await people.grant(work, successor.id, Role.LIAISON)
    await deputies.succeed(work, now.unit_id, successor.id)
    await _say(work, now, formers, successor, returned=handover.returned_at is not None)
    linked = await outbox.account_of(work.session, successor.id)
    return Handed(
        handover=handover,
        unit=now.unit,
        successor=successor.name,
        duties=len(now.duties),
        cases=passed,
        letters=letters,
        token="" if linked else await people.write_invite(work, successor),
    )


async def _end_role(work: Work, person_id: int) -> None:
    await work.session.exec(
        update(RoleGrant)
        .where(
            col(RoleGrant.person_id) == person_id,
            RoleGrant.role == Role.LIAISON,  # type: ignore[arg-type]
            col(RoleGrant.revoked_at).is_(None),
        )
        .values(revoked_at=work.now)
    )


async def _pass_cases(work: Work, former: Person, successor: Person, unit_id: int) -> int:
    """Cases that the former one followed up as liaison; an inspector keeps the own ones."""
    assert former.id is not None  # noqa: S101 - a stored row
    if Role.INSPECTOR in await people.roles_of(work.session, former.id):
        return 0
    found = [one for one in await cases(work, unit_id) if one.responsible_id == former.id]
    for case in found:
        case.responsible_id = successor.id
        work.session.add(case)
        ledger.log(work, case, "assign", ledger.Evidence(text=successor.name))
    return len(found)


async def _pass_letters(work: Work, former: Person, successor: Person) -> int:
    """What still waits for the former one as liaison goes to the successor, in the hours for such letters."""
    assert former.id is not None and successor.id is not None  # noqa: S101, PT018 - stored rows
    mine = await outbox.waiting_for(work, former.id)
    only_liaison = not await people.roles_of(work.session, former.id)
    official = [one for one in mine if only_liaison or one.kind in OFFICIAL or AS_LIAISON in one.dedupe_key]
    linked = await outbox.account_of(work.session, successor.id) is not None
    for letter in official:
        await quiet.readdress(work, letter, successor.id, linked=linked)
    if not only_liaison:
        await certificates.pass_on(work, former.id, successor.id)
    return len(official)


async def _say(
    work: Work, now: Seat, formers: Sequence[Person], successor: Person, *, returned: bool
) -> None:
    """Both hear of it by name, the office group by unit."""
    assert successor.id is not None  # noqa: S101 - a stored row
    for one in formers:
        ended = LiaisonEnded(now.unit, work.today, successor.name, returned=returned)
        if one.id is not None:
            await outbox.tell(work, one.id, ended, f"liaison_ended:{work.cause}:{one.id}")
    takes = LiaisonTakesOver(
        unit=now.unit,
        on=work.today,
        former="、".join(one.name for one in formers),
        duties=now.duties,
        cases=now.cases,
        returned=returned,
    )
    await outbox.tell(work, successor.id, takes, f"liaison_takes_over:{work.cause}")
    linked = await outbox.account_of(work.session, successor.id) is not None
    filed = LiaisonFiled(now.unit, work.today, enrolled=linked, returned=returned)
    await outbox.post(work, filed, f"liaison_filed:{work.cause}")
