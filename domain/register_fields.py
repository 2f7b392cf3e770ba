"""Which fields each register has, how a cell becomes a value, and what a row must hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from domain.cell_values import (
    Parser,
    Tell,
    choice,
    code,
    day,
    degrees,
    named,
    optional_day,
    phone,
    phrases,
    prose,
    several,
    text,
    whole,
    words,
    yes_no,
)
from domain.columns import Columns
from domain.external_list import finish_drawn, moment, numbers, people
from domain.register_finish import (
    Values,
    certificate_no,
    finish_inspector,
    finish_item,
    finish_object,
    finish_plan,
    grade,
    register_no,
    share,
)
from domain.register_rows import DrawnRow, ExpertRow, InspectorRow, ItemRow, ObjectRow, PlanRow, RegisterRow


@dataclass(frozen=True)
class Register:
    """How one kind of register is read."""

    row: type[RegisterRow]
    fields: Mapping[str, Parser]
    mandatory: tuple[str, ...]
    key_fields: tuple[str, ...]
    """The columns a repeated key is shown at: the first that the file has."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Field → the list of values it is chosen from."""
    many: Mapping[str, str] = field(default_factory=dict)
    """Field → the list of which it holds several values."""
    unique: tuple[str, ...] = ()
    """Further fields that no two rows share."""
    merges: bool = False
    """Whether rows without a name of their own continue the row above (several 子项 of one 事项)."""
    finish: Callable[[Values, Columns, Tell], None] = lambda _values, _columns, _tell: None
    """Completes the values of a whole row."""


OBJECTS = Register(
    row=ObjectRow,
    fields={
        "register_no": register_no,
        "name": text,
        "kind": choice("kind", "subject"),
        "object_type": named("object_type"),
        "sub_libraries": words,
        "tags": words,
        "address": text,
        "area": text,
        "supervising_unit": text,
        "legal_representative": text,
        "contact_name": text,
        "contact_phone": phone,
        "industry": text,
        "licence_name": text,
        "licence_no": code,
        "licence_until": optional_day,
        "grade": grade,
        "graded_on": optional_day,
        "risk": text,
        "level": text,
        "is_key": yes_no(default=False),
        "key_reason": named("key_reason"),
        "key_document": text,
        "alive": lambda cell, columns, tell: choice("alive", "yes")(cell, columns, tell) == "yes",
        "status": choice("status", "active"),
        "observed_until": day,
        "once_list": yes_no(default=False),
        "visited_this_year": yes_no(default=False),
        "visits": whole,
        "last_visited_on": optional_day,
        "complaints": whole,
        "latitude": degrees(90),
        "longitude": degrees(180),
    },
    mandatory=("register_no", "name"),
    key_fields=("register_no",),
    choices={
        "kind": "kind",
        "is_key": "yes_no",
        "alive": "alive",
        "status": "status",
        "once_list": "yes_no",
        "visited_this_year": "yes_no",
    },
    finish=finish_object,
)
INSPECTORS = Register(
    row=InspectorRow,
    fields={
        "roster_no": certificate_no,
        "name": text,
        "unit": text,
        "department": text,
        "phone": phone,
        "certificate_no": certificate_no,
        "certificate_until": day,
        "certificate_issuer": text,
        "fields": words,
        "qualifications": words,
        "item_scope": phrases,
        "areas": words,
        "level": text,
        "post": text,
        "valid": lambda cell, columns, tell: choice("valid", "yes")(cell, columns, tell) == "yes",
        "is_expert": yes_no(default=False),
        "roles": several("role"),
    },
    mandatory=("name",),
    key_fields=("roster_no", "certificate_no", "name"),
    choices={"valid": "valid", "is_expert": "yes_no"},
    many={"roles": "role"},
    unique=("certificate_no",),
    finish=finish_inspector,
)
ITEMS = Register(
    row=ItemRow,
    fields={
        "ordinal": text,
        "code": code,
        "category": text,
        "name": text,
        "sub_items": phrases,
        "object_type": text,
        "item_class": choice("item_class", "general"),
        "methods": words,
        "unit_name": text,
        "partner_units": words,
        "level": text,
        "basis": prose,
        "content": prose,
        "ratio_text": share,
        "frequency_text": text,
        "requirement": text,
        "experts_text": prose,
        "remark": prose,
        "change_reason": named("change_reason"),
        "change_document": text,
        "effective_on": day,
    },
    mandatory=("name",),
    key_fields=("code", "name"),
    choices={"item_class": "item_class"},
    merges=True,
    finish=finish_item,
)
EXPERTS = Register(
    row=ExpertRow,
    fields={
        "name": text,
        "organisation": text,
        "speciality": text,
        "fields": words,
        "title": text,
        "qualifications": words,
        "phone": phone,
        "valid_until": day,
        "interests": text,
    },
    mandatory=("name", "organisation"),
    key_fields=("name",),
)
PLANS = Register(
    row=PlanRow,
    fields={
        "ordinal": text,
        "no": code,
        "year": whole,
        "name": text,
        "plan_type": text,
        "items": phrases,
        "object_type": text,
        "scope": text,
        "base": whole,
        "ratio_text": share,
        "quantity_text": text,
        "window_text": text,
        "window_from": day,
        "window_to": day,
        "lead_unit": text,
        "partner_units": words,
        "frequency_text": text,
        "grade_rule": text,
        "experts_text": prose,
        "portion": choice("portion", "place"),
        "mode": text,
        "remark": prose,
    },
    mandatory=("name",),
    key_fields=("no", "name"),
    choices={"portion": "portion"},
    merges=True,
    finish=finish_plan,
)
DRAWN = Register(
    row=DrawnRow,
    fields={
        "task_no": code,
        "task_name": text,
        "register_no": register_no,
        "name": text,
        "units": words,
        "inspectors": people,
        "roster_nos": numbers,
        "certificate_nos": numbers,
        "leader": text,
        "drawn_at": moment,
        "platform": text,
    },
    mandatory=("register_no",),
    key_fields=("register_no",),
    finish=finish_drawn,
)
REGISTERS: Mapping[str, Register] = {
    "objects": OBJECTS,
    "inspectors": INSPECTORS,
    "items": ITEMS,
    "experts": EXPERTS,
    "plans": PLANS,
    "drawn": DRAWN,
}
KINDS = tuple(REGISTERS)
