"""Reads forms of the XGov Digital Form Builder (and of its forks that keep its first schema)."""

from collections.abc import Mapping
from typing import Any

from commonweal.blocks.forms.importers.conditions import TRUE
from commonweal.blocks.forms.importers.draft import Draft, DraftPage, Foreign, Question
from commonweal.blocks.forms.importers.graph import END, Way
from commonweal.blocks.forms.importers.keys import Keys
from commonweal.blocks.forms.importers.markdown import markdown_from
from commonweal.blocks.forms.importers.refusal import Refused
from commonweal.blocks.forms.importers.xgov_conditions import Conditions
from commonweal.blocks.forms.importers.xgov_questions import Lists, question_from

SUMMARY = "summary"


def recognises(document: object) -> bool:
    """Whether a JSON document is such a form."""
    return isinstance(document, Mapping) and "startPage" in document and "pages" in document


def read(document: Foreign) -> Draft:
    """The form as a draft of ours. Raises Refused."""
    return _Reader(document).draft()


class _Reader:
    def __init__(self, document: Foreign) -> None:
        self.document = document
        self.pages = list(document["pages"])
        self.lists = Lists(document.get("lists") or [])
        self.notes: list[str] = []
        self.keys = Keys()
        self.page_keys = Keys()
        self.questions: dict[str, Question] = {}  # by the name that conditions use
        self._keyed: dict[tuple[str, str], str] = {}

    def draft(self) -> Draft:
        reachable = self._reachable()
        drafts = [self._page(page) for page in self.pages if page["path"] in reachable]
        conditions = Conditions(self.document.get("conditions") or [], self.questions)
        for draft, page in zip(drafts, [p for p in self.pages if p["path"] in reachable], strict=True):
            draft.ways = self._ways(page, conditions)
            draft.exit = not draft.passes and not draft.asks and not page.get("next")
            for question in draft.questions:
                if "when" in question:
                    question["when"] = conditions.named(question["when"]).cel()
        self._declaration(drafts)
        self._note_rest(reachable)
        return Draft(self.document["startPage"], drafts, self.notes)

    def _reachable(self) -> set[str]:
        by_path = {page["path"]: page for page in self.pages}
        found: set[str] = set()
        waiting = [self.document["startPage"]]
        while waiting:
            path = waiting.pop()
            if path in found:
                continue
            if path not in by_path:
                raise Refused("a page leads to one that does not exist", path)
            found.add(path)
            waiting += [way["path"] for way in by_path[path].get("next") or []]
        return found

    def _page(self, page: Foreign) -> DraftPage:
        controller = str(page.get("controller") or "")
        if page.get("repeatField"):
            raise Refused("pages that are repeated by a number in an answer", page["path"])
        passes = SUMMARY in controller or page["path"] == f"/{SUMMARY}"
        name = str(page["path"]).strip("/") or "start"
        key = name if passes and name == SUMMARY else self.page_keys.new(name).replace("_", "-")
        draft = DraftPage(page["path"], key, self._words(page.get("title") or name), passes=passes)
        for component in page.get("components") or []:
            draft.questions += self._component(page, component)
        if not passes and not draft.questions:
            draft.passes = True
            self.notes.append(f"the page '{key}' has nothing on it and is dropped")
        return draft

    def _component(self, page: Foreign, component: Foreign) -> list[Question]:
        name, section = str(component.get("name") or ""), str(page.get("section") or "")
        key = self.keys.new(name or component["type"], f"{section}_{name}", f"{key_of(page)}_{name}")
        made = question_from(component, key, self.lists)
        for question in made:
            question["label"] = self._words(component.get("title") or "") if component.get("title") else None
            if component.get("hint"):
                question["hint"] = self._words(component["hint"])
            if question["type"] == "content":
                question["text"] = self._words(question["text"])
            if not question["label"]:
                del question["label"]
            if condition := (component.get("options") or {}).get("condition"):
                question["when"] = condition
        if len(made) > 1:
            self.notes.append(f"'{key}' asks for a date and a time at once; it became two questions")
            self._keyed_twice(made)
        self.questions[f"{section}.{name}" if section else name] = made[0]
        return made

    def _keyed_twice(self, made: list[Question]) -> None:
        for question in made[1:]:
            question["key"] = self.keys.new(question["key"])

    def _ways(self, page: Foreign, conditions: Conditions) -> list[Way]:
        if SUMMARY in str(page.get("controller") or ""):
            return [Way(END)]
        ways = page.get("next") or []
        found = [Way(way["path"], conditions.named(way["condition"])) for way in ways if way.get("condition")]
        plain = [way["path"] for way in ways if not way.get("condition")]
        # There the last way without a condition is the one that is left; without any, the summary comes.
        return [*found, Way(plain[-1] if plain else END, TRUE)]

    def _words(self, value: Any) -> dict[str, str]:
        words = dict(value) if isinstance(value, Mapping) else {"en": str(value)}
        for text in words.values():
            if "{{" in text or "{%" in text:
                raise Refused("words with answers or programs in them ({{ … }})", text[:60])
        return {language: markdown_from(text) for language, text in words.items()}

    def _declaration(self, drafts: list[DraftPage]) -> None:
        words = self.document.get("declaration")
        last = next((draft for draft in drafts if draft.passes and draft.key == SUMMARY), None)
        if not words or last is None:
            return
        last.passes, last.key, last.title = False, "declaration", {"en": "Declaration"}
        last.questions = [{"key": self.keys.new("declaration"), "type": "declaration", "statement": self._words(words)}]

    def _note_rest(self, reachable: set[str]) -> None:
        lost = [page["path"] for page in self.pages if page["path"] not in reachable]
        if any(SUMMARY not in path for path in lost):
            self.notes.append(f"nothing leads to these pages, so they are dropped: {', '.join(lost)}")
        for name, ours in (("fees", "fee"), ("outputs", "messages")):
            if self.document.get(name):
                self.notes.append(f"`{name}` belongs to our section `{ours}:` and is not imported")


def key_of(page: Mapping[str, object]) -> str:
    """A word for the page, for keys that would else clash."""
    return str(page["path"]).strip("/")
