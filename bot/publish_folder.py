"""A folder of files of ours: each in full or not at all, what is gone removed, nothing of others touched."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

CHECKSUMS = "checksums.txt"

Files = dict[str, bytes]


def put(folder: Path, files: Files) -> None:
    """Write what is new or different, one by one; then remove ours of before that are gone.

    The list of what is ours is written first with old and new, so that nothing is forgotten by a crash.
    """
    before = _listed(folder)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    _list(folder, before | sums)
    for name, content in files.items():
        if not _is(folder / name, content):
            _replace(folder / name, content)
    for name in before.keys() - sums.keys():
        (folder / name).unlink(missing_ok=True)
    _list(folder, sums)


def _is(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _listed(folder: Path) -> dict[str, str]:
    """What an earlier run wrote here: path → SHA-256."""
    path = folder / CHECKSUMS
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _list(folder: Path, sums: Mapping[str, str]) -> None:
    lines = [f"{digest}  {name}\n" for name, digest in sorted(sums.items())]
    _replace(folder / CHECKSUMS, "".join(lines).encode())


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
