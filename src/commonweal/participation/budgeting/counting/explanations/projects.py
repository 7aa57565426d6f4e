"""To a project: why it lost, and how many more supporters, or what lower cost, would have funded it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.count import count
from commonweal.participation.budgeting.counting.election import BallotGroup, Election
from commonweal.participation.budgeting.counting.explanations.purse_story import supporters_left
from commonweal.participation.budgeting.counting.money import UNIT, spoken_amount
from commonweal.participation.budgeting.counting.outcome import Outcome
from commonweal.participation.budgeting.counting.rule import Rule


def why_lost(election: Election, outcome: Outcome, project: int) -> str:
    """One sentence on why a project was not funded."""
    entry = election.projects[project]
    reason = outcome.ineligible.get(entry.id)
    if reason is not None:
        return f"it could not be counted: {reason}."
    room = outcome.budget - outcome.spent
    cost, left = spoken_amount(entry.cost, election.currency), spoken_amount(max(0, room), election.currency)
    if outcome.share is not None and outcome.kept:
        held = supporters_left(election, outcome, project)
        text = f"its supporters had {spoken_amount(held, election.currency)} left and needed {cost}"
        if held >= entry.cost or outcome.rule.completion in {"utilitarian", "phragmen"}:
            text += f", and {left} of the budget was left"
        return f"{text}."
    score = election.scores[project]
    if entry.cost > room:
        return f"it has a support of {score} and costs {cost}; {left} of the budget was left when the list ended."
    return f"it has a support of {score}, and the list ended (or a conflict or a cap kept it out) before its turn."


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would have funded a lost project, each found by counting again; None where nothing of the kind does."""

    supporters: int | None
    cost: int | None


def _fixed(outcome: Outcome) -> Rule:
    """The same rule at the share that the count ended with, so that a change is measured at these prices."""
    if outcome.share is None:
        return outcome.rule
    return replace(outcome.rule, completion="none", comparison=False)


def _with_share(election: Election, outcome: Outcome) -> Election:
    """The election with the budget that gives each voter the share of the outcome."""
    if outcome.share is None:
        return election
    budget = outcome.share * election.voters
    return replace(election, budget=int(budget) if budget.denominator == 1 else int(budget) + 1)


def _more_supporters(election: Election, outcome: Outcome, project: int, number: int) -> Election:
    """`number` more voters who choose this project alone, each bringing a share of their own."""
    top = max((s for g in election.groups for c, s in zip(g.choices, g.scores, strict=True) if c == project), default=1)
    group = BallotGroup((project,), (top,), number)
    share = Fraction(0) if outcome.share is None else Fraction(election.budget, election.voters)
    return replace(election, groups=(*election.groups, group), budget=election.budget + int(-(-share * number // 1)))


def _cheaper(election: Election, project: int, cost: int) -> Election:
    projects = list(election.projects)
    projects[project] = replace(projects[project], cost=cost)
    return replace(election, projects=tuple(projects))


def _smallest(funds: Callable[[int], bool], most: int) -> int | None:
    """The smallest number from 1 to `most` for which it is funded, by halving; checked by a count of its own."""
    if not funds(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        if funds(middle):
            high = middle
        else:
            low = middle
    return high


def what_would_have_funded(election: Election, outcome: Outcome, project: int, *, seed: str | None = None) -> Remedy:
    """How many more supporters, or what lower cost in whole currency units, would have funded a lost project.

    For equal shares the prices of the count are kept: every voter has the share that the count ended with, and new
    supporters bring the same share and choose this project alone. Each answer was found by counting again.
    """
    rule, base = _fixed(outcome), _with_share(election, outcome)

    def wins(changed: Election) -> bool:
        return project in count(changed, rule, seed=seed).winners

    more = _smallest(lambda n: wins(_more_supporters(base, outcome, project, n)), 2 * election.voters + 1)
    units = election.projects[project].cost // UNIT
    cut = _smallest(lambda n: wins(_cheaper(base, project, election.projects[project].cost - n * UNIT)), units - 1)
    return Remedy(more, None if cut is None else election.projects[project].cost - cut * UNIT)


def explain_project(election: Election, outcome: Outcome, project: int, *, seed: str | None = None) -> list[str]:
    """Sentences for the people behind a project."""
    entry = election.projects[project]
    name, votes = entry.name or entry.id, election.votes[project]
    for won in outcome.rounds:
        if won.project == project:
            line = f"{name} won in round {won.number} with {number_of(votes, 'supporter')}."
            if won.charge is not None and won.effective_votes is not None:
                each = spoken_amount(won.charge, election.currency)
                point = " for each point of support" if election.kind.scores != "one" else ""
                line += f" Each paid {each}{point}, or all they had left; that is worth"
                line += f" {float(won.effective_votes):.2f} effective votes."
            return [line]
    lines = [f"{name} lost: {why_lost(election, outcome, project)}"]
    if entry.id in outcome.ineligible:
        return lines
    remedy = what_would_have_funded(election, outcome, project, seed=seed)
    if remedy.supporters is not None:
        lines.append(f"{number_of(remedy.supporters, 'more supporter')} would have funded it.")
    if remedy.cost is not None:
        lines.append(f"A cost of {spoken_amount(remedy.cost, election.currency)} would have funded it.")
    return lines
