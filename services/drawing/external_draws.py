"""Draws that a provincial platform held: registered here as one act, corrected by a second list.

Everything after the draw is the same as for a draw of our own (定陶 二（一）, 忻州 二（六）, 平罗 二（五）).
"""

from datetime import datetime

from domain.errors import DomainError
from domain.external_record import FORM, Json, corrected, external_record
from domain.notices_ceremony import ExternalCorrected, ExternalDrawn, RecordFile
from domain.record import record_sha256
from models import Draw, ImportBatch
from services import journal, outbox
from services.drawing import draws, replacements
from services.drawing.external_lists import Shown, look_at, waiting
from services.drawing.external_seats import bring_to, visits_of
from services.outbox import json_file
from services.registers.importing import File
from services.work import OFFICE_ZONE, Work, new_ref


async def confirm(work: Work, ref: str, file: File) -> Draw:
    """Do what was shown, as one act. ``file`` is the batch's own content, read again.

    Raises ``external.problems`` when anything in the list would have to be guessed.
    """
    work.require("external.confirm")
    batch = await waiting(work, ref)
    shown = await look_at(work, list(batch.report["tasks"]), str(batch.report["platform"]), file)  # type: ignore[call-overload]
    if shown.errors or not shown.teams:
        raise DomainError("external.problems", count=shown.errors)
    batch.state, batch.decided_at = "confirmed", work.now
    work.session.add(batch)
    if shown.draw is None:
        return await _register(work, shown, batch)
    return await _correct(work, shown, shown.draw, batch)


async def _register(work: Work, shown: Shown, batch: ImportBatch) -> Draw:
    serial = await draws.next_serial(work)
    number = f"{work.profile.prefix}-{work.today.year}-{serial:04d}"
    record = _record(work, shown, batch, number)
    draw = Draw(
        ref=new_ref(),
        number=number,
        year=work.today.year,
        serial=serial,
        task_id=shown.tasks[0].id or 0,
        task_ids=[task.id or 0 for task in shown.tasks],
        kind=FORM,
        state="held",
        secret="",
        pool="",
        inspectors={},
        salt="",
        announcement={},
        announcement_sha256="",
        announced_by=work.actor.person_id,
        announced_at=work.now,
        record=record,
        ended_at=_moment(work, record["drawn_at"]),
    )
    for task in shown.tasks:
        task.state = "drawn"
    work.session.add_all((*shown.tasks, draw))
    await work.session.flush()
    await bring_to(work, draw, shown, number)
    await _post(work, draw, shown, record)
    await _hand_over(work, draw, record)
    await journal.record(work, "external.register", draws.about(draw), **_facts(record))
    return draw


def _moment(work: Work, told: str) -> datetime:
    """The platform's time; the hour of registration where the list does not say: it was drawn by then."""
    return datetime.fromisoformat(told).replace(tzinfo=OFFICE_ZONE) if told else work.now


def _record(work: Work, shown: Shown, batch: ImportBatch, number: str) -> Json:
    tasks = [{"no": task.no, "name": task.name} for task in shown.tasks]
    head: Json = {
        "draw_no": number,
        "task": tasks[0],
        "platform": {"name": shown.platform.name, "clause": shown.platform.clause},
        "drawn_at": shown.drawn_at,
        "file_sha256": batch.file_sha256,
        "version": 1,
        "registered": {
            "unit": work.actor.unit_name,
            "by": draws.masked(work.actor.name),
            "at": work.now.astimezone(OFFICE_ZONE).isoformat(timespec="minutes"),
        },
    }
    if len(shown.tasks) > 1:
        head["tasks"] = tasks
    return external_record(head, shown.teams, [one.as_json() for one in shown.warnings])


def _facts(record: Json) -> dict[str, object]:
    return {
        "record": record_sha256(record),
        "file": record["file_sha256"],
        "drawn": len(record["objects"]),
        "warnings": len(record["warnings"]),
    }


async def _post(work: Work, draw: Draw, shown: Shown, record: Json) -> None:
    notice = ExternalDrawn(
        ref=draw.ref,
        number=draw.number,
        tasks=tuple(task.name for task in shown.tasks),
        convenor=shown.convenor,
        merged=shown.merged,
        platform=shown.platform.name,
        clause=shown.platform.clause,
        drawn_at=record["drawn_at"].replace("T", " "),
        drawn=len(shown.teams),
        inspectors=shown.inspectors,
        warnings=len(shown.warnings),
        file_sha256=record["file_sha256"],
    )
    await outbox.post(work, notice, f"external:{draw.number}", about=draws.about(draw))


async def _hand_over(work: Work, draw: Draw, record: Json) -> None:
    """The full record goes to whoever registered, for the archive: it recounts with the list beside it."""
    assert work.actor.person_id is not None  # noqa: S101 - of the office
    version = "" if record["version"] == 1 else f".{record['version']}"
    attachment = json_file(f"{draw.number}{version}.json", record)
    notice = RecordFile(number=draw.number, file_name=attachment.file_name)
    key = f"record:{attachment.file_name}"
    about = draws.about(draw)
    await outbox.tell(work, work.actor.person_id, notice, key, about=about, attachment=attachment)


async def _correct(work: Work, shown: Shown, draw: Draw, batch: ImportBatch) -> Draw:
    """Both who leaves and who comes are told; what was registered first stays in the chain of digests."""
    before: Json = draw.record or {}
    record = corrected(_record(work, shown, batch, draw.number), before, record_sha256(before))
    told = ("objects", "visits", "matching")
    if all(record.get(name) == before.get(name) for name in told):
        raise DomainError("external.nothing_new", number=draw.number)
    key, changed = f"{draw.number}/{record['version']}", shown.changes
    draw.record, draw.ended_at = record, _moment(work, record["drawn_at"])
    work.session.add(draw)
    released = await bring_to(work, draw, shown, key)
    numbers = {number: visit.number for number, (visit, _) in (await visits_of(work, draw)).items()}
    moves = tuple((numbers[number], tuple(out), tuple(into)) for number, out, into in changed)
    await replacements.settle(work, released, key)
    notice = ExternalCorrected(
        number=draw.number,
        tasks=tuple(task.name for task in shown.tasks),
        version=record["version"],
        changes=moves,
        file_sha256=batch.file_sha256,
    )
    await outbox.post(work, notice, f"external:{key}", about=draws.about(draw))
    await _hand_over(work, draw, record)
    await journal.record(work, "external.correct", draws.about(draw), changes=moves, **_facts(record))
    return draw
