"""Counts Pabulib files with Commonweal, measured like the oracle: `our_counts.py RULE COUNTER FILE ...`."""

import json
import resource
import sys
import time
from pathlib import Path

from commonweal.participation.budgeting.counting.count import count
from commonweal.participation.budgeting.counting.pabulib.reader import read_pabulib
from commonweal.participation.budgeting.counting.rule import Rule

RULES = {
    "greedy": Rule("greedy"),
    "phragmen": Rule("phragmen"),
    "equal-shares": Rule("equal-shares"),
    "add1": Rule("equal-shares", "add1"),
    "add1-early-stop": Rule("equal-shares", "add1-early-stop"),
}


def main() -> None:
    """Print one JSON object a line: winners, steps, seconds to read and to count, megabytes."""
    rule, counter = sys.argv[1], "exact" if sys.argv[2] == "exact" else "fast"
    if counter == "fast":
        import commonweal.participation.budgeting.counting.fast.counter  # noqa: F401 - loading numpy is no counting
    for file in sys.argv[3:]:
        start = time.perf_counter()
        election = read_pabulib(Path(file)).election
        read = time.perf_counter()
        outcome = count(election, RULES[rule], counter="exact" if counter == "exact" else "fast")
        done = time.perf_counter()
        line = {
            "file": file,
            "rule": rule,
            "winners": sorted(election.projects[p].id for p in outcome.winners),
            "steps": outcome.steps,
            "read": read - start,
            "seconds": done - read,
            "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
