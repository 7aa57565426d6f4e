"""Which names an expression mentions, read from its text alone; an upper bound, good enough to find cycles."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(
    r"""
    [rRbB]{0,2}(?:\"\"\".*?\"\"\"|'''.*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')   # strings
    | //[^\n]*                                                                   # comments
    | (?P<name>[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*)                            # dotted names
    | \d[\w.]*                                                                   # numbers
    | (?P<member>\.\s*[A-Za-z_]\w*)                                              # members of what is not a name
    """,
    re.VERBOSE | re.DOTALL,
)


@lru_cache(maxsize=4096)
def dotted_names(source: str) -> frozenset[str]:
    """ "facts.count > 2 && address.area == 'x'" -> {"facts.count", "address.area"}."""
    return frozenset(re.sub(r"\s", "", m["name"]) for m in _TOKEN.finditer(source) if m["name"])


def referred_names(source: str) -> frozenset[str]:
    """The first part of every name: {"facts", "address"}."""
    return frozenset(name.split(".", 1)[0] for name in dotted_names(source))


def referred_through_facts(source: str, document: Mapping[str, Any]) -> frozenset[str]:
    """The first parts of all names that an expression depends on, with those of the facts that it uses."""
    facts = document.get("facts")
    known = facts if isinstance(facts, Mapping) else {}
    found: set[str] = set()
    seen: set[str] = set()
    sources = [source]
    while sources:
        for name in dotted_names(sources.pop()):
            first, *rest = name.split(".")
            found.add(first)
            fact = rest[0] if first == "facts" and rest else ""
            if fact in known and fact not in seen:
                seen.add(fact)
                sources.append(str(known[fact]))
    return frozenset(found)
