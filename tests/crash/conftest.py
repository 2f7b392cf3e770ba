"""One zygote for all crash tests of a process: its imports take seconds."""

from collections.abc import Iterator

import pytest

from tests.crash.mortal import Zygote


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    """Forks services on demand."""
    found = Zygote()
    yield found
    found.close()
