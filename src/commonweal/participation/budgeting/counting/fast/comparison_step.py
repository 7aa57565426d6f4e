"""The comparison step: does every voter count, and do strictly more of them gain from the list by support?"""

from collections.abc import Iterable

from commonweal.participation.budgeting.counting.election import Election


def compare(election: Election, result: Iterable[int], other: Iterable[int]) -> tuple[int, int]:
    """How many voters have a higher sum of support for `result`, and how many for `other`. Zero counts as zero."""
    first, second = frozenset(result), frozenset(other)
    for_result = for_other = 0
    for group in election.groups:
        gain = sum(
            score * ((choice in first) - (choice in second))
            for choice, score in zip(group.choices, group.scores, strict=True)
        )
        if gain > 0:
            for_result += group.weight
        elif gain < 0:
            for_other += group.weight
    return for_result, for_other
