"""An index that finds ideas similar to a new one, while it is being typed."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from commonweal.participation.ideas.similar.ngrams import ngrams
from commonweal.participation.ideas.similar.normalised import normalised, text_hash
from commonweal.participation.ideas.similar.rarity import rarity
from commonweal.participation.ideas.similar.threshold import LIKELY

MOST_ANSWERS = 10
# The lists of the dead are cleared once they are as long as those of the living.
CLEAR_AFTER = 1000


@dataclass(frozen=True)
class Alike:
    """An idea that is like the text asked about: likeness from 0 to 1, and whether it is the same text."""

    idea: str
    likeness: float
    identical: bool


@dataclass
class _Text:
    """One distinct text: its n-grams by number, and the ideas with this text."""

    hash: str
    grams: NDArray[np.int32]
    ideas: dict[str, None]


@dataclass
class SimilarIdeas:
    """Ideas by id, with an inverted index from n-grams to texts.

    Likeness is the cosine of two texts' n-grams, each weighed by its rarity among the texts now in the
    index. Answers depend on what is in the index, not on the order or the history of adding. Ideas of the
    same text share one entry, so copying a text a thousand times costs nothing.
    """

    _texts: list[_Text | None] = field(default_factory=list)
    _text_of: dict[str, int] = field(default_factory=dict)
    _by_hash: dict[str, int] = field(default_factory=dict)
    _number: dict[str, int] = field(default_factory=dict)
    _having: array[int] = field(default_factory=lambda: array("q"))
    _lists: list[array[int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._text_of)

    def __contains__(self, idea: str) -> bool:
        return idea in self._text_of

    def put(self, idea: str, text: str) -> None:
        """Add an idea, or replace its text. A text without any letter is kept, and like nothing."""
        self.remove(idea)
        key = text_hash(text)
        at = self._by_hash.get(key)
        if at is None:
            at = self._add(key, ngrams(normalised(text)))
        entry = self._texts[at]
        assert entry is not None
        entry.ideas[idea] = None
        self._text_of[idea] = at

    def remove(self, idea: str) -> None:
        """Take an idea out; nothing happens if it is not in."""
        at = self._text_of.pop(idea, None)
        if at is None:
            return
        entry = self._texts[at]
        assert entry is not None
        del entry.ideas[idea]
        if not entry.ideas:
            self._texts[at] = None
            del self._by_hash[entry.hash]
            for gram in entry.grams.tolist():
                self._having[gram] -= 1
            if len(self._texts) > 2 * len(self._by_hash) + CLEAR_AFTER:
                self._clear()

    def ask(self, text: str, likely: float = LIKELY, most: int = MOST_ANSWERS) -> list[Alike]:
        """The ideas at least `likely` alike, the most alike first, equals by id; at most `most`.

        Raises ValueError unless `likely` is above 0 and at most 1.
        """
        if not 0 < likely <= 1:
            raise ValueError(f"a likeness is above 0 and at most 1, not {likely}")
        normal = normalised(text)
        if not normal:
            return []
        same = self._by_hash.get(text_hash(text))
        scores = self._likeness(ngrams(normal), likely)
        if same is not None:
            scores[same] = 1.0
        found = [
            Alike(idea, score, at == same)
            for at, score in scores.items()
            for idea in getattr(self._texts[at], "ideas", ())
        ]
        found.sort(key=lambda alike: (-alike.likeness, not alike.identical, alike.idea))
        return found[:most]

    def _add(self, key: str, grams: set[str]) -> int:
        at = len(self._texts)
        numbers = array("i")
        for gram in sorted(grams):
            number = self._number.setdefault(gram, len(self._lists))
            if number == len(self._lists):
                self._lists.append(array("i"))
                self._having.append(0)
            self._lists[number].append(at)
            self._having[number] += 1
            numbers.append(number)
        self._texts.append(_Text(key, np.array(numbers, dtype=np.int32), {}))
        self._by_hash[key] = at
        return at

    def _likeness(self, grams: set[str], likely: float) -> dict[int, float]:
        known = np.array(sorted(self._number[gram] for gram in grams if gram in self._number), dtype=np.int64)
        if not len(known):
            return {}
        having = np.frombuffer(self._having, dtype=np.int64)
        weight = rarity(len(self._by_hash), having) ** 2
        unheard = float(rarity(len(self._by_hash), np.zeros(1, dtype=np.int64))[0]) ** 2
        own = float(weight[known].sum()) + unheard * (len(grams) - len(known))
        mine = np.zeros(len(weight))
        mine[known] = weight[known]
        scores = {}
        # A text weighs at least what it shares, so its likeness is at most the root of shared / own.
        for at in self._sharing(known, weight, likely * likely * own * (1 - 1e-9)):
            entry = self._texts[at]
            if entry is not None:
                total = weight[entry.grams].sum() * own
                # Rounded, because the order of adding may change the last bits of a sum.
                score = round(float(mine[entry.grams].sum() / np.sqrt(total)), 9)
                if score >= likely:
                    scores[at] = min(1.0, score)
        return scores

    def _sharing(self, known: NDArray[np.int64], weight: NDArray[np.float64], least: float) -> list[int]:
        """The texts that may share n-grams of at least this weight: a few too many, none too few.

        The commonest n-grams have by far the longest lists and weigh least. They are skipped as long as all of them
        together weigh at most a fifth of `least`: a text must then share the rest of it in others."""
        order = known[np.argsort(weight[known], kind="stable")]
        common = int(np.searchsorted(np.cumsum(weight[order]), least / 5, side="right"))
        skipped = float(weight[order[:common]].sum())
        lists = [np.frombuffer(self._lists[number], dtype=np.int32) for number in order[common:].tolist()]
        shared = np.bincount(
            np.concatenate(lists),
            weights=np.repeat(weight[order[common:]], [len(one) for one in lists]),
            minlength=len(self._texts),
        )
        found: list[int] = np.flatnonzero(shared >= (least - skipped) * (1 - 1e-9)).tolist()
        return found

    def _clear(self) -> None:
        """Build the index anew from the living texts."""
        names = {number: gram for gram, number in self._number.items()}
        living = [entry for entry in self._texts if entry is not None]
        self._texts, self._by_hash, self._number, self._having, self._lists = [], {}, {}, array("q"), []
        for entry in living:
            at = self._add(entry.hash, {names[number] for number in entry.grams.tolist()})
            fresh = self._texts[at]
            assert fresh is not None
            fresh.ideas = entry.ideas
            for idea in entry.ideas:
                self._text_of[idea] = at
