"""PostgreSQL's own tools for backup and restore; the password goes by the environment, never by argument."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.engine import URL

from domain.errors import DomainError

EMPTIED = "DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC"


def _run(url: URL, command: Sequence[str]) -> None:
    known = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password}
    host = url.query.get("host")
    environment = os.environ | {name: str(value) for name, value in known.items() if value}
    if host:
        environment["PGHOST"] = str(host)
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 - ours
    except FileNotFoundError as error:
        raise DomainError("operate.no_tool", tool=command[0]) from error
    except subprocess.CalledProcessError as error:
        raise DomainError("operate.tool_failed", tool=command[0], said=error.stderr[-300:]) from error


def dump(url: URL, file: Path) -> None:
    """``pg_dump`` in its own format, of one moment. Raises ``operate.no_tool`` or ``operate.tool_failed``."""
    _run(url, ["pg_dump", "--format=custom", "--no-owner", f"--file={file}", f"--dbname={url.database}"])


def load(url: URL, file: Path) -> None:
    """Everything out and the dump in, in one transaction: whole or not at all.

    ``pg_restore --clean`` leaves tables newer than the dump, and stumbles over what points at old ones.
    """
    script = file.with_suffix(".sql")
    _run(url, ["pg_restore", "--no-owner", f"--file={script}", str(file)])
    once = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    _run(url, ["psql", *once, f"--dbname={url.database}", f"--command={EMPTIED}", f"--file={script}"])
