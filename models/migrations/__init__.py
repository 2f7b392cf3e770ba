"""Schema changes, applied at every start."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

HERE = Path(__file__).parent


def config(connection: Connection) -> Config:
    """Alembic's configuration around an open connection; no ini file."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    settings.attributes["connection"] = connection
    return settings


def _upgrade(connection: Connection) -> None:
    command.upgrade(config(connection), "head")


async def upgrade(engine: AsyncEngine) -> None:
    """Bring the database to the newest schema; harmless when it is there already."""
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade)


async def revision(engine: AsyncEngine) -> str | None:
    """The schema the database stands at."""
    async with engine.connect() as connection:
        return await connection.run_sync(stands_at)


def stands_at(connection: Connection) -> str | None:
    """The same over an open connection."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str | None:
    """The schema this program expects."""
    return ScriptDirectory(str(HERE)).get_current_head()
