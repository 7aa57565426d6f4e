"""Checks that every path through a page settles the facts in its `settles`.

A fact that depends on a question which some paths skip is a mistake that is found late: each question works, each
rule works, and for some people there is no result."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from random import Random

from commonweal.blocks.forms.api import Question, conditions_of, page_applies, questions_of
from commonweal.kernel.answers import as_written
from commonweal.kernel.definition import Finding, Path, Unknown
from commonweal.kernel.steady_random import steady_dice
from commonweal.kernel.values import TEXT
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.language.vocabulary import suggestion
from commonweal.services.definitions.proof.walks import ANYTHING, End, Walk, Walker
from commonweal.services.definitions.proof.ways import Ways, as_answer

WALKS = 200


def unsettled(service: CompiledService, today: date) -> Iterator[Finding]:
    """A finding for each fact in `settles` of a page that does not exist, or has no value after some path through the
    form up to this page, with the answers on that path."""
    facts = service.content("facts") or {}
    for number, page in enumerate(service.content("form") or []):
        for index, name in enumerate(page.settles):
            path: Path = ("form", number, "settles", index)
            if name.removeprefix("facts.") not in facts:
                known = [f"facts.{key}" for key in facts]
                yield Finding("unknown-name", f"There is no fact '{name}'.", suggestion(name, known), path)
            else:
                yield from _left_open(Ways(service, today), number, name, path)


def _left_open(ways: Ways, number: int, name: str, path: Path) -> Iterator[Finding]:
    service = ways.service
    pools = _pools(ways, name)
    read = [key for key in service.rules.names_behind(name) if key.partition(".")[0] in ways.asked]
    dice = steady_dice()
    walks = [walk for _ in range(WALKS) if (walk := _walk(ways, number, pools, dice)) is not None]
    if not walks:
        message = f"No path to this page was found, so nothing shows that it settles '{name}'."
        yield Finding("not-settled", message, "Look at the conditions of this page and of those before it.", path)
    for walk in walks:
        value = service.evaluate(walk.answers, on=ways.on, blank=walk.blank)(name)
        if value is None or isinstance(value, Unknown):
            yield _finding(ways, name, walk, read, path)
            return


def _pools(ways: Ways, name: str) -> dict[str, list[object]]:
    """Answers that are worth trying, by question: those that the fact and the conditions of the form distinguish."""
    sources = [name]
    for page, question in questions_of(ways.form):
        sources += conditions_of(page, question)
    found: dict[str, list[object]] = {}
    for source in dict.fromkeys(sources):
        for key, values in ways.service.rules.worth_trying(source, ways.on, ways.limits).items():
            found.setdefault(key, []).extend(map(as_answer, values))
    return found


def _walk(ways: Ways, number: int, pools: Mapping[str, Sequence[object]], dice: Random) -> Walk | None:
    """A way through the form up to a page, that page included; None for one that ends before."""

    def otherwise(question: Question, walk: Walk) -> object:
        del walk
        return ANYTHING if question.key not in pools or question.value_type() == TEXT else None

    walker = Walker(ways, pools, dice, otherwise)
    walk = walker.walk(ways.form[: number + 1], {})
    is_there = walk.end is End.THROUGH and page_applies(ways.form[number], walker.evaluate(walk))
    return walk if is_there else None


def _written(ways: Ways, key: str, value: object) -> str:
    return as_written(value, ways.service.rules.rule_set.kind(key))


def _finding(ways: Ways, name: str, walk: Walk, read: Sequence[str], path: Path) -> Finding:
    given = {key: value for key, value in walk.answers.items() if key in {each.partition(".")[0] for each in read}}
    others = {key: value for key, value in walk.answers.items() if isinstance(value, bool | str) and key not in given}
    when = ", ".join(f"{key} is {_written(ways, key, value)}" for key, value in {**given, **others}.items())
    lacking = [key for key in read if key.partition(".")[0] not in walk.answers]
    without = f": there is no answer to {', '.join(map(repr, lacking))}" if lacking else ""
    return Finding(
        "not-settled",
        f"After this page '{name}' has no value{f' when {when}' if when else ''}{without}.",
        "Ask for it on every path to this page, or let the fact define what counts where it is not asked, as in "
        "`default(interest, money(0))`.",
        path,
    )
