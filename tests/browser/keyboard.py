"""Walks pages as somebody does who has no pointer: Tab, Space, Enter, arrows and letters, nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from commonweal.blocks.forms import api as forms
from commonweal.ground.areas.api import find_addresses

MOST_TABS = 250
PRESSED = {"A", "BUTTON", "SUMMARY"}
WHERE = """() => { const e = document.activeElement; const group = e && e.type === "radio"
  ? [...document.querySelectorAll(`input[type=radio][name="${e.name}"]`)] : [];
 return { tag: e.tagName, type: e.type || "", name: e.name || "", value: e.value || "", checked: !!e.checked,
  text: (e.textContent || "").trim(), values: group.map(one => one.value), at: group.indexOf(e),
  options: e.tagName === "SELECT" ? [...e.options].map(one => one.value) : [],
  labels: e.tagName === "SELECT" ? [...e.options].map(one => one.label) : [],
  index: e.tagName === "SELECT" ? e.selectedIndex : -1, visible: e.getClientRects().length > 0 } }"""


@dataclass
class Answers:
    """What to type, by the names of the boxes; `lines` are first lines of addresses by question; `rows` how many
    rows a repeated group has; `unknown` addresses are not in the gazetteer, so they are written by hand."""

    typed: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)


def answers_of(form: Any, given: Mapping[str, Any]) -> Answers:
    """The answers of an example as what somebody types, by what each question itself says of its boxes."""
    found = Answers()
    for _page, question in forms.questions_of(form):
        if question.key not in given:
            continue
        answer = given[question.key]
        if question.type == "address":
            lines = {"town": "Eastmere", **answer}
            found.typed |= {f"{question.key}-{line}": [lines[line]] for line in ("line1", "town", "postcode")}
            found.lines[f"{question.key}-choice"] = answer["line1"]
            if not find_addresses(answer["postcode"]):
                found.unknown.add(question.key)
            continue
        if question.type == "repeat":
            found.rows[question.key] = len(answer)
        for part, values in question.write(answer).items():
            found.typed[f"{question.key}-{part}" if part else question.key] = [str(value) for value in values]
    return found


def here(page: Page) -> dict[str, Any]:
    """Where the focus is."""
    found: dict[str, Any] = page.evaluate(WHERE)
    return found


def _choose_radio(page: Page, at: Mapping[str, Any], wanted: str) -> None:
    steps = at["values"].index(wanted) - at["at"]
    if steps == 0:
        page.keyboard.press("Space")
    for _ in range(abs(steps)):
        page.keyboard.press("ArrowDown" if steps > 0 else "ArrowUp")


def _choose_option(page: Page, at: Mapping[str, Any], wanted: int) -> None:
    for _ in range(abs(wanted - at["index"])):
        page.keyboard.press("ArrowDown" if wanted > at["index"] else "ArrowUp")


def _retype(page: Page, words: str) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def _press_and_wait(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def take(page: Page, answers: Answers) -> bool:
    """Act on what has the focus, by its name; whether that led to a new page."""
    at = here(page)
    name, wanted = at["name"], answers.typed.get(at["name"])
    if at["tag"] == "BUTTON":
        return _take_button(page, at, answers)
    if at["tag"] == "SELECT":
        line = answers.lines.get(name)
        if line is not None:
            _choose_option(
                page,
                at,
                next(i for i, label in enumerate(at["labels"]) if label.startswith(f"{line},") or label == line),
            )
        elif wanted:
            _choose_option(page, at, at["options"].index(wanted[0]))
    elif not wanted:
        return False
    elif at["type"] == "radio":
        _choose_radio(page, at, wanted[0])
    elif at["type"] == "checkbox":
        if (at["value"] in wanted) != at["checked"]:
            page.keyboard.press("Space")
    elif at["tag"] in {"INPUT", "TEXTAREA"}:
        _retype(page, wanted[0])
    return False


def _take_button(page: Page, at: Mapping[str, Any], answers: Answers) -> bool:
    question, _, act = at["name"].rpartition("-")
    more = act == "add" and page.locator(f"[id='{question}'] > fieldset").count() < answers.rows.get(question, 0)
    if (at["name"] == "_then" and at["value"] == "next") or act == "find" or more:
        _press_and_wait(page)
        return True
    return False


def walk(page: Page, answers: Answers) -> None:
    """Tab through the page, answering what is asked, until a button led on. Fails where none can be reached."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if take(page, answers):
            return
    raise AssertionError(f"no way on by keyboard from {page.url}")


def reach(page: Page, words: str, *, tag: str = "") -> None:
    """Tab until what has these words has the focus, and that is seen. Fails where it cannot be reached."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at = here(page)
        if words in at["text"] and at["tag"] in ({tag} if tag else PRESSED) and at["visible"]:
            return
    raise AssertionError(f"{words!r} cannot be reached by keyboard at {page.url}")


def reach_named(page: Page, name: str) -> None:
    """Tab until the box with this HTML name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if here(page)["name"] == name:
            return
    raise AssertionError(f"the box {name!r} cannot be reached by keyboard at {page.url}")
