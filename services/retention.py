"""保存期限: what has served its purpose goes, by the profile's days for each class, as an act a day."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlmodel import SQLModel, col

from models import Draft, Invite, Photo, Update
from services import journal
from services.work import Work

GRID = 200
"""Steps of a degree: 0.005 degrees are about 500 m."""
EXACT = 1e-6


def _worked_off(before: datetime) -> ColumnElement[bool]:
    return (col(Update.state) == "done") & (col(Update.received_at) < before)


def _spent(before: datetime) -> ColumnElement[bool]:
    ends = (col(Invite.used_at), col(Invite.revoked_at), col(Invite.expires_at))
    return or_(*(end < before for end in ends))


def _precise(model: type[Draft | Photo], noted: Any) -> Callable[[datetime], ColumnElement[bool]]:
    steps = [col(one) * GRID for one in (model.latitude, model.longitude)]
    off_grid = or_(*(func.abs(one - func.round(one)) > EXACT for one in steps))
    return lambda before: (noted < before) & off_grid


def _coarse(model: type[Draft | Photo]) -> dict[str, Any]:
    return {name: func.round(col(getattr(model, name)) * GRID) / GRID for name in ("latitude", "longitude")}


Rule = tuple[str, type[SQLModel], Callable[[datetime], ColumnElement[bool]], dict[str, Any]]
RULES: tuple[Rule, ...] = (
    ("raw_updates", Update, _worked_off, {}),
    ("invites", Invite, _spent, {}),
    ("exact_locations", Draft, _precise(Draft, col(Draft.located_at)), _coarse(Draft)),
    ("exact_locations", Photo, _precise(Photo, col(Photo.received_at)), _coarse(Photo)),
)
"""Key of the profile, table, which rows are too old; their coarser values, without which the row goes."""


def _before(look: Work, key: str) -> datetime:
    return look.now - timedelta(days=getattr(look.profile.retention, key))


async def due(look: Work) -> bool:
    """Whether anything is older than it may be kept."""
    for key, model, too_old, _ in RULES:
        if await look.session.scalar(
            select(func.count()).select_from(model).where(too_old(_before(look, key)))
        ):
            return True
    return False


async def clear(work: Work) -> dict[str, int]:
    """Remove or coarsen all of it; answers how many rows of each class."""
    found = dict.fromkeys((key for key, *_ in RULES), 0)
    connection = await work.session.connection()
    for key, model, too_old, coarser in RULES:
        statement = update(model).values(coarser) if coarser else delete(model)
        done: CursorResult[Any] = await connection.execute(statement.where(too_old(_before(work, key))))
        found[key] += done.rowcount
    await journal.record(work, "retention.clear", f"day:{work.today}", **found)
    return found
