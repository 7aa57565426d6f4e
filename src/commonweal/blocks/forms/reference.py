"""The chapters of the forms block on the reference page: the names that answers have, and those that they may not
have."""

from commonweal.blocks.forms.pages.checking import RESERVED
from commonweal.blocks.forms.pages.registry import question_types
from commonweal.kernel.reference_page import Chapter, Term

NAMES = [
    Term(
        "x",
        "The answer to the question with the key `x`. Where it was not asked, or left blank, `given(x)` is false.",
        "income <= parameters.income_limit",
        slip="incom <= parameters.income_limit",
        kind="by the type of the question",
    ),
    Term(
        "x.y",
        "A part of an answer: of an address `postcode`, `area`, `uprn`, `town`, `line1`; of a person or file, too.",
        "home.postcode.startsWith('RV')",
        slip="home.postcod.startsWith('RV')",
        kind="by the type of the question",
    ),
    Term(
        "x.all(i, i.y …)",
        "In a repeat group `x`, the answer `y` of each row; the first word names the row.",
        "sheds.all(shed, shed.width < 10)",
        slip="sheds.all(shed, shed.widht < 10)",
        kind="list",
    ),
    Term(
        "y",
        "Inside a repeat group: the answer `y` of the same row.",
        "when: width * length > 6",
        slip="when: width * lenght > 6",
        kind="by the type of the question",
    ),
    Term(
        "value",
        "In `must:` of a question: the answer that it is about.",
        "when: value >= width",
        slip="when: valeu >= width",
        kind="by the type of the question",
    ),
]
GIVEN = [
    Term("address", "Its lines and its postcode.", "home: {line1: 1 Mill Lane, postcode: RV2 3AB}",
         slip="home: 1 Mill Lane"),
    Term("choice", "The value of one option.", "plot: small", slip="plot: Small"),
    Term("money", "An amount in its main unit: pounds, not pence; without a sign and without commas.", "income: 15000",
         slip="income: £15000"),
    Term("repeat", "A row in { } for each.", "sheds: [{width: 12, length: 14, reason: Bees}]", slip="sheds: 12"),
    Term("yes_no", "`yes` or `no`.", "monthly: yes", slip="monthly: maybe"),
    Term("person", "What is known about the person, where rules read it; `attributes` too.",
         "assurance: high", slip="assuranc: high"),
]  # fmt: skip
OTHERS = (
    "Answers of other kinds: "
    + "; ".join(
        f"`{key}` {kind.notation}"
        for key, kind in sorted(question_types().items())
        if kind.asks and key not in {term.name for term in GIVEN}
    )
    + "."
)
CHAPTERS = [
    Chapter("Names in expressions", 32, NAMES),
    Chapter(
        "What an example gives",
        80,
        GIVEN,
        intro="In `given:` of an example: answers by the key of the question, as far as they matter. One that the form "
        "would refuse is a mistake.",
        end=OTHERS,
    ),
    Chapter(
        "What an example may expect",
        82,
        [
            Term(
                "pages",
                "The pages of the form whose conditions hold, in order. Where a criterion does not hold, the journey "
                "ends before the later ones.",
                "pages: [plots, sheds, rent]",
                slip="pages: [plots, rent, sheds]",
            )
        ],
    ),
    Chapter(
        "Reserved words",
        90,
        intro="No question can have one of these keys, since they mean something else in expressions:\n\n"
        + ", ".join(f"`{word}`" for word in sorted(RESERVED))
        + ".",
    ),
]
