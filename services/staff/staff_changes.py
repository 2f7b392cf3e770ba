"""Certificate, qualification, field, post: one field of one person at a time, read as a list would be."""

from datetime import date
from typing import Any

from sqlmodel import col, select

from domain.errors import DomainError
from domain.register_fields import REGISTERS
from domain.roles import Role
from locales.columns import columns
from models import Inspector, Person, StaffChange
from services import journal, people
from services.registers.shelves import plain
from services.staff import certificates, library
from services.work import Work

OF_PERSON = ("post", "phone")
FIELDS = (
    "certificate_until",
    "certificate_no",
    "certificate_issuer",
    "qualifications",
    "fields",
    "item_scope",
    "areas",
    "level",
    "department",
    *OF_PERSON,
    "valid",
)
PRIVATE = frozenset(("phone",))
CHANGED = "changed"


def value_of(field: str, typed: str) -> Any:
    """What was typed as the field's value, by the rules of the import. Raises ``library.not_fitting``."""

    def refuse(_code: str, *_: object, **__: object) -> None:
        raise DomainError("library.not_fitting", field=field, typed=typed)

    return plain(REGISTERS["inspectors"].fields[field](typed, columns(), refuse))


async def change(work: Work, person_id: int, field: str, typed: str) -> StaffChange:
    """Write one field; a renewed certificate ends its warnings. ``/`` empties a field.

    Raises ``library.not_fitting``, ``.same``, ``.left``, ``.no_certificate`` and ``.certificate_taken``.
    """
    work.require("library.change")
    person = await library.person_of(work, person_id)
    if person.left_on is not None:
        raise DomainError("library.left", name=person.name, on=person.left_on)
    value = value_of(field, typed)
    row = person if field in OF_PERSON else await _inspector(work, person, field, value)
    before = getattr(row, field)
    if before == value:
        raise DomainError("library.same", field=field)
    setattr(row, field, value)
    work.session.add(row)
    entry = StaffChange(
        person_id=person_id,
        kind=CHANGED,
        on=work.today,
        facts=_facts(field, before, value),
        entered_by=work.actor.person_id,
        entered_at=work.now,
    )
    work.session.add(entry)
    await work.session.flush()
    await certificates.withdraw(work)
    await journal.record(work, "library.change", f"person:{person_id}", field=field)
    return entry


def _facts(field: str, before: object, after: object) -> dict[str, list[str]]:
    return {field: [] if field in PRIVATE else [_shown(before), _shown(after)]}


def _shown(value: object) -> str:
    if isinstance(value, list):
        return "、".join(value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


async def _inspector(work: Work, person: Person, field: str, value: object) -> Inspector:
    """The inspector's row; a certificate number makes one, and with it the role."""
    assert person.id is not None  # noqa: S101 - a stored row
    if field == "certificate_no" and value:
        await _refuse_taken(work, person.id, str(value))
    row = await work.session.get(Inspector, person.id)
    if row is None:
        if field != "certificate_no" or not value:
            raise DomainError("library.no_certificate", name=person.name)
        row = Inspector(person_id=person.id)
        await people.grant(work, person.id, Role.INSPECTOR)
    return row


async def _refuse_taken(work: Work, person_id: int, number: str) -> None:
    taken = await work.session.exec(
        select(Person.name)
        .join(Inspector, col(Inspector.person_id) == col(Person.id))
        .where(Inspector.certificate_no == number, Person.id != person_id, col(Person.left_on).is_(None))
    )
    if name := taken.first():
        raise DomainError("library.certificate_taken", number=number, name=name)


async def history(look: Work, person_id: int) -> list[StaffChange]:
    """What happened to a person, the newest first."""
    look.require("library.look")
    await library.person_of(look, person_id)
    rows = await look.session.exec(
        select(StaffChange).where(StaffChange.person_id == person_id).order_by(col(StaffChange.id).desc())
    )
    return list(rows)
