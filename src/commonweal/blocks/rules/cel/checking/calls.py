"""Checks calls: the operators, the functions of the service language, and the macros `given` and `default`."""

from dataclasses import replace

from commonweal.blocks.rules.cel.checking import fields, operators, options, patterns
from commonweal.blocks.rules.cel.checking.kinds import Kind, Typed, converted, is_any, join, join_all, words
from commonweal.blocks.rules.cel.checking.names import did_you_mean, near
from commonweal.blocks.rules.cel.checking.operators import Mistake
from commonweal.blocks.rules.cel.checking.signatures import ALL_NAMES, FUNCTIONS, MACROS, Signature
from commonweal.blocks.rules.cel.checking.slips import remedy_for_function
from commonweal.blocks.rules.cel.checking.typing_context import TypingContext
from commonweal.blocks.rules.cel.tree import Call, Constant, Identifier, Node, Select
from commonweal.kernel.plurals import number_of
from commonweal.kernel.values import ANY, BOOLEAN, INTEGER, TEXT, ListOf, Record

ARITHMETIC = frozenset({"_+_", "_-_", "_*_", "_/_", "_%_"})
ORDERING = frozenset({"_<_", "_<=_", "_>_", "_>=_"})
LOGIC = frozenset({"_&&_", "_||_", "!_", "@not_strictly_false"})


def typed_call(context: TypingContext, node: Call) -> Typed:
    """The kind of a call and the tree that runs for it. Mistake where it makes no sense."""
    name = node.function
    if node.target is None:
        if name in MACROS:
            return _macro(context, node)
        if name in LOGIC:
            return _logic(context, node)
        if name == "_?_:_":
            return _conditional(context, node)
    if name == "_-_":
        _refuse_hyphen(context, node)
    written = node.args if node.target is None else (node.target, *node.args)
    args = [context.check(arg) for arg in written]
    if name in FUNCTIONS:
        return _function(node, args)
    return _operator(context, node, args)


def _refuse_hyphen(context: TypingContext, node: Call) -> None:
    """A name that is written with a hyphen reads as a difference of two names that do not exist."""
    one, other = node.args
    if not (isinstance(one, Identifier) and isinstance(other, Identifier)):
        return
    name = f"{one.name}_{other.name}"
    if context.names.kind(name) is not None and context.names.find([one.name]) is None:
        message = f"There is no answer called '{one.name}-{other.name}'."
        raise Mistake(message, f"Write {name}: - subtracts.", "unknown-name", one.column)


def _operator(context: TypingContext, node: Call, args: list[Typed]) -> Typed:
    name, column = node.function, node.column
    if name in ARITHMETIC:
        return operators.arithmetic(name, args[0], args[1], column)
    if name in ORDERING:
        return operators.ordering(name, args[0], args[1], column)
    if name in ("_==_", "_!=_", "@in"):
        options.check(context, node.args)
        if name == "@in":
            return operators.membership(args[0], args[1], column)
        return operators.equality(name, args[0], args[1], column)
    if name == "-_":
        return operators.negated(args[0], column)
    if name == "_[_]":
        return _index(node, args)
    raise Mistake(
        f"There is no function called '{name}'.",
        remedy_for_function(name, context.names.known)
        or did_you_mean(near(name, ALL_NAMES))
        or f"The functions are {', '.join(ALL_NAMES)}.",
        "unknown-function",
    )


def _macro(context: TypingContext, node: Call) -> Typed:
    name, count = node.function, MACROS[node.function]
    if len(node.args) != count:
        raise Mistake(f"{name}(...) is given {number_of(len(node.args), 'value')}.", f"It takes {count}.")
    return context.given(node.args[0]) if name == "given" else _default(context, node)


def _default(context: TypingContext, node: Call) -> Typed:
    value, other = (context.check(arg) for arg in node.args)
    other = converted(other, value.kind) or other
    kind = join(value.kind, other.kind)
    if kind is None:
        raise Mistake(
            f"The answer is {words(value.kind)}, but the default is {words(other.kind)}.",
            "Give a default of the same kind.",
        )
    test = context.given(node.args[0])
    return Typed(kind, Call("_?_:_", (test.node, value.node, other.node), None, node.column))


def _logic(context: TypingContext, node: Call) -> Typed:
    args = [context.check(arg) for arg in node.args]
    for arg, written in zip(args, node.args, strict=True):
        if not (is_any(arg.kind) or arg.kind == BOOLEAN):
            context.complain(
                Mistake(f"This is {words(arg.kind)}, where true or false is needed.", "Compare it with something."),
                written,
            )
    return Typed(BOOLEAN, replace(node, args=tuple(arg.node for arg in args)))


def _conditional(context: TypingContext, node: Call) -> Typed:
    test, one, other = (context.check(arg) for arg in node.args)
    if not (is_any(test.kind) or test.kind == BOOLEAN):
        raise Mistake(f"Before '?' stands {words(test.kind)}.", "A condition must be true or false.")
    one, other = converted(one, other.kind) or one, converted(other, one.kind) or other
    kind = join(one.kind, other.kind)
    if kind is None:
        raise Mistake(
            f"The two sides of ':' are {words(one.kind)} and {words(other.kind)}.", "Make both the same kind."
        )
    return Typed(kind, replace(node, args=(test.node, one.node, other.node)))


def _function(node: Call, args: list[Typed]) -> Typed:
    name, member = node.function, node.target is not None
    forms = [form for form in FUNCTIONS[name] if form.member == member]
    if not forms:
        how = f"x.{name}(...)" if FUNCTIONS[name][0].member else f"{name}(x)"
        raise Mistake(f"'{name}' is not used in this way.", f"Write {how}.")
    if name == "matches":
        patterns.check(args[-1].node)
    exact = [form for form in forms if form.takes == tuple(arg.kind for arg in args)]
    fitting = [(form, fitted) for form in exact or forms if (fitted := _fitted(form, args)) is not None]
    if not fitting:
        raise _does_not_take(name, forms, args)
    form, fitted = fitting[0]
    open_kind = any(_is_open(arg.kind) for arg in args)
    returns = join_all(form.returns for form, _ in fitting) if open_kind else form.returns
    nodes = tuple(arg.node for arg in fitted)
    # Our own functions are all called plainly; the library's members stay members.
    if member and not form.runtime.startswith("rules_"):
        return Typed(returns, Call(form.runtime, nodes[1:], nodes[0], node.column))
    return Typed(returns, Call(form.runtime, nodes, None, node.column))


def _is_open(kind: Kind) -> bool:
    return is_any(kind) or (isinstance(kind, ListOf) and is_any(kind.item))


def _fitted(form: Signature, args: list[Typed]) -> list[Typed] | None:
    if len(form.takes) != len(args):
        return None
    fitted = [converted(arg, kind) for arg, kind in zip(args, form.takes, strict=True)]
    return None if any(arg is None for arg in fitted) else [arg for arg in fitted if arg is not None]


def _does_not_take(name: str, forms: list[Signature], args: list[Typed]) -> Mistake:
    wanted = " or ".join(dict.fromkeys(", ".join(words(kind) for kind in form.takes) for form in forms))
    given = ", ".join(words(arg.kind) for arg in args) or "nothing"
    return Mistake(f"{name}(...) is given {given}.", f"It takes {wanted}.")


def _index(node: Call, args: list[Typed]) -> Typed:
    operand, index = args
    if isinstance(operand.kind, Record) and isinstance(index.node, Constant) and index.kind == TEXT:
        selected = Select(operand.node, str(index.node.value), column=node.column)
        return fields.read(fields.field(operand, selected))
    kind: Kind = ANY
    if isinstance(operand.kind, ListOf):
        if index.kind != INTEGER and not is_any(index.kind):
            raise Mistake(f"An item of a list has a number, and this is {words(index.kind)}.", "Write list[0].")
        kind = operand.kind.item
    elif not (is_any(operand.kind) or isinstance(operand.kind, Record)):
        raise Mistake(f"'[ ]' cannot be used after {words(operand.kind)}.", "Use it after a list.")
    item: Node = Call("_[_]", (operand.node, index.node), None, node.column)
    return fields.read(Typed(kind, item))
