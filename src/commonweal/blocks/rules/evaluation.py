"""One evaluation: the answers of one case on one day, asked through expressions, with three-valued results."""

import re
from collections.abc import Callable, Container, Mapping
from datetime import date
from typing import Any

from commonweal.blocks.rules.cel import bounds, conversion, cost, functions
from commonweal.blocks.rules.cel.compiled import Compiled
from commonweal.blocks.rules.cel.engine import Failure
from commonweal.blocks.rules.problems import RuleFailed, RuleRefused
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.kernel.budget import spend
from commonweal.kernel.definition import NoValue, Unknown, joined
from commonweal.kernel.values import BOOLEAN, ValueType

# What the library says when an expression depends on null, the value of an answer that does not apply.
RESTS_ON_NOTHING = re.compile(r"null|Applying SELECT to non|no such field")
# What it says when an operator was given a kind that it does not take. The proof saw to the kinds; what remains is
# null, where there is any.
NOT_TAKEN = "No matching overloads found"
MISSING = object()
# What evaluating costs, in steps of the budget for proofs: at all, and for each name that is read.
RUN, READ = 40, 4


class Evaluation:
    """Evaluates expressions over one set of answers; conforms to `kernel.definition.Evaluate`.

    `evaluate(source)` gives the value, with these meanings of "no value":

    - `Unknown(names)` while answers are missing that could still change it; `&&` and `||` answer without them where
      they can. `names` are the answers that would help.
    - `False` for a condition, `None` for any other expression, that rests on an answer which does not apply.
    - `NoValue(because)` where there is none: a division by zero, an item that a list has not, a text that is no day, a
      parameter before its first day, a table without a row. It is Unknown, never "no"; `failures` keeps the reasons.

    Money is an integer of minor units, a date a `date`. Raises RuleRefused: a source that is not valid here, or answers
    out of bounds. Cheap to make, not to be shared by threads.
    """

    def __init__(
        self, rule_set: RuleSet, answers: Mapping[str, Any], on: date, absent: Container[str] = frozenset()
    ) -> None:
        self.rule_set = rule_set
        self.answers = answers
        self.on = on
        self.absent = absent
        self.failures: list[str] = []
        self._values: dict[str, Any] = {}
        self._bound: dict[str, Any] = {}
        self._sizes: dict[str, cost.Size] = {}
        self._working: list[str] = []
        self._derived: dict[str, Any] = {}

    def __call__(self, source: str, scope: Mapping[str, Any] | None = None) -> Any:
        """See the class. `scope` holds the values of names that only this place has (sibling answers inside a repeat
        group); what it lacks is missing, and None there is an answer that does not apply."""
        if scope is None:
            if source not in self._values:
                self._values[source] = self._run(self.rule_set.compiled(source), None)
            return self._values[source]
        return self._run(self.rule_set.compiled(source, scope), scope)

    def value(self, name: str) -> Any:
        """The value of a dotted name: `Unknown` while it is missing, `None` where it does not apply."""
        return self(name)

    def of_part(self, part: Compiled, scope: Mapping[str, Any]) -> Any:
        """The value of a part of an expression: see `Compiled.alone`. `scope` holds the values of its bound names."""
        return self._run(part, scope)

    # How an expression runs

    def _run(self, compiled: Compiled, scope: Mapping[str, Any] | None) -> Any:
        try:
            return self._tried(compiled, scope)
        except RuleFailed as failed:
            return self._no_value(failed)

    def _no_value(self, failed: RuleFailed) -> NoValue:
        self.failures.append(failed.detail)
        return NoValue(failed.detail)

    def _tried(self, compiled: Compiled, scope: Mapping[str, Any] | None) -> Any:
        spend(RUN + READ * len(compiled.reads))
        bindings: dict[str, Any] = {}
        waiting: dict[str, Unknown] = {}
        for name in compiled.reads:
            value = self._read(name, compiled, scope)
            if isinstance(value, Unknown):
                waiting[name] = value
            else:
                bindings[name] = value
        if compiled.costly:
            cost.refuse_costly(compiled.tree, {name: self._size(name, bindings[name], scope) for name in bindings})
        if compiled.uses_calendar:
            with functions.working_in(self.rule_set.calendar, self.on):
                return self._result(compiled, bindings, waiting)
        return self._result(compiled, bindings, waiting)

    def _result(self, compiled: Compiled, bindings: dict[str, Any], waiting: Mapping[str, Unknown]) -> Any:
        result = compiled.program.run(bindings)
        if not isinstance(result, Failure):
            return conversion.outward(result, compiled.kind)
        if waiting:
            needed = compiled.needed(compiled.tree, bindings)
            if needed:
                return joined(waiting.get(name, Unknown([name])) for name in sorted(needed))
        if _rests_on_nothing(result, bindings):
            return False if compiled.kind == BOOLEAN else None
        raise _failed(compiled.source, result)

    def _size(self, name: str, value: Any, scope: Mapping[str, Any] | None) -> cost.Size:
        if scope is not None:
            return cost.size_of(value, name)
        if name not in self._sizes:
            self._sizes[name] = cost.size_of(value, name)
        return self._sizes[name]

    # Where values come from

    def _read(self, name: str, compiled: Compiled, scope: Mapping[str, Any] | None) -> Any:
        """A name as the library takes it; Unknown with the names of the answers that are missing for it."""
        if scope is not None:
            own = compiled.own(name)
            if own is not None:
                is_left_out = name in scope and scope[name] is None
                return None if is_left_out else self._answered(name, own.kind, scope)
        if name not in self._bound:
            self._bound[name] = self._work_out(name)
        return self._bound[name]

    def _work_out(self, name: str) -> Any:
        kind = self.rule_set.kind(name)
        first, _, rest = name.partition(".")
        if name == "today":
            return conversion.inward(self.on, kind, name)
        if first == "parameters":
            return self._guarded(name, lambda: self.rule_set.parameter(rest, self.on), kind)
        if first == "facts":
            return self._guarded(name, lambda: self.fact(rest), kind)
        if first == "tables":
            return self._guarded(name, lambda: self._table_value(rest), kind)
        for derived, work in self.rule_set.derive.items():
            if name == derived or name.startswith(derived + "."):
                if derived not in self._derived:
                    self._derived[derived] = work(self.answers)
                value = self._derived[derived]
                return value if isinstance(value, Unknown) else self._answered(name, kind, {derived: value})
        return self._answered(name, kind, self.answers)

    def fact(self, name: str) -> Any:
        """The value of a fact by its key; Unknown while answers are missing."""
        return self._run(self.rule_set.compiled_fact(name), None)

    def _table_value(self, name: str) -> Any:
        """The value of `NAME.output` of a decision table."""
        key, _, output = name.partition(".")
        return self.rule_set.tables[key].value(output, self)

    def _guarded(self, name: str, work: Callable[[], Any], kind: ValueType) -> Any:
        if name in self._working:
            chain = " → ".join([*self._working[self._working.index(name) :], name])
            raise RuleRefused(f"These depend on each other in a cycle: {chain}.", remedy="Break the cycle.")
        self._working.append(name)
        try:
            value = work()
        except RuleFailed as failed:
            value = self._no_value(failed)
        finally:
            self._working.pop()
        return value if isinstance(value, Unknown) else conversion.inward(value, kind, name)

    def _answered(self, name: str, kind: ValueType, answers: Mapping[str, Any]) -> Any:
        value = _dig(answers, name)
        if value is MISSING or value is None:
            return None if self._does_not_apply(name) else Unknown([name])
        bounds.weigh(value, name)
        return conversion.inward(value, kind, name)

    def _does_not_apply(self, name: str) -> bool:
        parts = name.split(".")
        return any(".".join(parts[: length + 1]) in self.absent for length in range(len(parts)))


def _rests_on_nothing(failure: Failure, bindings: Mapping[str, Any]) -> bool:
    if RESTS_ON_NOTHING.search(failure.message):
        return True
    return NOT_TAKEN in failure.message and any(_holds_nothing(value) for value in bindings.values())


def _holds_nothing(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_holds_nothing(item) for item in value.values())
    return value is None or (isinstance(value, list) and any(_holds_nothing(item) for item in value))


def _dig(answers: Any, name: str) -> Any:
    """The value of a dotted name in answers that may be nested, dotted, or both."""
    if not isinstance(answers, Mapping):
        return MISSING
    if name in answers:
        return answers[name]
    head, rest = name, ""
    while "." in head:
        head, _, last = head.rpartition(".")
        rest = f"{last}.{rest}" if rest else last
        if head in answers:
            return _dig(answers[head], rest)
    return MISSING


def _failed(source: str, failure: Failure) -> Exception:
    message = failure.message
    if "budget" in message:
        return RuleRefused(
            "This rule would take too long with so many answers.",
            remedy="Use fewer lists inside lists, or limit how many answers a list may have.",
        )
    what = "it has no value here"
    if "divi" in message.lower():
        what = "it divides by zero"
    elif "overflow" in message or "range" in message:
        what = "a number in it is too large"
    short = source if len(source) <= 120 else source[:117] + "…"
    return RuleFailed(f"The rule '{short}' could not be worked out: {what}.", remedy="Correct the rule or the answers.")
