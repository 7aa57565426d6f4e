"""The map as a whole: the same for everybody who counts, silent about small groups, and it gives its reasons."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonweal.participation.consensus.mapping.adjusted_rand import adjusted_rand_index
from commonweal.participation.consensus.mapping.agreement_map import map_agreement
from commonweal.participation.consensus.mapping.as_data import as_data, reasons
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.page import page
from commonweal.participation.consensus.mapping.picture import picture_table
from commonweal.participation.consensus.mapping.settings import Settings
from commonweal.participation.consensus.mapping.stability import Firmness
from commonweal.participation.consensus.mapping.votes import Ballots

QUICK = Settings(resamples=0)


def two_camps_and_three_loners() -> Conversation:
    """Forty people in two camps of twenty, and three who vote like neither."""
    rows = []
    for person in range(43):
        for statement in range(12):
            if person >= 40:
                vote = 1 if statement % 3 else -1
            else:
                vote = (1 if statement < 6 else -1) * (1 if person < 20 else -1)
            vote = -vote if (person * 7 + statement * 5) % 11 == 0 else vote
            rows.append((person, statement, vote))
    return Conversation(tuple(Statement(at, f"Number {at}", 1) for at in range(12)), Ballots.of(rows))


def test_the_order_of_votes_plays_no_part(camps) -> None:
    conversation, _ = camps(80, 12, 2, seed=31)
    ballots = conversation.ballots
    order = np.random.default_rng(1).permutation(len(ballots))
    mixed = Ballots(ballots.participant[order], ballots.statement[order], ballots.value[order], ballots.time[order])
    again = Conversation(conversation.statements, mixed)
    assert as_data(map_agreement(conversation)) == as_data(map_agreement(again))


def test_turning_every_vote_round_turns_words_but_not_groups(camps) -> None:
    conversation, _ = camps(80, 12, 2, seed=32)
    b = conversation.ballots
    turned = Conversation(conversation.statements, Ballots(b.participant, b.statement, -b.value, b.time))
    one, other = map_agreement(conversation, QUICK), map_agreement(turned, QUICK)
    assert one.grouping.group.tolist() == other.grouping.group.tolist()
    bridges = [(bridge.statement.id, not bridge.agrees) for bridge in one.bridges]
    assert bridges == [(bridge.statement.id, bridge.agrees) for bridge in other.bridges]


def test_of_a_small_group_nothing_but_its_letter_is_told() -> None:
    found = map_agreement(two_camps_and_three_loners(), Settings(resamples=0, smallest_group=5))
    small = [group for group in found.groups if not group.described]
    assert [group.label for group in small] == ["C"]
    assert (small[0].size, small[0].middle, small[0].distinctions) == (None, None, ())
    assert {row.label for row in picture_table(found)} == {"A", "B"}
    assert all("C" not in item.tallies for item in (*found.bridges, *found.divides))


def test_no_total_gives_a_small_group_away_by_subtraction() -> None:
    found = map_agreement(two_camps_and_three_loners(), QUICK)
    for group in found.groups:
        for item in group.distinctions:
            assert item.inside.seen + item.outside.seen <= 40
    assert found.described == sum(group.size for group in found.groups if group.size)


def test_a_smaller_limit_describes_the_small_group() -> None:
    found = map_agreement(two_camps_and_three_loners(), Settings(resamples=0, smallest_group=3))
    assert all(group.described for group in found.groups)


def test_who_voted_on_too_few_statements_is_in_no_group(camps) -> None:
    conversation, _ = camps(60, 12, 2, seed=33)
    few = Ballots.of([(500, 1, 1), (500, 2, 1)])
    b = conversation.ballots
    joined = Ballots(
        np.concatenate((b.participant, few.participant)),
        np.concatenate((b.statement, few.statement)),
        np.concatenate((b.value, few.value)),
        np.concatenate((b.time, few.time)),
    )
    found = map_agreement(Conversation(conversation.statements, joined), QUICK)
    assert found.label_of(500) is None
    assert found.reason_of(500) is None
    assert as_data(found)["participants"]["500"] is None


def test_every_statement_is_given_with_its_consensus_over_described_groups() -> None:
    found = map_agreement(two_camps_and_three_loners(), QUICK)
    values = as_data(found)["statements"]
    assert len(values) == 12
    first = 1.0
    for group in (0, 1):
        votes = found.shown
        first *= (votes.agree[group, 0] + 1) / (votes.seen[group, 0] + 2)
    assert values[0]["consensus_agree"] == pytest.approx(first, abs=1e-9)
    nobody = map_agreement(two_camps_and_three_loners(), Settings(resamples=0, smallest_group=100))
    assert as_data(nobody)["statements"][0]["consensus_agree"] is None


def test_groups_are_lettered_by_size(camps) -> None:
    found = map_agreement(camps(90, 20, 3, seed=34, cast=18)[0], QUICK)
    sizes = [group.size for group in found.groups]
    assert sizes == sorted(sizes, reverse=True)


def test_a_lead_is_the_sum_of_the_steps_of_all_votes(camps) -> None:
    found = map_agreement(camps(60, 12, 3, seed=35)[0], QUICK)
    middles, places = found.grouping.middles, found.grouping.projection.places
    for participant in range(60):
        why = found.reason_of(participant)
        assert why is not None
        place = places[participant, : middles.shape[1]]
        away = ((place - middles) ** 2).sum(axis=1)
        column, value = found.table.votes_of(participant)
        projection, towards = found.grouping.projection, 2 * (middles[why.group] - middles[why.next_group])
        steps = (value * projection.weights[:, column] - projection.offset[:, column]) * projection.scale[participant]
        assert why.total == pytest.approx(away[why.next_group] - away[why.group])
        assert why.start + (towards @ steps).sum() == pytest.approx(why.total, abs=1e-4)


def test_five_deciding_votes_are_the_ones_that_helped_most(camps) -> None:
    found = map_agreement(camps(60, 12, 2, seed=36)[0], QUICK)
    why = found.reason_of(7)
    assert why is not None
    leads = [vote.lead for vote in why.votes]
    assert len(leads) == 5
    assert leads == sorted(leads, reverse=True)
    assert dict(reasons(found)).keys() == {str(p) for p in range(60)}


def test_somebody_who_did_not_vote_has_no_reason(camps) -> None:
    with pytest.raises(KeyError):
        map_agreement(camps(40, 10, 2, seed=37)[0], QUICK).reason_of(4000)


def test_clear_camps_are_firm(camps) -> None:
    found = map_agreement(camps(150, 20, 2, seed=38, cast=18)[0], Settings(resamples=6))
    assert found.stability.same_number == 6
    assert found.stability.agreement > 0.95
    assert found.stability.firmness(0) is Firmness.FIRM


def test_chance_votes_make_no_firm_groups() -> None:
    chance = np.random.default_rng(5)
    rows = [(p, s, int(chance.integers(-1, 2))) for p in range(120) for s in range(15)]
    found = map_agreement(Conversation(tuple(Statement(s, "x") for s in range(15)), Ballots.of(rows)))
    assert found.stability.agreement < 0.6
    assert found.stability.firmness(0) is not Firmness.FIRM


def test_moderated_statements_move_nobody_and_are_not_told(camps) -> None:
    conversation, _ = camps(80, 12, 2, seed=39, moderated=(4,))
    found = map_agreement(conversation, QUICK)
    assert not found.grouping.parts[:, 4].any()
    told = {item.statement.id for group in found.groups for item in group.distinctions}
    told |= {item.statement.id for item in (*found.bridges, *found.divides)}
    assert 4 not in told


ROWS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 8), st.sampled_from([-1, 0, 1])), max_size=80)


@settings(deadline=None, max_examples=40)
@given(ROWS)
def test_any_votes_at_all_give_a_map(rows: list[tuple[int, int, int]]) -> None:
    statements = tuple(Statement(at, f"Number {at}", at % 3 - 1) for at in range(9))
    conversation = Conversation(statements, Ballots.of(rows))
    found = map_agreement(conversation, Settings(resamples=1, fewest_votes=2, smallest_group=1))
    json.dumps(as_data(found))
    assert page(found, conversation).endswith("</html>\n")
    for group in range(found.grouping.groups):
        assert (found.grouping.group == group).any() or not len(found.grouping.fits)


def test_adjusted_rand_is_one_for_the_same_groups_by_other_names() -> None:
    assert adjusted_rand_index(["a", "b", "a", "c"], [3, 1, 3, 2]) == 1


def test_adjusted_rand_gives_the_value_of_hubert_and_arabie() -> None:
    first = [1] * 3 + [2] * 3
    assert adjusted_rand_index(first, [1, 1, 2, 2, 3, 3]) == pytest.approx(0.242424, abs=1e-6)


def test_groupings_of_different_people_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="2 and 1"):
        adjusted_rand_index([1, 2], [1])


@pytest.mark.parametrize(
    "wrong", [{"fewest_votes": 0}, {"smallest_group": 0}, {"resamples": -1}, {"resample_people": 3}]
)
def test_settings_that_mean_nothing_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="settings"):
        Settings(**wrong)
