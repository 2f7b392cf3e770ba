"""Replacement files."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("object_replacement", schema=None) as batch_op:
        batch_op.add_column(sa.Column("archive", sa.JSON(), nullable=False, server_default="{}"))
