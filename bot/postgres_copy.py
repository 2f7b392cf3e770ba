"""PostgreSQL's own tools for backup and restore; the password goes by the environment, never by argument."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.engine import URL

from domain.errors import DomainError


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
    """``pg_restore`` in one transaction: whole or not at all."""
    once = ["--single-transaction", "--clean", "--if-exists", "--no-owner", "--exit-on-error"]
    _run(url, ["pg_restore", *once, f"--dbname={url.database}", str(file)])
