"""Options that block the form, because another question then refuses every answer."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from random import Random

from commonweal.blocks.forms.api import Question, inner, located, made_up
from commonweal.kernel.definition import Expression, Path
from commonweal.kernel.problems import Problem
from commonweal.kernel.steady_random import steady_dice
from commonweal.services.definitions.proof.choice_questions import MOST_OPTIONS, Choice
from commonweal.services.definitions.proof.examples import given_in
from commonweal.services.definitions.proof.walks import ANYTHING, End, Walk, Walker
from commonweal.services.definitions.proof.ways import Ways, as_answer

FREE_WALKS = 6  # before walks that choose one option
WALKS = 40  # with one option, until none is looked for any more
MOST_WALKS = 400  # with the options of one service
MOST_ANSWERS = 40  # with one option
MOST_IN_POOL = 100  # answers to one question
KNOWN = 0.8  # how often a name that is not an answer has a value

Option = tuple[str, str]
"""The name of a question and one of its options."""


def stuck_options(
    ways: Ways, choices: Sequence[Choice], expressions: Sequence[Expression], refused: Collection[Option]
) -> dict[Option, str]:
    """The options with which every walk through the form ends at a question that takes no answer, each with the key of
    that question. An exit, and a criterion that does not hold, are ends to which an option may lead.

    Only choices are looked at on which the requirements of another question depend, or that depend on what these or the
    exits before them leave. An option is stuck only where another one of its question is not: else there were too few
    walks to decide. `refused` are options that their own question seems to refuse; they are stuck, except those that
    some walk takes."""
    rules = _Rules(ways, [rule for rule in expressions if rule.path[:1] == ("form",)])
    doubtful = {name for name, _ in refused}
    concerned = [choice for choice in choices if choice.name in doubtful or rules.concern(choice)]
    if not concerned:
        return {}
    search = _Search(ways, concerned, rules)
    search.walk_freely()
    stuck = {
        (choice.name, option): key
        for choice in concerned
        for option in choice.options[:MOST_OPTIONS]
        if (key := search.stuck_at(choice, option)) or (choice.name, option) in refused
    }
    going_on = {name for name, _ in search.taken}
    return {
        option: "" if option in refused else key
        for option, key in stuck.items()
        if option not in search.taken and (option in refused or option[0] in going_on)
    }


class _Rules:
    """Which questions the requirements and conditions in a form read, by the name of their question."""

    def __init__(self, ways: Ways, rules: Sequence[Expression]) -> None:
        self.ways, self.rules = ways, rules
        self.reads: dict[str, set[str]] = defaultdict(set)
        self.limited: set[str] = set()  # questions with requirements of which answers to others decide
        self.requiring: set[str] = set()  # those of them that have to be answered
        self.telling: set[str] = set()  # questions whose requirements made-up answers can meet
        at: dict[Path, list[Expression]] = defaultdict(list)
        for rule in rules:
            at[rule.path[:-3] if "must" in rule.path else rule.path[:-1]].append(rule)
        for below, question, group in located(ways.form):
            path, name = ("form", *below), _name(question, group)
            limiting = [rule for rule in at[path] if "must" in rule.path or rule.path[-1] != "when"]
            if question.must and self._read(limiting) - {name}:
                self.limited.add(name)
                self.requiring |= {name} if question.required else set()
            if all(ways.service.rules.is_searchable(rule.source, rule.scope or None) for rule in limiting):
                self.telling.add(name)
            self.reads[name] |= self._read([*at[path[:2]], *at[path]]) - {name}
            if group is not None:  # a group has no answer where one of its rows has none
                self.reads[group.key].add(name)
                self.reads[name].add(group.key)
        self.decisive = self._behind(self.requiring)

    def concern(self, choice: Choice) -> bool:
        """Whether requirements of other questions, or exits before it, may exclude options of a question, or answers
        that these need."""
        name = choice.name
        if name in self.decisive or name not in self.limited:
            return name in self.decisive
        before = self.ways.form[: int(choice.path[1])]
        return any(page.exit for page in before) or not self.reads[name].isdisjoint(
            self._behind(self.requiring - {name})
        )

    def _read(self, rules: Sequence[Expression]) -> set[str]:
        return {self.name_in(rule, name) for rule in rules for name in self.names(rule)}

    def names(self, rule: Expression) -> list[str]:
        """The names that a rule reads, also through facts and tables."""
        return self.ways.service.rules.names_behind(rule.source, rule.scope or None)

    def name_in(self, rule: Expression, name: str) -> str:
        """The question that a name in a rule means."""
        root = name.partition(".")[0]
        own = rule.about if root == "value" else root
        if root not in rule.scope or "each" not in rule.path:
            return own
        group = self.ways.form[int(rule.path[1])].questions[int(rule.path[3])]
        return f"{group.key}.{own}"

    def _behind(self, names: Collection[str]) -> set[str]:
        """The questions on whose answers it depends what others take, and whether they are asked."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            new = self.reads[waiting.pop()] - found
            found |= new
            waiting += new
        return found

    def decide(self, question: Question) -> bool:
        """Whether answers to others decide which ones a question takes, one in its rows included, and made-up answers
        can show that."""
        names = [question.key, *(f"{question.key}.{each.key}" for each in inner(question))]
        return not self.requiring.isdisjoint(names) and self.telling.issuperset(names)

    def pools(self) -> dict[str, list[object]]:
        """Answers that are worth trying, by the name of their question; and values of other names."""
        ways = self.ways
        found: dict[str, list[object]] = {}
        for rule in self.rules:
            tried = ways.service.rules.worth_trying(rule.source, ways.on, ways.limits, rule.scope or None)
            for name, values in tried.items():
                whole = name if name.partition(".")[0] not in {*rule.scope, *ways.asked} else self.name_in(rule, name)
                if whole == name or "." not in name:
                    pool = found.setdefault(whole, [])
                    answers = (as_answer(value) for value in values if value is not None)
                    pool += [answer for answer in answers if answer not in pool and len(pool) < MOST_IN_POOL]
        return found


def _name(question: Question, group: Question | None) -> str:
    return f"{group.key}.{question.key}" if group else question.key


@dataclass
class _Search:
    """Walks through a form, and the options of choices on those that reach the end."""

    ways: Ways
    choices: Sequence[Choice]
    rules: _Rules
    dice: Random = field(default_factory=steady_dice)
    taken: set[Option] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.pools = self.rules.pools()
        self.left = MOST_WALKS

    def walk_freely(self) -> None:
        """Walks with the answers of the examples, and with any."""
        for example in self.ways.service.base.examples:
            self._walk(given_in(self.ways.service, example), {})
        for _ in range(FREE_WALKS):
            self._walk({}, {})

    def stuck_at(self, choice: Choice, option: str) -> str:
        """The question at which walks with an option end; none where one reaches its end, or too few were made."""
        if (choice.name, option) in self.taken or self.left < WALKS:
            return ""
        fixed = {choice.name: _answers(choice, option)}
        given = {} if choice.group else {choice.name: fixed[choice.name][0]}
        leading = self.ways.leading_to(given, choice.conditions)
        found = ""
        for number in range(WALKS):
            self.left -= 1
            walk = self._walk({} if number % 2 else leading, fixed)
            if (choice.name, option) in self.taken:
                return ""
            found = (_refusing(choice, option, walk) if walk else "") or found
        return found

    def _walk(self, preferred: Mapping[str, object], fixed: Mapping[str, Sequence[object]]) -> Walk | None:
        groups = {name for name in preferred if isinstance(preferred[name], list)}
        pools = {name: values for name, values in self.pools.items() if name.partition(".")[0] not in groups}
        pools |= {name: [value] for name, value in preferred.items()}
        others = {
            name: self.dice.choice(pools[name]) for name in self._other_names(pools) if self.dice.random() < KNOWN
        }
        walker = Walker(self.ways, pools, self.dice, self._otherwise, fixed)
        with suppress(Problem):  # an answer that represents all may be of a type that a rule does not take
            walk = walker.walk(self.ways.form, others)
            self._note(walk)
            return walk
        return None

    def _other_names(self, pools: Mapping[str, Sequence[object]]) -> list[str]:
        return [name for name, values in pools.items() if name.partition(".")[0] not in self.ways.asked and values]

    def _note(self, walk: Walk) -> None:
        answers: Mapping[str, object] = walk.answers
        if walk.end is End.STUCK:
            answers = walk.before if self.ways.ends_journey({**walk.others, **walk.before}) else {}
        for choice in self.choices:
            self.taken |= {(choice.name, option) for option in _chosen(choice, answers)}

    def _otherwise(self, question: Question, walk: Walk) -> object:
        """An answer to a question that took none: without its requirements where made-up answers prove nothing about
        them, or where they are about its own answer alone, which is checked elsewhere."""
        if self.rules.decide(question):
            return None
        rows = [each.model_copy(update={"must": []}) for each in inner(question)]
        free = question.model_copy(update={"must": [], **({"each": rows} if rows else {})})
        found = made_up(free, walk.answers, self.ways.form_context(walk.others, walk.blank), self.dice)
        return ANYTHING if found is None and not rows else found


def _answers(choice: Choice, option: str) -> list[object]:
    """The answers with an option; in rows, of which others may have other answers, as many without it."""
    found = list(islice(choice.answers_with(option), MOST_ANSWERS))
    if choice.group is None:
        return found
    others = [each if choice.question.type == "choice" else [each] for each in choice.options if each != option]
    others = others[:MOST_ANSWERS]
    return [*found * max(1, len(others)), *others]


def _refusing(choice: Choice, option: str, walk: Walk) -> str:
    """The question that refused an option on a walk that wanted it: one at which the walk ended, or the choice itself
    where the rows that were made up have other options; none where the walk did not get that far."""
    key = (choice.group or choice.question).key
    if walk.stuck_at:
        return walk.stuck_at if walk.stuck_at == key or option in _chosen(choice, walk.answers) else ""
    return choice.question.key if choice.group is not None and key in walk.answers else ""


def _chosen(choice: Choice, answers: Mapping[str, object]) -> Iterator[str]:
    """The options that answers have chosen."""
    rows = [answers] if choice.group is None else answers.get(choice.group.key, [])
    for row in rows if isinstance(rows, list) else []:
        value = row.get(choice.question.key)
        yield from value if isinstance(value, list) else [] if value is None else [value]
