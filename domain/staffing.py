"""执法人员入库率 (湛江 一(一)、二(四)): certified inspectors in the library, of all that the units report."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from domain.indicators import Share


@dataclass(frozen=True, slots=True)
class UnitStaff:
    """One unit: inspectors in the library with a certificate in force; certified staff as it reports them."""

    unit: str
    in_library: int
    certified: int | None

    @property
    def counted(self) -> int:
        """The part of the reported staff that is in the library: never more than was reported."""
        return min(self.in_library, self.certified or 0)

    @property
    def lacking(self) -> int:
        """Certified staff who are not in the library."""
        return (self.certified or 0) - self.counted

    @property
    def outdated(self) -> bool:
        """The library knows more than the unit reported: the report is old or wrong."""
        return self.certified is not None and self.in_library > self.certified


def library_share(units: Iterable[UnitStaff], at_least: Fraction | None = None) -> Share:
    """Numerator: ``counted``; denominator: reported staff; over the units that reported.

    A unit with too many cannot hide one that lacks some.
    """
    known = [one for one in units if one.certified is not None]
    done, total = sum(one.counted for one in known), sum(one.certified or 0 for one in known)
    return Share("staff_in_library", done, total, at_least)
