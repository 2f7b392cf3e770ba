"""Problems."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("item_code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("remark", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("basis", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("measure", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("measure_text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("case_number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("case_filed_on", sa.Date(), nullable=True),
        sa.Column("receiver", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("receiver_id", sa.Integer(), nullable=True),
        sa.Column("letter_number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.Column("handed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["holder_id"], ["unit.id"], name=op.f("fk_problem_holder_id_unit")),
        sa.ForeignKeyConstraint(["receiver_id"], ["unit.id"], name=op.f("fk_problem_receiver_id_unit")),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["person.id"], name=op.f("fk_problem_responsible_id_person")
        ),
        sa.ForeignKeyConstraint(["result_id"], ["result.id"], name=op.f("fk_problem_result_id_result")),
        sa.ForeignKeyConstraint(["sender_id"], ["unit.id"], name=op.f("fk_problem_sender_id_unit")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_problem_unit_id_unit")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_problem_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
        sa.UniqueConstraint("number", name=op.f("uq_problem_number")),
        sa.UniqueConstraint("ref", name=op.f("uq_problem_ref")),
        sa.UniqueConstraint("visit_id", "unit_id", "item_code", name=op.f("uq_problem_visit_id")),
    )
    with op.batch_alter_table("problem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_problem_receiver_id"), ["receiver_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_problem_responsible_id"), ["responsible_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_problem_result_id"), ["result_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_problem_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_problem_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "problem_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_problem_reminder_problem_id_problem")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_reminder")),
        sa.UniqueConstraint("problem_id", "due_on", "stage", name=op.f("uq_problem_reminder_problem_id")),
    )
    with op.batch_alter_table("problem_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_reminder_problem_id"), ["problem_id"], unique=False)

    op.create_table(
        "problem_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("step", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("file_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_problem_step_by_id_person")),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_problem_step_problem_id_problem")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_step")),
    )
    with op.batch_alter_table("problem_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_step_problem_id"), ["problem_id"], unique=False)
