"""Why an object of a task cannot be drawn: what the register, the year and the task itself say."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import func
from sqlmodel import col, select

from domain.eligibility import ObjectFacts, ObjectRules, Owed, Reason, exclusion, owed
from domain.plan import Kind
from models import Draw, InspectionObject, Task, Visit
from services.drawing.joint_visits import joint_before
from services.objects.exemptions import listed
from services.planning.portions import drawn_before
from services.work import Work

ACTIVE, SUSPENDED = "active", "suspended"


@dataclass(frozen=True)
class Year:
    """What the year knows of objects: visits drawn, by object; documents that exempt, by number."""

    visits: Mapping[int, int]
    exempt: Mapping[str, str]


async def of_year(look: Work) -> Year:
    """Read once for all tasks of a draw. A clue uses up nothing of the yearly cap (国办发〔2024〕54号)."""
    rows = await look.session.exec(
        select(Visit.object_id, func.count())
        .join(Draw, col(Visit.draw_id) == col(Draw.id))
        .where(Draw.year == look.today.year, Visit.state != "replaced", Draw.kind != Kind.CLUE)
        .group_by(col(Visit.object_id))
    )
    return Year(dict(rows.all()), await listed(look))


async def reasons(look: Work, task: Task, subjects: Iterable[InspectionObject], year: Year) -> dict[str, str]:
    """Object → why it cannot be drawn for the task; the others are not named.

    A revisit (湛江 三（三）) looks at the inspection: the frequencies of objects do not hold it back.
    """
    rules = _rules(look, year)
    if task.kind == Kind.REVISIT:
        rules = replace(rules, frequencies=())
    before = await drawn_before(look, task)
    joint = await joint_before(look, task)
    facts = [
        replace(
            _facts(one, year),
            portion=before.numbers.get(one.id or 0, ""),
            joint_task=joint.get(one.id or 0, ""),
        )
        for one in subjects
    ]
    found = {one.id: exclusion(one, rules, look.today) for one in facts}
    return {number: reason.code for number, reason in found.items() if reason}


async def standing(look: Work, subject: InspectionObject) -> Reason | None:
    """Why no task could draw the object today."""
    year = await of_year(look)
    return exclusion(_facts(subject, year), _rules(look, year), look.today)


def still_owed(look: Work, subjects: Iterable[InspectionObject], year: Year) -> tuple[Owed, ...]:
    """What the place's frequencies ask for and these objects did not have this year."""
    return owed(look.profile.frequencies, (_facts(one, year) for one in subjects))


def _rules(look: Work, year: Year) -> ObjectRules:
    best = look.profile.grade_scheme.codes[:1] if look.profile.low_risk_exempt else ()
    return ObjectRules(
        exempt_grades=frozenset(best),
        observation=look.profile.observation_period,
        yearly_cap=look.profile.yearly_cap_per_object,
        frequencies=look.profile.frequencies,
        listed=year.exempt,
    )


def _facts(subject: InspectionObject, year: Year) -> ObjectFacts:
    return ObjectFacts(
        id=subject.register_no,
        grade=subject.grade,
        risk=subject.risk,
        closed=subject.status not in (ACTIVE, SUSPENDED),
        suspended=not subject.alive or subject.status == SUSPENDED,
        observed_until=subject.observed_until,
        visits_this_year=year.visits.get(subject.id or 0, 0),
        key=subject.is_key,
    )
