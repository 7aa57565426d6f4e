"""What is proved of a section before it is published: names mean something, states can be reached and left."""

from collections.abc import Iterable, Mapping
from typing import Any

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.language import CaseSection
from commonweal.blocks.cases.permissions import KNOWN_ROLES
from commonweal.kernel.capability import sections
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.journal import FACTS


def findings(section: CaseSection, document: Mapping[str, Any]) -> Iterable[Finding]:
    """Everything that is wrong with a section; `document` is the whole definition."""
    yield from _doubles(section)
    yield from _states(section)
    yield from _transitions(section, document)
    yield from _ways_through(section)
    yield from _tasks(section)
    yield from _clocks(section)
    yield from _outcomes(section)
    yield from _reopening(section)


def _state(section: CaseSection, key: str, path: Path, what: str) -> Iterable[Finding]:
    known = workflow.state_keys(section)
    if key not in known and key not in workflow.BUILT_IN:
        yield Finding(
            code="case-unknown-state",
            message=f"{what} the state '{key}', which is not among the states.",
            remedy=f"Add it to states, or use one of {', '.join(known)}.",
            path=path,
        )


def _doubles(section: CaseSection) -> Iterable[Finding]:
    for name, keys in (
        ("states", workflow.state_keys(section)),
        ("tasks", [rule.key for rule in section.tasks]),
        ("clocks", [rule.key for rule in section.clocks]),
    ):
        for index, key in enumerate(keys):
            if key in keys[:index]:
                yield Finding(
                    code="case-double-key",
                    message=f"'{key}' stands more than once in {name}.",
                    remedy="Give each its own name.",
                    path=(name, index),
                )


def _states(section: CaseSection) -> Iterable[Finding]:
    if section.start not in workflow.state_keys(section):
        yield from _state(section, section.start, ("start",), "Cases start in")


def _transitions(section: CaseSection, document: Mapping[str, Any]) -> Iterable[Finding]:
    known_by_title = {kind.type for kind in FACTS.values()}
    for key, transition in section.transitions.items():
        path: Path = ("transitions", key)
        for source in transition.source:
            yield from _state(section, source, (*path, "from"), f"'{key}' leads out of")
        yield from _state(section, transition.to, (*path, "to"), f"'{key}' leads to")
        if f"case.{key}" in known_by_title:
            yield Finding(
                code="case-name-taken",
                message=f"A transition cannot be called '{key}': 'case.{key}' is what the platform itself records.",
                remedy="Choose another name, a verb for instance.",
                path=path,
            )
        yield from _trigger_of(section, key, path)
        for index, item in enumerate(transition.then):
            yield from _effect(section, document, item, (*path, "then", index))
        for role in transition.roles:
            yield from _role(section, role, (*path, "by"))


def _trigger_of(section: CaseSection, key: str, path: Path) -> Iterable[Finding]:
    transition = section.transitions[key]
    if "system" in transition.by and transition.on is None and not _is_called(section, key):
        yield Finding(
            code="case-never-happens",
            message=f"'{key}' is made by the system, but nothing says when.",
            remedy="Say `on:` what it happens, or let a clock or another transition take it.",
            path=path,
        )
    if transition.on is not None:
        yield from _trigger(section, transition.on, (*path, "on"))
        if "system" not in transition.by:
            yield Finding(
                code="case-trigger-without-system",
                message=f"'{key}' says `on:`, which only the system follows, but is not made by the system.",
                remedy="Add `system` to `by`, or take `on` away.",
                path=(*path, "on"),
            )
    if "system" in transition.by and any(rule.key != "reason" for rule in transition.requires):
        if transition.roles or "applicant" in transition.by:
            return
        yield Finding(
            code="case-system-cannot-give",
            message=f"'{key}' is made by the system and requires what only people can give.",
            remedy="Let a role make it, or take `requires` away.",
            path=(*path, "requires"),
        )


def _is_called(section: CaseSection, key: str) -> bool:
    by_clock = any(rule.takes == key for rule in section.clocks)
    return by_clock or any(key in transition.then for transition in section.transitions.values())


def _trigger(section: CaseSection, trigger: str, path: Path) -> Iterable[Finding]:
    if trigger in FACTS or trigger in workflow.triggers(section):
        return
    block = trigger.split(".", maxsplit=1)[0]
    if block in ("case", "state"):
        known = sorted(
            [*workflow.triggers(section), *(kind for kind in FACTS if kind.startswith("case."))],
        )
        remedy = f"Use one of {', '.join(known)}."
    else:
        remedy = f"Install the block that records facts called '{block}.…', or take this away until it is there."
    yield Finding(
        code="case-unknown-trigger",
        message=f"Nothing that is installed here tells of '{trigger}'.",
        remedy=remedy,
        path=path,
    )


def _effect(section: CaseSection, document: Mapping[str, Any], item: str, path: Path) -> Iterable[Finding]:
    kind, dot, name = item.partition(".")
    installed = sections()
    if not dot:
        good = kind in section.transitions
        remedy = "Name a transition, message.x, task.x, or what another section offers, such as booking.rebook."
    elif kind == "task":
        good = any(rule.key == name for rule in section.tasks)
        remedy = f"Add a task with the key '{name}'."
    elif kind in ("message", "messages"):
        good = name in (document.get("messages") or {})
        remedy = f"Add '{name}' to the section messages."
    else:
        good = kind in installed and kind in document
        remedy = f"Add the section '{kind}', or install the block that knows it."
    if not good:
        yield Finding(code="case-unknown-effect", message=f"Nothing here can do '{item}'.", remedy=remedy, path=path)


def _role(section: CaseSection, role: str, path: Path) -> Iterable[Finding]:
    if role not in KNOWN_ROLES and role not in section.roles:
        yield Finding(
            code="case-own-role",
            message=f"'{role}' is not a role that every organisation has.",
            remedy=f"Give it a title under `roles:`, or use one of {', '.join(sorted(KNOWN_ROLES))}.",
            path=path,
            severity="warning",
        )


def reachable(section: CaseSection) -> set[str]:
    """The states that a case can come to, following transitions from the first, and from where it may be reopened."""
    seen: set[str] = set()
    todo = [section.start, *([section.reopen.to] if section.reopen.to else [])]
    while todo:
        state = todo.pop()
        if state not in seen:
            seen.add(state)
            todo += [transition.to for _, transition in workflow.ways(section, state)]
    return seen


def _ways_through(section: CaseSection) -> Iterable[Finding]:
    seen = reachable(section)
    for index, state in enumerate(section.states):
        path: Path = ("states", index)
        final = workflow.is_final(section, state.key)
        has_way_out = any(True for _ in workflow.ways(section, state.key))
        if state.key not in seen and state.key not in workflow.BUILT_IN:
            yield Finding(
                code="case-unreachable-state",
                message=f"No case can come to the state '{state.key}'.",
                remedy="Add a transition that leads to it, or take it away.",
                path=path,
            )
        if not final and not has_way_out:
            yield Finding(
                code="case-dead-end",
                message=f"A case can never leave the state '{state.key}', and it is not an outcome.",
                remedy="Add a transition out of it, or name it under `outcomes:` with its retention.",
                path=path,
            )
        if final and has_way_out:
            yield Finding(
                code="case-way-out-of-outcome",
                message=f"'{state.key}' ends the case, so no transition can lead out of it.",
                remedy="Take it out of `outcomes:`, or let people reopen the case instead.",
                path=path,
            )
    yield from _circles(section)


def _circles(section: CaseSection) -> Iterable[Finding]:
    """Automatic transitions without a condition that lead into each other for ever."""
    steps = {}
    for state in workflow.state_keys(section):
        key = workflow.automatic(section, state, f"state.{state}", lambda condition: condition is None)
        if key is not None:
            steps[state] = (key, section.transitions[key].to)
    for first in steps:
        seen, state = {first}, steps[first][1]
        while state in steps and state not in seen:
            seen.add(state)
            state = steps[state][1]
        if state == first:
            yield Finding(
                code="case-circle",
                message=f"The automatic transition '{steps[first][0]}' leads in a circle.",
                remedy="Give it a condition.",
                path=("transitions", steps[first][0]),
            )


def _tasks(section: CaseSection) -> Iterable[Finding]:
    known = KNOWN_ROLES | set(section.roles) | {r for t in section.transitions.values() for r in t.roles}
    called = {item for transition in section.transitions.values() for item in transition.then}
    for index, rule in enumerate(section.tasks):
        if rule.state is not None:
            yield from _state(section, rule.state, ("tasks", index, "in"), f"The task '{rule.key}' is made in")
        elif f"task.{rule.key}" not in called:
            yield Finding(
                code="case-task-never-made",
                message=f"Nothing ever makes the task '{rule.key}'.",
                remedy="Say in which state (`in:`), or name it in `then:` of a transition.",
                path=("tasks", index),
            )
        if rule.role not in known:
            yield Finding(
                code="case-unknown-role",
                message=f"The task '{rule.key}' is for the role '{rule.role}', which nobody can hold.",
                remedy=f"Add it under `roles:` with a title, or use one of {', '.join(sorted(known))}.",
                path=("tasks", index, "for"),
            )


def _clocks(section: CaseSection) -> Iterable[Finding]:
    for index, rule in enumerate(section.clocks):
        path: Path = ("clocks", index)
        for name, states in (("pause_in", rule.pause_in), ("stop_in", rule.stop_in)):
            for state in states:
                yield from _state(section, state, (*path, name), f"The clock '{rule.key}' names")
        yield from _trigger(section, rule.start, (*path, "start"))
        for trigger in rule.stop_on:
            yield from _trigger(section, trigger, (*path, "stop_on"))
        yield from _effect_of_clock(section, index)


def _effect_of_clock(section: CaseSection, index: int) -> Iterable[Finding]:
    rule = section.clocks[index]
    path: Path = ("clocks", index, "on_expire")
    if rule.takes is None:
        return
    transition = section.transitions.get(rule.takes)
    if transition is None:
        yield Finding(
            code="case-unknown-transition",
            message=f"When the clock '{rule.key}' runs out, nothing says what happens: there is no '{rule.takes}'.",
            remedy="Name the transition that it takes: `transition: …`.",
            path=path,
        )
        return
    if "system" not in transition.by:
        yield Finding(
            code="case-clock-may-not",
            message=f"The clock '{rule.key}' takes '{rule.takes}', which the system may not make.",
            remedy="Add `system` to its `by`.",
            path=path,
        )
    wanted = {"grant": "granted", "refuse": "refused"}.get(rule.on_expire)
    if wanted is not None and transition.decides != wanted:
        yield Finding(
            code="case-clock-decides",
            message=f"The clock '{rule.key}' says {rule.on_expire}, but '{rule.takes}' does not decide so.",
            remedy=f"Add `decides: {wanted}` to the transition.",
            path=path,
        )


def _outcomes(section: CaseSection) -> Iterable[Finding]:
    for key in section.outcomes:
        yield from _state(section, key, ("outcomes", key), "An outcome names")
    for index, state in enumerate(section.states):
        if not workflow.is_final(section, state.key):
            continue
        if workflow.retention(section, state.key) is None:
            path: Path = ("outcomes", state.key) if state.key in section.outcomes else ("states", index)
            yield Finding(
                code="case-no-retention",
                message=f"Nothing says how long cases that end in '{state.key}' are kept.",
                remedy=f"Under outcomes, give {state.key} its retention: {{delete_after: 24 months, from: closed}}.",
                path=path,
            )
    if not any(workflow.is_final(section, state.key) for state in section.states):
        yield Finding(
            code="case-never-ends",
            message="No state ends a case, so that nothing would ever be deleted.",
            remedy="Name the final states under `outcomes:` with their retention.",
            path=("outcomes",),
        )


def _reopening(section: CaseSection) -> Iterable[Finding]:
    if section.reopen.to is not None:
        yield from _state(section, section.reopen.to, ("reopen", "to"), "Reopened cases go to")
        if workflow.is_final(section, section.reopen.to):
            yield Finding(
                code="case-reopen-closed",
                message=f"Reopened cases would go to '{section.reopen.to}', which ends them.",
                remedy="Name a state in which they are worked on.",
                path=("reopen", "to"),
            )
