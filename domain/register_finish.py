"""What only registers know: their own cells, and what a whole row says beyond its cells."""

import hashlib
import re
from datetime import date
from decimal import Decimal
from typing import Any

from domain.cell_values import Severity, Tell, code, text
from domain.columns import Columns
from domain.credit_code import Fault, fault_of, is_identity_number, odd_letters
from domain.ratio_text import read_frequency, read_ratio
from domain.sheet import Cell
from domain.window_text import read_window

Values = dict[str, Any]
_BARE_QUANTITY = re.compile(r"(\d+)\D{0,2}")


def register_no(cell: Cell, columns: Columns, tell: Tell) -> str:
    """The number of an object. A number cell is an error even when it looks whole: its zeros may be gone."""
    if isinstance(cell, int | float):
        tell("number_cell", written=text(cell))
        return ""
    return code(cell, columns, tell)


def certificate_no(cell: Cell, columns: Columns, tell: Tell) -> str:
    """The number of a person or certificate; an identity number in its place is dropped with a warning."""
    found = code(cell, columns, tell)
    if is_identity_number(found):
        tell("identity_dropped", Severity.WARNING)
        return ""
    return found


def grade(cell: Cell, columns: Columns, tell: Tell) -> str:
    """A credit grade without its suffix: A级 → A."""
    shown = code(cell, columns, tell)
    return shown[:-1] if len(shown) > 1 and columns.value("grade_suffix", shown[-1]) else shown


def share(cell: Cell, columns: Columns, tell: Tell) -> str:
    """A ratio as text; a percent cell arrives as 0.05."""
    if isinstance(cell, float) and 0 < cell < 1:
        return f"{(Decimal(str(cell)) * 100).normalize():f}%"
    return text(cell, columns, tell)


def finish_object(values: Values, _columns: Columns, tell: Tell) -> None:
    """Check the code of an entity; products, projects and behaviours have numbers of their own making."""
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


def finish_inspector(values: Values, _columns: Columns, tell: Tell) -> None:
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


def finish_item(values: Values, columns: Columns, tell: Tell) -> None:
    """Read the ratio; derive the code a list leaves out from unit, field and name."""
    _finish_ratio(values, columns, tell)
    if not values["code"]:
        values["code"] = _derived("S", f"{values['unit_name']}\n{values['category']}\n{values['name']}")


def finish_plan(values: Values, columns: Columns, tell: Tell) -> None:
    """Read ratio, quantity and window; derive the number a plan leaves out from year, unit and name."""
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
