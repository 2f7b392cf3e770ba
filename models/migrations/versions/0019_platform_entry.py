"""Platform entry."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "platform_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("platform", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("entered_on", sa.Date(), nullable=False),
        sa.Column("entered_by", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=True),
        sa.Column("noted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["noted_by"], ["person.id"], name=op.f("fk_platform_entry_noted_by_person")),
        sa.ForeignKeyConstraint(
            ["result_id"], ["result.id"], name=op.f("fk_platform_entry_result_id_result")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_entry")),
        sa.UniqueConstraint("result_id", name=op.f("uq_platform_entry_result_id")),
    )
