"""What the fictional county is made of: the data files beside this module, and how names are put together."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from playground.cast.dice import Dice

HERE = Path(__file__).parent / "data"


@cache
def data(name: str) -> dict[str, Any]:
    """One of the data files: ``place``, ``libraries``, ``items``, ``plans`` or ``words``."""
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


def units() -> list[dict[str, Any]]:
    """The units with their staff, in the order of the roster."""
    return list(data("place")["units"])


def person_name(dice: Dice, *purpose: object) -> str:
    """A name of two or three characters."""
    words = data("words")
    first = "" if dice.happens(25, *purpose, "short") else dice.one(words["given_first"], *purpose, "first")
    last = dice.one(words["given_second"], *purpose, "last")
    return f"{dice.one(words['surnames'], *purpose, 'surname')}{first}{last}"


def trade_name(dice: Dice, *purpose: object) -> str:
    """The two characters a business is known by."""
    words = data("words")
    return f"{dice.one(words['trade_first'], *purpose, 'a')}{dice.one(words['trade_second'], *purpose, 'b')}"


def address(dice: Dice, area: str, *purpose: object) -> str:
    """A street and number in an area of the county."""
    place = data("place")
    street = dice.one(place["streets"], *purpose, "street")
    return f"{place['county']}{area}{street}{dice.number(300, *purpose, 'house') + 1}号"
