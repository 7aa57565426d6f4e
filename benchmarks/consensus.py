# ruff: noqa: I001
"""Mapping agreement against red-dwarf: nearness to Polis's published groups, time, memory, and updates.

Real conversations are read from $COMMONWEAL_REALDATA/polis_sample (or beside the repository); red-dwarf runs
from .venv-oracles (`python3 -m venv .venv-oracles && .venv-oracles/bin/pip install red-dwarf`). What is not
there is said and left out. Ratios only: seconds depend on the machine.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import commonweal.participation.consensus.mapping  # noqa: F401 - before numpy, whose threads it sets
import numpy as np

from commonweal.participation.consensus.mapping.adjusted_rand import adjusted_rand_index
from commonweal.participation.consensus.mapping.conversation import Conversation, Statement
from commonweal.participation.consensus.mapping.polis_csv.reading import read_folder
from commonweal.participation.consensus.mapping.running_count import RunningCount
from commonweal.participation.consensus.mapping.settings import Settings
from commonweal.participation.consensus.mapping.votes import Ballots

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
RED_DWARF = ROOT / ".venv-oracles" / "bin" / "python"
PEOPLE, STATEMENTS, CAMPS, CAST, NEW = 20_000, 500, 3, 50, 10_000
Outcome = dict[str, object]


def run(python: str | Path, script: str, path: Path) -> Outcome:
    """One measured run in a process of its own, on one thread of linear algebra for both programs alike."""
    command = [str(python), HERE / "oracles" / script, path]
    alike = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=alike)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def save(conversation: Conversation, path: Path) -> None:
    """The final votes as columns for both programs."""
    cast = conversation.table().ballots()
    out = [statement.id for statement in conversation.statements if statement.moderated == -1]
    np.savez(
        path,
        participant=cast.participant,
        statement=cast.statement,
        value=cast.value.astype(np.int64),
        time=cast.time,
        moderated=np.array(out, dtype=np.int64),
    )


def nearness(mine: object, others: dict[str, str]) -> float:
    """The adjusted Rand index over those whom both place."""
    assert isinstance(mine, dict)
    both = [(group, others[person]) for person, group in mine.items() if person in others]
    return adjusted_rand_index(*zip(*both, strict=True))


def sample(scratch: Path) -> Path | None:
    """The folder of real conversations, unpacked if need be."""
    unpacked = Path(os.environ.get("COMMONWEAL_REALDATA", "nowhere")) / "polis_sample"
    if unpacked.is_dir():
        return unpacked
    archive = ROOT.parent / "shared" / "data" / "polis_sample.tar.zst"
    if not archive.exists():
        return None
    subprocess.run(["tar", "--zstd", "-xf", archive, "-C", scratch], check=True)
    return scratch


def real(scratch: Path) -> None:
    """Adjusted Rand index with Polis's published groups, ours beside red-dwarf's."""
    folders = sample(scratch)
    if folders is None:
        print("no open Polis conversations here: set COMMONWEAL_REALDATA")
        return
    print(f"{'adjusted Rand index with Polis':40} {'ours':>8} {'red-dwarf':>10}  groups")
    high = total = 0
    for folder in sorted(path for path in folders.iterdir() if path.is_dir()):
        conversation = read_folder(folder)
        published = {str(person): group for person, group in conversation.published_groups.items()}
        path = scratch / "votes.npz"
        save(conversation, path)
        ours = run(sys.executable, "our_groups.py", path)
        mine = nearness(ours["groups"], published)
        line = f"{folder.name:40} {mine:8.4f}"
        if RED_DWARF.exists():
            theirs = run(RED_DWARF, "red_dwarf_groups.py", path)
            other = nearness(theirs["groups"], published)
            counts = [len(set(groups.values())) for groups in (ours["groups"], theirs["groups"], published)]
            line += f" {other:10.4f}  {counts[0]} (red-dwarf {counts[1]}, Polis {counts[2]})"
            high, total = high + (mine >= other - 1e-9), total + 1
        print(line)
    print(f"ours at least as high on {high} of {total}\n")


def generated() -> tuple[Conversation, list[int]]:
    """A million votes: 20,000 people of three camps, 50 votes each on 500 statements."""
    chance = np.random.default_rng(20261122)
    camp = chance.integers(0, CAMPS, PEOPLE)
    leaning = chance.uniform(0.1, 0.9, (CAMPS, STATEMENTS))
    participant = np.repeat(np.arange(PEOPLE), CAST)
    statement = np.argsort(chance.random((PEOPLE, STATEMENTS)), axis=1)[:, :CAST].ravel()
    lot = chance.random(PEOPLE * CAST)
    agrees = leaning[camp[participant], statement] * 0.9
    value = np.where(lot < agrees, 1, np.where(lot < 0.9, -1, 0)).astype(np.int8)
    texts = tuple(Statement(number, f"Statement {number}", 1) for number in range(STATEMENTS))
    ballots = Ballots(participant, statement, value, np.arange(len(value)))
    return Conversation(texts, ballots), camp.tolist()


def large(conversation: Conversation, camp: list[int], scratch: Path) -> None:
    """A million votes: recovery, time and memory."""
    known = {str(person): str(group) for person, group in enumerate(camp)}
    path = scratch / "million.npz"
    save(conversation, path)
    ours = run(sys.executable, "our_groups.py", path)
    print(f"a million votes: {ours['megabytes']} MB (limit 500), ", end="")
    print(f"known groups recovered at {nearness(ours['groups'], known):.4f}")
    if not RED_DWARF.exists():
        print("red-dwarf is not here: no ratio\n")
        return
    theirs = run(RED_DWARF, "red_dwarf_groups.py", path)
    ratio = float(str(theirs["seconds"])) / float(str(ours["seconds"]))
    print(f"red-dwarf: {theirs['megabytes']} MB, recovered at {nearness(theirs['groups'], known):.4f}")
    print(f"times as fast as red-dwarf: {ratio:.1f} (at least 5)\n")


def update(conversation: Conversation) -> None:
    """Ten thousand new votes: adding them against recounting everything, with the same result."""
    chance = np.random.default_rng(7)
    new = Ballots(
        chance.integers(0, PEOPLE, NEW),
        chance.integers(0, STATEMENTS, NEW),
        chance.integers(-1, 2, NEW).astype(np.int8),
        np.arange(NEW) + 10**9,
    )
    old = conversation.ballots
    joined = Ballots(
        np.concatenate((old.participant, new.participant)),
        np.concatenate((old.statement, new.statement)),
        np.concatenate((old.value, new.value)),
        np.concatenate((old.time, new.time)),
    )
    running = RunningCount.of(conversation)
    begun = time.perf_counter()
    added = running.with_votes(new)
    halfway = time.perf_counter()
    whole = RunningCount.of(Conversation(conversation.statements, joined))
    counted = time.perf_counter()
    quick = Settings(resamples=0)
    first, second = added.map(quick), whole.map(quick)
    same = first.grouping.projection.places.tobytes() == second.grouping.projection.places.tobytes()
    same = same and first.grouping.group.tolist() == second.grouping.group.tolist()
    ratio = (counted - halfway) / (halfway - begun)
    print(f"{NEW} new votes added {ratio:.1f} times as fast as counted afresh; the same to the last bit: {same}")


def main() -> None:
    """All three comparisons."""
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        real(scratch)
        conversation, camp = generated()
        large(conversation, camp, scratch)
        update(conversation)


if __name__ == "__main__":
    main()
