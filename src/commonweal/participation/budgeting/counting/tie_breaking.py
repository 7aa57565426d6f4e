"""Ties: lower cost first, then more votes, then a lot that was drawn and published before the count."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.participation.budgeting.counting.election import Election

UNDRAWN = "no lot was drawn"
"""The seed that is used when nobody published one; a tie that it decides is reported as such."""


def lot_number(seed: str, project_id: str) -> str:
    """The lot of a project: SHA-256 of `seed/project_id`; the lowest goes first. Anybody can recompute it."""
    return hashlib.sha256(f"{seed}/{project_id}".encode()).hexdigest()


def tie_order(election: Election, seed: str | None) -> tuple[int, ...]:
    """Per project its rank in the order that decides every tie of the count (0 goes first)."""
    lot = UNDRAWN if seed is None else seed
    order = sorted(
        range(len(election.projects)),
        key=lambda p: (
            election.projects[p].cost,
            -election.votes[p],
            lot_number(lot, election.projects[p].id),
            election.projects[p].id,
        ),
    )
    ranks = [0] * len(order)
    for rank, project in enumerate(order):
        ranks[project] = rank
    return tuple(ranks)


@dataclass(frozen=True, slots=True)
class Tie:
    """In `round`, these projects (ids, the chosen one first) were tied; `decided_by` is what broke the tie."""

    round: int
    projects: tuple[str, ...]
    decided_by: str


def describe_tie(election: Election, round_number: int, tied: Sequence[int], ranks: Sequence[int]) -> Tie:
    """The tie between these project positions, with the rule that decided it for the first of them."""
    order = sorted(tied, key=lambda p: ranks[p])
    first, second = order[0], order[1]
    if election.projects[first].cost != election.projects[second].cost:
        decided = "lower cost"
    elif election.votes[first] != election.votes[second]:
        decided = "more votes"
    else:
        decided = "lot"
    return Tie(round_number, tuple(election.projects[p].id for p in order), decided)
