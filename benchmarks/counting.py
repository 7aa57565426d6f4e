"""Counting against pabutools in one run: ratios of time, memory, and the exact counter beside the fast one.

Łódź 2022 is read from $COMMONWEAL_REALDATA/pabulib_sample.tar.zst (or beside the repository); the other election
is generated: 60,000 voters, 100 projects, 50,000 different ballots. pabutools runs from .venv-oracles (see
requirements/oracles.in). What is not there is said and left out. Ratios only: seconds depend on the machine.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ORACLE = ROOT / ".venv-oracles" / "bin" / "python"
RULE = "add1-early-stop"
"""The one completion by raised shares that both programs have; pabutools always stops when nothing else fits."""

VOTERS, PROJECTS, DIFFERENT = 60_000, 100, 50_000
Line = dict[str, object]


def generated(path: Path) -> Path:
    """A large city: choices are drawn from a district's favourites, so that support overlaps and differs."""
    chance = random.Random(20221122)
    costs = [chance.randrange(8_000, 120_000, 500) for _ in range(PROJECTS)]
    tastes = [[chance.expovariate(1.0) ** 2 for _ in range(PROJECTS)] for _ in range(12)]
    ballots: set[str] = set()
    while len(ballots) < DIFFERENT:
        taste = chance.choice(tastes)
        picked = set(chance.choices(range(PROJECTS), weights=taste, k=chance.randint(4, 12)))
        ballots.add(",".join(f"p{n}" for n in sorted(picked)))
    rows = sorted(ballots)
    rows += chance.choices(rows, k=VOTERS - DIFFERENT)
    votes = [0] * PROJECTS
    for row in rows:
        for name in row.split(","):
            votes[int(name[1:])] += 1
    meta = f"META\nkey;value\nnum_projects;{PROJECTS}\nnum_votes;{VOTERS}\nbudget;1200000\n"
    meta += "vote_type;approval\nrule;unknown\n"
    meta += "description;Generated city\ncountry;Nowhere\nunit;Nowhere\ninstance;1\n"
    projects = "\n".join(f"p{n};{cost};{votes[n]};Project {n}" for n, cost in enumerate(costs))
    cast = "\n".join(f"{n};{row}" for n, row in enumerate(rows, start=1))
    text = f"{meta}PROJECTS\nproject_id;cost;votes;name\n{projects}\nVOTES\nvoter_id;vote\n{cast}\n"
    path.write_text(text, encoding="utf-8")
    return path


def lodz(folder: Path) -> Path | None:
    """Łódź 2022, unpacked from the sample, or None where the sample is not here."""
    store = Path(os.environ.get("COMMONWEAL_REALDATA", ROOT.parent / "shared" / "data"))
    packed = store / "pabulib_sample.tar.zst"
    if not packed.exists():
        return None
    subprocess.run(["tar", "--zstd", "-xf", str(packed), "-C", str(folder)], check=True)
    return next(folder.glob("**/Poland_Lodz_2022.pb"), None)


def run(*command: object) -> Line:
    """One measured count in a process of its own."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def compare(name: str, file: Path) -> None:
    """Print the ratios for one election."""
    ours = min(
        (run(sys.executable, HERE / "oracles/our_counts.py", RULE, "fast", file) for _ in range(2)), key=_seconds
    )
    full = run(sys.executable, HERE / "oracles/our_counts.py", "add1", "fast", file)
    exact = run(sys.executable, HERE / "oracles/our_counts.py", RULE, "exact", file)
    print(f"{name}: share raised {ours['steps']} times")
    print(f"  memory of the fast counter        {ours['megabytes']:.0f} MB")
    print(f"  add1 without early stop           {_seconds(full) / _seconds(ours):.2f} x the time of {RULE}")
    print(f"  exact counter                     {_seconds(exact) / _seconds(ours):.1f} x the time of the fast one")
    print(f"  exact counter, same winners       {exact['winners'] == ours['winners']}")
    if not ORACLE.exists():
        print("  pabutools is not here (see requirements/oracles.in): no ratio")
        return
    theirs = run(ORACLE, HERE / "oracles" / "pabutools_counts.py", RULE, file)
    print(f"  pabutools, same winners           {theirs['winners'] == ours['winners']}")
    print(f"  pabutools needs                   {_seconds(theirs) / _seconds(ours):.0f} x the time of the fast counter")
    print(f"  pabutools needs to read the file  {theirs['read'] / ours['read']:.1f} x the time")  # type: ignore[operator]
    print(f"  pabutools needs                   {theirs['megabytes'] / ours['megabytes']:.1f} x the memory")  # type: ignore[operator]


def _seconds(line: Line) -> float:
    return float(str(line["seconds"]))


def main() -> None:
    """Both elections."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        real = lodz(folder)
        if real is None:
            print("Łódź 2022 is not here (COMMONWEAL_REALDATA): left out")
        else:
            compare("Łódź 2022 (90,494 voters, 160 projects)", real)
        compare(f"Generated ({VOTERS:,} voters, {PROJECTS} projects)", generated(folder / "generated.pb"))


if __name__ == "__main__":
    main()
