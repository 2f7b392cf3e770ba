"""Taking a file in without a chat: the operator's word stands for the confirmation."""

from dataclasses import replace

from bot.acts import Acts
from domain.item_list import Grounds
from domain.roles import Actor
from services.registers import importing
from services.registers.importing import File, Received
from services.registers.item_shelf import demand_grounds


async def take_in(acts: Acts, read: File, actor: Actor, grounds: Grounds | None = None) -> Received:
    """Receive and confirm as two acts, so that the journal shows both and the import can be undone.

    Answers the file as it was judged and what its confirmation changed. ``grounds``: why the item list
    changes; raises as ``item_shelf.demand_grounds``, and nothing was received then.
    """
    moment = acts.clock().isoformat()
    async with acts.working(actor, f"cli:receive:{moment}") as work:
        shown = await importing.receive(work, read)
        await demand_grounds(work, read.kind, shown.difference, shown.file.reading, grounds)
    async with acts.working(actor, f"cli:confirm:{moment}") as work:
        done = await importing.confirm(work, shown.batch.ref, shown.file.rows, grounds)
    return replace(shown, difference=done.difference)
