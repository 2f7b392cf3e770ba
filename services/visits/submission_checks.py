"""Before a result is taken: what is missing or cannot be, each with its place, its reason and the cure."""

from datetime import date

from domain.errors import DomainError
from domain.handling import check_handling
from domain.outcome import Finding, check_carried, check_date, check_findings
from models import Inspector
from services.items import item_checks
from services.visits import recognition
from services.visits.drafts import Report, window_of
from services.work import Work


async def checked(work: Work, report: Report, inspected_on: date) -> tuple[Finding, ...]:
    """The findings in the items' order.

    Raises ``outcome.*``, ``citing.gone``, ``items.outside`` or ``result.certificate``.
    """
    categories = work.profile.result_categories
    check_date(inspected_on, window_of(report.case), work.today)
    check_findings(categories, report.item_codes, report.findings)
    found = tuple(report.findings[code] for code in report.item_codes)
    check_carried(categories, found, report.photos, inspected_on)
    check_handling(work.profile, found, inspected_on)
    await recognition.guard(work, report.case, found, inspected_on)
    await item_checks.guard(work, report.case.visit.number, report.item_codes, inspected_on)
    await guard_certificate(work, inspected_on)
    return found


async def guard_certificate(work: Work, inspected_on: date) -> None:
    """Whoever stands behind a result was certified that day (国办发〔2024〕54号).

    A certificate without an end counts as valid, as in a draw. Raises ``result.certificate``.
    """
    if not work.profile.certificate_required or work.actor.person_id is None:
        return
    inspector = await work.session.get(Inspector, work.actor.person_id)
    until = inspector.certificate_until if inspector else None
    if inspector is None or not inspector.certificate_no or (until is not None and until < inspected_on):
        raise DomainError("result.certificate", day=inspected_on, until=until)
