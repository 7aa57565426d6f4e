"""Compares our winners with those of pabutools on real elections: python benchmarks/counting_differences.py FOLDER.

pabutools runs from .venv-oracles as a program of its own, one election at a time, and is stopped after a while.
docs/counting-differences.md lists the cause of each difference that this prints.
"""

import json
import subprocess
import sys
from pathlib import Path

from commonweal.participation.budgeting.counting.count import count
from commonweal.participation.budgeting.counting.pabulib.reader import read_pabulib
from commonweal.participation.budgeting.counting.rule import Rule

HERE = Path(__file__).resolve().parent
ORACLE = HERE.parent / ".venv-oracles" / "bin" / "python"
PATIENCE = 150
RULES = {
    "greedy": Rule("greedy"),
    "phragmen": Rule("phragmen"),
    "equal-shares": Rule("equal-shares"),
    "add1-early-stop": Rule("equal-shares", "add1-early-stop"),
}


def theirs(rule: str, file: Path) -> set[str] | None:
    """pabutools' winners, or None if it took too long."""
    command = [str(ORACLE), str(HERE / "oracles" / "pabutools_counts.py"), rule, str(file)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return None
    return set(json.loads(done.stdout)["winners"])


def main() -> None:
    """Print a line for each difference and each count that was stopped, and the totals by rule."""
    folder, names = Path(sys.argv[1]), sys.argv[2:] or list(RULES)
    for name in names:
        same = slow = 0
        files = sorted(folder.glob("**/*.pb"), key=lambda path: path.stat().st_size)
        for file in files:
            other = theirs(name, file)
            if other is None:
                slow += 1
                print(f"{name}: {file.stem}: pabutools stopped after {PATIENCE} s", flush=True)
                continue
            election = read_pabulib(file).election
            outcome = count(election, RULES[name])
            mine = {election.projects[p].id for p in outcome.winners}
            same += mine == other
            if mine != other:
                print(f"{name}: {file.stem}: only ours {sorted(mine - other)}, only theirs {sorted(other - mine)}")
        print(f"{name}: {same} of {len(files) - slow} the same, {slow} stopped", flush=True)


if __name__ == "__main__":
    main()
