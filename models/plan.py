"""年度抽查计划, its tasks, what was filed of it and what was changed in it."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from models.base import Json, SQLModel


class Plan(SQLModel, table=True):
    """One unit's plan of one year, its joint tasks included. ``state`` is a ``domain.plan.State``."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("unit_id", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    year: int
    state: str = "draft"
    published_at: datetime | None = None
    done_at: datetime | None = None


class PlanFiling(SQLModel, table=True):
    """备案: a plan handed to the office, with the receipt's number. States: ``received`` → ``confirmed`` or
    ``returned``. ``report`` is what was read of a file, row by row; ``duty_number`` the filing of the duty it
    closed."""

    __tablename__ = "plan_filing"
    __table_args__ = (UniqueConstraint("plan_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    version: int
    receiver: str
    filed_by: int | None = Field(default=None, foreign_key="person.id")
    filed_at: datetime
    file_name: str = ""
    report: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    duty_number: str = ""
    state: str = "received"
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    reason: str = ""


class PlanChange(SQLModel, table=True):
    """A change of a published plan: never deleted, published with the plan. ``before`` and ``after`` hold the
    changed columns of the task; ``what`` is ``added``, ``changed`` or ``cancelled``."""

    __tablename__ = "plan_change"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    what: str
    before: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    after: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    reason: str
    document: str
    clause: str = ""
    state: str = "asked"
    asked_by: int | None = Field(default=None, foreign_key="person.id")
    asked_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    filing_number: str = ""


class Task(SQLModel, table=True):
    """抽查任务: one line of a year's plan.

    ``quota`` holds the rule in the profile's terms (see ``domain.quota``); ``partners`` are unit names.
    ``portion``: whether the year's number is drawn by ``quarter`` or ``half``, at once (``year``), or as the
    ``place`` has it; between two portions ``state`` is ``partly``.
    ``kind`` is a ``domain.plan.Kind``; ``document`` what a campaign, a 定向 task or a clue rests on.
    ``sized`` is the base on the plan date (``services.planning.plan_sizing``);
    ``base`` is what the file says.
    """

    __tablename__ = "task"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    plan_id: int | None = Field(default=None, foreign_key="plan.id", index=True)
    year: int
    no: str = Field(unique=True)
    name: str
    lead_unit_id: int = Field(foreign_key="unit.id")
    partners: list[str] = Field(default_factory=list, sa_type=Json)
    item_codes: list[str] = Field(default_factory=list, sa_type=Json)
    kind: str = "regular"
    document: str = ""
    complaints_min: int | None = None
    plan_type: str = ""
    object_type: str = ""
    scope: str = ""
    base: int | None = None
    ratio_text: str = ""
    quantity: int | None = None
    quantity_text: str = ""
    frequency_text: str = ""
    grade_rule: str = ""
    experts_text: str = ""
    portion: str = "place"
    mode: str = ""
    methods: list[str] = Field(default_factory=list, sa_type=Json)
    sized: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    remark: str = ""
    quota: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    window_from: date
    window_to: date
    draw_mode: str = "local"
    state: str = "planned"


class RevisitPool(SQLModel, table=True):
    """A finished visit in the pool of a draw of revisits (回访): once for each task it was inspected for."""

    __tablename__ = "revisit_pool"
    __table_args__ = (UniqueConstraint("of_task_id", "visit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    task_id: int = Field(foreign_key="task.id", index=True)
    of_task_id: int = Field(foreign_key="task.id")
    visit_id: int = Field(foreign_key="visit.id", index=True)


class OrderedNumber(SQLModel, table=True):
    """下达任务数: how many objects a unit has to draw in a year (花溪 §17); the newest entry counts."""

    __tablename__ = "ordered_number"
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    year: int
    number: int
    document: str
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    entered_at: datetime


class Clue(SQLModel, table=True):
    """案件线索: one object to be inspected at once, not by draw (定陶 二（七）).

    ``secret`` stays sealed until a second person approved; its commitment is told with the request, so that
    nobody chooses the team.

    States: ``asked`` → ``approved`` (``draw_id`` holds visit and team) or ``refused``.
    """

    __tablename__ = "clue"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    number: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id")
    object_id: int = Field(foreign_key="inspection_object.id", index=True)
    item_codes: list[str] = Field(default_factory=list, sa_type=Json)
    source: str
    document: str
    last_day: date
    secret: str
    state: str = "asked"
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = None
    draw_id: int | None = Field(default=None, foreign_key="draw.id")
