"""What keeps journal rows as they were written: triggers, in both databases.

They stop a slip and a hurried hand. Whoever owns the database can drop them, so the chain and its anchors
stay the proof; that they are missing tells that somebody did. A changed definition needs a migration.
"""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

SAID = "the journal is append-only"
FUNCTION = "journal_is_append_only"
BODY = f"BEGIN RAISE EXCEPTION '{SAID}'; END"
SQLITE = {
    name: f"CREATE TRIGGER {name} BEFORE {what} ON journal BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    for name, what in (("journal_no_change", "UPDATE"), ("journal_no_removal", "DELETE"))
}
POSTGRESQL = {
    name: f"CREATE TRIGGER {name} BEFORE {what} ON journal EXECUTE FUNCTION {FUNCTION}()"
    for name, what in (("journal_no_change", "UPDATE"), ("journal_no_removal", "DELETE OR TRUNCATE"))
}
MAKE_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $guard${BODY}$guard$"
)
STANDING_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'journal'"
STANDING_POSTGRESQL = (
    "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
    " WHERE tgrelid = to_regclass('journal') AND tgenabled IN ('O', 'A')"
)


def put_up(dialect: str) -> list[str]:
    """The statements that put every trigger up anew."""
    wanted = POSTGRESQL if dialect == "postgresql" else SQLITE
    function = [MAKE_FUNCTION] if dialect == "postgresql" else []
    return [*take_down(dialect), *function, *wanted.values()]


def take_down(dialect: str) -> list[str]:
    """The statements that take them away."""
    where = " ON journal" if dialect == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{where}" for name in SQLITE]


async def missing(session: AsyncSession) -> list[str]:
    """Triggers that are gone, switched off or do something else."""
    server = session.get_bind().dialect.name == "postgresql"
    wanted = dict.fromkeys(POSTGRESQL, BODY) if server else SQLITE
    rows = await (await session.connection()).execute(
        text(STANDING_POSTGRESQL if server else STANDING_SQLITE)
    )
    standing = {str(name): str(does) for name, does in rows}
    return sorted(name for name, does in wanted.items() if standing.get(name) != does)


async def put_back(session: AsyncSession) -> None:
    """Put all of them up again."""
    connection = await session.connection()
    for statement in put_up(session.get_bind().dialect.name):
        await connection.exec_driver_sql(statement)
