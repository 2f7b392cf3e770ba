"""One liaison."""

import secrets
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

PLACE_TIME = timezone(timedelta(hours=8))
GRANT = sa.table(
    "role_grant",
    sa.column("id", sa.Integer()),
    sa.column("person_id", sa.Integer()),
    sa.column("role", sa.String()),
    sa.column("granted_at", UTCDateTime()),
    sa.column("revoked_at", UTCDateTime()),
    sa.column("unit_id", sa.Integer()),
)
PERSON = sa.table(
    "person",
    sa.column("id", sa.Integer()),
    sa.column("unit_id", sa.Integer()),
    sa.column("left_on", sa.Date()),
)
HANDOVER = sa.table(
    "liaison_handover",
    sa.column("ref", sa.String()),
    sa.column("unit_id", sa.Integer()),
    sa.column("former_id", sa.Integer()),
    sa.column("successor_id", sa.Integer()),
    sa.column("on", sa.Date()),
    sa.column("entered_at", UTCDateTime()),
)
ACTIVE = sa.text("role = 'liaison' AND revoked_at IS NULL")


def upgrade() -> None:
    """Whoever was registered last stays the liaison; the others' end is a handover that nobody entered."""
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unit_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_role_grant_unit_id_unit"), "unit", ["unit_id"], ["id"])
    bind = op.get_bind()
    kept: dict[int, Any] = {}
    for one in bind.execute(_newest_first()).all():
        if one.left_on is not None or one.unit_id in kept:
            _end(bind, one, kept.get(one.unit_id))
        else:
            kept[one.unit_id] = one
            bind.execute(sa.update(GRANT).where(GRANT.c.id == one.id).values(unit_id=one.unit_id))
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_check_constraint(
            batch_op.f("ck_role_grant_seat"),
            "role <> 'liaison' OR revoked_at IS NOT NULL OR unit_id IS NOT NULL",
        )
    op.create_index(
        "uq_role_grant_seat",
        "role_grant",
        ["unit_id"],
        unique=True,
        sqlite_where=ACTIVE,
        postgresql_where=ACTIVE,
    )


def _newest_first() -> sa.Select[Any]:
    return (
        sa.select(GRANT.c.id, GRANT.c.person_id, PERSON.c.unit_id, PERSON.c.left_on)
        .join(PERSON, PERSON.c.id == GRANT.c.person_id)
        .where(GRANT.c.role == "liaison", GRANT.c.revoked_at.is_(None))
        .order_by(PERSON.c.left_on.is_not(None), GRANT.c.granted_at.desc(), GRANT.c.id.desc())
    )


def _end(bind: sa.Connection, one: Any, kept: Any) -> None:
    now = _now(bind)
    bind.execute(sa.update(GRANT).where(GRANT.c.id == one.id).values(revoked_at=now))
    if kept is None or kept.person_id == one.person_id or one.left_on is not None:
        return
    handover = {
        "ref": secrets.token_hex(4),
        "unit_id": one.unit_id,
        "former_id": one.person_id,
        "successor_id": kept.person_id,
        "on": now.astimezone(PLACE_TIME).date(),
        "entered_at": now,
    }
    bind.execute(sa.insert(HANDOVER).values(handover))


def _now(bind: sa.Connection) -> datetime:
    moment = bind.scalar(sa.select(sa.func.current_timestamp()))
    assert isinstance(moment, datetime)  # noqa: S101 - what the database says
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
