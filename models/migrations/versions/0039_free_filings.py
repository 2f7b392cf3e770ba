"""Free filings."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "free_filing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("submitted_by", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("file_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("file_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("return_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("returned_by", sa.Integer(), nullable=True),
        sa.Column("returned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["returned_by"], ["person.id"], name=op.f("fk_free_filing_returned_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["person.id"], name=op.f("fk_free_filing_submitted_by_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_free_filing_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_free_filing")),
        sa.UniqueConstraint("number", name=op.f("uq_free_filing_number")),
        sa.UniqueConstraint("origin", "version", name=op.f("uq_free_filing_origin")),
    )
    with op.batch_alter_table("free_filing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_free_filing_kind"), ["kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_free_filing_origin"), ["origin"], unique=False)
        batch_op.create_index(batch_op.f("ix_free_filing_unit_id"), ["unit_id"], unique=False)
