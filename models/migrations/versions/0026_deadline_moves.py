"""Deadline moves."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deadline_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("deadline", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("moved_by", sa.Integer(), nullable=True),
        sa.Column("moved_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["moved_by"], ["person.id"], name=op.f("fk_deadline_move_moved_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline_move")),
        sa.UniqueConstraint("ref", name=op.f("uq_deadline_move_ref")),
    )
    with op.batch_alter_table("deadline_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deadline_move_year"), ["year"], unique=False)

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deadline_on", sa.Date(), nullable=True))
    op.execute("UPDATE reminder SET deadline_on = (SELECT due_on FROM duty WHERE duty.id = reminder.duty_id)")
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.alter_column("deadline_on", existing_type=sa.Date(), nullable=False)
        batch_op.drop_constraint(batch_op.f("uq_reminder_duty_id"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_reminder_duty_id"), ["duty_id", "stage", "deadline_on"]
        )
