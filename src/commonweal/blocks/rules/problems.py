"""What can go wrong while an expression is evaluated, as problems that say what to do."""

from commonweal.kernel.problems import Invalid


class RuleRefused(Invalid):
    """The expression, or what it was given, is larger or more deeply nested than the bounds allow, or it is not a
    valid expression. Nothing was evaluated."""

    code, title = "rule-refused", "This rule cannot be used"


class RuleFailed(Invalid):
    """The expression is valid, but has no value here: a division by zero, a number that is too large, a table with
    two matching rows."""

    code, title = "rule-failed", "A rule could not be worked out"
