"""Liaison handovers."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "liaison_handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("former_id", sa.Integer(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("entered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("returned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["person.id"], name=op.f("fk_liaison_handover_entered_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["former_id"], ["person.id"], name=op.f("fk_liaison_handover_former_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["returned_by"], ["person.id"], name=op.f("fk_liaison_handover_returned_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["person.id"], name=op.f("fk_liaison_handover_successor_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_liaison_handover_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison_handover")),
        sa.UniqueConstraint("ref", name=op.f("uq_liaison_handover_ref")),
    )
    with op.batch_alter_table("liaison_handover", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_liaison_handover_unit_id"), ["unit_id"], unique=False)
