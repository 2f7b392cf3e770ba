"""The files of objects replaced after a draw: kept with the request, handed to whoever decided, published."""

from datetime import UTC

from sqlmodel import col, select

from domain.external_record import Json
from domain.notices_ceremony import RecordFile
from domain.replacement_file import replacement_file
from domain.substitution import Swap
from models import Draw, ObjectReplacement, Visit
from services import outbox
from services.outbox import json_file
from services.work import Work


async def files_of(look: Work, draw: Draw) -> list[Json]:
    """The full files of a draw, in the order in which its objects were replaced."""
    rows = await look.session.exec(
        select(ObjectReplacement.archive)
        .join(Visit, col(ObjectReplacement.visit_id) == col(Visit.id))
        .where(Visit.draw_id == draw.id, ObjectReplacement.state == "approved")
        .order_by(col(ObjectReplacement.decided_at), col(ObjectReplacement.id))
    )
    return [dict(archive) for archive in rows if archive]


def file_name(start: str, label: str) -> str:
    """``start`` is the draw's number, or its name on the public pages."""
    return f"{start}.{label.replace('/', '-')}.json"


async def archived(work: Work, draw: Draw, request: ObjectReplacement, swap: Swap, sent: Json) -> Json:
    """What anybody with the record and its pool can recount; it goes to whoever decided.

    ``sent``: ``assigned`` by seat, and ``experts`` where some go along.
    """
    assert work.actor.person_id is not None  # noqa: S101 - two persons stand behind it
    decided = {"reason": request.reason, "decided_at": work.now.astimezone(UTC).isoformat()}
    before = await files_of(work, draw)
    kept = replacement_file(draw.record or {}, before, request.label, swap, decided, sent)
    name = file_name(draw.number, request.label)
    await outbox.tell(
        work,
        work.actor.person_id,
        RecordFile(number=draw.number, file_name=name),
        f"record:{name}",
        about=f"draw:{draw.number}",
        attachment=json_file(name, kept),
    )
    return kept
