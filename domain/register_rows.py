"""One row of each register as it is taken in: typed, normalised, still without the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from domain.ratio_text import Frequency, Ratio


@dataclass(frozen=True)
class ObjectRow:
    """检查对象: an enterprise, product, project or behaviour. ``licence_until`` may be ``FOREVER``."""

    register_no: str
    name: str
    kind: str = "subject"
    object_type: str = ""
    sub_libraries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
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

    @property
    def key(self) -> str:
        """What tells this row from every other."""
        return self.register_no


@dataclass(frozen=True)
class InspectorRow:
    """执法检查人员. ``roster_no`` is derived where the file has none, see ``register_fields``."""

    roster_no: str
    name: str
    unit: str = ""
    department: str = ""
    phone: str = ""
    certificate_no: str = ""
    certificate_until: date | None = None
    certificate_issuer: str = ""
    fields: tuple[str, ...] = ()
    qualifications: tuple[str, ...] = ()
    item_scope: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    level: str = ""
    post: str = ""
    valid: bool = True
    is_expert: bool = False
    roles: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells this row from every other."""
        return self.roster_no


@dataclass(frozen=True)
class ItemRow:
    """抽查事项 with its 子项, however many rows of the file they take."""

    code: str
    name: str
    category: str = ""
    sub_items: tuple[str, ...] = ()
    object_type: str = ""
    item_class: str = "general"
    methods: tuple[str, ...] = ()
    unit_name: str = ""
    partner_units: tuple[str, ...] = ()
    level: str = ""
    basis: str = ""
    content: str = ""
    ratio_text: str = ""
    frequency_text: str = ""
    requirement: str = ""
    experts_text: str = ""
    remark: str = ""
    change_reason: str = ""
    change_document: str = ""
    effective_on: date | None = None
    ordinal: str = ""
    ratio: Ratio | None = None
    frequency: Frequency | None = None

    @property
    def key(self) -> str:
        """What tells this row from every other."""
        return self.code


@dataclass(frozen=True)
class ExpertRow:
    """专家, who joins a visit on top of the inspectors."""

    name: str
    organisation: str
    speciality: str = ""
    fields: tuple[str, ...] = ()
    title: str = ""
    qualifications: tuple[str, ...] = ()
    phone: str = ""
    valid_until: date | None = None
    interests: str = ""

    @property
    def key(self) -> str:
        """What tells this row from every other."""
        return f"{self.name}|{self.organisation}"


@dataclass(frozen=True)
class PlanRow:
    """One task of a year's plan. Texts are kept beside what could be read out of them."""

    no: str
    name: str
    year: int | None = None
    plan_type: str = ""
    items: tuple[str, ...] = ()
    object_type: str = ""
    scope: str = ""
    base: int | None = None
    ratio_text: str = ""
    quantity_text: str = ""
    window_text: str = ""
    window_from: date | None = None
    window_to: date | None = None
    lead_unit: str = ""
    partner_units: tuple[str, ...] = ()
    frequency_text: str = ""
    grade_rule: str = ""
    experts_text: str = ""
    portion: str = "place"
    mode: str = ""
    remark: str = ""
    ordinal: str = ""
    ratio: Ratio | None = None
    frequency: Frequency | None = None
    quantity: int | None = None

    @property
    def key(self) -> str:
        """What tells this row from every other."""
        return self.no


@dataclass(frozen=True)
class DrawnRow:
    """Who was drawn on a platform, and who goes: an object, or one unit's part of its team.

    Names and numbers stand in the same order; ``drawn_at`` is ISO on the office's wall clock, with its time
    or without.
    """

    register_no: str
    name: str = ""
    task_no: str = ""
    task_name: str = ""
    units: tuple[str, ...] = ()
    inspectors: tuple[str, ...] = ()
    roster_nos: tuple[str, ...] = ()
    certificate_nos: tuple[str, ...] = ()
    leader: str = ""
    drawn_at: str = ""
    platform: str = ""

    @property
    def key(self) -> str:
        """What tells this row from every other."""
        people = (self.units, self.inspectors, self.roster_nos, self.certificate_nos)
        return "|".join((self.register_no, self.task_no, self.task_name, *("、".join(one) for one in people)))


RegisterRow = ObjectRow | InspectorRow | ItemRow | ExpertRow | PlanRow | DrawnRow
Kind = TypeVar("Kind", bound=RegisterRow)


def made(row: type[Kind], values: Mapping[str, Any]) -> Kind:
    """A row of values that are known to be complete; a frozen dataclass's own way takes ten times as long."""
    made = object.__new__(row)
    vars(made).update(values)
    return made
