# ruff: noqa: I001
"""Our groups of the same votes, in a process of its own so that time and memory are measured alike.

Usage: our_groups.py VOTES.npz, as red_dwarf_groups.py; resampling included.
"""

import json
import resource
import sys
import time

import commonweal.participation.consensus.mapping  # noqa: F401 - before numpy, whose threads it sets
import numpy as np

from commonweal.participation.consensus.mapping.agreement_map import LABELS, map_agreement
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.votes import Ballots


def main(path: str) -> None:
    """Time the whole map with its defaults."""
    data = np.load(path)
    ballots = Ballots(data["participant"], data["statement"], data["value"].astype(np.int8), data["time"])
    out = set(data["moderated"].tolist())
    ids = np.unique(ballots.statement).tolist()
    statements = tuple(Statement(number, f"Statement {number}", -1 if number in out else 1) for number in ids)
    begun = time.perf_counter()
    found = map_agreement(Conversation(statements, ballots))
    seconds = time.perf_counter() - begun
    pairs = zip(found.table.participants.tolist(), found.grouping.group.tolist(), strict=True)
    document = {
        "groups": {str(participant): LABELS[group] for participant, group in pairs if group >= 0},
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(document))


if __name__ == "__main__":
    main(sys.argv[1])
