"""填报: where a report stands, and the draft as its screens show it."""

from datetime import date, timedelta
from typing import Any, cast

from aiogram.fsm.state import State, StatesGroup
from aiogram_dialog import DialogManager

from domain.handling import CORRECTION, days_offered, fitting
from domain.method import METHODS
from domain.outcome import Finding, category
from domain.profile import Profile
from handlers.words import words_of
from locales.texts import Texts
from services.items.item_list import off_the_list
from services.visits import drafts, methods, recognition
from services.visits.drafts import Report

DAYS_OFFERED = 5
FRESH = "report"


class Reporting(StatesGroup):
    """Where a report stands."""

    items = State()
    outcome = State()
    remark = State()
    measure = State()
    measure_text = State()
    correct_by = State()
    basis = State()
    witness = State()
    since = State()
    day = State()
    entrusted = State()
    conclusion = State()
    review = State()
    done = State()


def ref_in(manager: DialogManager) -> str:
    """The assignment that the dialog speaks of."""
    return str(cast("dict[str, str]", manager.start_data)["ref"])


def hand_on(manager: DialogManager, report: Report) -> None:
    """Let the next screen of this update show what was just looked up or kept."""
    manager.middleware_data[FRESH] = report


def _outcome(words: Texts, finding: Finding | None) -> str:
    return words.say(f"profile.category.{finding.outcome}") if finding else words.say("report.open")


def _line(position: int, report: Report, words: Texts) -> dict[str, Any]:
    item = report.case.items[position]
    finding = report.findings.get(item.code)
    return {
        "position": position,
        "code": item.code,
        "name": item.name,
        "basis": item.basis,
        "outcome": _outcome(words, finding),
        "remark": words.say("report.said", f=finding) if finding else "",
        "follows": words.say("report.follows", f=finding) if finding and finding.measure else "",
        "done": finding is not None,
    }


def _shown(report: Report, words: Texts, today: date) -> dict[str, Any]:
    case, draft = report.case, report.draft
    manner = methods.manner_of(report)
    return {
        "visit": case.visit.number,
        "object_name": case.subject.name,
        "address": case.subject.address,
        "version": draft.version,
        "items": [_line(at, report, words) for at in range(len(case.items))],
        "answered": report.answered,
        "total": len(case.items),
        "complete": report.answered == len(case.items),
        "photos": report.photos,
        "located": draft.located_at is not None,
        "inspected_on": draft.inspected_on or today,
        "manner": manner,
        "methods": [one for one in METHODS if one != manner.method],
    }


def _chosen(shown: dict[str, Any], report: Report, code: str, profile: Profile) -> dict[str, Any]:
    """The item that is being asked about, if any, with what may follow."""
    line: dict[str, Any] = next((one for one in shown["items"] if one["code"] == code), {})
    found = report.findings.get(code)
    kind = category(profile.result_categories, found.outcome) if found else None
    measures = fitting(profile, found.outcome) if found else ()
    return {
        "item_name": line.get("name", ""),
        "chosen": line.get("outcome", ""),
        "remark": line.get("remark", ""),
        "follows": line.get("follows", ""),
        "must_explain": bool(kind and kind.needs_text and found and not found.remark),
        "needs_witness": bool(kind and kind.needs_witness),
        "needs_day": bool(kind and kind.needs_day),
        "found_days": [shown["inspected_on"].isoformat()],
        "basis": (found.basis if found else "") or line.get("basis", ""),
        "problem": bool(measures),
        "measures": [one.code for one in measures],
        "corrects": bool(found and found.measure == CORRECTION),
        "correction_days": [day.isoformat() for day in days_offered(profile, shown["inspected_on"])],
    }


async def see(dialog_manager: DialogManager, **_: Any) -> dict[str, Any]:
    """The draft as the screens show it."""
    words = words_of(dialog_manager)
    async with dialog_manager.middleware_data["looking"]() as look:
        report = dialog_manager.middleware_data.pop(FRESH, None) or await drafts.see_report(
            look, ref_in(dialog_manager)
        )
        shown = _shown(report, words, look.today)
        first = drafts.window_of(report.case).drawn_on
        offered = await recognition.earlier(look, report.case, shown["inspected_on"])
        outside = await off_the_list(look, report.case.items, shown["inspected_on"])
    days = [look.today - timedelta(days=back) for back in range(DAYS_OFFERED)]
    return (
        shown
        | _chosen(shown, report, dialog_manager.dialog_data.get("item", ""), look.profile)
        | {
            "categories": [one.code for one in look.profile.result_categories],
            "citable": offered.get(dialog_manager.dialog_data.get("item", "")),
            "outside": [one.name for one in outside],
            "days": [day.isoformat() for day in days if day >= first],
        }
    )
