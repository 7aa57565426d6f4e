"""Names of answers that will not come, so that expressions see them as not given rather than as still missing."""

from collections.abc import Callable, Container

from commonweal.blocks.forms.pages.page import Form, conditions_of, questions_of


class NotApplying(Container[str]):
    """The questions that are not asked, and those in `blank` (left unanswered on a page that was confirmed).

    Worked out name by name, when asked. `evaluate`, the evaluator over the same answers, is set after both are made,
    because each needs the other."""

    def __init__(self, form: Form, blank: Container[str] = frozenset()) -> None:
        self.evaluate: Callable[[str], object] | None = None
        self._conditions = {
            question.key: conditions_of(page, question) for page, question in questions_of(form) if question.asks
        }
        self._blank = blank
        self._known: dict[str, bool] = {}

    def __contains__(self, name: object) -> bool:
        key = str(name).split(".", 1)[0]
        if key not in self._known:
            # While a name is being worked out it counts as still to come; `check` refuses cycles.
            self._known[key] = False
            self._known[key] = key in self._blank or self._is_never_asked(key)
        return self._known[key]

    def _is_never_asked(self, key: str) -> bool:
        evaluate = self.evaluate
        return evaluate is not None and any(evaluate(source) is False for source in self._conditions.get(key, ()))
