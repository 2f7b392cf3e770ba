"""专家名录库: looked up by service field, corrected, taken off with a reason (花溪 §10: 动态管理)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from domain.errors import DomainError
from domain.register_fields import REGISTERS
from locales.columns import columns
from models import Draw, Expert, ExpertSeat, Visit
from services import journal
from services.registers.shelves import plain
from services.work import Work

FIELDS = ("fields", "speciality", "title", "qualifications", "valid_until", "interests", "phone")


@dataclass(frozen=True)
class ExpertCard:
    """One expert without the phone; ``days`` to the last day, ``visits`` of this year."""

    id: int
    name: str
    organisation: str
    title: str
    speciality: str
    fields: tuple[str, ...]
    qualifications: tuple[str, ...]
    valid_until: object
    days: int | None
    interests: str
    visits: int


async def by_field(look: Work) -> Mapping[str, tuple[int, int]]:
    """Service field → experts of it on the list, and how many of them are valid today."""
    look.require("expert.look")
    everybody, valid = Counter[str](), Counter[str]()
    for one in await _listed(look):
        everybody.update(one.fields)
        if one.valid_until is None or one.valid_until >= look.today:
            valid.update(one.fields)
    return {name: (everybody[name], valid[name]) for name in sorted(everybody)}


async def _listed(look: Work) -> list[Expert]:
    rows = await look.session.exec(
        select(Expert).where(col(Expert.active).is_(True)).order_by(col(Expert.name), col(Expert.id))
    )
    return list(rows)


async def find(look: Work, text: str) -> list[Expert]:
    """Experts by a part of a service field, speciality, name or organisation. Raises ``expert.nobody``."""
    look.require("expert.look")
    asked = text.strip()
    found = [one for one in await _listed(look) if asked and _fits(one, asked)]
    if not found:
        raise DomainError("expert.nobody", asked=asked)
    return found


def _fits(one: Expert, asked: str) -> bool:
    return any(asked in shown for shown in (one.name, one.organisation, one.speciality, *one.fields))


async def _expert(look: Work, expert_id: int) -> Expert:
    one = await look.session.get(Expert, expert_id)
    if one is None or not one.active:
        raise DomainError("expert.gone")
    return one


async def card(look: Work, expert_id: int) -> ExpertCard:
    """Everything about an expert but the phone. Raises ``expert.gone``."""
    look.require("expert.look")
    one = await _expert(look, expert_id)
    visits = await look.session.exec(
        select(func.count(func.distinct(ExpertSeat.visit_id)))
        .join(Visit, col(ExpertSeat.visit_id) == col(Visit.id))
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(
            ExpertSeat.expert_id == expert_id,
            ExpertSeat.state == "active",
            Draw.year == look.today.year,
        )
    )
    return ExpertCard(
        id=expert_id,
        name=one.name,
        organisation=one.organisation,
        title=one.title,
        speciality=one.speciality,
        fields=tuple(one.fields),
        qualifications=tuple(one.qualifications),
        valid_until=one.valid_until,
        days=(one.valid_until - look.today).days if one.valid_until else None,
        interests=one.interests,
        visits=visits.one(),
    )


async def phone(look: Work, expert_id: int) -> str:
    """The expert's phone, on demand."""
    look.require("expert.look")
    return (await _expert(look, expert_id)).phone


def value_of(field: str, typed: str) -> Any:
    """What was typed, read as the import would. Raises ``expert.not_fitting``."""

    def refuse(_code: str, *_: object, **__: object) -> None:
        raise DomainError("expert.not_fitting", field=field, typed=typed)

    return plain(REGISTERS["experts"].fields[field](typed, columns(), refuse))


async def change(work: Work, expert_id: int, field: str, typed: str) -> Expert:
    """Write one field; ``/`` empties it. Announced draws keep their frozen lists."""
    work.require("expert.change")
    one = await _expert(work, expert_id)
    setattr(one, field, value_of(field, typed))
    work.session.add(one)
    await journal.record(work, "expert.change", f"expert:{expert_id}", field=field)
    return one


async def remove(work: Work, expert_id: int, reason: str) -> Expert:
    """Take an expert off the list; the journal keeps the reason. Raises ``expert.reason``."""
    work.require("expert.remove")
    if not reason.strip():
        raise DomainError("expert.reason")
    one = await _expert(work, expert_id)
    one.active = False
    work.session.add(one)
    await journal.record(work, "expert.remove", f"expert:{expert_id}", reason=reason.strip())
    return one
