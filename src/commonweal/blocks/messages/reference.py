"""The chapters of the messages block on the reference page: events that send a message, and the names that it fills
in."""

from commonweal.blocks.messages.section import KNOWN, events
from commonweal.kernel.journal import FACTS
from commonweal.kernel.reference_page import Chapter, Term
from commonweal.kernel.text import in_language

NAMES = [
    *(
        Term(f"{{{{{name}}}}}", f"{words.capitalize()}.", f"{{{{{name}}}}}", slip=f"{{{{{name}x}}}}")
        for name, words in KNOWN.items()
    ),
    Term(
        "{{answers.x}}",
        "The answer to the question `x`, in words.",
        "{{answers.plot}}",
        slip="{{answers.plots}}",
    ),
    Term(
        "{{given.x}}",
        "What staff gave as `answer.x` in a transition that has `told: yes`.",
        "{{given.plot_number}}",
        slip="{{given.plot_no}}",
    ),
]
CHAPTERS = [
    Chapter(
        "Names in messages",
        40,
        NAMES,
        intro="In `subject` and `body` of a message. Only `{{case.address}}` may be the address of a link.",
    ),
    Chapter(
        "Events that send a message",
        42,
        [
            Term("case.x", "The transition `x` was made.", "on: case.approve", slip="on: case.aprove"),
            *(
                Term(kind, f"{in_language(FACTS[kind].title, 'en')}.", f"on: {kind}", slip=f"on: {kind}x")
                for kind in events()
            ),
        ],
        intro="In `on:` of a message. A transition can send it as well: see `then:` below.",
    ),
    Chapter(
        "What an example may expect",
        86,
        [
            Term(
                "messages",
                "The messages that `case.opened` sends, in any order.",
                "messages: [opened]",
                slip="messages: [ready]",
            )
        ],
    ),
]
