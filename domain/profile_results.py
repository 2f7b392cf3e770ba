"""What a place decides about the results of inspections."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPeriod:
    """责令改正: days after the inspection that are offered (the first is the usual one), and the most."""

    offered: tuple[int, ...]
    longest: int
    clause: str
