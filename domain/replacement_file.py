"""What is published of an object replaced after the draw: linked to the record and to the file before it.

The digest covers the public form, and of the teams a salted digest: inspectors stay out of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from domain.canonical import sha256_of
from domain.pool import Entry
from domain.record import record_sha256
from domain.substitution import Swap, differing, swap_from

Json = dict[str, Any]


def replacement_file(  # noqa: PLR0917 - one act: what stood before, what was decided, what came of it
    record: Mapping[str, Any],
    before: Sequence[Json],
    label: str,
    swap: Swap,
    decided: Mapping[str, str],
    sent: Mapping[str, Any],
) -> Json:
    """The full file. ``before``: those of the same draw; ``decided``: the ``reason`` and ``decided_at``.

    ``sent``: ``assigned`` (people by seat) and perhaps ``experts``, as
    ``services.drawing.expert_seats`` keeps them.
    """
    shown = swap.as_json()
    teams: Json = {**sent, "seats": shown.pop("seats")}
    own = record_sha256(record)
    covered: Json = {
        "draw_no": record["announcement"]["draw_no"],
        "record_sha256": own,
        "previous": before[-1]["replacement_sha256"] if before else own,
        "label": label,
        **decided,
        "swap": shown,
        "teams_sha256": sha256_of(teams | {"salt": record.get("salt", "")}),
    }
    return {"form": "full", **covered, "teams": teams, "replacement_sha256": sha256_of(covered)}


def public_replacement(kept: Mapping[str, Any]) -> Json:
    """The form for everybody, with the same digest: who goes is left out."""
    return {name: value for name, value in kept.items() if name != "teams"} | {"form": "public"}


def swap_of(kept: Mapping[str, Any]) -> Swap:
    """The swap of a full file."""
    return swap_from({**kept["swap"], "seats": kept["teams"]["seats"]})


def faults(record: Mapping[str, Any], pool: Iterable[Entry], files: Sequence[Json]) -> list[str]:
    """Labels of the files (full ones of one draw, in their order) that are not what this program would write.

    ``domain/recount.py`` says the same for everybody, and in which way; this one is for the office.
    """
    swaps = list(map(swap_of, files))
    wrong = set(differing(record, pool, swaps))
    return [
        kept["label"]
        for n, (kept, swap) in enumerate(zip(files, swaps, strict=True))
        if swap.gone in wrong or not kept["reason"] or kept != _again(record, files[:n], kept, swap)
    ]


def _again(record: Mapping[str, Any], before: Sequence[Json], kept: Json, swap: Swap) -> Json:
    decided = {name: kept[name] for name in ("reason", "decided_at")}
    return replacement_file(record, before, kept["label"], swap, decided, kept["teams"])
