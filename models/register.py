"""一单两库: items, objects, experts, and the files they came from."""

from datetime import date, datetime

from sqlmodel import Field

from models.base import Bytes, Json, SQLModel


class Item(SQLModel, table=True):
    """抽查事项: one line of the item list (随机抽查事项清单)."""

    __tablename__ = "item"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    category: str = ""
    sub_items: list[str] = Field(default_factory=list, sa_type=Json)
    object_type: str = ""
    item_class: str = "general"
    methods: list[str] = Field(default_factory=list, sa_type=Json)
    unit_name: str = ""
    partner_units: list[str] = Field(default_factory=list, sa_type=Json)
    level: str = ""
    basis: str = ""
    content: str = ""
    ratio_text: str = ""
    frequency_text: str = ""
    requirement: str = ""
    experts_text: str = ""
    remark: str = ""
    ordinal: str = ""
    active: bool = True


class InspectionObject(SQLModel, table=True):
    """检查对象名录库: an enterprise, product, project or behaviour that can be drawn."""

    __tablename__ = "inspection_object"
    id: int | None = Field(default=None, primary_key=True)
    register_no: str = Field(unique=True)
    name: str
    kind: str = "subject"
    object_type: str = ""
    sub_libraries: list[str] = Field(default_factory=list, sa_type=Json)
    tags: list[str] = Field(default_factory=list, sa_type=Json)
    address: str = ""
    area: str = ""
    supervising_unit: str = ""
    legal_representative: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    industry: str = ""
    licence_name: str = ""
    licence_no: str = ""
    licence_until: date | None = None
    grade: str = ""
    graded_on: date | None = None
    risk: str = ""
    level: str = ""
    is_key: bool = False
    key_reason: str = ""
    key_document: str = ""
    alive: bool = True
    status: str = "active"
    observed_until: date | None = None
    once_list: bool = False
    visited_this_year: bool = False
    visits: int | None = None
    last_visited_on: date | None = None
    complaints: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    active: bool = True


class Expert(SQLModel, table=True):
    """专家名录库: joins a visit on top of the inspectors, never counted."""

    __tablename__ = "expert"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    organisation: str
    speciality: str = ""
    fields: list[str] = Field(default_factory=list, sa_type=Json)
    title: str = ""
    qualifications: list[str] = Field(default_factory=list, sa_type=Json)
    phone: str = ""
    valid_until: date | None = None
    interests: str = ""
    active: bool = True


class ImportBatch(SQLModel, table=True):
    """A file that waits for the office's word. ``before`` keeps what it changed, so that it can be undone.

    ``content`` is what was understood of it (``services.registers.kept_rows``; of a platform's list
    the workbook, no identity numbers in it), blank once it is decided: the file as it was
    sent is kept nowhere.
    """

    __tablename__ = "import_batch"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    kind: str
    file_name: str
    file_sha256: str
    content: bytes = Field(sa_type=Bytes)
    report: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    before: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    state: str = "waiting"
    sent_by: int | None = Field(default=None, foreign_key="person.id")
    received_at: datetime
    decided_at: datetime | None = None
