"""抽查情况记录表 and 抽查通知书: what is known of a visit, as the values of its forms."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import col, func, select

from domain.forms import Document, InspectionNotice, ItemFound, Signer, VisitRecord
from locales.texts import texts
from models import (
    Assignment,
    Draw,
    InspectionObject,
    Inspector,
    Item,
    Person,
    Photo,
    Result,
    Task,
    Unit,
    Visit,
)
from services.items import item_list
from services.papers.form_access import Part
from services.visits import assignments
from services.work import Work

REFUSED, RETURNED, RELEASED = "refused", "returned", "released"
Values = dict[str, Any]


async def record(look: Work, part: Part) -> VisitRecord:
    """One unit's record of a visit: its newest result, or left to the hand where none was submitted yet."""
    visit, subject = part.visit, await look.session.get_one(InspectionObject, part.visit.object_id)
    tasks = await assignments.tasks_of_visit(look, visit)
    items = await assignments.items_of(look, tasks, part.unit.name)
    result = await _newest(look, part)
    reported = await _reported(look, result, items) if result else {"items": tuple(map(_to_check, items))}
    planned = _planned(tasks) or [method for item in items for method in item.methods]
    return VisitRecord(
        **head(look, part.unit.name, result.number if result else visit.number),
        **who(subject),
        **{"methods": tuple(dict.fromkeys(planned))} | reported,
        tasks=tuple(task.name for task in tasks),
        task_numbers=tuple(task.no for task in tasks),
        draw_number=(await look.session.get_one(Draw, visit.draw_id)).number,
        inspectors=await signers(look, visit, part.unit),
    )


def _planned(tasks: Sequence[Task]) -> list[str]:
    """How the plan says the inspection is made; where it says nothing the item list does."""
    return [method for task in tasks for method in task.methods]


async def notice(look: Work, visit: Visit, unit: Unit) -> InspectionNotice:
    """The notice of a visit, in the name of a unit that goes, with everybody's items."""
    subject = await look.session.get_one(InspectionObject, visit.object_id)
    tasks = await assignments.tasks_of_visit(look, visit)
    first, last = assignments.window_of(visit, tasks)
    codes = {code for task in tasks for code in task.item_codes}
    items = await look.session.exec(select(Item).where(col(Item.code).in_(codes)).order_by(col(Item.code)))
    return InspectionNotice(
        **head(look, unit.name, visit.number),
        **who(subject),
        tasks=tuple(task.name for task in tasks),
        window=texts().say("forms.window", first=first, last=last),
        items=tuple(map(_to_check, items)),
        documents=tuple(map(_document, (*look.profile.documents_to_prepare, *_licence(subject)))),
        inspectors=await signers(look, visit),
        link=f"v_{visit.ref}",
    )


def head(look: Work, unit: str, number: str) -> Values:
    """What every form begins with."""
    return {
        "body_name": look.profile.place.body_name,
        "unit": unit,
        "number": number,
        "made_on": look.today,
    }


def who(subject: InspectionObject) -> Values:
    """Who is inspected, as every form about an object says it."""
    return {
        "object_name": subject.name,
        "register_no": subject.register_no,
        "address": subject.address,
        "legal_representative": subject.legal_representative,
        "contact_name": subject.contact_name,
        "contact_phone": subject.contact_phone,
    }


def _document(name: str) -> Document:
    return Document(document=name)


def _licence(subject: InspectionObject) -> tuple[str, ...]:
    licence, number = subject.licence_name, subject.licence_no
    return (texts().say("forms.licence", licence=licence, number=number),) if licence else ()


async def signers(look: Work, visit: Visit, unit: Unit | None = None) -> tuple[Signer, ...]:
    """The active team, of one unit or all, leaders first."""
    rows = await look.session.exec(
        select(Person, col(Inspector.certificate_no), col(Unit.name))
        .join(Assignment, col(Assignment.person_id) == col(Person.id))
        .join(Unit, col(Assignment.unit_id) == col(Unit.id))
        .outerjoin(Inspector, col(Inspector.person_id) == col(Person.id))
        .where(Assignment.visit_id == visit.id, Assignment.state == "active")
        .where(Assignment.unit_id == unit.id if unit else True)
        .order_by(col(Assignment.leads).desc(), col(Unit.id), col(Person.roster_no))
    )
    return tuple(
        Signer(name=person.name, certificate_no=number or "", from_unit=name) for person, number, name in rows
    )


async def _newest(look: Work, part: Part) -> Result | None:
    rows = await look.session.exec(
        select(Result)
        .where(Result.visit_id == part.visit.id, Result.unit_id == part.unit.id)
        .order_by(col(Result.version).desc())
    )
    return rows.first()


def _to_check(item: Item) -> ItemFound:
    return ItemFound(item_name=item.name, basis=item.basis)


async def _reported(look: Work, result: Result, items: Sequence[Item]) -> Values:
    found = await items_found(look, result, {item.code: item.basis for item in items})
    people = await _names(look, result)
    photos = await look.session.exec(
        select(func.count()).select_from(Photo).where(Photo.draft_id == result.draft_id)
    )
    refusals = [one for one in result.findings if one["outcome"] == REFUSED]
    return {
        "items": found,
        "outcome": _joined(one.outcome for one in found),
        "measures": _joined(one.measure for one in found),
        "inspected_on": result.inspected_on,
        "photos": photos.one(),
        **_manner(result),
        "refusal": _joined(one["remark"] for one in refusals),
        "witness": _joined(one.get("witness", "") for one in refusals),
        "recorded_by": people.get(result.submitted_by, ""),
        "recorded_at": result.submitted_at,
        "confirmed_by": people.get(result.confirmed_by, ""),
        "decision": _decision(result),
        "decided_by": people.get(result.decided_by, ""),
        "decided_at": result.decided_at,
    }


def _manner(result: Result) -> Values:
    """How it was made in fact; a result from before that was recorded has what the plan says."""
    if not result.method:
        return {}
    return {
        "methods": (texts().say(f"report.method.{result.method}"),),
        "entrusted": result.entrusted or texts().say("forms.missing"),
        "conclusion_no": result.conclusion_no or texts().say("forms.missing"),
    }


def _joined(words: Any) -> str:
    return texts().say("forms.joiner").join(dict.fromkeys(word for word in words if word))


async def items_found(look: Work, result: Result, bases: Mapping[str, str]) -> tuple[ItemFound, ...]:
    """What a result found, item by item; ``bases``: the item list's own, where the finding names none."""
    called = (await item_list.names(look)).under(result.item_versions)
    return tuple(_found(one, called, bases) for one in result.findings)


def _found(one: Mapping[str, str], called: Mapping[str, str], bases: Mapping[str, str]) -> ItemFound:
    words, code = texts(), one["item"]
    until = one.get("correct_by", "")
    return ItemFound(
        item_name=called.get(code, code),
        basis=one.get("basis") or bases.get(code, ""),
        outcome=words.say(f"profile.category.{one['outcome']}"),
        problem=_joined((one["remark"], _cited(one))),
        measure=measure_words(one.get("measure", ""), one.get("measure_text", "")),
        correct_by=date.fromisoformat(until) if until else None,
    )


def _cited(one: Mapping[str, str]) -> str:
    """Whose result stands in place of an inspection (结果互认)."""
    if not one.get("cited"):
        return ""
    return texts().say("report.cited", f={**one, "cited_on": date.fromisoformat(one["cited_on"])})


def measure_words(measure: str, text: str) -> str:
    """A measure with what was said about it."""
    words = texts()
    named = words.say(f"profile.measure.{measure}") if words.has(f"profile.measure.{measure}") else measure
    return _joined((named, text))


def _decision(result: Result) -> str:
    if result.state == RELEASED:
        return texts().say("forms.released")
    if result.state == RETURNED:
        return texts().say("forms.returned", reason=result.return_reason)
    return ""


async def _names(look: Work, result: Result) -> dict[int | None, str]:
    wanted = [one for one in (result.submitted_by, result.confirmed_by, result.decided_by) if one]
    rows = await look.session.exec(select(Person).where(col(Person.id).in_(wanted)))
    return {person.id: person.name for person in rows}
