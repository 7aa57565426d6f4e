"""Elections made for the tests: small ones by hand, and random ones that are full of ties."""

from collections.abc import Callable, Sequence

import pytest

from commonweal.participation.budgeting.counting.ballot_kinds import KINDS
from commonweal.participation.budgeting.counting.election import Election, Project, group_ballots
from commonweal.participation.budgeting.counting.money import UNIT


def _election(
    costs: Sequence[int | str],
    ballots: Sequence[Sequence[int]],
    budget: int,
    *,
    scores: Sequence[Sequence[int]] | None = None,
    categories: Sequence[str] = (),
    seed: str | None = "a seed",
) -> Election:
    """Projects P0, P1 … with these costs in currency units; a ballot names projects by their number."""
    projects = tuple(
        Project(f"P{n}", int(cost) * UNIT, category=categories[n] if categories else "") for n, cost in enumerate(costs)
    )
    points = scores or [[1] * len(ballot) for ballot in ballots]
    groups = group_ballots([(tuple(b), tuple(p)) for b, p in zip(ballots, points, strict=True)])
    kind = KINDS["approval" if scores is None else "cumulative"]
    return Election(projects, groups, budget * UNIT, kind, "Test", "EUR", seed)


@pytest.fixture
def election() -> Callable[..., Election]:
    return _election


PB = """META
key;value
description;A small town
num_projects;3
num_votes;4
budget;1000
vote_type;approval
rule;greedy
currency;EUR
PROJECTS
project_id;cost;votes;name;selected
park;600;3;A park;1
bench;400.50;2;"Benches; ""new"" ones";0
tree;100;1;Trees;1
VOTES
voter_id;vote;age;sex
1;park,bench;34;F
2;park;71;M
3;park,tree;19;K
4;bench;0;
"""


@pytest.fixture
def pb() -> str:
    return PB
