"""Which fields each register has, how a cell becomes a value, and what a row must hold."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.cell_values import (
    Parser,
    Severity,
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
    text,
    whole,
    words,
    yes_no,
)
from domain.columns import Columns
from domain.credit_code import Fault, fault_of, is_identity_number, odd_letters
from domain.ratio_text import read_frequency, read_ratio
from domain.register_rows import ExpertRow, InspectorRow, ItemRow, ObjectRow, PlanRow, RegisterRow
from domain.sheet import Cell
from domain.window_text import read_window

Values = dict[str, Any]
_BARE_QUANTITY = re.compile(r"(\d+)\D{0,2}")


@dataclass(frozen=True)
class Register:
    """How one kind of register is read."""

    row: Callable[..., RegisterRow]
    fields: Mapping[str, Parser]
    mandatory: tuple[str, ...]
    key_fields: tuple[str, ...]
    """The columns a repeated key is shown at: the first that the file has."""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Field → the list of values it is chosen from."""
    unique: tuple[str, ...] = ()
    """Further fields that no two rows share."""
    merges: bool = False
    """Whether rows without a name of their own continue the row above (several 子项 of one 事项)."""
    finish: Callable[[Values, Columns, Tell], None] = lambda _values, _columns, _tell: None
    """Completes the values of a whole row."""


def _register_no(cell: Cell, columns: Columns, tell: Tell) -> str:
    if isinstance(cell, int | float):
        tell("number_cell", written=text(cell))
        return ""
    return code(cell, columns, tell)


def _certificate_no(cell: Cell, columns: Columns, tell: Tell) -> str:
    found = code(cell, columns, tell)
    if is_identity_number(found):
        tell("identity_dropped", Severity.WARNING)
        return ""
    return found


def _grade(cell: Cell, columns: Columns, tell: Tell) -> str:
    shown = code(cell, columns, tell)
    return shown[:-1] if len(shown) > 1 and columns.value("grade_suffix", shown[-1]) else shown


def _share(cell: Cell, columns: Columns, tell: Tell) -> str:
    """A ratio as text; a percent cell arrives as 0.05."""
    if isinstance(cell, float) and 0 < cell < 1:
        return f"{(Decimal(str(cell)) * 100).normalize():f}%"
    return text(cell, columns, tell)


def _finish_object(values: Values, _columns: Columns, tell: Tell) -> None:
    values["is_key"] = values["is_key"] or bool(values["key_reason"])
    number = values["register_no"]
    if values["kind"] != "subject" or not number:
        return
    fault = fault_of(number)
    if fault is Fault.CHECK_DIGIT:
        tell("check_digit", Severity.WARNING, field="register_no", written=number)
    elif fault is Fault.IDENTITY:
        tell("identity_number", field="register_no")
    elif fault:
        tell(fault.value, field="register_no", length=len(number), letters=odd_letters(number))


def _finish_inspector(values: Values, _columns: Columns, tell: Tell) -> None:
    """Derive the roster number a file leaves out.

    It is a digest of the certificate number, which goes with a person from unit to unit, or without
    a certificate of unit and name. A key that stays the same from file to file, not a secret.
    """
    values["unit"] = values["unit"] or values["department"]
    if not values["unit"]:
        tell("no_unit", Severity.WARNING, field="unit")
    if not values["roster_no"]:
        known_by = values["certificate_no"] or f"{values['unit']}\n{values['name']}"
        values["roster_no"] = _derived("P", known_by)


def _finish_item(values: Values, columns: Columns, tell: Tell) -> None:
    _finish_ratio(values, columns, tell)
    if not values["code"]:
        values["code"] = _derived("S", f"{values['unit_name']}\n{values['category']}\n{values['name']}")


def _finish_plan(values: Values, columns: Columns, tell: Tell) -> None:
    _finish_ratio(values, columns, tell)
    quantity = _BARE_QUANTITY.fullmatch(values["quantity_text"])
    values["quantity"] = int(quantity[1]) if quantity else None
    values["no"] = values["no"] or _derived("J", f"{values['year']}\n{values['lead_unit']}\n{values['name']}")
    _finish_window(values, columns, tell)


def _finish_window(values: Values, columns: Columns, tell: Tell) -> None:
    window = read_window(values["window_text"], values["year"], columns)
    if window:
        values["window_from"] = values["window_from"] or window[0]
        values["window_to"] = values["window_to"] or window[1]
    first: date | None = values["window_from"]
    last: date | None = values["window_to"]
    if first is None or last is None:
        tell("window_unread", Severity.WARNING, field="window_text", written=values["window_text"])
    elif last < first:
        tell("window_backwards", field="window_to", first=first, last=last)


def _finish_ratio(values: Values, columns: Columns, tell: Tell) -> None:
    written = values["ratio_text"]
    values["ratio"] = read_ratio(written, columns)
    values["frequency"] = read_frequency(values["frequency_text"] or written, columns)
    if written and values["ratio"] is None and values["frequency"] is None:
        tell("ratio_unread", Severity.WARNING, field="ratio_text", written=written)


def _derived(prefix: str, known_by: str) -> str:
    return f"{prefix}-{hashlib.sha256(known_by.encode()).hexdigest()[:10].upper()}"


OBJECTS = Register(
    row=ObjectRow,
    fields={
        "register_no": _register_no,
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
        "grade": _grade,
        "graded_on": optional_day,
        "risk": text,
        "is_key": yes_no(default=False),
        "key_reason": text,
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
    finish=_finish_object,
)
INSPECTORS = Register(
    row=InspectorRow,
    fields={
        "roster_no": code,
        "name": text,
        "unit": text,
        "department": text,
        "phone": phone,
        "certificate_no": _certificate_no,
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
    },
    mandatory=("name",),
    key_fields=("roster_no", "certificate_no", "name"),
    choices={"valid": "valid", "is_expert": "yes_no"},
    unique=("certificate_no",),
    finish=_finish_inspector,
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
        "ratio_text": _share,
        "frequency_text": text,
        "requirement": text,
        "remark": prose,
    },
    mandatory=("name",),
    key_fields=("code", "name"),
    choices={"item_class": "item_class"},
    merges=True,
    finish=_finish_item,
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
        "ratio_text": _share,
        "quantity_text": text,
        "window_text": text,
        "window_from": day,
        "window_to": day,
        "lead_unit": text,
        "partner_units": words,
        "frequency_text": text,
        "grade_rule": text,
        "mode": text,
        "remark": prose,
    },
    mandatory=("name",),
    key_fields=("no", "name"),
    merges=True,
    finish=_finish_plan,
)
REGISTERS: Mapping[str, Register] = {
    "objects": OBJECTS,
    "inspectors": INSPECTORS,
    "items": ITEMS,
    "experts": EXPERTS,
    "plans": PLANS,
}
KINDS = tuple(REGISTERS)
