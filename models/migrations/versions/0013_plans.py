"""Plans of a unit and year, what was filed of them and changed in them; tasks that exist join theirs."""

import secrets

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("published_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_plan_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
        sa.UniqueConstraint("ref", name=op.f("uq_plan_ref")),
        sa.UniqueConstraint("unit_id", "year", name=op.f("uq_plan_unit_id")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "plan_filing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("receiver", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("filed_by", sa.Integer(), nullable=True),
        sa.Column("filed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("duty_number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_plan_filing_decided_by_person")),
        sa.ForeignKeyConstraint(["filed_by"], ["person.id"], name=op.f("fk_plan_filing_filed_by_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_filing_plan_id_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_filing")),
        sa.UniqueConstraint("number", name=op.f("uq_plan_filing_number")),
        sa.UniqueConstraint("plan_id", "version", name=op.f("uq_plan_filing_plan_id")),
    )
    with op.batch_alter_table("plan_filing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_filing_plan_id"), ["plan_id"], unique=False)

    op.create_table(
        "plan_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("document", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("clause", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("filing_number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_plan_change_asked_by_person")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_plan_change_decided_by_person")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_change_plan_id_plan")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_plan_change_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_change")),
        sa.UniqueConstraint("ref", name=op.f("uq_plan_change_ref")),
    )
    with op.batch_alter_table("plan_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_change_plan_id"), ["plan_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_change_task_id"), ["task_id"], unique=False)

    # Rebuilding a table that others point at is refused by SQLite, so the columns are added one by one.
    op.execute("ALTER TABLE task ADD COLUMN plan_id INTEGER CONSTRAINT fk_task_plan_id_plan REFERENCES plan (id)")
    text = sqlmodel.sql.sqltypes.AutoString()
    op.add_column("task", sa.Column("kind", text, nullable=False, server_default="regular"))
    op.add_column("task", sa.Column("document", text, nullable=False, server_default=""))
    op.add_column("task", sa.Column("complaints_min", sa.Integer(), nullable=True))
    op.add_column("task", sa.Column("methods", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("task", sa.Column("sized", sa.JSON(), nullable=False, server_default="{}"))
    op.create_index(op.f("ix_task_plan_id"), "task", ["plan_id"], unique=False)
    _adopt(op.get_bind())


def _adopt(connection: sa.Connection) -> None:
    """Tasks that exist were public already: each unit's of one year become its published plan."""
    task = sa.table("task", sa.column("lead_unit_id"), sa.column("year"), sa.column("plan_id"))
    plan = sa.table(
        "plan",
        sa.column("id"),
        sa.column("ref"),
        sa.column("unit_id"),
        sa.column("year"),
        sa.column("state"),
    )
    for unit_id, year in connection.execute(sa.select(task.c.lead_unit_id, task.c.year).distinct()).all():
        ref = secrets.token_urlsafe(6)
        connection.execute(
            sa.insert(plan).values(ref=ref, unit_id=unit_id, year=year, state="published")
        )
        found = connection.execute(sa.select(plan.c.id).where(plan.c.ref == ref)).scalar_one()
        own = (task.c.lead_unit_id == unit_id) & (task.c.year == year)
        connection.execute(sa.update(task).where(own).values(plan_id=found))
