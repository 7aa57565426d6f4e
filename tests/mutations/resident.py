"""Walks a service as its applicant: from its page through every page of questions to the number of the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.blocks.forms import api as forms
from commonweal.blocks.forms.question import Question
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.journeys.models import Journey
from tests.mutations.browser import Broken, Browser
from tests.mutations.courses import SENT, Course
from tests.mutations.files import sent_file
from tests.pages.forms import Form, forms_in

MOST_STEPS = 60
MOST_ROUNDS = 8  # of one page that asks more as its answers come
OFFERED = frozenset({"choice", "choices", "yes_no", "declaration"})


@dataclass(frozen=True)
class Applied:
    """How far somebody came: `case` is '' where nothing was sent, `online` False where nobody can begin."""

    online: bool = True
    case: str = ""


def apply(browser: Browser, service: CompiledService, course: Course) -> Applied:
    """Begin the service and answer along the course. Raises Broken where it does not lead where it should."""
    page = browser.page(f"/services/{service.key}")
    start = f"/apply/{service.key}"
    if not any(form.action == start for form in forms_in(page)):
        return Applied(online=False)
    address = browser.post(start, {})["Location"]
    for _ in range(MOST_STEPS):
        response = browser.get(address)
        if response.status_code == 302:
            address = response["Location"]
            continue
        *_, section, part = address.partition("?")[0].split("/")
        if part == "sent" and section != "form":
            return _arrived(course, SENT, _case_of(address))
        if part == "check":
            address = browser.post(address, {})["Location"]
            continue
        html = response.content.decode()
        questions = _questions(html)
        if questions is None:
            return _arrived(course, part, "")
        address = _answer(browser, address, html, service, course)
    raise Broken(f"{browser.who}: the journey does not end; the last page is {address}")


def _arrived(course: Course, end: str, case: str) -> Applied:
    """A journey that stops may do so for another reason than all its answers together: it stops at the first."""
    if (end == SENT) != (course.end == SENT):
        raise Broken(f"the journey ends at '{end}', though its answers lead to '{course.end}'")
    return Applied(case=case)


def _case_of(address: str) -> str:
    return str(Journey.objects.get(pk=address.split("/")[-2]).case)


def _questions(html: str) -> Form | None:
    """The form of a page of questions; None for a page where the journey stops."""
    return next((form for form in forms_in(html) if any(button.name == "_then" for button in form.buttons)), None)


def _answer(browser: Browser, address: str, html: str, service: CompiledService, course: Course) -> str:
    """Answer one page, in as many rounds as it asks more; where it leads to."""
    page = forms.find_page(service.content("form"), address.partition("?")[0].rpartition("/")[2])
    sent_files: set[str] = set()
    for _ in range(MOST_ROUNDS):
        drawn = _questions(html)
        assert drawn is not None
        posted: dict[str, Any] = {"_then": "next", "_asked": [v for name, v in drawn.sent() if name == "_asked"]}
        asked = {name.partition("-")[0] for name in posted["_asked"]}
        for question in page.questions:
            if question.asks and question.key in asked and question.key in course.answers:
                posted |= _written(question, course.answers[question.key], drawn, sent_files)
        response = browser.post(address, posted)
        if response.status_code == 302:
            return str(response["Location"])
        html = response.content.decode()
    raise Broken(f"{browser.who}: {address} asks again and again")


def _written(question: Question, answer: Any, drawn: Form, sent_files: set[str]) -> Mapping[str, Any]:
    """What is typed, chosen or uploaded for an answer, on the page as it is drawn."""
    if question.type == "file":
        if question.key in sent_files:
            return {question.key: [value for name, value in drawn.sent() if name == question.key and value]}
        sent_files.add(question.key)
        files = answer if isinstance(answer, list) else [answer]
        return {question.key: [sent_file(each["upload"]) for each in files]}
    fields = {f"{question.key}-{part}" if part else question.key: list(v) for part, v in question.write(answer).items()}
    if question.type in OFFERED:
        _must_be_offered(question.key, fields[question.key], drawn)
    return fields


def _must_be_offered(name: str, chosen: list[str], drawn: Form) -> None:
    controls = [control for control in drawn.controls if control.name == name]
    offered = {control.value for control in controls} | {option for control in controls for option in control.options}
    if not set(chosen) <= offered:
        raise Broken(f"the page does not offer {sorted(set(chosen) - offered)} for '{name}', which may be the answer")
