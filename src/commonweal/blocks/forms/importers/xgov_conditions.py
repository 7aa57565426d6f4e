"""The named conditions of XGov forms: models with operators, and strings in a small language of comparisons."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from commonweal.blocks.forms.importers.conditions import (
    COMPARISONS,
    FALSE,
    Answered,
    Chosen,
    Compared,
    Condition,
    Is,
    either,
    every,
    negation,
)
from commonweal.blocks.forms.importers.draft import Foreign, Question
from commonweal.blocks.forms.importers.refusal import Refused

_COMPARISON = re.compile(r"^\s*([\w.$-]+)\s*(==|!=|>=|<=|>|<)\s*(.+?)\s*$")
_NUMERIC = {"is at least": ">=", "is at most": "<=", "is less than": "<", "is more than": ">"}


class Conditions:
    """The conditions of one form by name; `questions` by the name that conditions use ("section.field")."""

    def __init__(self, conditions: Iterable[Foreign], questions: Mapping[str, Question]) -> None:
        self._raw = {str(one["name"]): one["value"] for one in conditions}
        self._questions = questions
        self._working: set[str] = set()

    def named(self, name: str) -> Condition:
        """The condition of this name. Raises Refused."""
        if name not in self._raw:
            raise Refused("a condition that is not in the file", name)
        if name in self._working:
            raise Refused("a condition that refers to itself", name)
        self._working.add(name)
        try:
            value = self._raw[name]
            return self._string(value) if isinstance(value, str) else self._model(value["conditions"])
        finally:
            self._working.discard(name)

    def _model(self, parts: Iterable[Foreign]) -> Condition:
        """Parts joined by their coordinators; "and" binds more closely than "or"."""
        groups: list[list[Condition]] = []
        for part in parts:
            found = self._part(part)
            if groups and part.get("coordinator") == "and":
                groups[-1].append(found)
            else:
                groups.append([found])
        return either(*(every(*group) for group in groups))

    def _part(self, part: Foreign) -> Condition:
        if "conditions" in part:
            return self._model(part["conditions"])
        if "conditionName" in part:
            return self.named(part["conditionName"])
        value = part.get("value") or {}
        if value.get("type") != "Value":
            raise Refused("conditions that count from today", str(part.get("operator")))
        return self._compared(part["field"]["name"], part["operator"], value.get("value"))

    def _string(self, source: str) -> Condition:
        ways = re.split(r"\s+or\s+|\|\|", source)
        return either(*(every(*map(self._comparison, re.split(r"\s+and\s+|&&", way))) for way in ways))

    def _comparison(self, source: str) -> Condition:
        found = _COMPARISON.match(source)
        if found is None:
            raise Refused("a condition in a language that we do not read", source)
        name, operator, literal = found.groups()
        words = {"==": "is", "!=": "is not", ">=": "is at least", "<=": "is at most", ">": "is more than"}
        return self._compared(name, words.get(operator, "is less than"), literal.strip("'\""))

    def _compared(self, name: str, operator: str, value: Any) -> Condition:
        question = self._questions.get(name)
        if question is None:
            return FALSE if operator != "is not" else negation(FALSE)
        if operator in ("is not", "does not contain"):
            return negation(self._compared(name, "is" if operator == "is not" else "contains", value))
        if operator in _NUMERIC:
            return _numeric(question, _NUMERIC[operator], value)
        if operator == "is answered":
            return Answered(question["key"])
        if operator in ("is", "contains"):
            return _equal(question, str(value))
        raise Refused("an operator that we lack", operator)


def _equal(question: Question, value: str) -> Condition:
    key, kind = question["key"], question["type"]
    if kind == "choices":
        return Chosen(key, value)
    if kind == "yes_no":
        return Is(key, value.lower() in ("true", "yes"))
    if kind in ("number", "integer"):
        return Is(key, float(value))
    return Is(key, value)


def _numeric(question: Question, operator: str, value: Any) -> Condition:
    """A comparison with a number; for a choice whose values are numerals, any of those for which it is true."""
    try:
        number = float(value)
        if question["type"] in ("number", "integer"):
            return Compared(question["key"], operator, number)
        values = [option["value"] for option in question.get("options", ())]
        fitting = [one for one in values if COMPARISONS[operator](float(one), number)]
    except ValueError:
        raise Refused("a comparison of what is not a number", question["key"]) from None
    if not values:
        raise Refused("a comparison of what is not a number", question["key"])
    return either(*(Is(question["key"], one) for one in fitting))
