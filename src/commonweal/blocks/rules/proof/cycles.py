"""Finds cycles in a graph of names."""

from collections.abc import Iterable, Mapping


def cycles(edges: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Each cycle once, as the names on the way round, the first in the alphabet first. Iterative, so that a long
    chain of names is no trouble."""
    found: dict[frozenset[str], list[str]] = {}
    done: set[str] = set()
    for start in sorted(edges):
        way: list[str] = []
        stack = [(start, iter(sorted(edges.get(start, ()))))] if start not in done else []
        way += [start] if stack else []
        while stack:
            _, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                done.add(stack.pop()[0])
                way.pop()
            elif following in way:
                cycle = way[way.index(following) :]
                found.setdefault(frozenset(cycle), _turned(cycle))
            elif following in edges and following not in done:
                stack.append((following, iter(sorted(edges[following]))))
                way.append(following)
    return list(found.values())


def _turned(cycle: list[str]) -> list[str]:
    first = cycle.index(min(cycle))
    return cycle[first:] + cycle[:first]
