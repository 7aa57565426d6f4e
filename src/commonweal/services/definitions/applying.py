"""Which answers do not apply, so that expressions see them as absent rather than as missing."""

from collections.abc import Callable, Container, Mapping
from typing import Any

from commonweal.blocks.forms import api as forms


class NotApplying(Container[str]):
    """The names of answers that will not come: their page or their question is not asked, or they were left blank.

    Worked out when asked, name by name. `evaluate` is the evaluator over the same answers; it is set after both are
    made, because each needs the other."""

    def __init__(self, form: "forms.Form | None", blank: Container[str] = frozenset()) -> None:
        self.evaluate: Callable[[str], Any] | None = None
        self._conditions: Mapping[str, list[str]] = {
            question.key: [source for source in (page.when, question.when) if source is not None]
            for page, question in (forms.questions_of(form) if form else ())
            if question.asks
        }
        self._blank = blank
        self._known: dict[str, bool] = {}

    def __contains__(self, name: object) -> bool:
        key = str(name).split(".")[0]
        if key not in self._known:
            # While a name is being worked out it counts as still to come; the proof has refused circles.
            self._known[key] = False
            self._known[key] = key in self._blank or self._is_never_asked(key)
        return self._known[key]

    def _is_never_asked(self, key: str) -> bool:
        evaluate = self.evaluate
        return evaluate is not None and any(evaluate(source) is False for source in self._conditions.get(key, ()))
