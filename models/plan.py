"""年度抽查计划 and its tasks."""

from datetime import date

from sqlmodel import Field

from models.base import Json, SQLModel


class Task(SQLModel, table=True):
    """抽查任务: one line of a year's plan.

    ``quota`` holds the rule in the profile's terms (see ``domain.quota``); ``partners`` are unit names.
    ``portion``: whether the year's number is drawn by ``quarter`` or ``half``, at once (``year``), or as the
    ``place`` has it; between two portions ``state`` is ``partly``.
    """

    __tablename__ = "task"
    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    year: int
    no: str = Field(unique=True)
    name: str
    lead_unit_id: int = Field(foreign_key="unit.id")
    partners: list[str] = Field(default_factory=list, sa_type=Json)
    item_codes: list[str] = Field(default_factory=list, sa_type=Json)
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
    remark: str = ""
    quota: dict[str, object] = Field(default_factory=dict, sa_type=Json)
    window_from: date
    window_to: date
    draw_mode: str = "local"
    state: str = "planned"
