"""Every way into the handlers, read from their source: commands, and buttons by how their data begins."""

import re
from functools import cache

from tests.guards.sources import modules

COMMAND = re.compile(r'(?:begins\(router, |Command\()"([a-z_]+)"')
BUTTONS = re.compile(r"F\.data\.startswith\(([^)]*)\)")
BUTTON = re.compile(r'"([a-z-]+:)"')
EXACT = re.compile(r'F\.data == "([a-z:-]+)"')


@cache
def commands() -> tuple[str, ...]:
    """Without their slash."""
    return _found(COMMAND)


@cache
def buttons() -> tuple[str, ...]:
    """``release:`` and whole data such as ``duties:ics``."""
    several = [one for listed in _found(BUTTONS) for one in BUTTON.findall(listed)]
    return (*sorted(set(several)), *_found(EXACT))


def _found(pattern: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(sorted({one for module in modules("handlers") for one in pattern.findall(module.text)}))
