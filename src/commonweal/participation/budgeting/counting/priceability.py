"""Priceability: an outcome is backed by prices if equal voters could have paid for it and no other project is in reach.

After Peters and Skowron (2020): each voter has the same money and pays only for funded choices; each funded project
is paid exactly; no voter pays more than they have; and the supporters of no other project have its cost left, taken
together.
"""

from fractions import Fraction

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.explanations.purse_story import money_left, payments_of, shared_rounds
from commonweal.participation.budgeting.counting.outcome import Outcome


def priceability_faults(election: Election, outcome: Outcome) -> list[str]:
    """What keeps the payments of an equal-shares outcome from being such a price system; empty if nothing does."""
    faults = []
    paid: dict[int, Fraction] = {}
    for position, group in enumerate(election.groups):
        for payment in payments_of(election, outcome, position):
            paid[payment.project] = paid.get(payment.project, Fraction(0)) + payment.paid * group.weight
            if payment.paid < 0 or payment.left < 0:
                faults.append(f"group {position} pays more than it has")
    funded = [entry.project for entry in shared_rounds(outcome)]
    faults += [
        f"{election.projects[p].id} is paid {paid.get(p, 0)} and costs {election.projects[p].cost}"
        for p in funded
        if paid.get(p) != election.projects[p].cost
    ]
    left = money_left(election, outcome)
    for project, entry in enumerate(election.projects):
        if project in funded or entry.id in outcome.ineligible:
            continue
        held = sum(
            (left[g] * group.weight for g, group in enumerate(election.groups) if project in group.choices),
            start=Fraction(0),
        )
        if held >= entry.cost:
            faults.append(f"the supporters of {entry.id} have its cost left")
    return faults
