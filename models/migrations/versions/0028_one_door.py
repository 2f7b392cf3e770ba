"""One door."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "one_door",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("convenor_id", sa.Integer(), nullable=False),
        sa.Column("noticed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("joined_by", sa.Integer(), nullable=True),
        sa.Column("joined_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["convenor_id"], ["unit.id"], name=op.f("fk_one_door_convenor_id_unit")),
        sa.ForeignKeyConstraint(["joined_by"], ["person.id"], name=op.f("fk_one_door_joined_by_person")),
        sa.ForeignKeyConstraint(
            ["object_id"], ["inspection_object.id"], name=op.f("fk_one_door_object_id_inspection_object")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_door")),
        sa.UniqueConstraint("ref", name=op.f("uq_one_door_ref")),
    )
    with op.batch_alter_table("one_door", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_door_object_id"), ["object_id"], unique=False)

    op.create_table(
        "one_door_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("door_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["door_id"], ["one_door.id"], name=op.f("fk_one_door_visit_door_id_one_door")
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_one_door_visit_visit_id_visit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_door_visit")),
        sa.UniqueConstraint("door_id", "visit_id", name=op.f("uq_one_door_visit_door_id")),
    )
    with op.batch_alter_table("one_door_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_one_door_visit_door_id"), ["door_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_one_door_visit_visit_id"), ["visit_id"], unique=False)
