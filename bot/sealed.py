"""Backups sealed with age to keys that the server does not hold."""

from collections.abc import Sequence
from pathlib import Path

import pyrage

from domain.errors import DomainError

HEADER = b"age-encryption.org/v1"


def recipients(keys: Sequence[str]) -> list[pyrage.x25519.Recipient]:
    """Raises ``operate.not_a_recipient`` naming the key that is none."""
    found = []
    for key in keys:
        try:
            found.append(pyrage.x25519.Recipient.from_str(key))
        except pyrage.RecipientError as error:
            raise DomainError("operate.not_a_recipient", key=key) from error
    return found


def seal(plain: Path, target: Path, keys: Sequence[str]) -> None:
    """Write a sealed copy."""
    pyrage.encrypt_file(str(plain), str(target), recipients(keys))


def is_sealed(file: Path) -> bool:
    """Whether a file begins as age's do."""
    with file.open("rb") as content:
        return content.read(len(HEADER)) == HEADER


def unseal(file: Path, target: Path, identity: Path | None) -> None:
    """Open with the key in a file (as ``age-keygen`` writes it). Raises ``operate.sealed``."""
    if identity is None or not identity.is_file():
        raise DomainError("operate.sealed", file=str(file))
    lines = identity.read_text("utf-8").splitlines()
    keys = [line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")]
    try:
        opened = [pyrage.x25519.Identity.from_str(key) for key in keys]
        pyrage.decrypt_file(str(file), str(target), opened)
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise DomainError("operate.sealed", file=str(file)) from error
