"""Publication clock."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "publication_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("stage", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("created_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["result_id"], ["result.id"], name=op.f("fk_publication_reminder_result_id_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication_reminder")),
        sa.UniqueConstraint("result_id", "stage", name=op.f("uq_publication_reminder_result_id")),
    )
    with op.batch_alter_table("publication_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_reminder_result_id"), ["result_id"], unique=False)
