"""The audit: where a city's published count departs from its rule, and which rule it does follow, if any."""

from dataclasses import dataclass, replace

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.count import count
from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.explanations.projects import why_lost
from commonweal.participation.budgeting.counting.money import UNIT, spoken_amount
from commonweal.participation.budgeting.counting.outcome import Outcome, Progress, silent
from commonweal.participation.budgeting.counting.published import PublishedCount
from commonweal.participation.budgeting.counting.rule import COMPLETIONS, Rule

CLOSE = 0.01
"""A published effective vote count may be rounded by this much."""


@dataclass(frozen=True, slots=True)
class Departure:
    """One difference between what was published and what the rule gives."""

    kind: str
    project: str | None
    text: str

    def as_dict(self) -> dict[str, object]:
        """The departure for programs."""
        return {"kind": self.kind, "project_id": self.project, "text": self.text}


def departures(election: Election, outcome: Outcome, published: PublishedCount) -> list[Departure]:
    """All differences, those in the winners first."""
    ours = [election.projects[p].id for p in outcome.winners]
    theirs = [winner.id for winner in published.winners]
    found = _winner_differences(election, outcome, ours, theirs)
    if published.ordered and not found:
        found += [
            Departure("order", name, f"{name} is published in round {n} and the rule funds {mine} then")
            for n, (name, mine) in enumerate(zip(theirs, ours, strict=True), start=1)
            if name != mine
        ][:1]
    return found + _figures(election, outcome, published) + _totals(election, outcome, published, theirs)


def _winner_differences(election: Election, outcome: Outcome, ours: list[str], theirs: list[str]) -> list[Departure]:
    found = []
    for name in theirs:
        if name not in ours:
            reason = why_lost(election, outcome, election.position[name])
            found.append(
                Departure("not by the rule", name, f"{name} is published, but the rule does not fund it: {reason}")
            )
    for name in ours:
        if name not in theirs:
            number = ours.index(name) + 1
            text = f"{name} is not published, but the rule funds it in round {number}"
            found.append(Departure("missing", name, text))
    return found


def _figures(election: Election, outcome: Outcome, published: PublishedCount) -> list[Departure]:
    rounds = {election.projects[entry.project].id: entry for entry in outcome.rounds}
    found = []
    for winner in published.winners:
        place = election.position[winner.id]
        cost, votes = election.projects[place].cost, election.votes[place]
        if winner.cost is not None and winner.cost != cost:
            said, true = spoken_amount(winner.cost), spoken_amount(cost)
            found.append(
                Departure("cost", winner.id, f"{winner.id} is published at {said} and the ballot file says {true}")
            )
        if winner.votes is not None and winner.votes not in (votes, election.scores[place]):
            text = f"{winner.id} is published with {number_of(winner.votes, 'vote')} and the ballots give {votes:,}"
            found.append(Departure("votes", winner.id, text))
        entry = rounds.get(winner.id)
        if winner.effective_votes is None or entry is None or entry.effective_votes is None:
            continue
        if abs(winner.effective_votes - entry.effective_votes) > CLOSE:
            claim, real = float(winner.effective_votes), float(entry.effective_votes)
            text = f"{winner.id} is published with {claim:.2f} effective votes and the rule gives {real:.2f}"
            found.append(Departure("effective votes", winner.id, text))
    return found


def _totals(election: Election, outcome: Outcome, published: PublishedCount, theirs: list[str]) -> list[Departure]:
    total = sum(election.projects[election.position[name]].cost for name in theirs)
    from_reserve = sum(election.projects[election.position[name]].cost for name in published.from_reserve)
    found = []
    if total - from_reserve > election.budget:
        cost, budget = spoken_amount(total), spoken_amount(election.budget)
        text = f"the published projects cost {cost}, more than the budget of {budget}"
        found.append(Departure("budget", None, text))
    if published.spent is not None and published.spent != total:
        text = f"the published total is {spoken_amount(published.spent)}; its projects cost {spoken_amount(total)}"
        found.append(Departure("total", None, text))
    if published.share is not None and outcome.share is not None:
        ours = outcome.share / UNIT
        if abs(published.share - ours) > CLOSE:
            text = f"the published share is {float(published.share):.2f} and the rule ends with {float(ours):.2f}"
            found.append(Departure("share", None, text))
    return found


def rules_that_give(
    election: Election, published: PublishedCount, rule: Rule, *, seed: str | None, progress: Progress = silent
) -> list[str]:
    """Other rules, with the same eligibility, whose winners are exactly the published ones."""
    base = Rule("greedy", eligibility=rule.eligibility)
    tried = [base, replace(base, method="greedy-no-skip"), replace(base, method="phragmen")]
    tried += [Rule("equal-shares", completion, eligibility=rule.eligibility) for completion in COMPLETIONS]
    if rule.eligibility.min_score is not None:
        tried.append(Rule("greedy"))
    theirs = {winner.id for winner in published.winners}
    labels = []
    for other in tried:
        if other == rule:
            continue
        outcome = count(election, other, seed=seed, progress=progress)
        if {election.projects[p].id for p in outcome.winners} == theirs:
            labels.append(other.label)
    return labels
