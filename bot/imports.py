"""Taking a file in without a chat: the operator's word stands for the confirmation."""

from dataclasses import replace

from bot.acts import Acts
from domain.roles import Actor
from services import importing
from services.importing import File, Received


async def take_in(acts: Acts, read: File, actor: Actor) -> Received:
    """Receive and confirm as two acts, so that the journal shows both and the import can be undone.

    Answers the file as it was judged and what its confirmation changed.
    """
    moment = acts.clock().isoformat()
    async with acts.working(actor, f"cli:receive:{moment}") as work:
        shown = await importing.receive(work, read)
    async with acts.working(actor, f"cli:confirm:{moment}") as work:
        done = await importing.confirm(work, shown.batch.ref, shown.file.rows)
    return replace(shown, difference=done.difference)
