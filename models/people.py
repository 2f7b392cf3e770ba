"""Units, the people of the rosters, what they may do, and the chat accounts linked to them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from models.base import Json, SQLModel, TelegramId

SEATED = text("role = 'liaison' AND revoked_at IS NULL")


class Unit(SQLModel, table=True):
    """成员单位: a department, bureau or 科室 that takes part."""

    __tablename__ = "unit"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    active: bool = True


class Person(SQLModel, table=True):
    """A row of a roster. Leaving sets ``left_on`` and ends every link in the same transaction."""

    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    roster_no: str = Field(unique=True)
    name: str
    unit_id: int = Field(foreign_key="unit.id", index=True)
    phone: str = ""
    post: str = ""
    language: str = "zh_CN"
    left_on: date | None = None


class Inspector(SQLModel, table=True):
    """执法检查人员名录库: what makes a person drawable."""

    __tablename__ = "inspector"
    person_id: int = Field(primary_key=True, foreign_key="person.id")
    department: str = ""
    certificate_no: str = ""
    certificate_until: date | None = None
    certificate_issuer: str = ""
    fields: list[str] = Field(default_factory=list, sa_type=Json)
    qualifications: list[str] = Field(default_factory=list, sa_type=Json)
    item_scope: list[str] = Field(default_factory=list, sa_type=Json)
    areas: list[str] = Field(default_factory=list, sa_type=Json)
    level: str = ""
    valid: bool = True
    is_expert: bool = False


class Recusal(SQLModel, table=True):
    """回避: this inspector may not inspect that object (declared, or asked for later)."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("person_id", "object_no"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    object_no: str
    reason: str
    declared_at: datetime


class Leave(SQLModel, table=True):
    """Days on which an inspector is away; first and last are both away."""

    __tablename__ = "leave"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    first: date
    last: date
    noted_at: datetime


class RoleGrant(SQLModel, table=True):
    """A role held by a person from ``granted_at`` until ``revoked_at``.

    ``unit_id``: whose seat it is, of the liaison's role only; a unit has one liaison (定陶 附2 二(五)).
    """

    __tablename__ = "role_grant"
    __table_args__ = (
        CheckConstraint("role <> 'liaison' OR revoked_at IS NOT NULL OR unit_id IS NOT NULL", name="seat"),
        Index("uq_role_grant_seat", "unit_id", unique=True, sqlite_where=SEATED, postgresql_where=SEATED),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    granted_at: datetime
    revoked_at: datetime | None = None
    unit_id: int | None = Field(default=None, foreign_key="unit.id")


class Account(SQLModel, table=True):
    """A Telegram account linked to a person; one active link each way."""

    __tablename__ = "account"
    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_type=TelegramId, index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    linked_at: datetime
    revoked_at: datetime | None = None
    reachable: bool = True


class Invite(SQLModel, table=True):
    """A one-time enrolment token; only its SHA-256 is kept."""

    __tablename__ = "invite"
    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id")
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class Chat(SQLModel, table=True):
    """A group chat bound to a purpose; ``office`` is the only purpose today."""

    __tablename__ = "chat"
    id: int | None = Field(default=None, primary_key=True)
    telegram_id: int = Field(sa_type=TelegramId, unique=True)
    purpose: str
    title: str = ""
    bound_at: datetime


class BindingCode(SQLModel, table=True):
    """A one-time code that binds a group; only its SHA-256 is kept."""

    __tablename__ = "binding_code"
    id: int | None = Field(default=None, primary_key=True)
    code_sha256: str = Field(unique=True)
    purpose: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
