"""What each operator and function of expressions does, in a sentence and an example, for the reference page."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from commonweal.kernel.values import DATE, INTEGER, MONEY, TEXT, ListOf, Record, ValueType

# The answers that the examples are about, and the day.
KINDS: Mapping[str, ValueType] = {
    "tenure": TEXT,
    "adults": INTEGER,
    "income": MONEY,
    "born": DATE,
    "phone": TEXT,
    "address": Record({"postcode": TEXT, "uprn": TEXT}),
    "items": ListOf(Record({"kind": TEXT, "weight": INTEGER, "price": MONEY})),
}
ANSWERS: Mapping[str, Any] = {
    "tenure": "rent",
    "adults": 2,
    "income": 45_000,
    "born": "1990-02-28",
    "address": {"postcode": "EA2 1AA"},
    "items": [{"kind": "sofa", "weight": 40, "price": 2_000}, {"kind": "bed", "weight": 25, "price": 1_500}],
}
NOT_ANSWERED = frozenset({"phone"})
DAY = date(2026, 5, 6)
IN_WORDS = """\
In the examples, `tenure` is `'rent'`, `adults` is `2`, `income` is `money('450')`, `born` is `date('1990-02-28')`,
`address.postcode` is `'EA2 1AA'`, and `items` has two rows: `kind` `'sofa'` and `'bed'`, `weight` `40` and `25`,
`price` `money('20')` and `money('15')`. `phone` was not answered. Today is Wednesday, 6 May 2026."""


class Explained(NamedTuple):
    """What a word means, an example, and the value of the example as an expression."""

    words: str
    example: str
    gives: str


# By the names of `signatures.OPERATOR_WORDS`.
OPERATORS: Mapping[str, Explained] = {
    "_+_": Explained(
        "Adds numbers, amounts, or a length of time to a date; joins texts or lists.",
        "today + days(3)",
        "date('2026-05-09')",
    ),
    "_-_": Explained(
        "Subtracts; between two dates it gives the time between them.", "today - days(6)", "date('2026-04-30')"
    ),
    "_*_": Explained("Multiplies numbers, or an amount by a number.", "money('4.50') * adults", "money('9')"),
    "_/_": Explained("Divides. Two whole numbers give a whole number; two amounts give a number.", "7 / adults", "3"),
    "_%_": Explained("The remainder of a division of whole numbers.", "7 % adults", "1"),
    "-_": Explained("Before a value: the negative number or amount.", "-adults", "0 - 2"),
    "_<_": Explained("Less than; of dates, earlier.", "income < money('500')", "true"),
    "_<=_": Explained("Less than or equal.", "adults <= 2", "true"),
    "_>_": Explained("More than; of dates, later.", "born > today", "false"),
    "_>=_": Explained("More than or equal.", "adults >= 3", "false"),
    "_==_": Explained("Equal. Capital and small letters differ.", "tenure == 'Rent'", "false"),
    "_!=_": Explained("Not equal.", "tenure != 'own'", "true"),
    "_&&_": Explained("Both conditions hold.", "adults == 2 && tenure == 'own'", "false"),
    "_||_": Explained("At least one of the conditions holds.", "adults == 2 || tenure == 'own'", "true"),
    "!_": Explained("The condition does not hold.", "!(tenure == 'own')", "true"),
    "@in": Explained("Whether a value is in a list.", "tenure in ['rent', 'lodger']", "true"),
    "_?_:_": Explained(
        "The first value if the condition holds, else the second.", "adults > 1 ? 'joint' : 'sole'", "'joint'"
    ),
    "_[_]": Explained(
        "An item of a list by its position, from 0; refused where the list may be shorter.", "items[0].kind", "'sofa'"
    ),
}

LITERALS: Mapping[str, Explained] = {
    "'…'": Explained("A text, in single or double quotation marks.", "'bed' + \"room\"", "'bedroom'"),
    "12": Explained("A whole number.", "12 - 2", "10"),
    "1.5": Explained("A number, with a point.", "1.5 * adults", "3.0"),
    "true, false": Explained("Yes and no.", "true && !false", "true"),
    "[…]": Explained("A list.", "size([1, 2, 3])", "3"),
    "null": Explained("Nothing: what an answer is that does not apply.", "default(phone, null) == null", "true"),
}

FUNCTIONS: Mapping[str, Explained] = {
    "given": Explained("Whether a question was answered.", "given(phone)", "false"),
    "has": Explained("Whether a part of an answer was given.", "has(address.postcode)", "true"),
    "default": Explained("The answer, or another value where it was not given.", "default(phone, 'none')", "'none'"),
    "size": Explained("How many items a list has, or characters a text.", "size(items)", "2"),
    "all": Explained("Whether a condition holds for every item of a list.", "items.all(i, i.weight < 30)", "false"),
    "exists": Explained("Whether it holds for at least one item.", "items.exists(i, i.kind == 'bed')", "true"),
    "exists_one": Explained("Whether it holds for exactly one item.", "items.exists_one(i, i.weight > 20)", "false"),
    "filter": Explained("The items for which a condition holds.", "items.filter(i, i.weight > 30).size()", "1"),
    "map": Explained("The list of what an expression gives for each item.", "items.map(i, i.kind)", "['sofa', 'bed']"),
    "sum": Explained("All items of a list together.", "sum(items.map(i, i.price))", "money('35')"),
    "min": Explained("The least of two values, or of a list.", "min(income, money('400'))", "money('400')"),
    "max": Explained("The greatest of two values, or of a list.", "max(items.map(i, i.weight))", "40"),
    "abs": Explained("The number or amount without its sign.", "abs(adults - 5)", "3"),
    "round": Explained("To the nearest whole number; a half goes away from zero.", "round(2.5)", "3"),
    "floor": Explained("Down to a whole number.", "floor(2.9)", "2"),
    "ceil": Explained("Up to a whole number.", "ceil(2.1)", "3"),
    "money": Explained("An amount in the currency of the place.", "money('12.50') * 2", "money('25')"),
    "round_half_up": Explained(
        "An amount to the nearest multiple of another.",
        "round_half_up(money('12.33'), money('0.05'))",
        "money('12.35')",
    ),
    "round_down": Explained(
        "An amount down to a multiple of another.", "round_down(money('12.39'), money('0.10'))", "money('12.30')"
    ),
    "round_up": Explained(
        "An amount up to a multiple of another.", "round_up(money('12.31'), money('0.10'))", "money('12.40')"
    ),
    "date": Explained("The day that a text or a moment names.", "date('2026-05-01') < today", "true"),
    "days": Explained("A number of days, to add to a date.", "today + days(30)", "date('2026-06-05')"),
    "months": Explained("A number of months, to add to a date.", "today + months(1)", "date('2026-06-06')"),
    "years": Explained("A number of years, to add to a date.", "born + years(18) <= today", "true"),
    "working_days": Explained(
        "A number of working days of the place, to add to a date.", "today + working_days(3)", "date('2026-05-11')"
    ),
    "years_between": Explained(
        "Whole years from a date to a later one, such as an age.", "years_between(born, today)", "36"
    ),
    "months_between": Explained("Whole months between two dates.", "months_between(date('2026-01-31'), today)", "3"),
    "days_between": Explained("Days between two dates.", "days_between(date('2026-05-01'), today)", "5"),
    "working_days_between": Explained(
        "Working days of the place after the first day, up to and including the second.",
        "working_days_between(date('2026-05-01'), today)",
        "2",
    ),
    "year": Explained("The year of a date.", "year(today)", "2026"),
    "month": Explained("The month, from 1.", "month(today)", "5"),
    "day": Explained("The day of the month, from 1.", "day(today)", "6"),
    "weekday": Explained("The day of the week; Monday is 1.", "weekday(today)", "3"),
    "startsWith": Explained("Whether a text begins with another.", "address.postcode.startsWith('EA2')", "true"),
    "endsWith": Explained("Whether a text ends with another.", "tenure.endsWith('t')", "true"),
    "contains": Explained("Whether a text has another in it.", "tenure.contains('en')", "true"),
    "matches": Explained(
        "Whether a pattern (RE2) is found in a text; `^` and `$` are its two ends.",
        "address.postcode.matches('^EA[0-9]')",
        "true",
    ),
    "lower": Explained("The text in small letters.", "lower('EA2')", "'ea2'"),
    "upper": Explained("The text in capital letters.", "upper('ea2')", "'EA2'"),
    "trim": Explained("The text without blanks at its ends.", "trim('  rent ')", "'rent'"),
    "string": Explained("A value as text.", "string(adults) + ' adults'", "'2 adults'"),
    "int": Explained("A text or number as a whole number; decimals are cut off.", "int('12') + int(2.9)", "14"),
    "double": Explained("A value as a number; an amount in its main unit.", "double(income) / 100", "4.5"),
    "timestamp": Explained(
        "A moment: day, time and time zone.", "date(timestamp('2026-05-06T09:30:00Z')) == today", "true"
    ),
    "duration": Explained("A length of time in hours, minutes and seconds.", "duration('36h') > days(1)", "true"),
    "getFullYear": Explained("CEL's own spelling of `year`.", "today.getFullYear()", "2026"),
    "getMonth": Explained("CEL's own month: January is 0.", "today.getMonth()", "4"),
    "getDate": Explained("CEL's own spelling of `day`.", "today.getDate()", "6"),
    "getDayOfMonth": Explained("CEL's own day of the month: the first is 0.", "today.getDayOfMonth()", "5"),
    "getDayOfWeek": Explained("CEL's own day of the week: Sunday is 0.", "today.getDayOfWeek()", "3"),
    "getHours": Explained("The hours of a moment, or in a length of time.", "duration('90m').getHours()", "1"),
    "getMinutes": Explained(
        "The minutes of a moment; a length of time in minutes.", "duration('90m').getMinutes()", "90"
    ),
}
