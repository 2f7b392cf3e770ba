"""One zygote for all crash tests of a process: its imports take seconds."""

from collections.abc import Iterator

import pytest

from bot.cli import quiet
from tests.crash.mortal import Zygote


@pytest.fixture(scope="session", autouse=True)
def plain_logs() -> None:
    """As the operator has them: a pretty traceback with all locals takes seconds, and the token with it."""
    quiet()


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Forks services on demand."""
    found = Zygote()
    yield found
    found.close()
