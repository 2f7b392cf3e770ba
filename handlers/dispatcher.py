"""All conversations under one dispatcher, behind the gate."""

from aiogram import Dispatcher, Router
from aiogram.filters import ExceptionTypeFilter
from aiogram.fsm.storage.base import BaseStorage
from aiogram_dialog import Dialog, setup_dialogs

from handlers import finding, language, leaving, sending, start, unheard
from handlers.cards import KeepsCards
from handlers.drawing import clue, draw, exempting, external, object_gone, public_value, recusal, revisits
from handlers.gate import STALE, Gate, Transactions, on_stale
from handlers.leading import OpenDialogs, outside_dialogs
from handlers.papers import forms, templating
from handlers.planning import plan, plan_task
from handlers.problems import ledger, ledger_steps
from handlers.publication import entering, publish, takedown, withhold
from handlers.registers import (
    import_ratios,
    imports,
    item_change,
    item_grounds,
    item_revisions,
    items,
    lists,
    object_mending,
    objects,
)
from handlers.staff import (
    departures,
    deputies,
    expert_library,
    handovers,
    headcounts,
    interest,
    leave,
    library,
    staff_changes,
    trainings,
)
from handlers.typed import hears_buttons
from handlers.visits import (
    assignments,
    correcting,
    dossier,
    evidence,
    incidents,
    inspect,
    joint,
    review,
    visit_days,
)
from handlers.year import (
    briefing,
    calendar_file,
    deadlines,
    decisions,
    filing_progress,
    filings,
    forwarding,
    free_filing,
    indicators,
    meeting_call,
    meeting_members,
    meeting_minutes,
    meetings,
    summary,
    upward,
)

CONVERSATIONS: tuple[Router, ...] = (
    finding.links,
    start.router,
    leaving.router,
    draw.router,
    assignments.router,
    visit_days.router,
    joint.router,
    inspect.router,
    correcting.router,
    recusal.router,
    object_gone.router,
    revisits.router,
    public_value.router,
    exempting.router,
    dossier.router,
    language.router,
    leave.router,
    library.router,
    trainings.router,
    objects.router,
    interest.router,
    review.router,
    evidence.router,
    filings.router,
    free_filing.router,
    calendar_file.router,
    filing_progress.router,
    upward.router,
    deadlines.router,
    handovers.router,
    meetings.router,
    decisions.router,
    clue.router,
    plan.router,
    external.router,
    imports.router,
    lists.router,
    items.router,
    summary.router,
    indicators.router,
    briefing.router,
    forms.router,
    entering.router,
    templating.router,
    publish.router,
    sending.router,
    withhold.router,
    takedown.router,
    incidents.router,
    ledger.router,
    finding.router,  # a text of somebody who has visits, begun with nothing else
    unheard.router,  # whatever is left
)
# After every conversation: an open dialog takes each text it is sent, also the word that begins another one.
DIALOGS: tuple[Dialog, ...] = (
    draw.dialog,
    inspect.dialog,
    correcting.correction_dialog,
    correcting.approver_dialog,
    recusal.dialog,
    visit_days.dialog,
    object_gone.dialog,
    exempting.dialog,
    withhold.dialog,
    takedown.dialog,
    incidents.dialog,
    review.dialog,
    filings.dialog,
    free_filing.dialog,
    filing_progress.dialog,
    upward.dialog,
    deadlines.dialog,
    handovers.dialog,
    deputies.dialog,
    forwarding.dialog,
    meetings.dialog,
    meeting_members.dialog,
    meeting_call.dialog,
    meeting_minutes.dialog,
    decisions.dialog,
    library.dialog,
    staff_changes.dialog,
    departures.dialog,
    clue.dialog,
    plan.dialog,
    plan_task.dialog,
    objects.dialog,
    object_mending.dialog,
    trainings.dialog,
    headcounts.dialog,
    expert_library.dialog,
    external.dialog,
    imports.dialog,
    import_ratios.dialog,
    entering.dialog,
    templating.dialog,
    items.dialog,
    item_change.dialog,
    item_revisions.dialog,
    item_grounds.dialog,
    ledger.dialog,
    ledger_steps.dialog,
)


def build(storage: BaseStorage, acts: Transactions) -> Dispatcher:
    """The dispatcher with every conversation; routers belong to one dispatcher at a time."""
    dispatcher = Dispatcher(storage=storage)
    dispatcher.update.outer_middleware(Gate(acts))
    for dialog in DIALOGS:
        leaving.can_be_left(dialog)
        hears_buttons(dialog)
    conversations, opened = Router(name="conversations"), OpenDialogs()
    conversations.callback_query.filter(outside_dialogs)
    for among, routers in ((conversations, CONVERSATIONS), (opened, DIALOGS)):
        for router in routers:
            router._parent_router = None  # noqa: SLF001 - aiogram's routers are single-use; a process may restart its bot
            among.include_router(router)
        dispatcher.include_router(among)
    setup_dialogs(dispatcher, message_manager=KeepsCards())
    dispatcher.errors.register(on_stale, ExceptionTypeFilter(*STALE))
    return dispatcher
