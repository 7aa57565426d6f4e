"""The worked example of the guide: a made-up conversation about a market square, the same on every machine."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from commonweal.participation.consensus.mapping.agreement_map import map_agreement
from commonweal.participation.consensus.mapping.bounds_picture import bounds_picture
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.draws import draws
from commonweal.participation.consensus.mapping.picture import picture
from commonweal.participation.consensus.mapping.votes import Ballots

# How many of 100 agree: those who come by car, those who live there, those who trade there.
STATEMENTS: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("The square should be free of cars all week.", (4, 92, 20)),
    ("The square should be free of cars on market days.", (40, 95, 88)),
    ("Deliveries to the shops must stay possible until 10 o'clock.", (80, 70, 97)),
    ("There must be parking within five minutes' walk.", (97, 25, 90)),
    ("The square needs more trees.", (75, 96, 60)),
    ("Concerts in the evening should end by 10 o'clock.", (50, 90, 25)),
    ("The toilets at the square must be open all day.", (90, 93, 91)),
    ("Cafés may put out more tables.", (60, 30, 94)),
    ("The council should ask us again after one year.", (82, 86, 78)),
    ("Nothing should change.", (60, 8, 30)),
    ("Rents for stalls should not rise.", (50, 55, 98)),
    ("The fountain should be repaired.", (70, 88, 72)),
)
PEOPLE = (44, 38, 26)
ASKED, PASSED = 85, 6


def worked_example() -> Conversation:
    """108 people of three kinds and 12 statements; of a hundred statements each person answers about 85."""
    kind = np.repeat(np.arange(len(PEOPLE)), PEOPLE)
    person, statement = (part.ravel() for part in np.indices((len(kind), len(STATEMENTS))))
    lots = [100 * draws(person * len(STATEMENTS) + statement, seed) for seed in (7, 8, 9)]
    agrees = np.array([shares for _, shares in STATEMENTS])[statement, kind[person]]
    value = np.where(lots[1] < PASSED, 0, np.where(lots[2] < agrees, 1, -1)).astype(np.int8)
    cast = lots[0] < ASKED
    ballots = Ballots(person[cast], statement[cast], value[cast], np.arange(int(cast.sum())))
    statements = tuple(Statement(at, text, 1) for at, (text, _) in enumerate(STATEMENTS))
    return Conversation(statements, ballots, topic="What should become of the market square?")


def pictures() -> dict[str, str]:
    """The guide's pictures by file name."""
    found = map_agreement(worked_example())
    return {
        "consensus-map.svg": picture(found, "Where the three groups stand"),
        "consensus-bridges.svg": bounds_picture(found.bridges[:3], "Three statements that bridge the groups"),
    }


if __name__ == "__main__":
    for name, drawing in pictures().items():
        (Path(sys.argv[1]) / name).write_text(drawing, encoding="utf-8")
