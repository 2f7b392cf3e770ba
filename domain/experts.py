"""``suicha-expert/1``: experts who go along on top of the inspectors, least loaded first, then by ticket.

Places never run short of people for want of caps, so no path has to be searched, and any reader can recount
it in a few lines. Experts are never counted towards "at least two" (平罗 二（二）).
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from domain.canonical import digest
from domain.columns import Columns

PROTOCOL = "suicha-expert/1"
PIECE = 4  # letters of a name that say whom an interest is in
_TRIFLES = " :：()（）"
_PIECES = re.compile(r"[\s、，,；;。]+")

Asked = dict[str, int]
"""Field of service → experts a visit; the blank field is anybody's."""


@dataclass(frozen=True, slots=True)
class Place:
    """What one visit asks of one field, and who may go."""

    object_id: str
    field: str
    need: int
    eligible: frozenset[str]


@dataclass(frozen=True, slots=True)
class Sent:
    """A place and who goes, in the order of being chosen."""

    place: Place
    people: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many nobody was found for; recorded, never in the way of a draw."""
        return self.place.need - len(self.people)

    def as_json(self) -> dict[str, Any]:
        """As the record keeps it."""
        told = {"object": self.place.object_id, "field": self.place.field, "need": self.place.need}
        return told | {"eligible": sorted(self.place.eligible), "sent": list(self.people)}


def asked_in(text: str, columns: Columns) -> Asked:
    """What a cell of a plan or item list asks for: ``食品安全2人、特种设备``, a bare number, yes or no."""
    found: Asked = {}
    for piece in columns.grammar["expert_separator"].split(text):
        plain = columns.grammar["expert_word"].sub("", piece).strip(_TRIFLES)
        if not piece.strip() or columns.value("yes_no", plain) == "no":
            continue
        match = columns.grammar["expert"].fullmatch(plain)
        written = match and (match["before"] or match["after"] or match["spelt"])
        field = (
            ""
            if columns.value("yes_no", plain) == "yes"
            else match["field"].strip(_TRIFLES)
            if match
            else plain
        )
        number = int(columns.numerals.get(written, written)) if written else 1
        found[field] = max(found.get(field, 0), number)
    return {field: number for field, number in found.items() if number}


def together(asks: Iterable[Asked]) -> Asked:
    """What several tasks ask of one visit: one expert answers for all of them."""
    found: Asked = {}
    for asked in asks:
        for field, number in asked.items():
            found[field] = max(found.get(field, 0), number)
    return found


def serves(asked: str, fields: Iterable[str], speciality: str) -> bool:
    """Whether a field of service covers the one asked for (``食品安全`` covers ``食品``)."""
    return not asked or any(asked in one for one in (*fields, speciality))


def stays_away(interests: str, organisation: str, number: str, name: str) -> bool:
    """Whether an expert's declared interests, or employer, are in an object."""
    if organisation == name or number in interests or name in interests:
        return True
    return any(len(piece) >= PIECE and piece in name for piece in _PIECES.split(interests))


def expert_key(draw_key_hex: str, *label: str) -> bytes:
    """The key of the places of a draw; a replacement has a ``label`` of its own."""
    return digest(PROTOCOL, "key", draw_key_hex, *label)


def send(
    places: Iterable[Place], key: bytes, held: Mapping[tuple[str, str], Collection[str]] | None = None
) -> tuple[Sent, ...]:
    """Fill places in ticket order, each with its least loaded experts, ties by the place's own tickets.

    ``held`` (object and field → people) go on where they may, before anybody else.
    """
    load: Counter[str] = Counter()
    found = []
    keyed = {digest(PROTOCOL, "place", key.hex(), one.object_id, one.field): one for one in places}
    for ticket, place in sorted(keyed.items()):
        stay = (held or {}).get((place.object_id, place.field), ())
        ranks = {one: (one not in stay, load[one], _ticket(ticket, one)) for one in place.eligible}
        people = tuple(sorted(ranks, key=ranks.__getitem__)[: place.need])
        load.update(people)
        found.append(Sent(place, people))
    return tuple(found)


def _ticket(place_key: bytes, expert: str) -> bytes:
    return sha256(place_key + expert.encode()).digest()


def experts_record(sent: Iterable[Sent]) -> dict[str, Any]:
    """The ``experts`` of a full record."""
    return {"protocol": PROTOCOL, "places": [one.as_json() for one in sent]}
