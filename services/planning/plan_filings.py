"""备案: a plan handed to the office gets a numbered receipt; the office confirms it or returns it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import col, select

from domain.errors import DomainError
from domain.notices_plan import PlanDecided, PlanFiled, PlanReceived
from domain.plan import State
from domain.roles import Role
from models import Plan, PlanFiling, Task
from services import journal, outbox, people
from services.planning.plan_sizing import size
from services.planning.plans import by_ref, newest_filing, open_duty, tasks_of, tell_published, unit_of
from services.work import Work
from services.year.filings import fulfil, reopen

PLAN_DUTIES = ("plan_filing", "internal_plan", "summary_and_next_plan")
WRONG_SHOWN = 10


@dataclass(frozen=True)
class Sent:
    """The file a plan was sent as: what was read and taken, and (place, fault) of each wrong row.

    ``ratios``: what was answered for wordings without a number.
    """

    file_id: str
    name: str
    read: int
    taken: int
    wrong: Sequence[tuple[str, str]]
    ratios: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """The report as it is kept."""
        report = {"read": self.read, "taken": self.taken, "wrong": [list(one) for one in self.wrong]}
        return report | ({"ratios": dict(self.ratios)} if self.ratios else {})


async def file(work: Work, ref: str) -> PlanFiling:
    """Hand in a plan that was made in the chat. Raises ``plan.not_a_draft``, ``plan.empty``."""
    work.require("plan.file")
    plan = await by_ref(work, ref)
    filing = await hand_in(work, plan, None)
    await journal.record(work, "plan.file", f"plan:{plan.ref}", receipt=filing.number, version=filing.version)
    return filing


async def hand_in(work: Work, plan: Plan, sent: Sent | None) -> PlanFiling:
    """The plan is filed: its bases are fixed to this day, its duty is done, both sides are told."""
    if plan.state != State.DRAFT:
        raise DomainError("plan.not_a_draft", task="")
    tasks = await tasks_of(work, plan)
    if not tasks:
        raise DomainError("plan.empty")
    for task in tasks:
        task.sized = (await size(work, task)).as_json()
        work.session.add(task)
    filing = await write(work, plan, sent)
    await _close_duty(work, plan, filing, sent)
    plan.state = State.FILED
    work.session.add_all((plan, filing))
    await work.session.flush()
    await _tell(work, plan, filing, tasks, sent)
    return filing


async def write(work: Work, plan: Plan, sent: Sent | None = None) -> PlanFiling:
    """The next version of a plan's filing, with its number."""
    last = await newest_filing(work, plan)
    filing = PlanFiling(
        number=await _next_number(work),
        plan_id=plan.id or 0,
        version=last.version + 1 if last else 1,
        receiver=work.profile.place.office_unit,
        filed_by=work.actor.person_id,
        filed_at=work.now,
        file_name=sent.name if sent else "",
        report=sent.as_json() if sent else {},
    )
    work.session.add(filing)
    await work.session.flush()
    return filing


async def _next_number(work: Work) -> str:
    """``XZ-2026-J0001``: one series a place and calendar year of the filing."""
    series = f"{work.profile.prefix}-{work.today.year}-J"
    found = await work.session.exec(
        select(PlanFiling.number)
        .where(col(PlanFiling.number).startswith(series))
        .order_by(col(PlanFiling.id).desc())
    )
    last = found.first()
    return f"{series}{int(last.removeprefix(series)) + 1 if last else 1:04d}"


async def _close_duty(work: Work, plan: Plan, filing: PlanFiling, sent: Sent | None) -> None:
    duty = await open_duty(work, plan, PLAN_DUTIES) if work.actor.person_id else None
    if duty is None:
        return
    given = {"file_id": sent.file_id, "file_name": sent.name} if sent else {}
    filing.duty_number = (await fulfil(work, duty, note=filing.number, **given)).number


async def _tell(work: Work, plan: Plan, filing: PlanFiling, tasks: Sequence[Task], sent: Sent | None) -> None:
    unit = await unit_of(work, plan)
    wrong = tuple(sent.wrong) if sent else ()
    about = f"plan:{plan.ref}"
    receipt = PlanReceived(
        number=filing.number,
        unit=unit.name,
        year=plan.year,
        receiver=filing.receiver,
        version=filing.version,
        at=filing.filed_at,
        tasks=len(tasks),
        file_name=filing.file_name,
        read=sent.read if sent else 0,
        taken=sent.taken if sent else 0,
        wrong=wrong[:WRONG_SHOWN],
        more_wrong=max(0, len(wrong) - WRONG_SHOWN),
        duty_number=filing.duty_number,
    )
    if filing.filed_by is not None:
        await outbox.tell(work, filing.filed_by, receipt, f"plan_received:{filing.number}", about=about)
    notice = PlanFiled(
        ref=plan.ref,
        number=filing.number,
        unit=unit.name,
        year=plan.year,
        tasks=len(tasks),
        joint=sum(bool(task.partners) for task in tasks),
        wrong=len(wrong),
    )
    await outbox.post(work, notice, f"plan_filed:{filing.number}", about=about)


async def _waiting(work: Work, ref: str) -> tuple[Plan, PlanFiling]:
    plan = await by_ref(work, ref)
    filing = await newest_filing(work, plan)
    if plan.state != State.FILED or filing is None or filing.state != "received":
        raise DomainError("plan.nothing_filed")
    return plan, filing


async def confirm(work: Work, ref: str) -> PlanFiling:
    """The office confirms what was filed. Raises ``plan.nothing_filed``."""
    work.require("plan.confirm")
    plan, filing = await _waiting(work, ref)
    filing.state = "confirmed"
    await _decide(work, plan, filing)
    await journal.record(work, "plan.confirm", f"plan:{plan.ref}", receipt=filing.number)
    return filing


async def give_back(work: Work, ref: str, reason: str) -> PlanFiling:
    """The office returns the plan with a reason: a draft again, and its duty is owed again.

    Raises ``plan.reason``, ``plan.nothing_filed``.
    """
    work.require("plan.return")
    if not reason.strip():
        raise DomainError("plan.reason")
    plan, filing = await _waiting(work, ref)
    filing.state, filing.reason = "returned", reason.strip()
    plan.state = State.DRAFT
    if filing.duty_number:
        await reopen(work, filing.duty_number)
    await _decide(work, plan, filing)
    await journal.record(work, "plan.return", f"plan:{plan.ref}", receipt=filing.number, reason=filing.reason)
    return filing


async def _decide(work: Work, plan: Plan, filing: PlanFiling) -> None:
    filing.decided_by, filing.decided_at = work.actor.person_id, work.now
    work.session.add_all((plan, filing))
    unit = await unit_of(work, plan)
    notice = PlanDecided(
        number=filing.number,
        unit=unit.name,
        year=plan.year,
        confirmed=filing.state == "confirmed",
        reason=filing.reason,
    )
    told = {person.id for person in await people.holders(work.session, Role.LIAISON, plan.unit_id)}
    for person_id in sorted({*told, filing.filed_by} - {None, work.actor.person_id}):  # type: ignore[type-var]
        await outbox.tell(work, person_id or 0, notice, f"plan_decided:{filing.number}:{person_id}")


async def publish_drafts(work: Work, year: int) -> list[str]:
    """The office's own list of the whole year, made public as one act: filed, confirmed and published.

    No duty is closed by it: units still hand in their own. Raises ``plan.no_drafts``. Answers the units.
    """
    work.require("plan.publish")
    rows = await work.session.exec(
        select(Plan).where(Plan.year == year, Plan.state == State.DRAFT).order_by(col(Plan.unit_id))
    )
    plans = [(plan, tasks) for plan in rows.all() if (tasks := await tasks_of(work, plan))]
    if not plans:
        raise DomainError("plan.no_drafts", year=year)
    units, count = [], 0
    for plan, tasks in plans:
        for task in tasks:
            task.sized = (await size(work, task)).as_json()
        filing = await write(work, plan)
        filing.state, filing.decided_by, filing.decided_at = "confirmed", work.actor.person_id, work.now
        plan.state, plan.published_at = State.PUBLISHED, work.now
        work.session.add_all((plan, filing, *tasks))
        units.append((await unit_of(work, plan)).name)
        count += len(tasks)
    await tell_published(work, year, units, count)
    await journal.record(work, "plan.publish", f"year:{year}", units=len(units), tasks=count)
    return units
