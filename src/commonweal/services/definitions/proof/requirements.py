"""Requirements that refuse every answer where another question has none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from commonweal.blocks.forms.api import Page, Question, conditions_of, inner
from commonweal.kernel.definition import Finding, Path
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.proof.ways import Ways, as_answer

MOST_TRIED = 60


@dataclass(frozen=True)
class _Place:
    """A question with requirements: on which page, and in which repeat group if it is in one."""

    number: int
    page: Page
    question: Question
    path: Path
    group: Question | None = None

    @property
    def row(self) -> Mapping[str, object]:
        """The other questions of the row, without answers."""
        return {each.key: None for each in inner(self.group) if each.asks} if self.group else {}


def refused_beside_blank(service: CompiledService, today: date) -> Iterator[Finding]:
    """A mistake for each requirement that reads a question which may have no answer, and is met by no answer then:
    `value > start` is false where `start` was left blank, and nothing on the page would explain why."""
    ways = Ways(service, today)
    for place in _places(ways):
        for number, rule in enumerate(place.question.must):
            for key in _may_lack(ways, place, rule.when):
                if _never_met(ways, place, rule.when, key) and _comes_there(ways, place, key):
                    yield Finding(
                        "refused-beside-blank",
                        f"Where '{key}' has no answer, this refuses every answer to '{place.question.key}'.",
                        f"Define that case, for example `!given({key}) || {rule.when}`; or ask for '{key}' always.",
                        (*place.path, "must", number, "when"),
                    )


def _places(ways: Ways) -> Iterator[_Place]:
    for number, page in enumerate(ways.form):
        for index, question in enumerate(page.questions):
            path: Path = ("form", number, "questions", index)
            yield _Place(number, page, question, path)
            for position, each in enumerate(inner(question)):
                yield _Place(number, page, each, (*path, "each", position), question)


def _may_lack(ways: Ways, place: _Place, source: str) -> list[str]:
    """The questions that a requirement reads, and that may have no answer."""
    found = []
    for name in ways.service.rules.names_behind(source, _scope(place)):
        key = name.partition(".")[0]
        full = f"{place.group.key}.{key}" if place.group and key in place.row else key
        if key != place.question.key and full in ways.limits and ways.limits[full].may_lack:
            found.append(key)
    return list(dict.fromkeys(found))


def _scope(place: _Place) -> Mapping[str, object]:
    return {**place.row, "value": None, place.question.key: None}


def _never_met(ways: Ways, place: _Place, source: str, lacking: str) -> bool:
    """Whether a requirement is false for all answers to its question and to the others that it reads."""
    scope = _scope(place)
    spaces = ways.service.rules.worth_trying(source, ways.on, ways.limits, scope)
    many = max(map(len, spaces.values()))
    for index in islice(range(many), MOST_TRIED):
        tried = {name: values[index % len(values)] for name, values in spaces.items() if values}
        answers = {name: value for name, value in tried.items() if name.partition(".")[0] != lacking}
        own = {name: as_answer(answers.get(name)) for name in scope if name == "value" or name in place.row}
        own |= {lacking: None} if lacking in place.row else {}
        own |= {place.question.key: own["value"]}
        given = {name: as_answer(value) for name, value in answers.items() if name not in own and value is not None}
        if ways.service.evaluate(given, on=ways.on, blank={lacking})(source, own) is not False:
            return False
    return True


def _comes_there(ways: Ways, place: _Place, lacking: str) -> bool:
    """Whether the question is asked of somebody who has not answered the other one."""
    given = {} if lacking in place.row else {lacking: None}
    conditions = conditions_of(place.page, place.group or place.question)
    evaluate = ways.with_answers(given, conditions, ways.form[: place.number])
    if evaluate is None:
        return False
    condition = place.question.when if place.group else None
    return condition is None or evaluate(condition, {**place.row, lacking: None}) is not False
