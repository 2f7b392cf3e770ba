"""Forwarding."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forwarding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("duty_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("passed_by", sa.Integer(), nullable=True),
        sa.Column("passed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reminded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["meeting_decision.id"], name=op.f("fk_forwarding_decision_id_meeting_decision")
        ),
        sa.ForeignKeyConstraint(["duty_id"], ["duty.id"], name=op.f("fk_forwarding_duty_id_duty")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_forwarding_ended_by_person")),
        sa.ForeignKeyConstraint(["passed_by"], ["person.id"], name=op.f("fk_forwarding_passed_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_forwarding_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_forwarding_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forwarding")),
        sa.UniqueConstraint("ref", name=op.f("uq_forwarding_ref")),
    )
    with op.batch_alter_table("forwarding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_forwarding_decision_id"), ["decision_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_forwarding_duty_id"), ["duty_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_forwarding_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_forwarding_unit_id"), ["unit_id"], unique=False)
