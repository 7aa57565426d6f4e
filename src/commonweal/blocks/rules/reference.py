"""What the rules block says on the reference page: operators, functions, its names and what examples may expect."""

from collections.abc import Iterator, Sequence

from commonweal.blocks.rules.cel.checking.kinds import MONTHS, WORKING_DAYS, Kind
from commonweal.blocks.rules.cel.checking.signatures import ALL_NAMES, FUNCTIONS, OPERATOR_WORDS, Signature
from commonweal.blocks.rules.explained import FUNCTIONS as EXPLAINED
from commonweal.blocks.rules.explained import IN_WORDS, LITERALS, OPERATORS, Explained
from commonweal.blocks.rules.language import RESERVED
from commonweal.kernel.reference_page import Chapter, Term
from commonweal.kernel.values import (
    ANY,
    BOOLEAN,
    DATE,
    DURATION,
    INTEGER,
    MONEY,
    NUMBER,
    TEXT,
    TIMESTAMP,
    ListOf,
)

KINDS: dict[Kind, str] = {
    TEXT: "text",
    INTEGER: "whole number",
    NUMBER: "number",
    MONEY: "money",
    DATE: "date",
    TIMESTAMP: "moment",
    DURATION: "length of time",
    MONTHS: "months",
    WORKING_DAYS: "working days",
    BOOLEAN: "yes or no",
    ANY: "list",  # only lists are taken whatever they hold
}
ONE, TWO, LIST = "{}", "two of: {}", "list of {}"
# The functions that name each item of a list in turn, and the others that have no signature: they are given an
# expression, not a value.
EACH = ("all", "exists", "exists_one", "filter", "map")
MACROS = {
    "given": "answer → yes or no",
    "has": "part of an answer → yes or no",
    "default": "answer, value of its kind → that kind",
    "all": "list → yes or no",
    "exists": "list → yes or no",
    "exists_one": "list → yes or no",
    "filter": "list → list",
    "map": "list → list",
}


def written(name: str) -> str:
    """How a function is written: with its value in the brackets, before a point, or either."""
    if name in EACH:
        return f"x.{name}(i, …)"
    ways = [_way(name, form) for form in FUNCTIONS.get(name, ())] or [f"{name}(…)"]
    return ", ".join(dict.fromkeys(ways))


def _way(name: str, form: Signature) -> str:
    inside = "…" if len(form.takes) > form.member else ""
    return f"x.{name}({inside})" if form.member else f"{name}({inside})"


def takes(forms: Sequence[Signature]) -> str:
    """What a function takes and gives, its forms put together: "date or moment → whole number"."""
    several = len({form.returns for form in forms}) > 1
    found: dict[tuple[str, str], list[str]] = {}
    for form in forms:
        how, kind = _taken(form)
        gives = KINDS[form.returns]
        kinds = found.setdefault((how, "the same kind" if several and kind == gives else gives), [])
        if kind not in kinds:
            kinds.append(kind)
    return "; ".join(_in_words(how, kinds, gives) for (how, gives), kinds in found.items())


def _taken(form: Signature) -> tuple[str, str]:
    first = form.takes[0]
    if isinstance(first, ListOf) and first.item != ANY:
        return LIST, KINDS[first.item]
    return TWO if len(form.takes) == 2 else ONE, KINDS[first.item if isinstance(first, ListOf) else first]


def _in_words(how: str, kinds: Sequence[str], gives: str) -> str:
    if how == TWO and len(kinds) == 1:
        return f"{kinds[0]}, {kinds[0]} → {gives}"
    listed = " or ".join(filter(None, [", ".join(kinds[:-1]), kinds[-1]]))
    return f"{how.format(listed)} → {gives}"


def _term(name: str, said: Explained, kind: str = "") -> Term:
    return Term(name, said.words, said.example, gives=said.gives, kind=kind)


def _functions() -> Iterator[Term]:
    for name in sorted(ALL_NAMES, key=list(EXPLAINED).index):
        yield _term(written(name), EXPLAINED[name], MACROS.get(name) or takes(FUNCTIONS[name]))


CHAPTERS = [
    Chapter(
        "Values and operators",
        10,
        [
            *(_term(name, said) for name, said in LITERALS.items()),
            *(_term(OPERATOR_WORDS[name], said) for name, said in OPERATORS.items()),
        ],
        intro=f"{IN_WORDS}\n\n`expression` → `value` means that the first gives the second.",
        end="`&&` binds closer than `||`; brackets say what belongs together. Money goes with money: write "
        "`money('16000')`, not `16000`. A rule that has no value for some answers (a division by zero, the third item "
        "of a list of two) is refused unless a condition guards it.",
    ),
    Chapter("Functions", 20, list(_functions())),
    Chapter(
        "Reserved words",
        92,
        intro="No parameter, fact, table, or input or output of a table can have one of these names:\n\n"
        + ", ".join(f"`{word}`" for word in sorted(RESERVED))
        + ".",
    ),
    Chapter(
        "Names in expressions",
        30,
        [
            Term(
                "today", "The day on which the rule is asked.", "today < date('2031-04-01')", gives="true", kind="date"
            ),
            Term(
                "parameters.x",
                "A rate or limit of the section `parameters`, as it is on that day.",
                "income <= parameters.income_limit",
                slip="income <= parameters.income_limits",
                kind="as its values",
            ),
            Term(
                "facts.x",
                "A derived value of the section `facts`.",
                "when: facts.large",
                slip="when: facts.larg",
                kind="as its expression",
            ),
            Term(
                "tables.x.y",
                "The output `y` of the decision table `x`.",
                "rent: tables.rents.yearly",
                slip="rent: tables.rents.yearl",
                kind="as the output",
            ),
        ],
    ),
    Chapter(
        "What an example may expect",
        80,
        [
            Term(
                "facts",
                "Values of facts, amounts in their main unit; `null` where an answer is missing.",
                "facts: {rent: 40}",
                slip="facts: {rents: 40}",
            ),
            Term(
                "eligible",
                "`true`, `false`, or `more information needed`; where there are no criteria, everybody is eligible.",
                "eligible: false",
                slip="eligible: more information needed",
            ),
            Term(
                "because",
                "The keys of the criteria that do not hold.",
                "because: [low-income]",
                slip="because: [low-incomes]",
            ),
        ],
    ),
]
