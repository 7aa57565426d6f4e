"""The certificate: a price report for each round that a small program of its own can check without counting again."""

import hashlib
import json
from fractions import Fraction

from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.eligibility import eligible_projects
from commonweal.participation.budgeting.counting.outcome import Outcome, Round
from commonweal.participation.budgeting.counting.rule import Rule
from commonweal.participation.budgeting.counting.rule_text import rule_text
from commonweal.participation.budgeting.counting.tie_breaking import UNDRAWN, tie_order

FORMAT = "commonweal-count-1"


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def digest(certificate: dict[str, object]) -> str:
    """SHA-256 of everything in the certificate but the digest itself."""
    rest = {key: value for key, value in certificate.items() if key != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def rule_data(election: Election, rule: Rule) -> dict[str, object]:
    """The rule as plain JSON data; conflicts and caps are sets of projects with the most they may cost and number."""
    conditions = rule.eligibility
    everything = sum(project.cost for project in election.projects)
    limits: list[list[object]] = [[list(group), everything, 1] for group in rule.conflicts]
    for cap in rule.caps:
        inside = [project.id for project in election.projects if getattr(project, cap.by) == cap.name]
        most = everything if cap.most_cost is None else cap.most_cost
        limits.append([inside, most, len(inside) if cap.most_projects is None else cap.most_projects])
    return {
        "method": rule.method,
        "completion": rule.completion,
        "utility": rule.utility,
        "comparison": rule.comparison,
        "increment": rule.increment,
        "min_score": conditions.min_score,
        "min_share": _fraction(conditions.min_share),
        "cost_factor": _fraction(conditions.cost_factor),
        "limits": limits,
        "reserve_share": _fraction(rule.reserve_share),
    }


def _round(election: Election, entry: Round) -> dict[str, object]:
    data: dict[str, object] = {
        "round": entry.number,
        "project": election.projects[entry.project].id,
        "phase": entry.phase,
    }
    if entry.charge is not None:
        data["charge"] = _fraction(entry.charge)
    if entry.effective_votes is not None:
        data["effective_votes"] = _fraction(entry.effective_votes)
        data["paid_all_they_had"] = list(entry.all_in)
    return data


def _ballots(election: Election) -> list[list[object]]:
    """Each group as [voters, {project id: score}]."""
    ids = [project.id for project in election.projects]
    return [
        [group.weight, {ids[c]: s for c, s in zip(group.choices, group.scores, strict=True)}]
        for group in election.groups
    ]


def _step_after(election: Election, outcome: Outcome, seed: str | None) -> list[dict[str, object]]:
    """The rounds one step of add1 further, which overspend."""
    from commonweal.participation.budgeting.counting.fast.bounded_run import Setting
    from commonweal.participation.budgeting.counting.fast.exact_run import exact_run
    from commonweal.participation.budgeting.counting.fast.supporters import support_table

    assert outcome.share is not None
    eligible, _ = eligible_projects(election, outcome.rule.eligibility)
    setting = Setting(support_table(election), eligible, tie_order(election, seed), outcome.rule.utility)
    run = exact_run(setting, outcome.share + outcome.rule.increment)
    rounds = [
        Round(n, p.project, "equal-shares", p.charge, p.merit.fraction, p.all_in)
        for n, p in enumerate(run.purchases, start=1)
    ]
    return [_round(election, entry) for entry in rounds]


def _next_purchase(election: Election, outcome: Outcome, seed: str | None) -> dict[str, object] | None:
    """The purchase at which phragmén stopped, because it does not fit."""
    from commonweal.participation.budgeting.counting.fast.phragmen import phragmen
    from commonweal.participation.budgeting.counting.fast.supporters import support_table

    eligible, _ = eligible_projects(election, outcome.rule.eligibility)
    everything = sum(project.cost for project in election.projects)
    bought = phragmen(support_table(election), eligible, tie_order(election, seed), everything)
    if len(bought) == len(outcome.rounds):
        return None
    following = bought[len(outcome.rounds)]
    return {"project": election.projects[following.project].id, "charge": _fraction(following.time)}


def certificate(election: Election, outcome: Outcome, *, seed: str | None = None) -> dict[str, object]:
    """The certificate as JSON data; amounts are whole millionths, or fractions of them as text."""
    lot = election.lot_seed if seed is None else seed
    data: dict[str, object] = {
        "format": FORMAT,
        "election": {
            "name": election.name,
            "currency": election.currency,
            "budget": election.budget,
            "voters": election.voters,
            "projects": [[p.id, p.cost] for p in election.projects],
            "ballots": _ballots(election),
        },
        "rule": rule_data(election, outcome.rule),
        "rule_text": rule_text(outcome.rule, election.kind),
        "seed": UNDRAWN if lot is None else lot,
        "share": _fraction(outcome.share),
        "steps": outcome.steps,
        "rounds": [_round(election, entry) for entry in outcome.rounds],
        "spent": outcome.spent,
        "kept": outcome.kept,
        "winners": [election.projects[p].id for p in outcome.winners],
    }
    if outcome.rule.method == "phragmen":
        data["stopped_at"] = _next_purchase(election, outcome, lot)
    if outcome.stopped == "one more step would overspend":
        data["step_after"] = _step_after(election, outcome, lot)
    if outcome.preferred is not None:
        data["preferred"] = list(outcome.preferred)
        data["replaced"] = [_round(election, entry) for entry in outcome.replaced]
    data["digest"] = digest(data)
    return data
