"""Real elections: every file of the sample imports, both counters agree on all, and official outcomes come out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from commonweal.participation.budgeting.counting.count import count
from commonweal.participation.budgeting.counting.election import Election
from commonweal.participation.budgeting.counting.exact import add1 as slow
from commonweal.participation.budgeting.counting.fast import add1 as fast
from commonweal.participation.budgeting.counting.pabulib.meta import stated_rule
from commonweal.participation.budgeting.counting.pabulib.reader import parse_pabulib, read_pabulib
from commonweal.participation.budgeting.counting.pabulib.writer import write_pabulib
from commonweal.participation.budgeting.counting.rule import COMPLETIONS, Rule

pytestmark = [pytest.mark.realdata, pytest.mark.slow]

RULES = [Rule("greedy"), Rule("greedy-no-skip"), Rule("phragmen"), *(Rule("equal-shares", c) for c in COMPLETIONS)]


@pytest.fixture(scope="session")
def sample(realdata: Callable[[str], Path]) -> dict[str, Election]:
    files = sorted(realdata("pabulib_sample").glob("**/*.pb"))
    return {path.stem: read_pabulib(path).election for path in files}


@pytest.fixture
def each_share_counted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """add1 and add1-early-stop count the same shares; neither counter need do so twice for a test."""
    for owner, name in (
        (slow.Raising, "script"),
        (slow.Raising, "unchanged"),
        (fast._Runner, "run"),
        (fast._Runner, "leap"),
    ):
        original, known = getattr(owner, name), {}

        def once(self, *args, original=original, known=known):
            costs = (
                tuple(p.cost for p in self.election.projects) if hasattr(self, "election") else self.setting.table.costs
            )
            key = (self.share(0) if callable(self.share) else self.share, costs, repr(args))
            if key not in known:
                known[key] = original(self, *args)
            return known[key]

        monkeypatch.setattr(owner, name, once)


def test_every_file_imports_and_survives_being_written(sample: dict[str, Election]) -> None:
    assert len(sample) == 52
    for name, election in sample.items():
        again = parse_pabulib(write_pabulib(election), name).election
        assert (again.groups, again.projects, again.budget) == (election.groups, election.projects, election.budget)


@pytest.mark.usefixtures("each_share_counted_once")
def test_both_counters_agree_under_every_rule_and_completion(sample: dict[str, Election]) -> None:
    for name, election in sample.items():
        for rule in RULES:
            quick, exact = count(election, rule), count(election, rule, counter="exact")
            assert quick == exact, f"{name} by {rule.label}"


@pytest.mark.parametrize("city", ["Poland_Wieliczka_2023_Green_Budget", "Netherlands_Assen_2024"])
def test_official_outcomes_of_equal_shares_come_out_of_add1(sample: dict[str, Election], city: str) -> None:
    election = sample[city]
    outcome = count(election, Rule("equal-shares", "add1"))
    official = {name for name, mark in election.published.items() if mark == "1"}
    assert {election.projects[p].id for p in outcome.winners} == official


def test_wieliczka_ends_with_the_published_sum_and_share_of_excluded_voters(sample: dict[str, Election]) -> None:
    election = sample["Poland_Wieliczka_2023_Green_Budget"]
    outcome = count(election, Rule("equal-shares", "add1", comparison=True))
    funded = set(outcome.winners)
    excluded = sum(g.weight for g in election.groups if funded.isdisjoint(g.choices))
    assert (outcome.spent, len(outcome.rounds), outcome.kept) == (995_079_000_000, 30, True)
    assert round(100 * excluded / election.voters) == 18


def test_where_a_file_states_a_rule_that_we_have_our_selection_is_the_files(sample: dict[str, Election]) -> None:
    compared = 0
    for name, election in sample.items():
        rule = stated_rule(dict(election.meta))
        if rule is None or not election.published:
            continue
        marks = {"1", "2"} if rule.reserve_share else {"1"}
        official = {project for project, mark in election.published.items() if mark in marks}
        assert {election.projects[p].id for p in count(election, rule).winners} == official, name
        compared += 1
    assert compared >= 20
