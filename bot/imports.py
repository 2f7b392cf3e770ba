"""Taking a file in without a chat: the operator's word stands for the confirmation."""

from bot.acts import Acts
from domain.difference import Difference
from domain.roles import Actor
from services import importing
from services.importing import File


async def take_in(acts: Acts, read: File, actor: Actor) -> Difference:
    """Receive and confirm as two acts, so that the journal shows both and the import can be undone."""
    moment = acts.clock().isoformat()
    async with acts.working(actor, f"cli:receive:{moment}") as work:
        shown = await importing.receive(work, read)
        ref = shown.batch.ref
    async with acts.working(actor, f"cli:confirm:{moment}") as work:
        return (await importing.confirm(work, ref, read.rows)).difference
