"""The ceremony: a draw is announced once, witnessed, held once or made void; its number is never reused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from domain.canonical import sha256_of
from domain.errors import DomainError
from domain.merkle import root as merkle_root
from domain.notices_ceremony import Announced, Witnessed
from domain.pool import Pool, parse
from domain.record import announce as announcement_of
from domain.record import announcement_sha256, record_sha256
from domain.roles import Role
from domain.witness import commitment, contribution
from models import Contribution, Draw, Letter, Task
from services import journal, outbox
from services.drawing import experts
from services.drawing.draw_checks import refuse_closed
from services.drawing.draw_tasks import OPEN, open_tasks, refuse_platform
from services.drawing.eligible import units_of
from services.drawing.pools import Preview, candidates, preview
from services.items import item_checks
from services.planning.plans import refuse_undrawable
from services.work import Work, new_ref

PROGRAM = "suicha 0.1.0"
PUBLIC_BITS = 64  # of the protocol: what a public value must hold at least


@dataclass(frozen=True)
class Sealed:
    """What only the edge can make: 32 secret bytes in hex, and a salt for the public form."""

    secret: str
    salt: str


async def _task(work: Work, ref: str) -> Task:
    task = (await work.session.exec(select(Task).where(Task.ref == ref))).first()
    if task is None:
        raise DomainError("draw.no_task")
    return task


async def tasks_by(work: Work, refs: Sequence[str]) -> list[Task]:
    """Tasks in the order of their references, the convenor's first. Raises ``draw.no_task``."""
    return [await _task(work, ref) for ref in refs]


async def look_ahead(look: Work, refs: Sequence[str]) -> Preview:
    """What a draw of one task, or of several jointly, would do. Writes nothing.

    Raises ``draw.external_only`` and what ``preview`` raises.
    """
    look.require("draw.preview")
    tasks = await tasks_by(look, refs)
    refuse_platform(tasks)
    return await preview(look, tasks)


async def mergeable(look: Work, refs: Sequence[str]) -> list[tuple[Task, int]]:
    """Tasks that could be drawn jointly with these, and how many objects they share."""
    return await candidates(look, await tasks_by(look, refs), await open_tasks(look))


async def next_serial(work: Work) -> int:
    """Numbers of one year are consecutive, whoever drew: this office or a platform."""
    newest = await work.session.exec(
        select(func.max(Draw.serial)).where(Draw.year == work.today.year, Draw.serial > 0)
    )
    return (newest.one() or 0) + 1


async def _further(work: Work, plan: Preview, salt: str) -> dict[str, Any]:
    """What the announcement freezes beside the protocol's own keys; the first task is the convenor's."""
    tasks = [{"no": task.no, "name": task.name, "units": await units_of(work, task)} for task in plan.tasks]
    library = plan.inspectors.get("experts", {})
    return {
        "tasks": tasks,
        "rules": [
            {"code": code, "params": _plain(params)} for code, params in (*plan.explained, *plan.warnings)
        ],
        "pool_merkle": merkle_root(plan.pool, salt),
        "profile_sha256": work.profile.digest(),
        "inspectors_sha256": sha256_of(plan.inspectors),
        "witnesses": list(work.profile.witnesses.roles),
        "program": PROGRAM,
        **({"portions": plan.portions} if plan.portions else {}),
        **experts.announced(library, joint=len(tasks) > 1),
        **({"public_bits": PUBLIC_BITS} if work.profile.public_entropy else {}),
    }


def _plain(params: Mapping[str, object]) -> dict[str, Any]:
    return {key: value if isinstance(value, int) else str(value) for key, value in params.items()}


async def _refuse(work: Work, tasks: Sequence[Task]) -> None:
    for task in tasks:
        if task.state not in OPEN:
            raise DomainError("draw.task_taken", task=task.name)
        await refuse_undrawable(work, task)
    refuse_platform(tasks)
    await item_checks.guard_tasks(work, tasks)
    if await outbox.office_chat(work.session) is None:
        raise DomainError("draw.no_office_group")


async def announce(work: Work, refs: Sequence[str], sealed: Sealed) -> Draw:
    """Freeze pool, rules and commitment, and post their digests before any entropy exists.

    Several tasks are drawn jointly; the first is the convenor's (召集部门, 花溪 §15). Raises
    ``draw.task_taken``, ``draw.external_only``, ``draw.no_office_group``, ``draw.experts_short`` and what
    ``preview`` raises.
    """
    work.require("draw.announce")
    tasks = await tasks_by(work, refs)
    await _refuse(work, tasks)
    plan = await preview(work, tasks)
    experts.refuse_short(work, plan.inspectors.get("experts", {}))
    serial = await next_serial(work)
    number = f"{work.profile.prefix}-{work.today.year}-{serial:04d}"
    pool = plan.pool
    further = await _further(work, plan, sealed.salt)
    announced = announcement_of(number, pool, plan.steps, commitment(sealed.secret), further)
    draw = Draw(
        ref=new_ref(),
        number=number,
        year=work.today.year,
        serial=serial,
        task_id=tasks[0].id or 0,
        task_ids=[task.id or 0 for task in tasks],
        secret=sealed.secret,
        salt=sealed.salt,
        pool=pool.data.decode(),
        inspectors=plan.inspectors,
        announcement=announced,
        announcement_sha256=announcement_sha256(announced),
        announced_by=work.actor.person_id,
        announced_at=work.now,
    )
    for task in tasks:
        task.state = "announced"
    work.session.add_all((*tasks, draw))
    await work.session.flush()
    await _post_announcement(work, draw, plan)
    await journal.record(
        work, "draw.announce", about(draw), announcement=draw.announcement_sha256, pool=pool.sha256
    )
    return draw


def about(draw: Draw) -> str:
    """The draw as letters and the journal name it."""
    return f"draw:{draw.number}"


async def _post_announcement(work: Work, draw: Draw, plan: Preview) -> None:
    notice = Announced(
        ref=draw.ref,
        number=draw.number,
        tasks=tuple(task.name for task in plan.tasks),
        pool_size=plan.pool.size,
        excluded=plan.pool.excluded,
        pool_sha256=plan.pool.sha256,
        commitment=str(draw.announcement["commitment"]),
        announcement_sha256=draw.announcement_sha256,
        steps=tuple((code, dict(params)) for code, params in plan.explained),
        witnesses_needed=work.profile.witnesses.min,
        roles_needed=tuple(work.profile.witnesses.roles),
    )
    await outbox.post(work, notice, f"announced:{draw.number}", about=about(draw))


async def by_ref(work: Work, ref: str) -> Draw:
    """Raises ``draw.unknown``."""
    draw = (await work.session.exec(select(Draw).where(Draw.ref == ref))).first()
    if draw is None:
        raise DomainError("draw.unknown")
    return draw


async def announced_by_message(look: Work, chat_id: int, message_id: int) -> str | None:
    """The draw whose announcement stands at this place of the chat; its reference."""
    found = await look.session.exec(
        select(Letter.about).where(
            Letter.kind == Announced.kind, Letter.chat_id == chat_id, Letter.message_id == message_id
        )
    )
    about = found.first()
    if about is None:
        return None
    number = about.removeprefix("draw:")
    return (await look.session.exec(select(Draw.ref).where(Draw.number == number))).first()


async def awaiting_witnesses(look: Work) -> list[Draw]:
    """Draws that are announced and not yet held, oldest first."""
    rows = await look.session.exec(select(Draw).where(Draw.state == "announced").order_by(col(Draw.id)))
    return list(rows)


async def contributions(work: Work, draw: Draw) -> list[Contribution]:
    """What the witnesses gave, in the order in which it came."""
    rows = await work.session.exec(
        select(Contribution).where(Contribution.draw_id == draw.id).order_by(col(Contribution.id))
    )
    return list(rows)


def witness_role(work: Work) -> Role:
    """The role in which the actor witnesses: the one the place asks for, else the first held."""
    asked = [Role(role) for role in work.profile.witnesses.roles if role in set(Role)]
    fitting = [Role.AUDITOR, Role.LIAISON, Role.APPROVER]
    return next(role for role in (*asked, *fitting) if role in work.actor.roles)


def masked(name: str) -> str:
    """A surname and a star: witnesses are named in public, not by their full names."""
    return f"{name[:1]}*"


async def witness(work: Work, ref: str, value: str) -> Draw:
    """Take a witness's value, once a person; posted as it came.

    Raises ``draw.not_open``, ``draw.witnessed``, ``draw.contribution`` or ``draw.contribution_long``.
    """
    work.require("draw.witness")
    draw = await by_ref(work, ref)
    if draw.state != "announced":
        raise DomainError("draw.not_open", number=draw.number)
    await refuse_closed(work, draw)
    given = await contributions(work, draw)
    assert work.actor.person_id is not None  # noqa: S101 - a role implies a person
    assert draw.id is not None  # noqa: S101 - a stored row
    if any(one.person_id == work.actor.person_id for one in given):
        raise DomainError("draw.witnessed", number=draw.number)
    role, who = witness_role(work), f"{work.actor.unit_name} {masked(work.actor.name)}"
    role_text, who, value = contribution(role, who, value).split(":", 2)
    work.session.add(
        Contribution(
            draw_id=draw.id,
            person_id=work.actor.person_id,
            role=role_text,
            who=who,
            value=value,
            given_at=work.now,
        )
    )
    needed = work.profile.witnesses.min
    notice = Witnessed(
        number=draw.number, role=role, who=who, value=value, given=len(given) + 1, needed=needed
    )
    await outbox.post(work, notice, f"witnessed:{draw.number}:{work.actor.person_id}", about=about(draw))
    await journal.record(work, "draw.witness", about(draw), role=role_text, who=who, value=value)
    return draw


async def tasks_of(work: Work, draw: Draw) -> list[Task]:
    """The tasks of a draw, the convenor's first."""
    return [await work.session.get_one(Task, number) for number in draw.task_ids or [draw.task_id]]


async def previous_record(work: Work, draw: Draw) -> str:
    """The digest of the office's own record before this draw; empty for the first."""
    found = await work.session.exec(
        select(Draw)
        .where(col(Draw.record).is_not(None), Draw.kind == draw.kind, Draw.id != draw.id)
        .order_by(col(Draw.ended_at).desc(), col(Draw.id).desc())
        .limit(1)
    )
    last = found.first()
    return record_sha256(last.record) if last and last.record else ""


def pool_of_draw(draw: Draw) -> Pool:
    """The pool as it was frozen."""
    return parse(draw.pool.encode())
