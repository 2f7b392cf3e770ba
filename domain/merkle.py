"""A Merkle tree over the pool lines: one company checks its own line without seeing anybody else's.

Leaves are blinded, ``SHA-256(00 ‖ SHA-256("suicha-leaf/1|salt|id") ‖ line)``: bare leaves would let the
neighbours in a proof be guessed, grades included. Nodes are ``SHA-256(01 ‖ left ‖ right)``; an odd node moves
up unchanged.
"""

from collections.abc import Iterable
from hashlib import sha256

from domain.canonical import digest
from domain.errors import DomainError
from domain.pool import Entry, Pool


def blind(salt: str, object_id: str) -> str:
    """What hides one leaf, in hex; it is told to the object concerned only."""
    return digest("suicha-leaf/1", salt, object_id).hex()


def leaf(blinding: str, line: str) -> bytes:
    """The leaf of a pool line (without its LF)."""
    return sha256(b"\x00" + bytes.fromhex(blinding) + line.encode()).digest()


def _levels(pool: Iterable[Entry], salt: str) -> list[list[bytes]]:
    level = [leaf(blind(salt, one.id), one.line) for one in pool] or [sha256(b"").digest()]
    levels = [level]
    while len(level) > 1:
        paired = [sha256(b"\x01" + level[n] + level[n + 1]).digest() for n in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
        levels.append(level)
    return levels


def root(pool: Iterable[Entry], salt: str) -> str:
    """The root that the announcement shows as ``pool_merkle``."""
    return _levels(pool, salt)[-1][0].hex()


def proof(pool: Pool, salt: str, object_id: str) -> list[str]:
    """The way from the object's leaf to the root: ``L<hex>`` or ``R<hex>``, the side the neighbour stands on.

    Raises ``pool.unknown_id``.
    """
    place = next((n for n, one in enumerate(pool) if one.id == object_id), None)
    if place is None:
        raise DomainError("pool.unknown_id", id=object_id)
    way = []
    for level in _levels(pool, salt)[:-1]:
        neighbour = place ^ 1
        if neighbour < len(level):
            way.append(("L" if neighbour < place else "R") + level[neighbour].hex())
        place //= 2
    return way


def proves(pool_root: str, line: str, blinding: str, way: Iterable[str]) -> bool:
    """Whether a line stands in the announced pool."""
    node = leaf(blinding, line)
    for one in way:
        other = bytes.fromhex(one[1:])
        node = sha256(b"\x01" + (other + node if one[0] == "L" else node + other)).digest()
    return node.hex() == pool_root
