"""What a draw leaves behind: the announcement before it, the record after it, the form for everybody."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any, Protocol

from domain.canonical import PROTOCOL, digest, sha256_of
from domain.draw import Step, check_steps, hold, key, step_from
from domain.errors import DomainError
from domain.external_record import FORM, public_external
from domain.pool import Entry
from domain.witness import check_contributions, check_public, commitment

Json = dict[str, Any]

PROTOCOL_KEYS = {"protocol", "draw_no", "pool_sha256", "pool_size", "excluded", "steps", "commitment"}
PUBLIC_KEYS = PROTOCOL_KEYS | {
    "pool_merkle",
    "public_bits",
    "witnesses",
    "closes_at",
    "program",
    "profile_sha256",
    "inspectors_sha256",
    "experts",
}
KEPT = ("announcement_sha256", "secret", "contributions", "key", "void", "journal")


class Frozen(Protocol):
    """A pool as it is drawn from, in memory or in a file."""

    @property
    def sha256(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def excluded(self) -> int: ...
    def __iter__(self) -> Iterator[Entry]: ...


def announce(
    draw_no: str,
    pool: Frozen,
    steps: Sequence[Step],
    sealed: str,
    further: Mapping[str, object] | None = None,
) -> Json:
    """What is frozen and posted before any entropy exists; ``sealed`` is the secret's commitment.

    ``further`` keys (``task``, ``rules``, ``pool_merkle``, ``witnesses``: required roles, …) are covered by
    the digest too; ``public_bits`` asks that much of the public values. Raises ``draw.reserved_key`` when one
    would replace a key of the protocol.
    """
    check_steps(steps)
    announcement: Json = {
        "protocol": PROTOCOL,
        "draw_no": draw_no,
        "pool_sha256": pool.sha256,
        "pool_size": pool.size,
        "excluded": pool.excluded,
        "steps": [step.as_json() for step in steps],
        "commitment": sealed,
    }
    for name in announcement.keys() & (further or {}).keys():
        raise DomainError("draw.reserved_key", key=name)
    announcement |= further or {}
    announcement_sha256(announcement)
    return announcement


def announcement_sha256(announcement: Mapping[str, object]) -> str:
    """The digest that is posted with the announcement."""
    return sha256_of(announcement)


def hold_announced(
    announcement: Mapping[str, Any],
    pool: Frozen,
    secret: str,
    contributions: Sequence[str],
    *,
    previous: str = "",
    matching: Json | None = None,
    experts: Json | None = None,
    salt: str = "",
    head: Json | None = None,
) -> Json:
    """Hold the draw exactly as announced and return its full record.

    ``previous`` is the ``record_sha256`` of the office's draw before; ``salt`` blinds the Merkle leaves;
    ``head`` is position and hash of the newest entry of the journal.
    Raises ``draw.pool_changed``, ``draw.secret_changed``, and as ``check_contributions``.
    """
    if pool.sha256 != announcement["pool_sha256"]:
        raise DomainError("draw.pool_changed", draw_no=announcement["draw_no"])
    if commitment(secret) != announcement["commitment"]:
        raise DomainError("draw.secret_changed", draw_no=announcement["draw_no"])
    check_contributions(contributions, announcement.get("witnesses", ()))
    if "public_bits" in announcement:
        check_public(contributions, announcement["public_bits"])
    draw_key = key(announcement["draw_no"], secret, contributions)
    steps = [step_from(one) for one in announcement["steps"]]
    record: Json = {
        "form": "full",
        "announcement": dict(announcement),
        "announcement_sha256": announcement_sha256(announcement),
        "secret": secret,
        "contributions": list(contributions),
        "key": draw_key.hex(),
        "result": [one.as_json() for one in hold(pool, steps, draw_key)],
        "journal": journal(contributions, previous) | ({"head": dict(head)} if head else {}),
    }
    optional = {"matching": matching, "experts": experts, "salt": salt}
    return record | {name: value for name, value in optional.items() if value}


def journal(contributions: Iterable[str], previous: str) -> Json:
    """The link to the record before, and what was posted for each contribution as it came."""
    return {"previous": previous, "contributions": [contribution_sha256(one) for one in contributions]}


def contribution_sha256(contribution: str) -> str:
    """What the journal keeps of a contribution on its arrival."""
    return sha256(contribution.encode()).hexdigest()


def void_record(announcement: Mapping[str, object], reason: str, previous: str = "") -> Json:
    """A draw that was announced and given up keeps its number, in public."""
    return {
        "form": "full",
        "announcement": dict(announcement),
        "announcement_sha256": announcement_sha256(announcement),
        "void": reason,
        "journal": journal((), previous),
    }


def record_sha256(record: Mapping[str, object]) -> str:
    """The digest that the next record links to."""
    return sha256_of(record)


def broken_link(records: Sequence[Mapping[str, Any]]) -> str | None:
    """The number of the first draw that does not link to the one before it (full or public records)."""
    for before, after in pairwise(records):
        linked = before.get("full_sha256") or record_sha256(before)
        if after["journal"]["previous"] != linked:
            return str(after["announcement"]["draw_no"])
    return None


def public_record(record: Mapping[str, Any], salt: str) -> Json:
    """The form for everybody: no grades, no reserves, nobody's name; ``salt`` stays with the office.

    Strata become opaque, so the announcement's digest is kept but can no longer be recomputed from this form;
    ``recount`` compares it with the one posted before the draw. A platform's draw has no steps to show.
    """
    if record.get("form") == FORM:
        return public_external(record) | {"full_sha256": record_sha256(record)}
    told = {name: value for name, value in record["announcement"].items() if name in PUBLIC_KEYS}
    told["steps"] = [one | {"from": _opaque(salt, "stratum", one["from"])} for one in told["steps"]]
    shown: Json = {"form": "public", "full_sha256": record_sha256(record), "announcement": told}
    shown |= {name: record[name] for name in KEPT if name in record}
    if "result" in record:
        shown["result"] = [_public_step(one) for one in record["result"]]
    if "matching" in record:
        shown["matching"] = _public_matching(record["matching"], salt)
    if "experts" in record:
        shown["experts"] = _public_experts(record["experts"], salt)
    return shown


def _public_step(step: Mapping[str, Any]) -> Json:
    drawn = step["drawn"]
    largest = drawn[-1]["ticket"] if drawn else ""
    return {"label": step["label"], "drawn": drawn, "count": len(drawn), "largest": largest}


def _public_matching(matching: Mapping[str, Any], salt: str) -> Json:
    assigned = {task: _opaque(salt, "inspector", team) for task, team in matching["assigned"].items()}
    return {
        "protocol": matching["protocol"],
        "assigned": assigned,
        "unserved": len(matching.get("unserved", ())),
    }


def _public_experts(experts: Mapping[str, Any], salt: str) -> Json:
    places = [
        {name: one[name] for name in ("object", "field", "need")}
        | {"sent": _opaque(salt, "expert", one["sent"])}
        for one in experts["places"]
    ]
    return {"protocol": experts["protocol"], "places": places}


def _opaque(salt: str, what: str, names: Iterable[str]) -> list[str]:
    return sorted(digest("suicha-public/1", salt, what, name).hex()[:16] for name in names)
