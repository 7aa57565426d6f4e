"""What is proved of a section before it is published: names mean something, states can be reached and left."""

from collections.abc import Iterable, Mapping
from typing import Any

from commonweal.blocks.cases import workflow
from commonweal.blocks.cases.language import CaseSection, Transition
from commonweal.blocks.cases.permissions import KNOWN_ROLES
from commonweal.blocks.cases.proof.ways import (
    beginning,
    beyond_calendars,
    outcomes_of,
    reopening,
    unknown_state,
    ways_through,
)
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.journal import FACTS
from commonweal.kernel.text import nearest


def findings(section: CaseSection, document: Mapping[str, object]) -> Iterable[Finding]:
    """Everything that is wrong with a section; `document` is the whole definition."""
    found = [
        *_doubles(section),
        *_states(section),
        *_transitions(section, document),
        *_order(section),
        *_tasks(section),
        *_clocks(section),
        *outcomes_of(section, document),
        *reopening(section),
        *_roles_that_reopen(section),
    ]
    yield from found
    # A misspelt state or transition would make others seem out of reach.
    if not any(finding.code in {"case-unknown-state", "case-unknown-transition"} for finding in found):
        yield from beginning(section)
        yield from ways_through(section)


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
                    message=f"'{key}' is in {name} more than once.",
                    remedy="Give each its own name.",
                    path=(name, index),
                )


def _states(section: CaseSection) -> Iterable[Finding]:
    if section.start not in workflow.state_keys(section):
        yield from unknown_state(section, section.start, ("start",), "Cases start in")


def _transitions(section: CaseSection, document: Mapping[str, object]) -> Iterable[Finding]:
    known_by_title = {kind.type for kind in FACTS.values()}
    for key, transition in section.transitions.items():
        path: Path = ("transitions", key)
        for source in transition.source:
            yield from unknown_state(section, source, (*path, "from"), f"'{key}' leads out of")
        yield from unknown_state(section, transition.to, (*path, "to"), f"'{key}' leads to")
        if f"case.{key}" in known_by_title:
            yield Finding(
                code="case-name-taken",
                message=f"A transition cannot be called '{key}': the platform itself records 'case.{key}'.",
                remedy="Choose another name, a verb for instance.",
                path=path,
            )
        yield from _trigger_of(section, key, path)
        yield from _required_twice(transition, path)
        for index, item in enumerate(transition.then):
            yield from _effect(section, document, item, (*path, "then", index))
        for role in transition.roles:
            yield from _role(section, role, (*path, "by"))


def _required_twice(transition: Transition, path: Path) -> Iterable[Finding]:
    keys = [rule.key for rule in transition.requires]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield Finding(
                code="case-double-key",
                message=f"'{key}' is required twice: a form can ask for it only once.",
                remedy="Remove one of them.",
                path=(*path, "requires", index),
            )


def _order(section: CaseSection) -> Iterable[Finding]:
    for index, key in enumerate(section.order):
        if key not in section.transitions:
            near = nearest(key, section.transitions)
            yield Finding(
                code="case-unknown-transition",
                message=f"'order' names '{key}', which is not a transition.",
                remedy=f"Did you mean '{near}'?" if near else "Take it out.",
                path=("order", index),
            )


def _trigger_of(section: CaseSection, key: str, path: Path) -> Iterable[Finding]:
    transition = section.transitions[key]
    if "system" in transition.by and transition.on is None and not _may_be_called(section, key):
        yield Finding(
            code="case-never-happens",
            message=f"'{key}' is made by the system, but has no `on:` and nothing else makes it.",
            remedy="Give it an event in `on:`, or let a clock or another transition make it.",
            path=path,
        )
    if transition.on is not None:
        yield from _trigger(section, transition.on, (*path, "on"))
        if "system" not in transition.by:
            yield Finding(
                code="case-trigger-without-system",
                message=f"'{key}' has `on:`, which only the system uses, but is not made by the system.",
                remedy="Add `system` to `by`, or remove `on`.",
                path=(*path, "on"),
            )
    if "system" in transition.by and any(rule.key != "reason" for rule in transition.requires):
        if transition.roles or "applicant" in transition.by:
            return
        yield Finding(
            code="case-system-cannot-give",
            message=f"'{key}' is made by the system and requires what only people can give.",
            remedy="Let a role make it, or remove `requires`.",
            path=(*path, "requires"),
        )


def _may_be_called(section: CaseSection, key: str) -> bool:
    """Whether a clock or another transition takes it; or a clock takes one that does not exist, which may mean it."""
    by_clock = any(rule.takes == key or _is_unknown(section, rule.takes) for rule in section.clocks)
    return by_clock or any(key in transition.then for transition in section.transitions.values())


def _is_unknown(section: CaseSection, key: str | None) -> bool:
    return key is not None and key not in section.transitions


def _trigger(section: CaseSection, trigger: str, path: Path) -> Iterable[Finding]:
    awaited = [kind for kind, fact in FACTS.items() if fact.awaited]
    if trigger in awaited or trigger in workflow.triggers(section):
        return
    if trigger in FACTS or trigger.split(".", maxsplit=1)[0] in ("case", "state"):
        known = sorted([*workflow.triggers(section), *awaited])
        near = nearest(trigger, known)
        remedy = f"{f'Did you mean {near!r}? ' if near else ''}Use one of {', '.join(known)}."
    else:
        block = trigger.split(".", maxsplit=1)[0]
        remedy = f"Install the block that records facts called '{block}.…', or remove this until it is installed."
    yield Finding(
        code="case-unknown-trigger",
        message=f"A case cannot wait for '{trigger}': no installed block records it.",
        remedy=remedy,
        path=path,
    )


def _effect(section: CaseSection, document: Mapping[str, Any], item: str, path: Path) -> Iterable[Finding]:
    kind, dot, name = item.partition(".")
    if not dot:
        good = kind in section.transitions
        remedy = "Name a transition, message.x or task.x."
    elif kind == "task":
        good = any(rule.key == name for rule in section.tasks)
        remedy = f"Add a task with the key '{name}'."
    elif kind in ("message", "messages"):
        good = name in (document.get("messages") or {})
        remedy = f"Add '{name}' to the section messages."
    else:
        good = False
        remedy = "Name a transition, message.x or task.x: no other block that is installed here follows a transition."
    if not good:
        yield Finding(
            code="case-unknown-effect", message=f"No installed block can do '{item}'.", remedy=remedy, path=path
        )


def _roles_that_reopen(section: CaseSection) -> Iterable[Finding]:
    for who in section.reopen.by:
        if who.startswith("role:"):
            yield from _role(section, who.removeprefix("role:"), ("reopen", "by"))


def _role(section: CaseSection, role: str, path: Path) -> Iterable[Finding]:
    if role in KNOWN_ROLES or role in section.roles:
        return
    meant = nearest(role, KNOWN_ROLES | set(section.roles))
    near = f"Did you mean '{meant}'? " if meant else ""
    yield Finding(
        code="case-own-role",
        message=f"'{role}' is not a role that every organisation has.",
        remedy=f"{near}Give it a title under `roles:`, or use one of {', '.join(sorted(KNOWN_ROLES))}.",
        path=path,
        severity="error" if meant else "warning",
    )


def _tasks(section: CaseSection) -> Iterable[Finding]:
    known = KNOWN_ROLES | set(section.roles) | {r for t in section.transitions.values() for r in t.roles}
    called = {item for transition in section.transitions.values() for item in transition.then}
    for index, rule in enumerate(section.tasks):
        if rule.due is not None:
            yield from beyond_calendars(rule.due, ("tasks", index, "due"))
        if rule.state is not None:
            yield from unknown_state(section, rule.state, ("tasks", index, "in"), f"The task '{rule.key}' is made in")
        elif f"task.{rule.key}" not in called:
            yield Finding(
                code="case-task-never-made",
                message=f"Nothing ever makes the task '{rule.key}'.",
                remedy="Give the state (`in:`), or name it in `then:` of a transition.",
                path=("tasks", index),
            )
        if rule.role not in known:
            yield Finding(
                code="case-unknown-role",
                message=f"The task '{rule.key}' is for the role '{rule.role}', which does not exist.",
                remedy=f"Add it under `roles:` with a title, or use one of {', '.join(sorted(known))}.",
                path=("tasks", index, "for"),
            )


def _clocks(section: CaseSection) -> Iterable[Finding]:
    for index, rule in enumerate(section.clocks):
        path: Path = ("clocks", index)
        for name, states in (("pause_in", rule.pause_in), ("stop_in", rule.stop_in)):
            for state in states:
                yield from unknown_state(section, state, (*path, name), f"The clock '{rule.key}' names")
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
        near = nearest(rule.takes, section.transitions)
        yield Finding(
            code="case-unknown-transition",
            message=f"When the clock '{rule.key}' runs out, nothing defines what happens: there is no '{rule.takes}'.",
            remedy=f"Did you mean '{near}'?" if near else "Name the transition that it takes: `transition: …`.",
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
            message=f"The clock '{rule.key}' has {rule.on_expire}, but '{rule.takes}' does not decide so.",
            remedy=f"Add `decides: {wanted}` to the transition.",
            path=path,
        )
