"""A count that runs along ends where a whole recount ends."""

import numpy as np
import pytest

from commonweal.participation.consensus.mapping import running_count
from commonweal.participation.consensus.mapping.agreement_map import map_agreement
from commonweal.participation.consensus.mapping.as_data import as_data
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.running_count import RunningCount
from commonweal.participation.consensus.mapping.votes import Ballots


def split(ballots: Ballots, at: int) -> tuple[Ballots, Ballots]:
    parts = [
        Ballots(ballots.participant[part], ballots.statement[part], ballots.value[part], ballots.time[part])
        for part in (slice(0, at), slice(at, None))
    ]
    return parts[0], parts[1]


def test_the_map_after_new_votes_is_that_of_a_whole_recount_to_the_last_bit(camps) -> None:
    conversation, _ = camps(120, 15, 3, seed=4, moderated=(2,))
    first, new = split(conversation.ballots, 1200)
    running = RunningCount.of(Conversation(conversation.statements, first)).with_votes(new)
    added, whole = running.map(), map_agreement(conversation)
    assert as_data(added) == as_data(whole)
    assert added.grouping.projection.places.tobytes() == whole.grouping.projection.places.tobytes()


def test_adding_does_not_count_all_pairs_again(camps, monkeypatch) -> None:
    conversation, _ = camps(60, 12, 2, seed=5)
    first, new = split(conversation.ballots, 600)
    running = RunningCount.of(Conversation(conversation.statements, first))
    monkeypatch.setattr(running_count, "count_co_votes", None)
    assert len(running.with_votes(new).table.value) == len(conversation.table().value)


def test_new_statements_make_room_for_themselves(camps) -> None:
    conversation, _ = camps(60, 12, 2, seed=6)
    known = np.isin(conversation.ballots.statement, [0, 1, 5, 7])
    ballots = conversation.ballots
    first = Ballots(
        *(column[known] for column in (ballots.participant, ballots.statement, ballots.value, ballots.time))
    )
    rest = Ballots(
        *(column[~known] for column in (ballots.participant, ballots.statement, ballots.value, ballots.time))
    )
    some = tuple(statement for statement in conversation.statements if statement.id in (0, 1, 5, 7))
    grown = RunningCount.of(Conversation(some, first)).with_votes(rest, conversation.statements)
    assert as_data(grown.map()) == as_data(map_agreement(conversation))


def test_a_vote_on_an_unknown_statement_is_refused() -> None:
    running = RunningCount.of(Conversation((Statement(1, "One"),), Ballots.of([(1, 1, 1)])))
    with pytest.raises(ValueError, match="not known: 9"):
        running.with_votes(Ballots.of([(1, 9, 1)]))


def test_a_moderator_takes_a_statement_out_by_replacing_it(camps) -> None:
    conversation, _ = camps(60, 12, 2, seed=7)
    out = Statement(3, "Statement number 3", -1)
    running = RunningCount.of(conversation).with_votes(Ballots.of([]), (out,))
    again = tuple(out if statement.id == 3 else statement for statement in conversation.statements)
    assert as_data(running.map()) == as_data(map_agreement(Conversation(again, conversation.ballots)))
