"""Converts pages that lead to pages (with branches) to a sequence of pages with conditions.

The other platforms define on each page where to go next. We define for each page when it applies. A page applies if it
can be reached from the start over edges whose conditions hold; where all paths join again, no condition is needed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from commonweal.blocks.forms.importers.conditions import FALSE, TRUE, Condition, either, every, negation
from commonweal.blocks.forms.importers.refusal import Refused
from commonweal.kernel.budget import spend

END = ""  # where check-your-answers comes


@dataclass(frozen=True)
class Way:
    """One way on from a page: the first of its ways whose condition holds is taken."""

    to: str
    when: Condition = TRUE


Ways = Mapping[str, Sequence[Way]]


@dataclass(frozen=True)
class Row:
    """A page in its place: its name, and when it applies."""

    name: str
    when: Condition


class Graph:
    """Pages by name with their ways on, and for each page the questions that are answered on it.

    `exits` are pages at which the journey ends; what comes after an exit in the row is not reached anyway."""

    def __init__(self, start: str, ways: Ways, answered: Mapping[str, Iterable[str]], exits: Iterable[str]) -> None:
        self.start = start
        self.exits = frozenset(exits)
        self._answered = {name: frozenset(keys) for name, keys in answered.items()}
        self._ways = self._exclusive(ways)
        self.order = self._in_order()
        self._place = {name: at for at, name in enumerate(self.order)}
        self._before = self._ancestors()
        self._edges = self._taken_ways()
        self._dominators = self._sets(self.order, self._into, self.start)
        self._after = self._sets([END, *reversed(self.order)], self._onwards, END)
        self._known: dict[tuple[str, str], Condition] = {}

    @staticmethod
    def _exclusive(ways: Ways) -> dict[str, list[Way]]:
        """The same ways with conditions of which exactly one holds."""
        found: dict[str, list[Way]] = {}
        for name, several in ways.items():
            open_still: Condition = TRUE
            mine = []
            for way in several:
                mine.append(Way(way.to, every(open_still, way.when)))
                open_still = every(open_still, negation(way.when))
            found[name] = mine
        return found

    def _in_order(self) -> list[str]:
        """Reachable pages so that every way leads forward. Raises Refused where pages form a cycle."""
        done: dict[str, bool] = {}
        order: list[str] = []
        stack = [(self.start, iter(self._ways.get(self.start, ())))]
        done[self.start] = False
        while stack:
            name, ways = stack[-1]
            way = next(ways, None)
            if way is None:
                done[name] = True
                order.append(name)
                stack.pop()
            elif way.to != END and way.when != FALSE:
                if way.to not in self._ways:
                    raise Refused("a page leads to one that does not exist", way.to)
                if done.get(way.to) is False:
                    raise Refused("pages form a cycle; our pages are a sequence", way.to)
                if way.to not in done:
                    done[way.to] = False
                    stack.append((way.to, iter(self._ways[way.to])))
        return self._exits_early(order[::-1])

    def _exits_early(self, order: list[str]) -> list[str]:
        """With each exit right after the last page that leads to it, so that it ends the journey there."""
        found = [name for name in order if name not in self.exits]
        for name in order:
            if name in self.exits and name != self.start:
                before = [at for at, q in enumerate(found) if any(way.to == name for way in self._ways[q])]
                found.insert(max(before, default=len(found) - 1) + 1, name)
        return found

    def _ancestors(self) -> dict[str, frozenset[str]]:
        """For each page, itself and all pages that can have been visited before."""
        found: dict[str, frozenset[str]] = {}
        for name in self.order:
            spend(len(self.order))
            into = (q for q in self.order if any(way.to == name for way in self._ways[q]) and q in found)
            found[name] = frozenset({name}).union(*(found[q] for q in into))
        return found

    def _taken_ways(self) -> dict[str, list[Way]]:
        """Ways that can be taken: a question that cannot have been asked before was not answered."""
        edges: dict[str, list[Way]] = {}
        for name in self.order:
            asked = frozenset().union(*(self._answered.get(q, frozenset()) for q in self._before[name]))
            ways = [Way(way.to, way.when.among(asked)) for way in self._ways[name]]
            edges[name] = [way for way in ways if way.when != FALSE]
        return edges

    def _into(self, name: str) -> list[str]:
        spend(len(self.order))
        return [q for q in self.order if any(way.to == name for way in self._edges[q])]

    def _onwards(self, name: str) -> list[str]:
        """The next pages, without exits, which end the journey."""
        return [way.to for way in self._edges[name] if way.to not in self.exits]

    @staticmethod
    def _sets(order: Sequence[str], neighbours: Callable[[str], list[str]], root: str) -> dict[str, frozenset[str]]:
        """For each page the pages that every way between it and the root goes through, itself among them."""
        found = {root: frozenset({root})}
        for name in order:
            if name == root:
                continue
            sets = [found[q] for q in neighbours(name) if q in found]
            spend(sum(map(len, sets)))
            common = frozenset.intersection(*sets) if sets else frozenset()
            found[name] = common | {name}
        return found

    def rows(self) -> list[Row]:
        """The pages in sequence, each with its condition; unreachable ones are dropped."""
        found = []
        for name in self.order:
            when = self._reached(name)
            if when != FALSE:
                found.append(Row(name, when))
        return found

    def _reached(self, name: str) -> Condition:
        if name == self.start:
            return TRUE
        above = self._nearest_dominator(name)
        return every(self._reached(above), self._between(above, name))

    def _nearest_dominator(self, name: str) -> str:
        above = self._dominators[name] - {name}
        spend(len(above) + len(self.order))
        return max(above, key=self._place.__getitem__) if above else self.start

    def _between(self, above: str, name: str) -> Condition:
        """When `name` is reached, given that `above`, through which all ways to it lead, is."""
        if above == name or name in self._after.get(above, frozenset()):
            return TRUE
        if (above, name) not in self._known:
            parts = [
                every(self._between_steps(above, q), way.when)
                for q in self._into(name)
                for way in self._edges[q]
                if way.to == name
            ]
            self._known[above, name] = either(*parts)
        return self._known[above, name]

    def _between_steps(self, above: str, name: str) -> Condition:
        if name == above:
            return TRUE
        nearest = self._nearest_dominator(name)
        if nearest == above or above not in self._dominators[nearest]:
            return self._between(above, name)
        return every(self._between_steps(above, nearest), self._between(nearest, name))

    def walk(self, answers: Mapping[str, object]) -> list[str]:
        """The pages that the original would go through with these answers, looking only at those asked so far."""
        seen, name = [], self.start
        while name != END:
            seen.append(name)
            asked = frozenset().union(*(self._answered.get(q, frozenset()) for q in seen))
            given = {key: value for key, value in answers.items() if key in asked}
            name = next((way.to for way in self._ways[name] if way.when.holds(given)), END)
        return seen
