"""Pools of revisits."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revisit_pool",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("of_task_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["of_task_id"], ["task.id"], name=op.f("fk_revisit_pool_of_task_id_task")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_revisit_pool_task_id_task")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_revisit_pool_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisit_pool")),
        sa.UniqueConstraint("of_task_id", "visit_id", name=op.f("uq_revisit_pool_of_task_id")),
    )
    with op.batch_alter_table("revisit_pool", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revisit_pool_task_id"), ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_revisit_pool_visit_id"), ["visit_id"], unique=False)
