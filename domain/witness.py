"""What makes the key of a draw nobody's choice: a sealed secret and the witnesses' contributions."""

from collections.abc import Iterable, Sequence
from math import prod

from domain.canonical import PROTOCOL, digest
from domain.errors import DomainError
from domain.pool import plain

VALUE_LENGTH = 64  # signs in a contribution's value
PUBLIC = "public"
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


def combinations(value: str) -> int:
    """The most values that could have been written so: dice 6 a sign, decimals 10, hex 16, others 36."""
    signs = [sign for sign in value.lower() if sign.isalnum()]
    bases = ((6, "123456"), (10, "0123456789"), (16, HEX))
    base = next((base for base, known in bases if all(sign in known for sign in signs)), 36)
    return int(base ** len(signs))


def check_public(contributions: Iterable[str], bits: int) -> None:
    """The public values fixed after the close have ``bits`` bits together (64 by the protocol).

    Fewer could be tried out beforehand by an operator who is free to choose a secret: ``draw.public_short``.
    """
    values = [one.split(":", 2)[2] for one in contributions if one.startswith(f"{PUBLIC}:")]
    if prod(map(combinations, values)) < 1 << bits:
        raise DomainError("draw.public_short", bits=bits, values=values)


def check_secret(secret: str) -> str:
    """32 bytes as lower-case hex, or ``draw.secret``."""
    if len(secret) != 64 or not set(secret) <= HEX:
        raise DomainError("draw.secret")
    return secret


def commitment(secret: str) -> str:
    """What is published before the draw, so that the sealed secret cannot be swapped."""
    return digest(PROTOCOL, "commit", check_secret(secret)).hex()
