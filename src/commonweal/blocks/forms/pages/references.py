"""Which names an expression mentions, read from its text alone; an upper bound, good enough to find cycles."""

import re
from collections.abc import Mapping
from functools import lru_cache

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


def referred_behind(source: str, document: Mapping[str, object]) -> frozenset[str]:
    """The first parts of all names that an expression depends on, with those of the facts and tables that it uses."""
    found: set[str] = set()
    seen: set[tuple[str, str]] = set()
    sources = [source]
    while sources:
        for name in dotted_names(sources.pop()):
            first, *rest = name.split(".")
            found.add(first)
            rule = (first, rest[0] if rest else "")
            if rule not in seen:
                seen.add(rule)
                sources += _sources_of(*rule, document)
    return frozenset(found)


def _sources_of(section: str, key: str, document: Mapping[str, object]) -> list[str]:
    """The expressions of a fact or a table; none for what else has a dotted name, or cannot be read."""
    rules = document.get(section) if section in ("facts", "tables") else None
    rule = rules.get(key) if isinstance(rules, Mapping) else None
    if section == "facts":
        return [text for text in [rule.get("value") if isinstance(rule, Mapping) else rule] if isinstance(text, str)]
    if not isinstance(rule, Mapping):
        return []
    rows = [row for row in rule.get("rows") or () if isinstance(row, Mapping)]
    cells = [rule.get("inputs"), rule.get("otherwise"), *(row.get(part) for row in rows for part in ("when", "then"))]
    return [text for each in cells if isinstance(each, Mapping) for text in each.values() if isinstance(text, str)]
