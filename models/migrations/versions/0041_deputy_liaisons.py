"""Deputy liaisons."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "liaison_deputy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("named_by", sa.Integer(), nullable=True),
        sa.Column("named_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_liaison_deputy_ended_by_person")),
        sa.ForeignKeyConstraint(["named_by"], ["person.id"], name=op.f("fk_liaison_deputy_named_by_person")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_liaison_deputy_person_id_person")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_liaison_deputy_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_liaison_deputy")),
        sa.UniqueConstraint("ref", name=op.f("uq_liaison_deputy_ref")),
    )
    with op.batch_alter_table("liaison_deputy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_liaison_deputy_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_liaison_deputy_unit_id"), ["unit_id"], unique=False)
