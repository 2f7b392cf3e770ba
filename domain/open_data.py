"""The published results as rows that anybody may load: JSON for programs, CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from domain.disclosure import PublicFinding, PublicResult
from domain.public_trace import PublicTrace

SCHEMA = "suicha-results/3"
FIELDS = (
    "result_no",
    "year",
    "task_no",
    "task_name",
    "draw_no",
    "unit",
    "object_name",
    "register_no",
    "inspected_on",
    "method",
    "item_code",
    "item_name",
    "outcome_code",
    "outcome",
    "cited",
    "published_on",
)
"""The columns, one row for each checked item, as the national platform has them."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"

Row = dict[str, str]


def rows(results: Iterable[PublicResult], outcomes: Mapping[str, str]) -> list[Row]:
    """One row for each checked item, keyed by ``FIELDS``; ``outcomes`` words the classes."""
    return [_row(result, finding, outcomes) for result in results for finding in result.findings]


def _row(result: PublicResult, finding: PublicFinding, outcomes: Mapping[str, str]) -> Row:
    known = {
        "result_no": result.number,
        "inspected_on": result.inspected_on.isoformat(),
        "published_on": result.published_on.isoformat() if result.published_on else "",
        "outcome_code": finding.outcome,
        "outcome": outcomes.get(finding.outcome, finding.outcome),
        "item_code": finding.item_code,
        "item_name": finding.item_name,
        "cited": finding.cited,
    }
    return {name: known[name] if name in known else str(getattr(result, name)) for name in FIELDS}


def ended_rows(gone: Iterable[PublicTrace]) -> list[Row]:
    """Results that are no longer shown, without a word of what they said."""
    return [
        {
            "result_no": one.number,
            "task_no": one.task_no,
            "published_on": one.published_on.isoformat() if one.published_on else "",
            "ended_on": one.ended_on.isoformat(),
            "reason": one.reason,
            "replaced_by": one.replaced_by,
        }
        for one in gone
    ]


def as_csv(table: Iterable[Row], headings: Mapping[str, str], columns: Sequence[str] = FIELDS) -> bytes:
    """CSV that spreadsheets open in the right encoding and never run as a formula."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow([headings[name] for name in columns])
    writer.writerows([_inert(row[name]) for name in columns] for row in table)
    return (BYTE_ORDER_MARK + page.getvalue()).encode()


def _inert(cell: str) -> str:
    """A spreadsheet runs cells that begin like a formula; an apostrophe makes them text."""
    return f"'{cell}" if cell.lstrip(" \u3000").startswith(FORMULA_STARTS) else cell
