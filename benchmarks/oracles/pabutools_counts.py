"""Counts Pabulib files with pabutools, as a program of its own: pabutools is GPL and never part of Commonweal.

`.venv-oracles/bin/python pabutools_counts.py RULE FILE ...` prints one JSON object a line. RULE is greedy,
equal-shares, add1-early-stop or phragmen. Ties go to the lower cost, then to more votes.
"""

import json
import resource
import sys
import time

from pabutools.election import (
    AbstractApprovalProfile,
    AdditiveSatisfaction,
    ApprovalBallot,
    ApprovalProfile,
    Cost_Sat,
    parse_pabulib,
)
from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares, sequential_phragmen
from pabutools.tiebreaking import TieBreakingRule


def chosen(ballot):
    """The choices of a ballot with their points: 1 each, the points given, or rank points."""
    if hasattr(ballot, "items"):
        return dict(ballot)
    names = list(ballot)
    places = int(chosen.places or len(names))
    return {name: places - n for n, name in enumerate(names)} if chosen.ranked else dict.fromkeys(names, 1)


class PointsTimesCost(AdditiveSatisfaction):
    """A funded choice is worth its points times its cost, as in our rule with utility `cost`."""

    def __init__(self, instance, profile, ballot):
        def worth(_instance, _profile, _ballot, project, precomputed):
            return precomputed.get(project, 0) * project.cost

        super().__init__(instance, profile, ballot, worth)

    def preprocessing(self, instance, profile, ballot):  # noqa: ARG002 - the signature is pabutools's
        return chosen(ballot)


def count(rule, instance, profile):
    """The ids of the winners, and the seconds that the rule alone took."""
    approvals = isinstance(profile, AbstractApprovalProfile)
    votes = dict.fromkeys(instance, 0)
    for ballot in profile:
        heads = profile.multiplicity(ballot)
        for project, points in chosen(ballot).items():
            votes[project] += heads if points else 0
    ties = TieBreakingRule(lambda _instance, _profile, project: (project.cost, -votes[project], project.name))
    satisfaction = Cost_Sat if approvals else PointsTimesCost
    start = time.perf_counter()
    if rule == "greedy":
        won = greedy_utilitarian_welfare(instance, profile, sat_class=satisfaction, tie_breaking=ties)
    elif rule == "phragmen":
        if not approvals:
            named = [
                ApprovalBallot([p for p, s in chosen(b).items() if s])
                for b in profile
                for _ in range(profile.multiplicity(b))
            ]
            profile = ApprovalProfile(named).as_multiprofile()
        won = sequential_phragmen(instance, profile, tie_breaking=ties)
    else:
        step = 1 if rule == "add1-early-stop" else None
        won = method_of_equal_shares(instance, profile, satisfaction, tie_breaking=ties, voter_budget_increment=step)
    return sorted(str(p) for p in won), time.perf_counter() - start


def main():
    """Count each file and print the result."""
    rule = sys.argv[1]
    for file in sys.argv[2:]:
        start = time.perf_counter()
        instance, profile = parse_pabulib(file)
        chosen.places = instance.meta.get("max_length")
        chosen.ranked = instance.meta.get("vote_type") == "ordinal"
        if not chosen.ranked and not isinstance(profile, AbstractApprovalProfile):
            chosen.places = None
        profile = profile.as_multiprofile()
        read = time.perf_counter() - start
        won, seconds = count(rule, instance, profile)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        line = {"file": file, "rule": rule, "winners": won, "read": read, "seconds": seconds, "megabytes": memory}
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
