"""联席会议成员: the list in force, replaced as a whole by a document (花溪 29, 定陶 附件1), not published."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from domain.cell_values import text as text_of
from domain.conference import RANKS, Named, may_approve, members_of
from domain.errors import DomainError
from domain.sheet import Sheet
from locales.texts import LANGUAGES, texts
from models import ConferenceMember, Person, Unit
from services import journal
from services.staff import deputies
from services.work import Work, new_ref

LONGEST = 500


@dataclass(frozen=True)
class NewList:
    """What a list would change; ``unmatched`` posts of members name none of the units."""

    document: str
    members: tuple[Named, ...]
    joining: tuple[str, ...]
    leaving: tuple[str, ...]
    unmatched: tuple[str, ...]


def typed(text: str) -> str:
    """A sentence that somebody typed. Raises ``conference.text``."""
    said = " ".join(text.split())
    if not said or len(said) > LONGEST:
        raise DomainError("conference.text", most=LONGEST)
    return said


async def members(look: Work) -> list[ConferenceMember]:
    """The list in force, in its order."""
    rows = await look.session.exec(
        select(ConferenceMember)
        .where(col(ConferenceMember.until).is_(None))
        .order_by(col(ConferenceMember.position))
    )
    return list(rows)


async def conveners(look: Work) -> list[ConferenceMember]:
    """Those who may approve topics, the highest first."""
    found = [one for one in await members(look) if may_approve(one.rank)]
    return sorted(found, key=lambda one: (RANKS.index(one.rank), one.position))


async def convener(look: Work, ref: str) -> ConferenceMember:
    """Raises ``conference.no_convener``."""
    found = [one for one in await conveners(look) if one.ref == ref]
    if not found:
        raise DomainError("conference.no_convener")
    return found[0]


async def member_units(look: Work) -> list[str]:
    """Names of the active units that have a member, in the order of the list."""
    rows = await look.session.exec(
        select(Unit.name)
        .join(ConferenceMember, col(ConferenceMember.unit_id) == col(Unit.id))
        .where(col(ConferenceMember.until).is_(None), col(Unit.active))
        .order_by(col(ConferenceMember.position))
    )
    return list(dict.fromkeys(rows))


async def units(look: Work) -> dict[str, int]:
    """Name → id of the active units."""
    rows = await look.session.exec(select(Unit).where(col(Unit.active)))
    return {unit.name: unit.id or 0 for unit in rows}


async def liaisons(look: Work, names: Sequence[str]) -> tuple[list[Person], tuple[str, ...]]:
    """The liaisons of units by name, and the names for which there is none to tell."""
    known = await units(look)
    found: list[Person] = []
    without: list[str] = []
    for name in names:
        held = await deputies.hearing(look, known[name]) if name in known else []
        found += held
        without += [] if held else [name]
    return found, tuple(without)


def _ranks() -> dict[str, str]:
    """Every language's word of a rank → its code."""
    return {
        "".join(texts(one).say(f"meeting.rank.{rank}").split()): rank for one in LANGUAGES for rank in RANKS
    }


async def preview(look: Work, text: str) -> NewList:
    """The document's number in the first line, then the list. Raises ``conference.*``."""
    look.require("conference.members")
    document, _, rest = text.strip().partition("\n")
    if not rest.strip() or len(document) > LONGEST:
        raise DomainError("conference.document")
    found = members_of(rest, _ranks(), await units(look))
    before = {one.name for one in await members(look)}
    after = {one.name for one in found}
    return NewList(
        document.strip(),
        found,
        tuple(one.name for one in found if one.name not in before),
        tuple(sorted(before - after)),
        tuple(one.post for one in found if not one.unit and not may_approve(one.rank)),
    )


def pasted(sheets: Sequence[Sheet]) -> str:
    """The list of a table: the first row that has anything is the document, each other one a line."""
    rows = [[text_of(cell) for cell in row] for sheet in sheets for row in sheet.rows]
    lines = [[one for one in row if one] for row in rows]
    return "\n".join(_line(cells) for cells in lines if cells)


def _line(cells: Sequence[str]) -> str:
    """Rank and colon, name, post: what stands in separate cells is written as documents print it."""
    known = "".join(unicodedata.normalize("NFKC", cells[0]).split()).rstrip(":")
    if known in _ranks() and len(cells) > 1:
        return f"{known}: {' '.join(cells[1:])}"
    return " ".join(cells)


async def replace(work: Work, text: str) -> NewList:
    """The list of a document takes the place of the one in force; that one stays on file."""
    seen = await preview(work, text)
    known = await units(work)
    for one in await members(work):
        one.until = work.today
        work.session.add(one)
    for position, line in enumerate(seen.members, start=1):
        work.session.add(
            ConferenceMember(
                ref=new_ref(),
                position=position,
                rank=line.rank,
                name=line.name,
                post=line.post,
                unit_id=known.get(line.unit),
                document=seen.document,
                since=work.today,
            )
        )
    await journal.record(
        work, "conference.members", "conference", document=seen.document, count=len(seen.members)
    )
    return seen
