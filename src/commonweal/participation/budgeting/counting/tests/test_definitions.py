"""Each rule does what its text says, on elections small enough to check by hand."""

from fractions import Fraction

import pytest

from commonweal.participation.budgeting.counting.count import count, count_envelopes
from commonweal.participation.budgeting.counting.eligibility import eligible_projects
from commonweal.participation.budgeting.counting.money import UNIT, parse_amount, plain_amount, spoken_amount
from commonweal.participation.budgeting.counting.refusal import CountingRefused
from commonweal.participation.budgeting.counting.rule import Cap, Eligibility, Envelopes, Rule
from commonweal.participation.budgeting.counting.rule_text import plain_words, rule_text
from commonweal.participation.budgeting.counting.tie_breaking import lot_number

BOTH = pytest.mark.parametrize("counter", ["fast", "exact"])


def ids(election, outcome):
    return [election.projects[p].id for p in outcome.winners]


@BOTH
def test_greedy_passes_over_what_does_not_fit(election, counter):
    e = election([6, 6, 3], [[0], [0], [0], [1], [1], [2]], 10)
    assert ids(e, count(e, Rule("greedy"), counter=counter)) == ["P0", "P2"]


@BOTH
def test_no_skip_stops_at_the_first_that_does_not_fit(election, counter):
    e = election([6, 6, 3], [[0], [0], [0], [1], [1], [2]], 10)
    assert ids(e, count(e, Rule("greedy-no-skip"), counter=counter)) == ["P0"]


@BOTH
def test_a_reserve_funds_the_first_that_does_not_fit_if_enough_is_left(election, counter):
    e = election([6, 5, 3], [[0], [0], [0], [1], [1], [2]], 10)
    assert ids(e, count(e, Rule("greedy-no-skip", reserve_share=Fraction(4, 5)), counter=counter)) == ["P0", "P1"]


@BOTH
def test_of_conflicting_projects_only_the_first_on_the_list_is_funded(election, counter):
    e = election([3, 3, 3], [[0], [0], [0], [1], [1], [2]], 10)
    assert ids(e, count(e, Rule("greedy", conflicts=(("P0", "P1"),)), counter=counter)) == ["P0", "P2"]


@BOTH
def test_a_category_gets_no_more_than_its_cap(election, counter):
    e = election([3, 3, 3], [[0], [0], [0], [1], [1], [2]], 10, categories=["green", "green", "sport"])
    money = Rule("greedy", caps=(Cap("category", "green", most_cost=5 * UNIT),))
    number = Rule("greedy", caps=(Cap("category", "green", most_projects=1),))
    assert [ids(e, count(e, r, counter=counter)) for r in (money, number)] == [["P0", "P2"]] * 2


@BOTH
def test_envelopes_count_each_category_by_itself(election, counter):
    e = election([3, 3, 9], [[0, 2], [0], [1, 2], [2]], 20, categories=["green", "green", "sport"])
    split = Envelopes("category", (("green", 3 * UNIT), ("sport", 9 * UNIT)))
    parts = count_envelopes(e, Rule("greedy", envelopes=split), counter=counter)
    assert [(part.voters, ids(part, outcome)) for part, outcome in parts] == [(3, ["P0"]), (3, ["P2"])]


@BOTH
def test_phragmen_funds_when_the_supporters_have_earned_the_cost(election, counter):
    e = election([4, 3, 2], [[0], [0], [0, 1], [1], [2]], 9)
    outcome = count(e, Rule("phragmen"), counter=counter)
    times = [entry.charge / UNIT for entry in outcome.rounds]
    assert (ids(e, outcome), times) == (["P0", "P2", "P1"], [Fraction(4, 3), 2, Fraction(13, 6)])


@BOTH
def test_equal_shares_charge_the_rich_for_what_the_poor_cannot_pay(election, counter):
    e = election([4, 4], [[0], [0, 1], [1], [1]], 8)
    outcome = count(e, Rule("equal-shares"), counter=counter)
    assert outcome.share == 2 * UNIT
    assert [(e.projects[r.project].id, r.charge / UNIT, r.effective_votes) for r in outcome.rounds] == [
        ("P1", Fraction(4, 3), 3),
    ]


@BOTH
def test_a_voter_without_money_is_no_effective_vote(election, counter):
    e = election([2, 2], [[0, 1], [0], [1], [1]], 4)
    outcome = count(e, Rule("equal-shares"), counter=counter)
    assert [(r.project, r.effective_votes) for r in outcome.rounds] == [(1, 3)]


@BOTH
def test_points_pay_in_proportion(election, counter):
    e = election([6], [[0], [0]], 8, scores=[[2], [1]])
    outcome = count(e, Rule("equal-shares"), counter=counter)
    assert (outcome.rounds[0].charge, outcome.rounds[0].effective_votes) == (2 * UNIT, 3)


@BOTH
def test_utility_by_score_prefers_what_is_cheap_for_each_point(election, counter):
    e = election([6, 1], [[0, 1], [0, 1], [0]], 9)
    by_cost = count(e, Rule("equal-shares"), counter=counter)
    by_score = count(e, Rule("equal-shares", utility="score"), counter=counter)
    assert (ids(e, by_cost), ids(e, by_score)) == (["P0", "P1"], ["P1", "P0"])


@BOTH
def test_add1_goes_on_past_an_outcome_to_which_nothing_can_be_added(election, counter):
    e = election([10, 9, 8], [[0], [0], [0], [1, 2], [1], [2]], 20)
    late = count(e, Rule("equal-shares", "add1"), counter=counter)
    early = count(e, Rule("equal-shares", "add1-early-stop"), counter=counter)
    assert late.steps >= early.steps
    assert early.stopped in {"no other eligible project fits the budget", late.stopped}


@BOTH
def test_the_top_up_by_support_spends_what_is_left(election, counter):
    e = election([6, 4], [[0], [0], [1]], 10)
    assert ids(e, count(e, Rule("equal-shares", "utilitarian"), counter=counter)) == ["P0", "P1"]


@BOTH
def test_the_top_up_by_phragmen_starts_from_what_voters_have_left(election, counter):
    e = election([6, 4], [[0], [0], [1]], 10)
    outcome = count(e, Rule("equal-shares", "phragmen"), counter=counter)
    assert [(r.phase, r.charge) for r in outcome.rounds] == [
        ("equal-shares", 3 * UNIT),
        ("phragmen-top-up", Fraction(2 * UNIT, 3)),
    ]


@BOTH
def test_the_comparison_counts_voters_who_have_nothing_as_zero(election, counter):
    e = election([2, 8], [[0], [0], [0], [1], [1], [1], [1]], 8)
    outcome = count(e, Rule("equal-shares", comparison=True), counter=counter)
    assert (outcome.preferred, outcome.kept, ids(e, outcome)) == ((3, 4), False, ["P1"])


@BOTH
def test_ties_go_to_the_lower_cost_then_more_votes_then_the_lot(election, counter):
    cheap = election([5, 4], [[0], [1]], 4)
    votes = election([4, 4], [[0], [0], [1]], 4, scores=[[1], [1], [2]])
    lot = election([4, 4], [[0], [1]], 4, seed="drawn")
    first = min(("P0", "P1"), key=lambda name: lot_number("drawn", name))
    assert ids(cheap, count(cheap, Rule("greedy"), counter=counter)) == ["P1"]
    assert ids(votes, count(votes, Rule("greedy"), counter=counter)) == ["P0"]
    outcome = count(lot, Rule("greedy"), counter=counter)
    assert (ids(lot, outcome), outcome.ties[0].decided_by) == ([first], "lot")


def test_another_seed_may_give_another_lot(election):
    e = election([4, 4], [[0], [1]], 4)
    assert len({ids(e, count(e, Rule("greedy"), seed=str(n)))[0] for n in range(20)}) == 2


@pytest.mark.parametrize(
    ("conditions", "left"),
    [
        (Eligibility(), {0, 1}),
        (Eligibility(min_score=2), {0}),
        (Eligibility(min_share=Fraction(1, 2)), {0}),
        (Eligibility(cost_factor=Fraction(3)), {0, 1}),
        (Eligibility(cost_factor=Fraction(1, 2)), {0}),
    ],
)
def test_thresholds_leave_out_what_has_too_little_support(election, conditions, left):
    e = election([2, 4, 90, 3], [[0], [0, 1], [2]], 10)
    assert set(eligible_projects(e, conditions)[0]) == left


def test_a_project_that_can_be_paid_to_the_last_millionth_is_funded(election):
    # Rounding shares down or payments up loses this project: 3 voters with a third each, and a cost of exactly 1.
    e = election([1, 2], [[0], [0], [0]], 1)
    assert ids(e, count(e, Rule("equal-shares"))) == ["P0"]


@pytest.mark.parametrize(
    "rule",
    [
        Rule("greedy", "add1"),
        Rule("phragmen", comparison=True),
        Rule("equal-shares", conflicts=(("P0", "P1"),)),
        Rule("greedy", reserve_share=Fraction(1, 2)),
        Rule("equal-shares", "add1", increment=0),
    ],
)
def test_a_rule_without_meaning_is_refused_with_a_remedy(election, rule):
    with pytest.raises(CountingRefused) as refused:
        count(election([1, 1], [[0]], 1), rule)
    assert refused.value.remedy


@pytest.mark.parametrize("method", ["greedy", "greedy-no-skip", "phragmen", "equal-shares"])
def test_the_law_text_fixes_ties_and_publication(election, method):
    text = rule_text(Rule(method), election([1], [[0]], 1).kind)
    assert "lot" in text
    assert "Publish the ballots" in text
    assert plain_words(Rule(method))


def test_the_law_text_says_when_add1_stops(election):
    kind = election([1], [[0]], 1).kind
    assert "Do not stop early" in rule_text(Rule("equal-shares", "add1"), kind)
    assert "Stop early" in rule_text(Rule("equal-shares", "add1-early-stop"), kind)


@pytest.mark.parametrize(("text", "amount"), [("12", 12_000_000), ("1.5", 1_500_000), ("0,25", 250_000)])
def test_amounts_are_read_to_the_millionth(text, amount):
    assert parse_amount(text) == amount


@pytest.mark.parametrize("text", ["", "-1", "1e9", "nan", "inf", "1.2345678", "9" * 20, "0x10", "١"])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError):
        parse_amount(text)


def test_amounts_are_written_as_people_write_them():
    assert (spoken_amount(1_071_600_000_000, "EUR"), plain_amount(1_500_000)) == ("1,071,600 EUR", "1.5")


@BOTH
def test_who_paid_the_last_millionth_in_full_is_not_named_as_running_short_later(election, counter):
    e = election([4, 2], [[0, 1], [0], [0], [0], [1], [1]], 6)
    outcome = count(e, Rule("equal-shares"), counter=counter)
    assert [(r.project, r.charge, r.all_in) for r in outcome.rounds] == [(0, UNIT, ()), (1, UNIT, ())]
