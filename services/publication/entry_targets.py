"""录入: on which of the place's publication targets each result stands (花溪 §26, 定陶 二（四）)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from models import PlatformEntry
from services.work import Work


async def places_of(look: Work) -> Mapping[int, Mapping[str, date]]:
    """Result → target → the day since which it stands there."""
    first = look.profile.publication_targets[0]
    entries = await look.session.exec(
        select(col(PlatformEntry.result_id), col(PlatformEntry.target), col(PlatformEntry.entered_on))
    )
    found: dict[int, dict[str, date]] = defaultdict(dict)
    for result_id, target, on in entries:
        found[result_id][target or first] = on
    return found


def whole_since(look: Work, places: Mapping[str, date]) -> date | None:
    """The day since which a result stands on every target of the place; none while one is missing."""
    targets = look.profile.publication_targets
    return max(places[one] for one in targets) if set(targets) <= set(places) else None
