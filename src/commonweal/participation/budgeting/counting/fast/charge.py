"""The charge: the smallest equal payment per point of support with which supporters cover a cost."""

from typing import NamedTuple

import numpy as np

from commonweal.participation.budgeting.counting.fast.supporters import MOST_MONEY, Ints, Support


class Charge(NamedTuple):
    """The charge is `need` / `rich` millionths: what is left to pay, and the points of those who can pay in full."""

    need: int
    rich: int


def smallest_charge(support: Support, money: Ints, cost: int, known: Charge | None = None) -> Charge | None:
    """The charge for a project with this much money per voter of each group, or None if it is out of reach.

    `money` (millionths, one entry per ballot group) may be an upper or a lower bound of what the voters have; the
    charge never rises when money rises, so the result is then a lower or an upper bound of the true charge. `known`
    is a charge that the result is not below, from which the search may start.
    """
    purse = money[support.groups]
    weights, strength, scores = support.weights, support.strength, support.scores
    if int(weights @ purse) < cost:
        return None
    need, rich = cost, support.total
    limit = known or Charge(need, rich)
    while True:
        short = purse < _ceilings(support, scores, limit)
        if short.any():
            need -= int(weights[short] @ purse[short])
            rich -= int(strength[short].sum())
            stays = ~short
            purse, weights, strength = purse[stays], weights[stays], strength[stays]
            if not support.unit:
                scores = scores[stays]
        elif limit == (need, rich):
            return limit
        limit = Charge(need, rich)


def _ceilings(support: Support, scores: Ints, charge: Charge) -> Ints | int:
    """score x charge, rounded up, for each of these scores: whole millionths are below it if below the fraction."""
    need, rich = charge
    if support.unit:
        return -(-need // rich)
    if support.highest * need < MOST_MONEY:
        ceilings: Ints = -(-(scores * need) // rich)
        return ceilings
    return np.array([-(-int(s) * need // rich) for s in scores.tolist()], dtype=np.int64)


def payments(support: Support, charge: Charge, *, up: bool) -> Ints:
    """What a full payer of each supporting group pays, in whole millionths, rounded down or up."""
    need, rich = charge
    if support.unit:
        each = -(-need // rich) if up else need // rich
        return np.full(len(support.groups), each, dtype=np.int64)
    distinct, place = np.unique(support.scores, return_inverse=True)
    amounts = [-(-int(s) * need // rich) if up else int(s) * need // rich for s in distinct]
    return np.array(amounts, dtype=np.int64)[place]
