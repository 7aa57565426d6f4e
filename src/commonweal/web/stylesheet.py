"""Reads a stylesheet into rules and keeps only those whose classes are wanted, so that pages stay light."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

CLASS = re.compile(r"\.((?:\\.|[\w-])+)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass
class Rule:
    """One rule: its prelude (selectors, or an at-rule), and either declarations or the rules within."""

    prelude: str
    declarations: str = ""
    rules: list["Rule"] = field(default_factory=list)

    @property
    def is_group(self) -> bool:
        """Whether it holds other rules (@media and its like) instead of declarations."""
        return self.prelude.startswith(("@media", "@supports", "@-moz-document"))

    def css(self) -> str:
        """The rule as minified text."""
        inner = "".join(rule.css() for rule in self.rules) if self.is_group else self.declarations
        return f"{self.prelude}{{{inner}}}"


def parse(css: str) -> list[Rule]:
    """The rules of a minified stylesheet; ValueError when its braces do not balance."""
    text = re.sub(r'@charset "[^"]*";', "", COMMENT.sub("", css))
    rules, end = _rules(text, 0)
    if end < len(text):
        raise ValueError(f"a closing brace too many at character {end} of the stylesheet")
    return rules


def _rules(text: str, start: int) -> tuple[list[Rule], int]:
    found: list[Rule] = []
    at = start
    while True:
        opening = text.find("{", at)
        closing = text.find("}", at)
        if opening == -1 or -1 < closing < opening:
            return found, (len(text) if closing == -1 else closing)
        rule = Rule(text[at:opening].strip())
        if rule.is_group:
            rule.rules, at = _rules(text, opening + 1)
        else:
            at = text.find("}", opening)
            rule.declarations = text[opening + 1 : at].strip().rstrip(";")
        if at == -1 or at >= len(text):
            raise ValueError(f"the rule {rule.prelude[:60]!r} is not closed")
        found.append(rule)
        at += 1


def purge(rules: list[Rule], wanted: Callable[[str], bool]) -> Iterator[Rule]:
    """The rules with only those selectors of which every class is `wanted`; emptied rules are gone."""
    for rule in rules:
        if rule.is_group:
            inner = list(purge(rule.rules, wanted))
            if inner:
                yield Rule(rule.prelude, rules=inner)
            continue
        if rule.prelude.startswith("@"):
            yield rule
            continue
        kept = [s for s in split_selectors(rule.prelude) if all(wanted(c) for c in CLASS.findall(s))]
        if kept:
            yield Rule(",".join(kept), rule.declarations)


def split_selectors(prelude: str) -> list[str]:
    """Splits `a,b:not(.c,.d)` at the commas that stand outside brackets."""
    parts, depth, current = [], 0, ""
    for char in prelude:
        depth += (char in "([") - (char in ")]")
        if char == "," and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += char
    return [*parts, current.strip()]
