"""What a threshold is worth: precision and recall on pairs that people labelled as alike or not."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from commonweal.participation.ideas.similar.similar_ideas import SimilarIdeas

PAIRS = "data/pairs.csv"


@dataclass(frozen=True)
class Pair:
    """Two texts in one language, and whether somebody who collects ideas would call them the same."""

    language: str
    first: str
    second: str
    alike: bool


@dataclass(frozen=True)
class Worth:
    """Counts of pairs at a threshold: shown and alike, shown in vain, and alike but missed."""

    right: int
    vain: int
    missed: int

    @property
    def precision(self) -> float:
        """Of the pairs shown, the share that is alike; 1 if none was shown."""
        shown = self.right + self.vain
        return self.right / shown if shown else 1.0

    @property
    def recall(self) -> float:
        """Of the pairs alike, the share that was shown; 1 if there is none."""
        alike = self.right + self.missed
        return self.right / alike if alike else 1.0


def labelled_pairs() -> list[Pair]:
    """The pairs that we wrote ourselves and ship."""
    text = files("commonweal.participation.ideas.similar").joinpath(PAIRS).read_text(encoding="utf-8")
    return [
        Pair(row["language"], row["first"], row["second"], row["alike"] == "1")
        for row in csv.DictReader(text.splitlines())
    ]


def likenesses(pairs: Iterable[Pair]) -> list[tuple[float, bool]]:
    """Likeness and label of each pair, in an index that holds all first texts at once, as a place's would."""
    listed = list(pairs)
    index = SimilarIdeas()
    for at, pair in enumerate(listed):
        index.put(str(at), pair.first)
    found = []
    for at, pair in enumerate(listed):
        answers = {alike.idea: alike.likeness for alike in index.ask(pair.second, likely=0.01, most=len(listed))}
        found.append((answers.get(str(at), 0.0), pair.alike))
    return found


def worth(scored: Iterable[tuple[float, bool]], likely: float) -> Worth:
    """What showing everything at least `likely` alike is worth."""
    right = vain = missed = 0
    for likeness, alike in scored:
        if likeness >= likely:
            right, vain = right + alike, vain + (not alike)
        else:
            missed += alike
    return Worth(right, vain, missed)
