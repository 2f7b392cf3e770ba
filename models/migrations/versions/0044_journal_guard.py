"""Journal guard."""

from alembic import op

from models.journal_guard import put_up

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in put_up(op.get_bind().dialect.name):
        op.execute(statement)
