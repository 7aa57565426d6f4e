"""Groups by red-dwarf, for comparison: runs in its own virtual environment, never beside the project.

Usage: red_dwarf_groups.py VOTES.npz, an archive of the columns participant, statement, value, time and of
moderated (statements taken out). Prints one JSON document: groups by participant, seconds, megabytes.
"""

import json
import resource
import sys
import time
import warnings

import numpy as np

SEED = 0


def main(path: str) -> None:
    """Time red-dwarf's whole pipeline with its defaults, from the list of votes that it asks for."""
    warnings.filterwarnings("ignore")
    from reddwarf.implementations.polis import run_pipeline

    data = np.load(path)
    columns = [data[name].tolist() for name in ("participant", "statement", "value", "time")]
    votes = [
        {"participant_id": participant, "statement_id": statement, "vote": value, "modified": moment}
        for participant, statement, value, moment in zip(*columns, strict=True)
    ]
    begun = time.perf_counter()
    found = run_pipeline(votes=votes, mod_out_statement_ids=data["moderated"].tolist(), random_state=SEED)
    seconds = time.perf_counter() - begun
    labels = found.participants_df["cluster_id"].dropna()
    document = {
        "groups": {str(participant): int(group) for participant, group in labels.items()},
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(document))


if __name__ == "__main__":
    main(sys.argv[1])
