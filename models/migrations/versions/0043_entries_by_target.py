"""Entries by target."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("platform_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("target", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        batch_op.drop_constraint(batch_op.f("uq_platform_entry_result_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_platform_entry_result_id"), ["result_id", "target"])
