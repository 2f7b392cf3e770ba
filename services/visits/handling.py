"""What is said of a problem beyond its outcome: what follows, until when, on which basis."""

from dataclasses import replace
from datetime import date

from domain.errors import DomainError
from domain.handling import check_day, check_measure, with_measure
from domain.outcome import Finding, category, check_since
from services.visits.drafts import Report, keep, open_report
from services.work import Work


async def _problem(work: Work, ref: str, item_code: str) -> tuple[Report, Finding]:
    """Raises ``outcome.no_problem`` where nothing was found that something could follow."""
    report = await open_report(work, ref)
    found = report.findings.get(item_code)
    if found is None or not category(work.profile.result_categories, found.outcome).problem:
        raise DomainError("outcome.no_problem")
    return report, found


def _day(work: Work, report: Report) -> date:
    return report.draft.inspected_on or work.today


async def set_measure(work: Work, ref: str, item_code: str, measure: str, text: str = "") -> bool:
    """Keep what follows a problem. True when the measure still asks for a text.

    Raises ``outcome.no_problem`` or ``outcome.measure_unfit``.
    """
    report, found = await _problem(work, ref, item_code)
    chosen = found
    if found.measure != measure:
        chosen = with_measure(work.profile, found, measure, _day(work, report))
    chosen = replace(chosen, measure_text=text.strip() or chosen.measure_text)
    asked = check_measure(work.profile, chosen).needs_text
    await keep(work, report, chosen)
    return asked and not chosen.measure_text


async def _found(work: Work, ref: str, item_code: str) -> tuple[Report, Finding]:
    report = await open_report(work, ref)
    if item_code not in report.findings:
        raise DomainError("outcome.missing", count=1, total=len(report.item_codes))
    return report, report.findings[item_code]


async def set_witness(work: Work, ref: str, item_code: str, witness: str) -> None:
    """Keep who saw a refusal: name and unit (食品生产经营监督检查管理办法 第34条)."""
    report, found = await _found(work, ref, item_code)
    await keep(work, report, replace(found, witness=witness.strip()))


async def set_since(work: Work, ref: str, item_code: str, since: date) -> None:
    """Keep since when the object is closed or gone. Raises ``outcome.since_later``."""
    report, found = await _found(work, ref, item_code)
    check_since(since, _day(work, report))
    await keep(work, report, replace(found, since=since))


async def set_correct_by(work: Work, ref: str, item_code: str, day: date) -> None:
    """Keep until when the problem is to be put right. Raises ``outcome.correct_by`` with the bounds."""
    report, found = await _problem(work, ref, item_code)
    chosen = replace(found, correct_by=day)
    check_day(work.profile, chosen, _day(work, report))
    await keep(work, report, chosen)


async def set_basis(work: Work, ref: str, item_code: str, basis: str) -> None:
    """Keep the basis of a problem; none is the item's own."""
    report, found = await _problem(work, ref, item_code)
    await keep(work, report, replace(found, basis=basis.strip()))
