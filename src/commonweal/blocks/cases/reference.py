"""The chapters of the cases block on the reference page: transitions and what follows them, clocks, periods, names."""

from commonweal.blocks.cases.permissions import KNOWN_ROLES
from commonweal.kernel.journal import FACTS
from commonweal.kernel.reference_page import Chapter, Term
from commonweal.kernel.text import in_language

AWAITED = [
    Term(
        "case.x",
        "The transition `x` was made.",
        "start: case.check",
        slip="start: case.chek",
    ),
    Term("state.x", "The case reached the state `x`.", "on: state.ready", slip="on: state.redy"),
    *(
        Term(kind, f"{in_language(FACTS[kind].title, 'en')}.", f"on: {kind}", slip=f"on: {kind}x")
        for kind in sorted(FACTS)
        if FACTS[kind].awaited
    ),
]
WHO = [
    Term(
        "applicant",
        "The person who applied, on their page of the case.",
        "by: applicant",
        slip="by: applicants",
    ),
    Term(
        "system",
        "The platform: when `on:` happens, a clock runs out, or another transition names it in `then:`.",
        "by: system, on: case.opened",
        slip="by: role:officer, on: case.opened",
    ),
    Term(
        "role:x",
        f"Staff with a role of the organisation ({', '.join(f'`{role}`' for role in sorted(KNOWN_ROLES))}), or with "
        "one that the service gives a title under `roles:`. A manager may do what any role may.",
        "by: role:gardener",
        slip="by: role:oficer",
    ),
]
EFFECTS = [
    Term(
        "message.x",
        "Sends the message `x` of the section `messages`.",
        "then: [message.ready]",
        slip="then: [message.redy]",
    ),
    Term("task.x", "Makes the task `x` of the section `case`.", "then: [task.load]", slip="then: [task.lode]"),
    Term(
        "x",
        "Makes the transition `x`, where the case is in a state that it leads from.",
        "then: [log]",
        slip="then: [lgo]",
    ),
]
CLOCKS = [
    Term("unit: hours", "Clock hours.", "duration: 48, unit: hours", slip="duration: 48, unit: hour"),
    Term(
        "unit: days",
        "Days after the one on which it began.",
        "duration: 28, unit: days",
        slip="duration: 0, unit: days",
    ),
    Term(
        "unit: working_days",
        "The same, but only days on which the place works.",
        "duration: 10, unit: working_days",
        slip="duration: 10, unit: workdays",
    ),
    Term("unit: weeks", "Seven days each.", "duration: 6, unit: weeks", slip="duration: 6, unit: week"),
    Term(
        "unit: months",
        "To the same day of a later month, or to its last.",
        "duration: 2, unit: months",
        slip="duration: 2, unit: years",
    ),
    Term("on_expire: escalate", "The managers are notified.", "on_expire: escalate", slip="on_expire: escalates"),
    Term(
        "on_expire: grant",
        "The case is decided by law, by a transition that the system may make and that has `decides: granted`.",
        "on_expire: grant, transition: by_law",
        slip="on_expire: grant, transition: too_late",
    ),
    Term(
        "on_expire: refuse",
        "The same with `decides: refused`.",
        "on_expire: refuse, transition: too_late",
        slip="on_expire: refuse, transition: by_law",
    ),
    Term(
        "on_expire: move",
        "A transition is made that decides nothing.",
        "on_expire: move, transition: give_up",
        slip="on_expire: move, transition: give_in",
    ),
    Term(
        "while_waiting: run",
        "It keeps running while the applicant owes an answer; otherwise it pauses.",
        "while_waiting: run",
        slip="while_waiting: yes",
    ),
]
PERIODS = [
    Term(
        "due, within",
        "A number of `hours`, `days`, `working_days`, `weeks`, `months` or `years`.",
        "due: 5 working_days",
        slip="due: five working_days",
    ),
    Term(
        "delete_after",
        "The same: how long a case is kept. Then it is deleted with its files.",
        "delete_after: 24 months",
        slip="delete_after: 0 months",
    ),
    Term("from: closed", "From the day on which the case reached its final state.", "from: closed", slip="from: close"),
    Term("from: decided", "From the decision.", "from: decided", slip="from: decision"),
    Term("from: opened", "From the application.", "from: opened", slip="from: open"),
]
WORKFLOW_ONLY = "in conditions of the section `case`"
NAMES = [
    Term(
        "case.state",
        f"The key of its state; {WORKFLOW_ONLY}.",
        "case.state == 'received'",
        slip="case.stat == 'received'",
        kind="text",
    ),
    Term(
        "case.priority",
        f"`low`, `normal`, `high` or `urgent`; {WORKFLOW_ONLY}.",
        "case.priority == 'normal'",
        slip="case.prio == 'normal'",
        kind="text",
    ),
    Term(
        "case.channel",
        f"`web`, `phone` or `counter`; {WORKFLOW_ONLY}.",
        "case.channel == 'phone'",
        slip="case.chanel == 'phone'",
        kind="text",
    ),
    Term(
        "case.area",
        f"The key of its area, empty if it is not known; {WORKFLOW_ONLY}.",
        "case.area == 'riverton/north'",
        slip="case.zone == 'riverton/north'",
        kind="text",
    ),
    Term(
        "given.x",
        f"What staff gave as `answer.x` in a transition; {WORKFLOW_ONLY}.",
        "given.plot_number > 0",
        slip="given.plot_nr > 0",
        kind="by its `type`",
    ),
]
CHAPTERS = [
    Chapter("Names in expressions", 38, NAMES),
    Chapter(
        "Who makes a transition",
        50,
        WHO,
        intro="In `by:` of a transition, and of `reopen:`. Tasks are `for:` a role.",
    ),
    Chapter(
        "What a transition waits for",
        52,
        AWAITED,
        intro="In `on:` of a transition that the system makes, and in `start:` and `stop_on:` of a clock.",
    ),
    Chapter("What follows a transition", 54, EFFECTS, intro="In `then:` of a transition."),
    Chapter("Clocks", 60, CLOCKS),
    Chapter("Periods", 62, PERIODS),
    Chapter(
        "What an example may expect",
        84,
        [
            Term(
                "opens",
                "The state of the case once it was opened, and what the system does at once was done.",
                "opens: checking",
                slip="opens: received",
            ),
            Term("tasks", "The tasks that are open then, in any order.", "tasks: [look-at-plot]", slip="tasks: []"),
        ],
    ),
]
