"""The report of a count: the same facts as JSON data for programs and as lines of text for people."""

from fractions import Fraction
from typing import Any

from commonweal.kernel.plurals import number_of
from commonweal.participation.budgeting.counting.certificate import rule_data
from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.explanations.between_rules import Comparison, describe
from commonweal.participation.budgeting.counting.money import json_amount, plain_amount, spoken_amount
from commonweal.participation.budgeting.counting.outcome import Outcome, Round
from commonweal.participation.budgeting.counting.rule_text import plain_words, rule_text
from commonweal.participation.budgeting.counting.tie_breaking import lot_number


def _winner(election: Election, entry: Round) -> dict[str, Any]:
    project = election.projects[entry.project]
    data: dict[str, Any] = {
        "project_id": project.id,
        "name": project.name,
        "cost": json_amount(project.cost),
        "round": entry.number,
        "votes": election.votes[entry.project],
        "score": election.scores[entry.project],
        "phase": entry.phase,
    }
    if entry.charge is not None:
        data["charge"] = plain_amount(entry.charge)
    if entry.effective_votes is not None:
        data["effective_votes"] = str(entry.effective_votes)
        data["effective_votes_rounded"] = round(float(entry.effective_votes), 4)
    return data


def comparison_data(entry: Comparison) -> dict[str, Any]:
    """One line of the comparison between rules."""
    return {
        "rule": entry.rule,
        "winners": list(entry.winners),
        "spent": json_amount(entry.spent),
        "left_with_nothing": entry.left_with_nothing,
        "funded_choices_per_voter": round(entry.choices, 4),
    }


def report_data(election: Election, outcome: Outcome, *, seed: str | None, counter: str) -> dict[str, object]:
    """The outcome for programs. Amounts are in currency units; exact fractions are text."""
    lot = election.lot_seed if seed is None else seed
    data: dict[str, Any] = {
        "election": election.name,
        "currency": election.currency,
        "rule": outcome.rule.method,
        "completion": outcome.rule.completion,
        "parameters": rule_data(election, outcome.rule),
        "winners": [_winner(election, entry) for entry in outcome.rounds],
        "budget": json_amount(outcome.budget),
        "spent": json_amount(outcome.spent),
        "left": json_amount(max(0, outcome.budget - outcome.spent)),
        "voters": election.voters,
        "left_with_nothing": describe(election, outcome).left_with_nothing,
        "rule_text": rule_text(outcome.rule, election.kind),
        "plain_words": plain_words(outcome.rule),
        "ties": [
            {
                "round": tie.round,
                "projects": list(tie.projects),
                "decided_by": tie.decided_by,
                "lots": {name: lot_number(lot, name) for name in tie.projects}
                if lot and tie.decided_by == "lot"
                else {},
            }
            for tie in outcome.ties
        ],
        "seed": lot,
        "counter": counter,
        "ineligible": outcome.ineligible,
    }
    if outcome.spent > outcome.budget:
        data["from_reserve"] = json_amount(outcome.spent - outcome.budget)
    if outcome.share is not None:
        data |= _shares(outcome, outcome.share)
    return data


def _shares(outcome: Outcome, share: Fraction) -> dict[str, object]:
    data: dict[str, Any] = {
        "share": plain_amount(share),
        "share_exact_millionths": str(share),
        "steps": outcome.steps,
        "stopped": outcome.stopped,
    }
    if outcome.preferred is not None:
        data["comparison"] = {
            "prefer_equal_shares": outcome.preferred[0],
            "prefer_list_by_support": outcome.preferred[1],
            "kept": outcome.kept,
        }
    return data


def report_lines(election: Election, outcome: Outcome, *, seed: str | None) -> list[str]:
    """The outcome for people."""
    money = election.currency
    lines = [
        f"{election.name or 'Election'}: {number_of(election.voters, 'ballot')}, "
        f"{number_of(len(election.projects), 'project')}, budget "
        f"{spoken_amount(election.budget, money)}",
        f"Rule: {outcome.rule.label}",
        plain_words(outcome.rule),
        "",
    ]
    if outcome.share is not None:
        raised = f" (raised {number_of(outcome.steps, 'time')}: {outcome.stopped})" if outcome.steps else ""
        lines += [f"Each voter's share: {spoken_amount(outcome.share, money)}{raised}", ""]
    width = max((len(p.id) for p in election.projects), default=2)
    lines.append(f"{'round':>5}  {'project':<{width}}  {'cost':>16}  {'votes':>8}  {'effective':>10}  name")
    for entry in outcome.rounds:
        project = election.projects[entry.project]
        worth = f"{float(entry.effective_votes):.2f}" if entry.effective_votes is not None else ""
        added = f"  [{entry.phase}]" if entry.phase.endswith("top-up") else ""
        lines.append(
            f"{entry.number:>5}  {project.id:<{width}}  {spoken_amount(project.cost):>16}  "
            f"{election.scores[entry.project]:>8,}  {worth:>10}  {project.name[:60]}{added}"
        )
    nothing = describe(election, outcome).left_with_nothing
    lines += [
        "",
        f"{number_of(len(outcome.rounds), 'project')} for {spoken_amount(outcome.spent, money)}; "
        f"{spoken_amount(max(0, outcome.budget - outcome.spent), money)} is left. "
        f"{number_of(nothing, 'voter has', 'voters have')} no funded choice ({nothing / election.voters:.1%}).",
    ]
    return lines + _remarks(election, outcome, seed)


def _remarks(election: Election, outcome: Outcome, seed: str | None) -> list[str]:
    lines = []
    if outcome.spent > outcome.budget:
        extra = spoken_amount(outcome.spent - outcome.budget, election.currency)
        lines.append(f"{extra} of this comes from the reserve.")
    if outcome.preferred is not None:
        mine, other = outcome.preferred
        verdict = "the result stands" if outcome.kept else "the list by support replaces it"
        first = number_of(mine, "voter prefers", "voters prefer")
        lines.append(f"Comparison: {first} equal shares, {other:,} the list by support; {verdict}.")
    lot = election.lot_seed if seed is None else seed
    for tie in outcome.ties:
        how = tie.decided_by
        if how == "lot" and lot is None:
            how = "lot, but no seed was published: give --seed with the seed that was drawn"
        lines.append(f"Tie in round {tie.round} between {', '.join(tie.projects)}: decided by {how}.")
    lines += [f"Not counted: {name}: {reason}." for name, reason in outcome.ineligible.items()]
    return lines
