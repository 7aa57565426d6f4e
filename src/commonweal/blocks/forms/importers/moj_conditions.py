"""The conditionals of MOJ services: expressions over components, joined by and or or."""

from collections.abc import Iterable, Mapping

from commonweal.blocks.forms.importers.conditions import Answered, Chosen, Condition, Is, either, every, negation
from commonweal.blocks.forms.importers.draft import Foreign, Question
from commonweal.blocks.forms.importers.refusal import Refused

_OPPOSITE = {"is_not": "is", "does_not_contain": "contains", "is_not_answered": "is_answered"}


class Conditionals:
    """Reads conditionals; `questions` by the uuid of their component, `values` of options by the uuid of the item."""

    def __init__(self, questions: Mapping[str, Question], values: Mapping[str, str]) -> None:
        self._questions = questions
        self._values = values

    def read(self, conditional: Foreign) -> Condition:
        """One conditional: all of its expressions, or any of them. Raises Refused."""
        parts = [self._expression(one) for one in conditional.get("expressions") or []]
        return either(*parts) if conditional.get("_type") == "or" else every(*parts)

    def any_of(self, conditionals: Iterable[Mapping[str, object]]) -> Condition:
        """Any of several conditionals."""
        return either(*map(self.read, conditionals))

    def _expression(self, expression: Foreign) -> Condition:
        operator = str(expression.get("operator"))
        if operator in _OPPOSITE:
            return negation(self._expression({**expression, "operator": _OPPOSITE[operator]}))
        question = self._questions.get(str(expression.get("component")))
        if question is None:
            raise Refused("a condition about a question that does not exist", str(expression.get("component")))
        if operator == "is_answered":
            return Answered(question["key"])
        value = self._values.get(str(expression.get("field")))
        if operator not in ("is", "contains") or value is None:
            raise Refused("an operator that we lack", operator)
        return Chosen(question["key"], value) if question["type"] == "choices" else Is(question["key"], value)
