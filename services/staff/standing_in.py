"""Who stands in for a unit's liaison on a day: the one row that says so, whoever asks."""

from sqlmodel import col, or_, select

from models import LiaisonDeputy, Person
from services.work import Work


async def latest(look: Work, unit_id: int) -> LiaisonDeputy | None:
    """The unit's deputy, also one whose days are still to come; nobody who has left the unit."""
    rows = await look.session.exec(
        select(LiaisonDeputy)
        .join(Person, col(Person.id) == col(LiaisonDeputy.person_id))
        .where(
            LiaisonDeputy.unit_id == unit_id,
            Person.unit_id == unit_id,
            col(Person.left_on).is_(None),
            col(LiaisonDeputy.ended_at).is_(None),
            or_(col(LiaisonDeputy.last).is_(None), col(LiaisonDeputy.last) >= look.today),
        )
        .order_by(col(LiaisonDeputy.id).desc())
    )
    return rows.first()


async def deputy_of(look: Work, unit_id: int) -> LiaisonDeputy | None:
    """Who stands in today."""
    row = await latest(look, unit_id)
    return row if row and row.first <= look.today else None
