"""问题台账 as a workbook, with the columns of a rectification ledger (忻州 二（八）)."""

from collections.abc import Sequence

from domain.sheet import Cell
from locales.texts import Texts
from services.problems.ledger_view import ProblemLine, lines
from services.registers import workbooks
from services.work import Work

COLUMNS = (
    "number",
    "object_name",
    "register_no",
    "item",
    "outcome",
    "remark",
    "basis",
    "measure",
    "unit",
    "responsible",
    "opened_on",
    "due_on",
    "transfer",
    "case_number",
    "state",
    "closed_on",
)


async def rows(look: Work, only: str) -> list[ProblemLine]:
    """What goes into the file. Raises ``access.*`` for who may not take it along."""
    look.require("ledger.export")
    return await lines(look, only)


def workbook(found: Sequence[ProblemLine], words: Texts) -> bytes:
    """The file; call it in a thread. Whatever was typed stays text."""
    headings = [words.say(f"ledger.column.{name}") for name in COLUMNS]
    return workbooks.table(words.say("ledger.title"), headings, [_row(one, words) for one in found])


def _row(one: ProblemLine, words: Texts) -> list[Cell]:
    said = {
        "item": one.item or words.say("ledger.whole_visit"),
        "outcome": words.say(f"profile.category.{one.outcome}"),
        "measure": measure_said(one, words),
        "state": words.say(f"ledger.state.{one.state}"),
    }
    return [said.get(name) or _cell(getattr(one, name)) for name in COLUMNS]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def measure_said(one: ProblemLine, words: Texts) -> str:
    """The measure with its text; that none is decided where none is."""
    if not one.measure:
        return words.say("ledger.no_measure")
    return words.say("ledger.measure_said", one=one)
