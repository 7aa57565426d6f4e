"""The charge: the smallest equal payment per point of support with which supporters cover a cost."""

from typing import NamedTuple

import numpy as np

from commonweal.participation.budgeting.counting.fast.supporters import Amounts, Ints, Support


class Charge(NamedTuple):
    """The charge is `need` / `rich` millionths: what is left to pay, and the points of those who can pay in full."""

    need: int
    rich: int


def smallest_charge(support: Support, money: Amounts, cost: int, known: Charge | None = None) -> Charge | None:
    """The charge for a project with this much money per voter of each group, or None if it is out of reach.

    `money` (millionths, one entry per ballot group) may be an upper or a lower bound of what the voters have; the
    charge never rises when money rises, so the result is then a lower or an upper bound of the true charge. `known`
    is a charge that the result is not below, from which the search may start.
    """
    purse = money[support.groups]
    kind = money.dtype
    weights, strength = support.floats if kind == np.float64 else (support.weights, support.strength)
    held = weights * purse
    if int(held.sum()) < cost:
        return None
    limit = known or Charge(cost, support.total)
    while True:
        short = (purse < _ceilings(support, limit)).astype(kind)
        found = Charge(cost - int(held.dot(short)), support.total - int(strength.dot(short)))
        if found == limit:
            return limit
        limit = found


def _ceilings(support: Support, charge: Charge) -> Ints | int:
    """score x charge, rounded up, per supporting group: whole millionths are below it if below the fraction."""
    if support.unit:
        return -(-charge.need // charge.rich)
    return _per_score(support, [-(-score * charge.need // charge.rich) for score in support.levels[0]])


def payments(support: Support, charge: Charge, *, up: bool) -> Ints | int:
    """What a full payer of each supporting group pays, in whole millionths, rounded down or up."""
    if up:
        return _ceilings(support, charge)
    if support.unit:
        return charge.need // charge.rich
    return _per_score(support, [score * charge.need // charge.rich for score in support.levels[0]])


def _per_score(support: Support, amounts: list[int]) -> Ints:
    return np.array(amounts, dtype=np.int64)[support.levels[1]]
