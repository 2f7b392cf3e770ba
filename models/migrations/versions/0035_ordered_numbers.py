"""Ordered numbers."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ordered_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_ordered_number_entered_by_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_ordered_number_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ordered_number")),
    )
    with op.batch_alter_table("ordered_number", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ordered_number_unit_id"), ["unit_id"], unique=False)
