"""Walks through a form: made-up answers to its questions, page after page, as somebody would give them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from random import Random

from commonweal.blocks.forms.api import (
    Page,
    Question,
    asked_on,
    inner,
    made_up,
    page_applies,
)
from commonweal.kernel.budget import spend
from commonweal.kernel.definition import Evaluate
from commonweal.services.definitions.proof.ways import Ways

STEPS_OF_ANSWER = 5  # of the budget of the proof, besides evaluation
LEFT_BLANK = 0.3  # how often an optional question is
# For a file, or a text with check digits, which cannot be guessed: it only matters that there is an answer.
ANYTHING = "made up"

Pools = Mapping[str, Sequence[object]]
"""Answers that are worth trying, by question; those of a question in rows by "group.question"."""


class End(Enum):
    """How a walk ends: after its last page, at an exit, or at a question that took no answer."""

    THROUGH = "through"
    EXIT = "exit"
    STUCK = "stuck"


@dataclass
class Walk:
    """Answers that somebody gave, and the questions that were asked and left blank. `before` are the answers that were
    given before the page on which it ended, `others` the values of names that are not answers, and `stuck_at` is the
    question that accepted no answer."""

    answers: dict[str, object] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    before: Mapping[str, object] = field(default_factory=dict)
    others: Mapping[str, object] = field(default_factory=dict)
    end: End = End.THROUGH
    stuck_at: str = ""


@dataclass(frozen=True)
class Walker:
    """Makes walks through the form of a service.

    otherwise  the answer to a question for which none could be made up, given the earlier answers; None where it cannot
               be answered
    fixed      the only answers that may be given to some questions, which are not left blank then"""

    ways: Ways
    pools: Pools
    dice: Random
    otherwise: Callable[[Question, Walk], object]
    fixed: Pools = field(default_factory=dict)

    def walk(self, pages: Iterable[Page], others: Mapping[str, object]) -> Walk:
        """A walk through these pages, as far as it goes."""
        walk = Walk(others=others)
        for page in pages:
            if not page_applies(page, self.evaluate(walk)):
                continue
            walk.before = dict(walk.answers)
            if page.exit:
                walk.end = End.EXIT
            elif not self._answer_page(page, walk):
                walk.end = End.STUCK
            if walk.end is not End.THROUGH:
                break
        return walk

    def evaluate(self, walk: Walk) -> Evaluate:
        """The evaluator over the answers of a walk."""
        return self.ways.service.evaluate({**walk.others, **walk.answers}, on=self.ways.on, blank=walk.blank)

    def _answer_page(self, page: Page, walk: Walk) -> bool:
        """Answer all questions of a page that are asked, those included that later ones make apply; whether that was
        possible."""
        left = [question for question in page.questions if question.asks]
        while left:
            passed = []
            for question in left:
                if question in asked_on(page, self.evaluate(walk)):
                    if not self._answer(question, walk):
                        walk.stuck_at = question.key
                        return False
                    passed.append(question)
            if not passed:
                break
            left = [question for question in left if question not in passed]
        return True

    def _answer(self, question: Question, walk: Walk) -> bool:
        key = question.key
        if not question.required and key not in self.fixed and self.dice.random() < LEFT_BLANK:
            walk.blank.add(key)
            return True
        found = self._made_up(question, walk)
        if found is None and not question.required and key not in self.fixed:
            walk.blank.add(key)
            return True
        if found is None or (key in self.fixed and found not in self.fixed[key]):
            return False
        walk.answers[key] = found
        return True

    def _made_up(self, question: Question, walk: Walk) -> object:
        spend(STEPS_OF_ANSWER * (1 + len(inner(question))))
        pool = self.fixed.get(question.key, self.pools.get(question.key, ()))
        rows = {each.key: self._pool_in_rows(f"{question.key}.{each.key}") for each in inner(question)}
        pools_in_rows = {key: values for key, values in rows.items() if values}
        found = made_up(
            question, walk.answers, self.ways.form_context(walk.others, walk.blank), self.dice, pool, pools_in_rows
        )
        is_fixed = question.key in self.fixed or any(f"{question.key}.{key}" in self.fixed for key in rows)
        return self.otherwise(question, walk) if found is None and not is_fixed else found

    def _pool_in_rows(self, name: str) -> Sequence[object]:
        return self.fixed.get(name, self.pools.get(name, ()))
