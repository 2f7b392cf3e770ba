"""Object changes."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "object_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("object_no", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_object_change_noted_by_person")),
        sa.ForeignKeyConstraint(["undone_by"], ["person.id"], name=op.f("fk_object_change_undone_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_object_change")),
        sa.UniqueConstraint("ref", name=op.f("uq_object_change_ref")),
    )
    with op.batch_alter_table("object_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_object_change_object_no"), ["object_no"], unique=False)
