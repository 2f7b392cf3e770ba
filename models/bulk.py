"""Many rows into a table at once, column by column.

SQLAlchemy prepares every value of every row by itself, which for a list of 100,000 objects takes longer than
the database does. Here it says once how the statement is written and how a column's values are, whichever the
database; values that repeat are prepared once.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

Values = Sequence[Any]


async def insert_columns(connection: AsyncConnection, table: sa.Table, columns: Mapping[str, Values]) -> None:
    """Insert rows given as columns of equal length; the table's other columns keep the database's default."""
    names = list(columns)
    statement = sa.insert(table).compile(dialect=connection.dialect, column_keys=names)
    prepared = [
        _prepared(columns[name], _preparing(table.c[name], connection.dialect))
        for name in statement.positiontup or names
    ]
    await connection.exec_driver_sql(str(statement), list(zip(*prepared, strict=True)))


def _preparing(column: sa.Column[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    """How a value of the column is handed to the driver, None when it goes as it is."""
    return column.type.dialect_impl(dialect).bind_processor(dialect)


def _prepared(values: Values, prepare: Callable[[Any], Any] | None) -> Values:
    if prepare is None:
        return values
    seen = {}
    done = []
    for value in values:
        mark = tuple(value) if isinstance(value, list) else value
        if mark not in seen:
            seen[mark] = prepare(value)
        done.append(seen[mark])
    return done
