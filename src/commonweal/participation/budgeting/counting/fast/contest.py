"""The contest of one round: which project has the highest effective vote count, evaluated lazily and exactly."""

from fractions import Fraction
from typing import NamedTuple

from commonweal.participation.budgeting.counting.fast.charge import Charge
from commonweal.participation.budgeting.counting.money import UNIT
from commonweal.participation.budgeting.counting.rule import Utility

SAFE = 1 + 1e-9
"""Floating point only ever skips work: a bound is stretched by this much, far more than its rounding error."""


class Merit(NamedTuple):
    """An effective vote count as a fraction of two whole numbers; larger is better."""

    top: int
    bottom: int

    def beats(self, other: "Merit") -> int:
        """Positive, zero or negative as this merit is larger than, equal to or smaller than the other."""
        return self.top * other.bottom - other.top * self.bottom

    @property
    def fraction(self) -> Fraction:
        """The same as a reduced fraction."""
        return Fraction(self.top, self.bottom)

    @property
    def bound(self) -> float:
        """A floating number that is certainly not below it."""
        return self.top / self.bottom * SAFE


def merit(charge: Charge, cost: int, utility: Utility) -> Merit:
    """Effective votes: cost / charge, or for utility `score` one currency unit / charge."""
    return Merit((cost if utility == "cost" else UNIT) * charge.rich, charge.need)


def exact_merit(charge: Fraction, cost: int, utility: Utility) -> Merit:
    """The same from an exact charge."""
    return merit(Charge(charge.numerator, charge.denominator), cost, utility)
