"""Signs of life that the health check and the operator read."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from models import Beat


async def beat(session: AsyncSession, name: str, now: datetime) -> None:
    """Note that a part of the service was well just now."""
    row = await session.get(Beat, name) or Beat(name=name, at=now)
    row.at = now
    session.add(row)
