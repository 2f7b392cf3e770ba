"""Experts sent."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expert_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("field", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_expert_seat_expert_id_expert")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_expert_seat_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_seat")),
        sa.UniqueConstraint("visit_id", "expert_id", "field", name=op.f("uq_expert_seat_visit_id")),
    )
    with op.batch_alter_table("expert_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_expert_seat_visit_id"), ["visit_id"], unique=False)

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("experts_text", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("experts_text", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
