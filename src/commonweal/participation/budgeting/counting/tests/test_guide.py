"""The guide for the town clerk says what the code says."""

from pathlib import Path

import pytest

from commonweal.participation.budgeting.counting.count import count
from commonweal.participation.budgeting.counting.explanations.ballots import explain_ballot, group_of
from commonweal.participation.budgeting.counting.explanations.between_rules import compare_rules
from commonweal.participation.budgeting.counting.explanations.projects import explain_project
from commonweal.participation.budgeting.counting.pabulib.reader import read_pabulib
from commonweal.participation.budgeting.counting.picture import picture
from commonweal.participation.budgeting.counting.rule import Eligibility, Rule

DOCS = next(
    parent / "docs" for parent in Path(__file__).resolve().parents if (parent / "docs" / "counting.md").exists()
)
GUIDE = (DOCS / "counting.md").read_text(encoding="utf-8")


@pytest.fixture
def town():
    return read_pabulib(DOCS / "examples" / "example-town.pb", keep_voters=True)


@pytest.mark.parametrize("method", ["greedy", "equal-shares"])
def test_the_pictures_are_those_that_the_code_draws(town, method):
    drawn = picture(town.election, count(town.election, Rule(method)))
    assert (DOCS / "pictures" / f"counting-{method}.svg").read_text(encoding="utf-8") == drawn


def test_the_answers_in_the_guide_are_those_of_the_code(town):
    election, outcome = town.election, count(town.election, Rule("equal-shares"))
    voter = next(entry for entry in town.voters if entry.id == "8")
    answers = explain_ballot(election, outcome, group_of(election, *voter.ballot))
    answers += explain_project(election, outcome, election.position["path"])
    quoted = [line.removeprefix("> ") for line in GUIDE.splitlines() if line.startswith("> ")]
    assert len(quoted) == 5
    assert [line for line in quoted if line not in answers] == []


def test_the_table_of_rounds_is_that_of_the_count(town):
    outcome = count(town.election, Rule("equal-shares"))
    rounds = [(town.election.projects[r.project].name, round(float(r.effective_votes), 2)) for r in outcome.rounds]
    assert rounds == [("Pool in the east", 6.0), ("Trees everywhere", 4.0), ("Hall in the west", 2.86)]


def test_whom_each_rule_leaves_with_nothing(town):
    compared = {entry.rule: entry.left_with_nothing for entry in compare_rules(town.election, Eligibility())}
    assert (compared["greedy"], compared["equal shares"]) == (4, 0)


def test_a_voter_between_two_answers_can_follow_every_cent(town):
    from commonweal.participation.budgeting.counting.explanations.purse_story import money_left, payments_of

    election, outcome = town.election, count(town.election, Rule("equal-shares", "add1"))
    for group, left in enumerate(money_left(election, outcome)):
        paid = payments_of(election, outcome, group)
        assert left == (paid[-1].left if paid else outcome.share)


def test_what_would_have_funded_a_project_is_the_least_that_does(town):
    from commonweal.participation.budgeting.counting.explanations.projects import what_would_have_funded

    election = town.election
    outcome = count(election, Rule("greedy"))
    remedy = what_would_have_funded(election, outcome, election.position["hall"])
    # Six votes tie with pool and park, and the hall is cheaper than both; at a cost of 50 it fits what is left.
    assert (remedy.supporters, remedy.cost) == (3, 50_000_000)
