"""Certificate warnings."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate_warning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("given_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_certificate_warning_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_warning")),
        sa.UniqueConstraint("person_id", "until", "stage", name=op.f("uq_certificate_warning_person_id")),
    )
    with op.batch_alter_table("certificate_warning", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_warning_person_id"), ["person_id"], unique=False)
