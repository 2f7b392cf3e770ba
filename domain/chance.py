"""Random whole numbers that follow from a key alone, the same on every machine and in every version."""

from hashlib import shake_256
from struct import unpack

_WORDS = 4096
_RANGE = 1 << 32


class Chance:
    """A stream of numbers: 32-bit words of SHAKE-256 over ``key ‖ block number``."""

    def __init__(self, key: bytes) -> None:
        """Start at the first word of the key's stream."""
        self._key = key
        self._block = 0
        self._words: list[int] = []

    def below(self, count: int) -> int:
        """A number from 0 to ``count`` − 1, each equally likely; words that would favour some are skipped."""
        limit = _RANGE - _RANGE % count
        while True:
            if not self._words:
                self._refill()
            word = self._words.pop()
            if word < limit:
                return word % count

    def _refill(self) -> None:
        data = shake_256(self._key + self._block.to_bytes(8, "big")).digest(4 * _WORDS)
        self._block += 1
        self._words = list(unpack(f">{_WORDS}I", data))
