"""Writes a conversation as a Polis folder, quoted throughout and with 1 for agree, as Polis exports do."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from commonweal.participation.consensus.mapping.conversation import Conversation
from commonweal.participation.consensus.mapping.votes import AGREE, DISAGREE, VoteTable


def write_folder(conversation: Conversation, folder: Path, groups: Mapping[int, int] | None = None) -> None:
    """Write comments.csv, votes.csv, participants-votes.csv and summary.csv into `folder`, made if need be.

    `groups` gives each participant's group from 0; without it the published groups are written back.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = conversation.table()
    named = {key: str(value) for key, value in groups.items()} if groups is not None else conversation.published_groups
    _write(folder / "comments.csv", _comments(conversation, table))
    _write(folder / "votes.csv", _votes(table))
    _write(folder / "participants-votes.csv", _matrix(conversation, table, named))
    _write(folder / "summary.csv", _summary(conversation, table, named))


def _write(path: Path, rows: Iterable[Sequence[object]]) -> None:
    # With the byte-order mark, spreadsheets show Welsh letters as they are; programs that read CSV skip it.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _moment(milliseconds: int) -> str:
    # Beyond the year 9999 no date can be written; the number next to it still has the instant.
    if not 0 <= milliseconds < 253_402_300_800_000:
        return ""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _comments(conversation: Conversation, table: VoteTable) -> Iterable[Sequence[object]]:
    yield "timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body"
    agrees, disagrees = table.counts(AGREE), table.counts(DISAGREE)
    for at, statement in enumerate(conversation.statements):
        author = "" if statement.author is None else statement.author
        counts = int(agrees[at]), int(disagrees[at])
        moment = _moment(statement.time)
        yield statement.time, moment, statement.id, author, *counts, statement.moderated, statement.text


def _votes(table: VoteTable) -> Iterable[Sequence[object]]:
    yield "timestamp", "datetime", "comment-id", "voter-id", "vote"
    cast = table.ballots()
    columns = (cast.time.tolist(), cast.statement.tolist(), cast.participant.tolist(), cast.value.tolist())
    for time, statement, participant, value in zip(*columns, strict=True):
        yield time, _moment(time), statement, participant, value


def _matrix(conversation: Conversation, table: VoteTable, groups: Mapping[int, str]) -> Iterable[Sequence[object]]:
    ids = table.statements.tolist()
    yield "participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree", *ids
    written: dict[int, int] = {}
    for statement in conversation.statements:
        if statement.author is not None:
            written[statement.author] = written.get(statement.author, 0) + 1
    for row, participant in enumerate(table.participants.tolist()):
        column, value = table.votes_of(row)
        cells: list[object] = [""] * len(ids)
        for at, vote in zip(column.tolist(), value.tolist(), strict=True):
            cells[at] = vote
        counts = len(value), int((value == AGREE).sum()), int((value == DISAGREE).sum())
        yield participant, groups.get(participant, ""), written.get(participant, 0), *counts, *cells


def _summary(conversation: Conversation, table: VoteTable, groups: Mapping[int, str]) -> Iterable[Sequence[object]]:
    yield "topic", conversation.topic
    yield "url", conversation.url
    yield "voters", len(table.participants)
    yield "voters-in-conv", len(groups)
    yield "comments", len(conversation.statements)
    yield "groups", len(set(groups.values()))
    yield "conversation-description", conversation.description
