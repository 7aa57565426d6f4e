"""What operators do with each kind of value: money with money, days with spans, and nothing that makes no sense."""

from commonweal.blocks.rules.cel.checking.kinds import (
    MONTHS,
    NULL,
    WORKING_DAYS,
    Kind,
    Typed,
    converted,
    is_any,
    is_zero,
    join,
    list_of,
    words,
)
from commonweal.blocks.rules.cel.checking.signatures import OPERATOR_WORDS
from commonweal.blocks.rules.cel.tree import Call, Comprehension, Constant, Identifier
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
    Record,
)


class Mistake(Exception):
    """Something that cannot be: what, and what to do instead."""

    def __init__(self, message: str, remedy: str, code: str = "wrong-type", column: int | None = None) -> None:
        super().__init__(message)
        self.message, self.remedy, self.code, self.column = message, remedy, code, column


ORDERED = (TEXT, INTEGER, NUMBER, MONEY, DATE, TIMESTAMP, DURATION, BOOLEAN)


def call(function: str, *args: Typed, kind: Kind, column: int) -> Typed:
    """A call of an operator or internal function."""
    return Typed(kind, Call(function, tuple(arg.node for arg in args), None, column))


def arithmetic(operator: str, one: Typed, other: Typed, column: int) -> Typed:
    """`+ - * / %`. Mistake where the kinds do not go together."""
    for rule in (_with_money, _with_days, _with_numbers, _joining):
        result = rule(operator, one, other, column)
        if result is not None:
            return result
    if is_any(one.kind) or is_any(other.kind):
        return call(operator, one, other, kind=ANY, column=column)
    raise Mistake(
        f"'{OPERATOR_WORDS[operator]}' cannot be used between {words(one.kind)} and {words(other.kind)}.",
        _arithmetic_remedy(one.kind, other.kind),
    )


def _arithmetic_remedy(one: Kind, other: Kind) -> str:
    if MONEY in (one, other) and (INTEGER in (one, other) or NUMBER in (one, other)):
        return "Write the amount as money, for example money('12.50')."
    if MONEY in (one, other):
        return "Money goes with money, and may be multiplied or divided by a number."
    if TEXT in (one, other) and (INTEGER in (one, other) or NUMBER in (one, other)):
        return "Turn the number into text with string(...), or the text into a number with int(...)."
    if {DATE, TIMESTAMP} & {kind for kind in (one, other) if not isinstance(kind, ListOf | Record)}:
        return "A date takes days(3), months(1), years(1) or working_days(5)."
    return "Use two values of the same kind."


def _with_money(operator: str, one: Typed, other: Typed, column: int) -> Typed | None:
    if MONEY not in (one.kind, other.kind):
        return None
    if operator in ("_+_", "_-_"):
        left, right = converted(one, MONEY), converted(other, MONEY)
        return left and right and call(operator, left, right, kind=MONEY, column=column)
    if operator == "_*_":
        return _money_times(one, other, column)
    return _money_divided(one, other, column) if operator == "_/_" and one.kind == MONEY else None


def _money_times(one: Typed, other: Typed, column: int) -> Typed | None:
    if one.kind == other.kind:
        raise Mistake(
            "Two amounts of money cannot be multiplied.", "Multiply an amount by a number, not by another amount."
        )
    amount, factor = (one, other) if one.kind == MONEY else (other, one)
    if factor.kind == INTEGER:
        return call("_*_", amount, factor, kind=MONEY, column=column)
    if factor.kind == NUMBER or is_any(factor.kind):
        return call("rules_money_times", amount, factor, kind=MONEY, column=column)
    return None


def _money_divided(one: Typed, other: Typed, column: int) -> Typed | None:
    if other.kind == MONEY:
        return call("rules_money_ratio", one, other, kind=NUMBER, column=column)
    if other.kind in (INTEGER, NUMBER) or is_any(other.kind):
        return call("rules_money_divide", one, other, kind=MONEY, column=column)
    return None


def _with_days(operator: str, one: Typed, other: Typed, column: int) -> Typed | None:
    if operator not in ("_+_", "_-_"):
        return None
    if operator == "_+_" and other.kind in (DATE, TIMESTAMP) and one.kind in (DURATION, WORKING_DAYS, MONTHS):
        one, other = other, one
    if one.kind in (DATE, TIMESTAMP):
        if other.kind == DURATION:
            return call(operator, one, other, kind=one.kind, column=column)
        if operator == "_-_" and other.kind == one.kind:
            return call(operator, one, other, kind=DURATION, column=column)
        if other.kind in (WORKING_DAYS, MONTHS):
            return _stepped(operator, one, other, column)
    if one.kind == DURATION and other.kind == DURATION:
        return call(operator, one, other, kind=DURATION, column=column)
    return None


def _stepped(operator: str, day: Typed, span: Typed, column: int) -> Typed:
    if day.kind == TIMESTAMP:
        raise Mistake(
            f"{words(span.kind).capitalize()} can be added to a date, not to a moment.", "Write date(...) around it."
        )
    node = span.node
    if not isinstance(node, Call) or node.function not in ("rules_working_days", "rules_months", "rules_years"):
        raise Mistake(
            "How many working days or months are added must stand next to the date.",
            "Write it as `date + working_days(number)`; a condition may stand inside the brackets.",
        )
    count = Typed(INTEGER, node.args[0])
    if node.function == "rules_years":
        count = Typed(INTEGER, Call("_*_", (node.args[0], Constant("int", 12)), None, column))
    if operator == "_-_":
        count = Typed(INTEGER, Call("-_", (count.node,), None, column))
    runtime = "rules_add_working_days" if span.kind == WORKING_DAYS else "rules_add_months"
    return call(runtime, day, count, kind=DATE, column=column)


def _with_numbers(operator: str, one: Typed, other: Typed, column: int) -> Typed | None:
    kinds = (one.kind, other.kind)
    if kinds == (INTEGER, INTEGER):
        return call(operator, one, other, kind=INTEGER, column=column)
    if operator != "_%_" and all(kind in (INTEGER, NUMBER) for kind in kinds):
        left, right = converted(one, NUMBER), converted(other, NUMBER)
        # The operator of CEL would give infinity for a division by zero, with which rules would go on.
        function = "rules_divide" if operator == "_/_" else operator
        return left and right and call(function, left, right, kind=NUMBER, column=column)
    return None


def _joining(operator: str, one: Typed, other: Typed, column: int) -> Typed | None:
    if operator != "_+_":
        return None
    if one.kind == TEXT and other.kind == TEXT:
        return call(operator, one, other, kind=TEXT, column=column)
    if isinstance(one.kind, ListOf) and isinstance(other.kind, ListOf):
        return call(operator, one, other, kind=join(one.kind, other.kind) or list_of(ANY), column=column)
    return None


def ordering(operator: str, one: Typed, other: Typed, column: int) -> Typed:
    """`< <= > >=`."""
    left, right = _alike(one, other)
    kinds = (left.kind, right.kind)
    numbers = all(kind in (INTEGER, NUMBER) for kind in kinds)
    same = kinds[0] == kinds[1] and kinds[0] in ORDERED
    if numbers or same or any(is_any(kind) for kind in kinds):
        return call(operator, left, right, kind=BOOLEAN, column=column)
    raise _not_comparable(operator, one, other)


def equality(operator: str, one: Typed, other: Typed, column: int) -> Typed:
    """`==` and `!=`."""
    left, right = _alike(one, other)
    if NULL not in (one.kind, other.kind) and join(left.kind, right.kind) is None:
        raise _not_comparable(operator, one, other)
    return call(operator, left, right, kind=BOOLEAN, column=column)


def _alike(one: Typed, other: Typed) -> tuple[Typed, Typed]:
    if one.kind == MONEY and is_zero(other.node):
        return one, converted(other, MONEY) or other
    if other.kind == MONEY and is_zero(one.node):
        return converted(one, MONEY) or one, other
    return one, other


def _not_comparable(operator: str, one: Typed, other: Typed) -> Mistake:
    kinds = (one.kind, other.kind)
    remedy = "Compare values of the same kind."
    if MONEY in kinds and (INTEGER in kinds or NUMBER in kinds):
        remedy = _as_money(one, other)
    elif TEXT in kinds and (DATE in kinds or TIMESTAMP in kinds):
        remedy = "Write the day as date('2026-04-01')."
    elif TEXT in kinds and (INTEGER in kinds or NUMBER in kinds):
        remedy = "Write numbers without quotation marks, or turn text into a number with int(...)."
    elif INTEGER in kinds and DATE in kinds:
        remedy = "Write a day as date('2026-04-01')."
    elif DATE in kinds and TIMESTAMP in kinds:
        remedy = "Write date(...) around the moment."
    elif BOOLEAN in kinds:
        remedy = "Yes and no are written true and false, without quotation marks."
    return Mistake(
        f"{words(one.kind)} and {words(other.kind)} cannot be compared with '{OPERATOR_WORDS[operator]}'.".capitalize(),
        remedy,
    )


def _as_money(one: Typed, other: Typed) -> str:
    for side in (one, other):
        if side.kind != MONEY and isinstance(side.node, Identifier) and side.node.name.startswith("parameters."):
            return f"Write `unit: GBP` below {side.node.name}, so that its values are amounts."
    return "Write the amount as money, for example money('12.50')."


def membership(one: Typed, other: Typed, column: int) -> Typed:
    """`in`."""
    if isinstance(other.kind, ListOf):
        left, right = one, Typed(other.kind.item, other.node)
        if join(left.kind, right.kind) is None:
            raise _not_comparable("_==_", left, right)
        if other.kind.item in (DATE, TIMESTAMP):
            return Typed(BOOLEAN, _among_days(one, other, column))
    elif not (is_any(other.kind) or isinstance(other.kind, Record)):
        remedy = "To look inside a text, write x.contains('…')." if other.kind == TEXT else "Write a list: ['a', 'b']."
        raise Mistake(f"'in' needs a list on its right side, and this is {words(other.kind)}.", remedy)
    return call("@in", one, other, kind=BOOLEAN, column=column)


def _among_days(one: Typed, other: Typed, column: int) -> Comprehension:
    """`in` for a list of days, whose items reach the library as text: there is one that is the same day."""
    item, found = Identifier("@day", column), Identifier("@found", column)
    same = Call("_==_", (one.node, Call("timestamp", (item,), None, column)), None, column)
    return Comprehension(
        variable=item.name,
        variable2="",
        over=other.node,
        accumulator=found.name,
        start=Constant("bool", False, column),
        condition=Constant("bool", True, column),
        step=Call("_||_", (found, same), None, column),
        result=found,
        column=column,
    )


def negated(one: Typed, column: int) -> Typed:
    """The sign `-`."""
    if is_any(one.kind) or one.kind in (INTEGER, NUMBER, MONEY):
        return call("-_", one, kind=one.kind, column=column)
    raise Mistake(f"'-' cannot stand before {words(one.kind)}.", "Use it before numbers and amounts of money.")
