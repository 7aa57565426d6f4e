"""Checks an expression against the kinds of its names, and chooses for each operator what runs.

CEL has no money, no calendar days and no records; the checker knows them. It works on the syntax tree, tells every
mistake with its column in plain words, and gives back the tree that the library then runs.
"""

from dataclasses import replace

from commonweal.blocks.rules.cel.checking import calls, fields
from commonweal.blocks.rules.cel.checking.kinds import (
    NULL,
    Kind,
    Typed,
    converted,
    is_any,
    join,
    join_all,
    list_of,
    words,
)
from commonweal.blocks.rules.cel.checking.names import Names, did_you_mean
from commonweal.blocks.rules.cel.checking.operators import Mistake
from commonweal.blocks.rules.cel.checking.slips import remedy_for_name
from commonweal.blocks.rules.cel.checking.typing_context import Complaint, TypingContext
from commonweal.blocks.rules.cel.tree import (
    Call,
    Comprehension,
    Constant,
    Entry,
    Identifier,
    ListNode,
    Node,
    Select,
    Struct,
    chain,
)
from commonweal.kernel.values import (
    ANY,
    BOOLEAN,
    INTEGER,
    NUMBER,
    TEXT,
    ListOf,
    Record,
)

LITERALS: dict[str, Kind] = {
    "null": NULL,
    "bool": BOOLEAN,
    "int": INTEGER,
    "double": NUMBER,
    "string": TEXT,
    "uint": ANY,
    "bytes": ANY,
}


class Checker(TypingContext):
    """Checks one expression; `complaints` collects all that is wrong, not only the first."""

    def check(self, node: Node) -> Typed:
        try:
            return self._typed(node)
        except Mistake as mistake:
            self.complain(mistake, node)
            return Typed(ANY, node)

    def _typed(self, node: Node) -> Typed:
        match node:
            case Constant():
                return Typed(LITERALS[node.kind], node)
            case Identifier() | Select():
                return fields.read(self._raw(node))
            case Call():
                return calls.typed_call(self, node)
            case ListNode():
                elements = [self.check(element) for element in node.elements]
                kind = join_all(element.kind for element in elements)
                return Typed(list_of(kind), replace(node, elements=tuple(item.node for item in elements)))
            case Struct():
                return self._struct(node)
            case Comprehension():
                return self._comprehension(node)

    # Names

    def _raw(self, node: Node) -> Typed:
        parts, root = chain(node)
        if isinstance(node, Select) and node.test:
            return self.given(replace(node, test=False))
        if parts is not None and parts[0] not in self.locals:
            return self._global(parts, root)
        if isinstance(node, Identifier):
            return Typed(self.locals[node.name], node)
        if isinstance(node, Select):
            return fields.field(self._raw_or_typed(node.operand), node)
        return self._typed(node)

    def _raw_or_typed(self, node: Node) -> Typed:
        return self._raw(node) if isinstance(node, Identifier | Select) else self.check(node)

    def _global(self, parts: list[str], root: Node) -> Typed:
        found = self.names.find(parts)
        if found is None:
            raise _unknown_name(self.names, parts, root.column)
        typed = Typed(found.kind, Identifier(found.name, root.column))
        for part in found.rest:
            typed = fields.field(typed, Select(typed.node, part, column=root.column))
        return typed

    # Literals and macros

    def _struct(self, node: Struct) -> Typed:
        if node.message:
            raise Mistake(f"'{node.message}' is not known here.", "Write a list or a map.", "unknown-name")
        entries, fields = [], {}
        for entry in node.entries:
            value = self.check(entry.value)
            entries.append(Entry(value.node, entry.key, entry.field, entry.optional))
            if isinstance(entry.key, Constant) and isinstance(entry.key.value, str):
                fields[entry.key.value] = value.kind
        kind = Record(fields, open=len(fields) < len(entries))  # type: ignore[arg-type]  # may hold null while checking
        return Typed(kind, replace(node, entries=tuple(entries)))

    def _comprehension(self, node: Comprehension) -> Typed:
        over = self.check(node.over)
        item: Kind
        if isinstance(over.kind, ListOf):
            item = over.kind.item
        elif isinstance(over.kind, Record):
            item = TEXT
        elif is_any(over.kind):
            item = ANY
        else:
            raise Mistake(
                f"Only a list has items to look at, and this is {words(over.kind)}.", "Use it with a list of answers."
            )
        start = self.check(node.start)
        outer, outer_items = dict(self.locals), dict(self.items_of)
        self._remember_list(node)
        self.locals[node.variable] = item
        self.locals[node.accumulator] = start.kind
        condition, step = self.check(node.condition), self.check(node.step)
        self.locals[node.accumulator] = join(start.kind, step.kind) or ANY
        self._macro_condition(node, step)
        result = self.check(node.result)
        self.locals, self.items_of = outer, outer_items
        tree = replace(
            node,
            over=over.node,
            start=start.node,
            condition=condition.node,
            step=step.node,
            result=result.node,
        )
        return Typed(result.kind, tree)

    def _remember_list(self, node: Comprehension) -> None:
        parts, _ = chain(node.over)
        if parts is not None and parts[0] not in self.locals:
            self.items_of[node.variable] = ".".join(parts)
        else:
            self.items_of.pop(node.variable, None)

    def _macro_condition(self, node: Comprehension, step: Typed) -> None:
        if node.start == replace(Constant("bool", True), column=node.start.column) and step.kind not in (BOOLEAN, ANY):
            raise Mistake("all(...) needs a condition.", "Write something that is true or false.")

    def given(self, node: Node) -> Typed:
        raw = self._raw_or_typed(node)
        return Typed(BOOLEAN, Call("_!=_", (raw.node, Constant("null", None)), None, node.column))


def _unknown_name(names: Names, parts: list[str], column: int) -> Mistake:
    name = ".".join(parts)
    section = {"parameters": "parameter", "facts": "fact", "tables": "table"}.get(parts[0], "answer")
    if names.is_prefix(name):
        return Mistake(f"'{name}' alone is not a value.", "Name one of its parts.", "unknown-name", column)
    meant = (
        remedy_for_name(name, names.choices)
        or (names.elsewhere(name) if len(parts) == 1 else did_you_mean(names.like(name)))
        or names.elsewhere(parts[-1])
        or did_you_mean(names.like(name) or names.like(parts[0]))
    )
    short = name.removeprefix(parts[0] + ".") if section != "answer" else name
    return Mistake(
        f"There is no {section} called '{short}'.",
        meant or "Check the spelling, or add it to the definition.",
        "unknown-name",
        column,
    )


def check_result(checker: Checker, typed: Typed, wanted: Kind, node: Node) -> Typed:
    """The value as the kind that its place needs, or a complaint."""
    fitted = converted(typed, wanted)
    if fitted is not None:
        return fitted
    remedy = f"This place needs {words(wanted)}."
    if words(wanted) == words(BOOLEAN):
        remedy = "Write a condition, which is true or false."
    checker.complaints.append(Complaint("wrong-type", f"This gives {words(typed.kind)}.", remedy, node.column))
    return typed
