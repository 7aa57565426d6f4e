"""What holds for every election and every rule."""

import copy
import json
import random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from commonweal.participation.budgeting.counting.certificate import certificate, digest
from commonweal.participation.budgeting.counting.check_certificate import Check
from commonweal.participation.budgeting.counting.count import count
from commonweal.participation.budgeting.counting.election import Election, Project, group_ballots
from commonweal.participation.budgeting.counting.priceability import priceability_faults
from commonweal.participation.budgeting.counting.rule import Rule
from commonweal.participation.budgeting.counting.tests.elections import elections, rules

many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
FAULTS = (ValueError, LookupError, TypeError, ArithmeticError, AttributeError)


def checked(data: dict) -> None:
    Check(json.loads(json.dumps(data))).run()


@many
@given(elections(), rules())
def test_both_counters_agree_in_every_round_charge_and_tie(election: Election, rule: Rule) -> None:
    fast, exact = count(election, rule), count(election, rule, counter="exact")
    assert fast == exact


@many
@given(elections(), rules())
def test_the_budget_is_never_exceeded(election: Election, rule: Rule) -> None:
    outcome = count(election, rule)
    assert sum(election.projects[p].cost for p in outcome.winners) == outcome.spent <= election.budget


@many
@given(elections(), rules(), st.randoms(use_true_random=False))
def test_the_order_of_ballots_and_projects_is_irrelevant(election: Election, rule: Rule, chance: random.Random) -> None:
    order = list(range(len(election.projects)))
    chance.shuffle(order)
    place = {old: new for new, old in enumerate(order)}
    ballots = [
        (tuple(place[c] for c in group.choices), group.scores) for group in election.groups for _ in range(group.weight)
    ]
    chance.shuffle(ballots)
    projects = tuple(election.projects[old] for old in order)
    mixed = Election(projects, group_ballots(ballots), election.budget, election.kind, lot_seed=election.lot_seed)
    first = [election.projects[p].id for p in count(election, rule).winners]
    assert [mixed.projects[p].id for p in count(mixed, rule).winners] == first


@many
@given(elections(), rules())
def test_a_certificate_always_checks(election: Election, rule: Rule) -> None:
    checked(certificate(election, count(election, rule)))


def _tampered(data: dict, chance: random.Random) -> dict | None:
    """The certificate with one claim changed and its digest made afresh, or None if nothing was changed."""
    changed = copy.deepcopy(data)
    rounds = changed["rounds"]
    how = chance.choice(["drop", "charge", "effective_votes", "swap", "spent", "all_in", "add"])
    if how == "drop" and rounds:
        del rounds[chance.randrange(len(rounds))]
    elif how in {"charge", "effective_votes"} and rounds and how in rounds[0]:
        entry = chance.choice([entry for entry in rounds if how in entry] or [None])
        entry[how] = entry[how] + "1" if "/" in entry[how] else str(int(entry[how]) + 1)
    elif how == "swap" and len(rounds) > 1:
        rounds[0]["project"], rounds[1]["project"] = rounds[1]["project"], rounds[0]["project"]
    elif how == "spent":
        changed["spent"] += 1
    elif how == "all_in" and rounds and "paid_all_they_had" in rounds[0]:
        rounds[0]["paid_all_they_had"].append(0)
    elif how == "add":
        left = [row[0] for row in changed["election"]["projects"] if row[0] not in changed["winners"]]
        if left:
            rounds.append({"round": len(rounds) + 1, "project": left[0], "phase": "greedy", "charge": "1"})
    if changed == data:
        return None
    changed["winners"] = [entry["project"] for entry in rounds]
    if how != "spent":
        cost = dict(changed["election"]["projects"])
        changed["spent"] = sum(cost[name] for name in changed["winners"])
    changed["digest"] = digest(changed)
    return changed


@many
@given(elections(), rules(), st.randoms(use_true_random=False))
def test_a_tampered_certificate_never_checks(election: Election, rule: Rule, chance: random.Random) -> None:
    changed = _tampered(json.loads(json.dumps(certificate(election, count(election, rule)))), chance)
    assume(changed is not None)
    with pytest.raises(FAULTS):
        checked(changed)


@many
@given(elections(), rules())
def test_any_change_without_a_new_digest_is_seen(election: Election, rule: Rule) -> None:
    data = certificate(election, count(election, rule))
    data["rule_text"] += " "
    with pytest.raises(ValueError, match="digest"):
        checked(data)


@many
@given(elections(), rules())
def test_equal_shares_are_backed_by_prices(election: Election, rule: Rule) -> None:
    assume(rule.method == "equal-shares" and rule.completion in {"none", "add1", "add1-early-stop"})
    assert priceability_faults(election, count(election, rule)) == []


@many
@given(elections(), st.sampled_from([Rule("equal-shares", "add1"), Rule("equal-shares", "add1-early-stop")]))
def test_leaping_over_steps_changes_nothing(election: Election, rule: Rule) -> None:
    whole = Election(
        tuple(Project(p.id, p.cost * 4) for p in election.projects), election.groups, election.budget * 4, election.kind
    )
    single = Rule(rule.method, rule.completion, increment=election.budget // 3 or 1)
    outcome = count(whole, single)
    recorded, steps = None, 0
    while True:
        plain = _at(whole, single, steps)
        if plain.spent > whole.budget:
            break
        recorded = plain
        rest = [p.cost for n, p in enumerate(whole.projects) if whole.votes[n] and p.cost <= whole.budget]
        funded = [whole.projects[n].cost for n in plain.winners]
        if len(rest) == len(funded):
            break
        if rule.completion == "add1-early-stop" and not any(
            whole.projects[n].cost + plain.spent <= whole.budget
            for n in range(len(whole.projects))
            if n not in plain.winners and whole.votes[n]
        ):
            break
        steps += 1
    assert outcome.winners == recorded.winners


def _at(election: Election, rule: Rule, steps: int):
    """A plain count in which each voter has the share raised by so many steps, in the exact counter."""
    from fractions import Fraction

    from commonweal.participation.budgeting.counting.eligibility import eligible_projects
    from commonweal.participation.budgeting.counting.exact.equal_shares import equal_shares
    from commonweal.participation.budgeting.counting.exact.purses import Roll
    from commonweal.participation.budgeting.counting.outcome import Outcome, Round
    from commonweal.participation.budgeting.counting.tie_breaking import tie_order

    eligible, _ = eligible_projects(election, rule.eligibility)
    share = Fraction(election.budget, election.voters) + steps * rule.increment
    bought, _ = equal_shares(Roll.of(election), eligible, tie_order(election, None), "cost", share)
    rounds = tuple(Round(n, b.project, "equal-shares") for n, b in enumerate(bought))
    return Outcome(rule, rounds, sum(election.projects[b.project].cost for b in bought), election.budget)
