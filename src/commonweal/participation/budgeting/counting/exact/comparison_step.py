"""The comparison step as the definition reads: each voter's two sums side by side."""

from commonweal.participation.budgeting.counting.election import Election


def votes_between(election: Election, result: list[int], other: list[int]) -> tuple[int, int]:
    """The voters who have more from `result`, and those who have more from `other`; none funded counts as zero."""
    sides = [0, 0]
    for group in election.groups:
        given = dict(zip(group.choices, group.scores, strict=True))
        first = sum(given.get(p, 0) for p in result)
        second = sum(given.get(p, 0) for p in other)
        if first != second:
            sides[first < second] += group.weight
    return sides[0], sides[1]
