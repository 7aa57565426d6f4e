"""The sign of a vote: exports write 1 for agree, Polis's database and API write -1 for it."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from commonweal.participation.consensus.mapping.polis_csv.refused import Refused
from commonweal.participation.consensus.mapping.votes import Ballots, VoteTable


class Sign(StrEnum):
    """How a file writes agreeing: `export` 1, `api` -1, or `auto`, to be derived from the declared counts."""

    AUTO = "auto"
    EXPORT = "export"
    API = "api"


Declared = dict[int, tuple[int, int]]


def turned(ballots: Ballots) -> Ballots:
    """The same votes with the sign changed."""
    return Ballots(ballots.participant, ballots.statement, (-ballots.value).astype(np.int8), ballots.time)


def misfits(table: VoteTable, declared: Declared, *, by_statement: bool) -> tuple[int, int]:
    """How far the declared (agrees, disagrees) are from the votes as written, and as written with changed sign."""
    ids = table.statements if by_statement else table.participants
    which = table.column if by_statement else table.row
    plus = np.bincount(which[table.value == 1], minlength=len(ids))
    minus = np.bincount(which[table.value == -1], minlength=len(ids))
    straight = inverted = 0
    for at, key in enumerate(ids.tolist()):
        if key in declared:
            agrees, disagrees = declared[key]
            straight += abs(int(plus[at]) - agrees) + abs(int(minus[at]) - disagrees)
            inverted += abs(int(minus[at]) - agrees) + abs(int(plus[at]) - disagrees)
    return straight, inverted


def found_sign(file: str, table: VoteTable, declared: Declared, *, by_statement: bool) -> Sign:
    """The sign that fits the declared counts; `export` without any, or where both fit alike.

    Small differences are usual (votes changed later are counted twice in some exports). Refused if neither
    sign comes near, because then the files do not belong together.
    """
    straight, inverted = misfits(table, declared, by_statement=by_statement)
    total = sum(agrees + disagrees for agrees, disagrees in declared.values())
    if min(straight, inverted) > max(20, total // 2):
        raise Refused(
            file,
            None,
            f"its votes contradict the declared counts of agreeing and disagreeing ({min(straight, inverted)} "
            f"apart, of {total}).",
            "Take all files from one export, or give the sign of the votes (--sign).",
        )
    return Sign.API if inverted < straight else Sign.EXPORT
