"""Mistakes that only forms can find, beyond those of its models and the static proof."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from commonweal.blocks.forms.pages.order import asked_later
from commonweal.blocks.forms.pages.page import CHECK, Form, conditions_of, located
from commonweal.blocks.forms.pages.references import referred_behind, referred_names
from commonweal.blocks.forms.question import Personal, Question
from commonweal.blocks.forms.questions.repeat import RepeatQuestion
from commonweal.blocks.forms.questions.text import TextQuestion
from commonweal.kernel.definition import Evaluate, Finding, Path

# Names that expressions have from elsewhere, and CEL's own words; an answer of that name would hide them.
_TAKEN = """
parameters facts tables attributes person answer answers value given today now booking payment case service messages fee
eligibility organisation true false null in as break const continue else for function if import let loop package
namespace return var void while size has all exists exists_one map filter int uint double string bytes bool type dyn
duration timestamp list matches days working_days months min max sum round
"""
RESERVED = frozenset(_TAKEN.split())


def check(content: Form, document: Mapping[str, object]) -> Iterable[Finding]:
    """All findings about a form; `document` is the whole definition as plain data."""
    yield from _page_keys(content)
    yield from _question_keys(content)
    yield from _unreachable(content)
    yield from _circular(content, document)
    yield from asked_later(content, document)
    yield from _personal(content, document)
    for path, question, group in located(content):
        yield from question.findings(path)
        yield from _words(content, path, question, group)
        yield from _numbers_as_options(question, path, document)


def _page_keys(content: Form) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for number, page in enumerate(content):
        if page.page in seen:
            yield Finding(
                "form-page-twice",
                f"There are two pages '{page.page}' (the other is page {seen[page.page] + 1}).",
                "Give each page a key of its own.",
                (number, "page"),
            )
        seen.setdefault(page.page, number)
        if page.title is None and not any(q.asks and q.label for q in page.questions):
            yield Finding(
                "form-no-title",
                f"The page '{page.page}' has no title, and no question to take the title from.",
                "Give it a title in each language of the place.",
                (number,),
                severity="warning",
            )
        if page.page == CHECK:
            yield Finding(
                "form-page-reserved",
                f"'{CHECK}' is the page on which people check their answers; every form has it automatically.",
                "Give your page another key.",
                (number, "page"),
            )


def _question_keys(content: Form) -> Iterator[Finding]:
    outer = {q.key for _, q, group in located(content) if group is None}
    seen: set[tuple[str, str]] = set()
    for path, question, group in located(content):
        if question.key in RESERVED:
            yield Finding(
                "form-key-reserved",
                f"'{question.key}' means something else in expressions.",
                "Give the question another key.",
                (*path, "key"),
            )
        place = (group.key if group else "", question.key)
        hidden = group is not None and question.key in outer
        if place in seen or hidden:
            where = "outside the group" if hidden else "in this form"
            yield Finding(
                "form-key-twice",
                f"There is already a question '{question.key}' {where}.",
                "Give each question a key of its own; conditions identify answers by it.",
                (*path, "key"),
            )
        seen.add(place)


def rows_that_cannot_be(content: Form, evaluate: Evaluate) -> Iterator[Finding]:
    """Repeat groups that no number of rows satisfies, where a limit is worked out from parameters alone. `evaluate`
    knows no answers."""
    for number, page in enumerate(content):
        for index, question in enumerate(page.questions):
            if isinstance(question, RepeatQuestion):
                yield from question.no_rows(evaluate, (number, "questions", index))


def patterns_that_nothing_fits(content: Form, evaluate: Evaluate) -> Iterator[Finding]:
    """Patterns for which every answer is refused. `evaluate` knows no answers."""
    for path, question, _group in located(content):
        if isinstance(question, TextQuestion):
            yield from question.unmatched(evaluate, path)


def _unreachable(content: Form) -> Iterator[Finding]:
    for number, page in enumerate(content):
        if page.exit and page.when is None and number + 1 < len(content):
            yield Finding(
                "form-unreachable",
                f"The pages after the exit '{page.page}' cannot be reached, because it has no condition.",
                "Give the exit a `when`, or remove the pages after it.",
                (number,),
            )
        elif page.when is not None and page.when.strip() == "false":
            yield Finding(
                "form-unreachable",
                f"The page '{page.page}' is never shown.",
                "Correct its condition, or remove the page.",
                (number, "when"),
            )


def _circular(content: Form, document: Mapping[str, object]) -> Iterator[Finding]:
    """Questions whose own answer decides whether they are asked: such a journey might never end."""
    needs: dict[str, frozenset[str]] = {}
    paths: dict[str, Path] = {}
    for number, page in enumerate(content):
        for index, question in enumerate(page.questions):
            found = [referred_behind(source, document) for source in conditions_of(page, question)]
            needs[question.key] = frozenset().union(*found)
            paths[question.key] = (number, "questions", index)
    for key in needs:
        if _leads_to(key, needs):
            yield Finding(
                "form-circular",
                f"Whether '{key}' is asked depends, directly or through other answers, on its own answer.",
                "Let conditions depend only on questions that do not depend on this one.",
                paths[key],
            )
    yield from _circular_rows(content)


def _circular_rows(content: Form) -> Iterator[Finding]:
    """Within a row, questions are asked in order, so a condition can only see those before."""
    for path, question, group in located(content):
        if group is None or question.when is None:
            continue
        keys = [within.key for within in getattr(group, "each", [])]
        later = set(keys[keys.index(question.key) :]) & referred_names(question.when)
        if later:
            yield Finding(
                "form-circular",
                f"'{question.key}' depends on '{sorted(later)[0]}', which is not asked before it.",
                "Put the question that decides before the one that depends on it.",
                (*path, "when"),
            )


def _leads_to(key: str, needs: Mapping[str, frozenset[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(needs[key])
    while waiting:
        name = waiting.pop()
        if name == key:
            return True
        if name not in seen:
            seen.add(name)
            waiting += needs.get(name, frozenset())
    return False


def _personal(content: Form, document: Mapping[str, object]) -> Iterator[Finding]:
    kept_by_rule = _says_retention(document)
    for path, question, _ in located(content):
        if isinstance(question.personal, Personal) and question.personal.retention:
            yield Finding(
                "form-own-retention",
                f"'{question.key}' gives its answer a retention of its own, but answers are deleted together with "
                "their case.",
                "Remove it, and give the outcomes of the case, or the whole service, a `retention`.",
                path,
            )
        elif isinstance(question.personal, Personal) and not kept_by_rule:
            yield Finding(
                "form-no-retention",
                f"The answer to '{question.key}' is personal, but it has no retention.",
                "Give the outcomes of the case, or the whole service, a `retention`.",
                path,
            )
        elif question.personal is None and question.obviously_personal:
            yield Finding(
                "form-personal-undeclared",
                f"'{question.key}' asks for personal data ({question.type}) without declaring it.",
                "Write `personal: yes`, or `personal: special`; or `personal: no` if it is not about a person.",
                path,
                severity="warning",
            )


def _says_retention(value: object) -> bool:
    """Whether there is a retention in the document outside the form (outcomes of a case have one)."""
    if isinstance(value, Mapping):
        return any(name == "retention" or (name != "form" and _says_retention(v)) for name, v in value.items())
    return isinstance(value, list | tuple) and any(map(_says_retention, value))


def _numbers_as_options(question: Question, path: Path, document: Mapping[str, object]) -> Iterator[Finding]:
    """Options that are written as numbers with a point, of which only the value is read: 1.10 is 1.1."""
    if not getattr(question, "options", None):
        return
    written: Any = document.get("form")
    for part in (*path, "options"):
        if written is None:  # asked for a form by itself
            return
        written = written[part]
    for index, option in enumerate(written):
        if isinstance(option, float):
            yield Finding(
                "form-option-number",
                f"An option is text, but this is read as the number {option}, however many digits it was written with.",
                "Put it in quotation marks.",
                (*path, "options", index),
            )


def _words(content: Form, path: Path, question: Question, group: Question | None) -> Iterator[Finding]:
    alone = group is None and len([q for q in content[int(path[0])].questions if q.asks]) == 1
    if question.asks and question.label is None and not alone:
        yield Finding(
            "form-no-label",
            f"The question '{question.key}' has no words; people will see '{question.words('')}'.",
            "Give it a label in each language of the place.",
            path,
            severity="warning",
        )
