"""What the draw's digests are taken of: parts joined with ``|``, and canonical JSON."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from domain.errors import DomainError

PROTOCOL = "suicha-draw/1"


def digest(*parts: str) -> bytes:
    """``H`` of the protocol: SHA-256 of the parts joined with ``|``."""
    return sha256("|".join(parts).encode()).digest()


def canonical(value: object) -> str:
    """Canonical JSON. Raises ``draw.not_canonical`` for anything but objects, lists, strings and integers."""
    _check_canonical(value)
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _check_canonical(value: object) -> None:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise DomainError("draw.not_canonical", value=repr(value))
        children: Iterable[object] = value.values()
    elif isinstance(value, list | tuple):
        children = value
    elif isinstance(value, str) or type(value) is int:
        return
    else:
        raise DomainError("draw.not_canonical", value=repr(value))
    for child in children:
        _check_canonical(child)


def sha256_of(value: object) -> str:
    """The digest of the canonical JSON, in hex."""
    return sha256(canonical(value).encode()).hexdigest()
