"""The `messages:` section of a definition: which message leaves on which event, by which channels, in which words."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from commonweal.blocks.messages.templates import NAME, has_lone_braces, names_in, names_that_lead
from commonweal.kernel.definition import ExampleRun, Expression, Finding, Section, Strict
from commonweal.kernel.expected import expected_names
from commonweal.kernel.journal import FACTS
from commonweal.kernel.patterns import pattern
from commonweal.kernel.text import Text, nearest, shown
from commonweal.kernel.values import yes_or_no

EVENT = pattern(
    r"^[a-z_]+(\.[a-z_]+)+$", "an event, such as case.opened, or case. and a transition", endings=("case.{}",)
)
# What a template may name besides the answers.
KNOWN = {
    "case.reference": "the number of the case",
    "case.state": "the state of the case",
    "case.address": "the address of the case in the portal",
    "case.reason": "the reason that was given with a decision",
    "case.question": "what more was asked for",
    "case.due": "the day by which an answer is needed",
    "service.title": "the name of the service",
    "organisation.name": "the name of the organisation",
    "person.name": "the name of the person",
    "place.name": "the name of the place",
}


class MessageTemplate(Strict):
    """One message: `on` names what must happen ("case.opened", or "case." and a transition).

    The body is Markdown. What fills a name is text: signs of Markdown, addresses and line breaks in it mean nothing. A
    name may not be used in the address of a link or in code, except {{case.address}}."""

    on: str = Field(pattern=EVENT)
    by: list[Literal["email", "portal"]] = Field(default=["email", "portal"], min_length=1)
    to: Literal["applicant"] = "applicant"
    subject: Text
    body: Text
    when: str | None = None


def _names(content: Mapping[str, MessageTemplate]) -> Iterable[tuple[str, str, str, str]]:
    for key, template in content.items():
        for part, text in (("subject", template.subject), ("body", template.body)):
            for language, words in text.items():
                for name in names_in(words):
                    yield key, part, language, name


def _answer_keys(document: Mapping[str, Any]) -> set[str]:
    pages = document.get("form") or []
    return {question.get("key", "") for page in pages for question in page.get("questions", ())}


def _told_keys(document: Mapping[str, Any]) -> set[str]:
    """Keys of what staff give in transitions and applicants may see."""
    transitions = (document.get("case") or {}).get("transitions") or {}
    required = [item for rule in transitions.values() for item in rule.get("requires") or ()]
    told = [item for item in required if isinstance(item, Mapping) and yes_or_no(item.get("told")) is True]
    return {str(item.get("key", "")).removeprefix("answer.") for item in told}


def check(content: Mapping[str, MessageTemplate], document: Mapping[str, object]) -> Iterable[Finding]:
    """Names that nothing fills, and events on which no message leaves."""
    answers, told = _answer_keys(document), _told_keys(document)
    known = [*KNOWN, *(f"answers.{key}" for key in sorted(answers)), *(f"given.{key}" for key in sorted(told))]
    for key, part, language, name in _names(content):
        if name in KNOWN or (name.startswith("answers.") and name.split(".")[1] in answers):
            continue
        if name.startswith("given.") and name.removeprefix("given.") in told:
            continue
        near = nearest(name, known) or next((each for each in known if each.endswith(f".{name.split('.')[-1]}")), None)
        yield Finding(
            code="unknown-name",
            message=f"{{{{{name}}}}} is filled by nothing." if NAME.match(name) else f"{name!r} is not a name.",
            remedy=f"Did you mean {{{{{near}}}}}?"
            if near
            else f"Use one of {', '.join(KNOWN)}, answers. and the key of a question, or given. and what staff give "
            "in a transition (with `told: yes`).",
            path=("messages", key, part, language),
        )
    yield from _lone_braces(content)
    yield from _leading(content)
    yield from _events(content, document)


def _lone_braces(content: Mapping[str, MessageTemplate]) -> Iterable[Finding]:
    """Braces without a known name: they would appear in the message."""
    for key, template in content.items():
        for part, text in (("subject", template.subject), ("body", template.body)):
            for language, words in text.items():
                if has_lone_braces(words):
                    yield Finding(
                        code="lone-braces",
                        message="Braces that are not closed, or not in pairs, would be sent as they are.",
                        remedy="Write a name between two braces on each side: {{case.reference}}.",
                        path=("messages", key, part, language),
                    )


def events() -> list[str]:
    """Events of cases on which a message can be sent: those that applicants are shown. When a case is deleted, there is
    no recipient any more."""
    return sorted(
        name for name, kind in FACTS.items() if name.startswith("case.") and kind.public and name != "case.deleted"
    )


def _events(content: Mapping[str, MessageTemplate], document: Mapping[str, Any]) -> Iterable[Finding]:
    """Events that send no message: not of a case, not visible to applicants, or never recorded."""
    transitions = (document.get("case") or {}).get("transitions") or {}
    known = [*events(), *(f"case.{name}" for name in transitions)]
    for key, template in content.items():
        if template.on not in known:
            near = nearest(template.on, known)
            yield Finding(
                code="unknown-event",
                message=f"No message is sent on '{template.on}': it is not an event of this service's cases that is "
                "shown to applicants.",
                remedy=f"{f'Did you mean {near!r}? ' if near else ''}Use one of {', '.join(known)}.",
                path=("messages", key, "on"),
            )


def _leading(content: Mapping[str, MessageTemplate]) -> Iterable[Finding]:
    """Names in the address of a link or in code, where what fills them would not stay plain text."""
    for key, template in content.items():
        for language, words in template.body.items():
            for name in names_that_lead(words):
                if name != "case.address":
                    yield Finding(
                        code="name-in-link",
                        message=f"{{{{{name}}}}} is in the address of a link, or in code.",
                        remedy="Write it outside. Only case.address may be the address of a link.",
                        path=("messages", key, "body", language),
                    )


def expect_messages(content: Mapping[str, MessageTemplate] | None, wanted: object, run: ExampleRun) -> str | None:
    """`messages: [received]` in an example: which are sent when the case is opened."""
    found = sorted(
        key
        for key, template in (content or {}).items()
        if template.on == "case.opened" and (template.when is None or run.evaluate(template.when) is True)
    )
    asked = sorted(expected_names(wanted))
    return None if asked == found else f"the messages are {shown(found)}, not {shown(asked)}"


def _expressions(content: Mapping[str, MessageTemplate]) -> Iterable[Expression]:
    for key, template in content.items():
        if template.when is not None:
            yield Expression(path=("messages", key, "when"), source=template.when)


SECTIONS = [
    Section(
        key="messages",
        model=dict[str, MessageTemplate],
        order=80,
        check=check,
        expressions=_expressions,
        expect={"messages": expect_messages},
        fills=True,
        title={"en": "Messages", "cy": "Negeseuon"},
    )
]
