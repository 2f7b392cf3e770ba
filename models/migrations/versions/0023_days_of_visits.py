"""Days of visits."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("settled_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_visit_day_proposed_by_person")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_day_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_day")),
        sa.UniqueConstraint("ref", name=op.f("uq_visit_day_ref")),
    )
    with op.batch_alter_table("visit_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_day_visit_id"), ["visit_id"], unique=False)

    op.create_table(
        "visit_day_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_id"], ["visit_day.id"], name=op.f("fk_visit_day_answer_day_id_visit_day")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_visit_day_answer_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_day_answer")),
        sa.UniqueConstraint("day_id", "person_id", name=op.f("uq_visit_day_answer_day_id")),
    )
    with op.batch_alter_table("visit_day_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_day_answer_day_id"), ["day_id"], unique=False)
