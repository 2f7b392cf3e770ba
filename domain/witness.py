"""What makes the key of a draw nobody's choice: a sealed secret and the witnesses' contributions."""

from collections.abc import Iterable, Sequence

from domain.canonical import PROTOCOL, digest
from domain.errors import DomainError
from domain.pool import plain

VALUE_LENGTH = 64  # signs in a contribution's value
HEX = frozenset("0123456789abcdef")


def contribution(role: str, who: str, value: str) -> str:
    """``role:who:value`` of one witness. Raises ``draw.contribution`` or ``draw.contribution_long``."""
    role, who, value = (plain(part.strip(), "contribution") for part in (role, who, value))
    if not (role and who and value) or ":" in role or ":" in who:
        raise DomainError("draw.contribution", text=f"{role}:{who}:{value}")
    if len(value) > VALUE_LENGTH:
        raise DomainError("draw.contribution_long", who=who, length=len(value), most=VALUE_LENGTH)
    return f"{role}:{who}:{value}"


def contribution_from(text: str) -> str:
    """A contribution written in one piece, checked."""
    parts = text.split(":", 2)
    if len(parts) != 3:
        raise DomainError("draw.contribution", text=text)
    return contribution(*parts)


def check_contributions(contributions: Sequence[str], required: Iterable[str] = ()) -> None:
    """One per witness, all roles have spoken (``draw.contribution_twice``, ``draw.role_missing``)."""
    seen: set[str] = set()
    for text in contributions:
        witness = ":".join(contribution_from(text).split(":")[:2])
        if witness in seen:
            raise DomainError("draw.contribution_twice", who=witness)
        seen.add(witness)
    roles = {witness.partition(":")[0] for witness in seen}
    missing = [role for role in required if role not in roles]
    if missing:
        raise DomainError("draw.role_missing", roles=missing)


def check_secret(secret: str) -> str:
    """32 bytes as lower-case hex, or ``draw.secret``."""
    if len(secret) != 64 or not set(secret) <= HEX:
        raise DomainError("draw.secret")
    return secret


def commitment(secret: str) -> str:
    """What is published before the draw, so that the sealed secret cannot be swapped."""
    return digest(PROTOCOL, "commit", check_secret(secret)).hex()
