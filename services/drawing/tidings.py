"""Who has been told of a draw, by unit: delivered, unreachable, not enrolled, still on the way."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import col, select

from domain.notices_visit import Assigned
from models import Draw
from services.delivery import states_about
from services.work import Work

STATES = {"sent": "delivered", "unreachable": "unreachable", "unlinked": "unlinked", "dead": "unreachable"}
NEWEST = 3


@dataclass(frozen=True)
class Told:
    """Counts of one draw's letters by what became of them, and the exceptions by roster number."""

    number: str
    counts: Counter[str] = field(default_factory=Counter)
    exceptions: tuple[tuple[str, str, str], ...] = ()  # unit, roster number, state

    @property
    def total(self) -> int:
        """All letters."""
        return sum(self.counts.values())


async def of_draw(look: Work, number: str) -> Told:
    """One draw's letters to inspectors."""
    rows = await states_about(look.session, f"draw:{number}", Assigned.kind)
    counts: Counter[str] = Counter()
    exceptions: dict[tuple[str, str, str], None] = {}
    for letter, person, unit in rows:
        state = STATES.get(letter.state, "on_the_way")
        counts[state] += 1
        if state in {"unreachable", "unlinked"}:
            exceptions[unit.name, person.roster_no, state] = None
    return Told(number, counts, tuple(exceptions))


async def of_newest(look: Work) -> Iterable[Told]:
    """The newest held draws."""
    newest = await look.session.exec(
        select(Draw.number).where(Draw.state == "held").order_by(col(Draw.id).desc()).limit(NEWEST)
    )
    return [await of_draw(look, number) for number in newest.all()]
