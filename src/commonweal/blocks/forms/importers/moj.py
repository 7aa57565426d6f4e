"""Reads services of the Ministry of Justice form builder (its metadata, schema service.base)."""

from collections.abc import Mapping
from typing import Any

from commonweal.blocks.forms.importers.conditions import TRUE
from commonweal.blocks.forms.importers.draft import Draft, DraftPage, Foreign, Question, Words
from commonweal.blocks.forms.importers.graph import END, Way
from commonweal.blocks.forms.importers.keys import Keys
from commonweal.blocks.forms.importers.markdown import markdown_from
from commonweal.blocks.forms.importers.moj_conditions import Conditionals
from commonweal.blocks.forms.importers.moj_questions import question_from
from commonweal.blocks.forms.importers.refusal import Refused

PASSING = {"page.start", "page.checkanswers", "page.confirmation"}
ENDING = {"page.checkanswers", "page.confirmation"}


def recognises(document: object) -> bool:
    """Whether a JSON document is such a service."""
    return isinstance(document, Mapping) and document.get("_type") == "service.base"


def read(document: Foreign) -> Draft:
    """The form as a draft of ours. Raises Refused."""
    return _Reader(document).draft()


class _Reader:
    def __init__(self, document: Foreign) -> None:
        self.document = document
        self.language = str(document.get("locale") or "en")
        self.keys = Keys()
        self.page_keys = Keys()
        self.notes: list[str] = []
        self.questions: dict[str, Question] = {}  # by the component's uuid
        self.values: dict[str, str] = {}  # the value of an option by its uuid

    def draft(self) -> Draft:
        pages = list(self.document.get("pages") or [])
        start = next((page["_uuid"] for page in pages if page["_type"] == "page.start"), None)
        if start is None:
            raise Refused("it has no start page")
        drafts = [self._page(page) for page in pages]
        conditionals = Conditionals(self.questions, self.values)
        flow = self.document.get("flow") or {}
        for draft, page in zip(drafts, pages, strict=True):
            draft.ways = [Way(END)] if page["_type"] in ENDING else self._ways(flow, page["_uuid"], conditionals)
            self._content_conditions(draft, page, conditionals)
            nowhere = draft.ways == [Way(END)] and not draft.asks and not draft.passes
            draft.exit = page["_type"] == "page.exit" or nowhere
        drafts += self._branches(flow, conditionals)
        self._note_left_out(pages)
        return Draft(start, drafts, self.notes)

    def _note_left_out(self, pages: list[Foreign]) -> None:
        worded = [p["_type"].removeprefix("page.") for p in pages if p["_type"] in PASSING and _has_words(p)]
        if worded:
            self.notes.append(f"the words of these pages belong to other sections: {', '.join(worded)}")

    def _branches(self, flow: Foreign, conditionals: Conditionals) -> list[DraftPage]:
        """Branching points are pages that show nothing."""
        return [
            DraftPage(name, name, {}, ways=self._ways(flow, name, conditionals), passes=True)
            for name, node in flow.items()
            if node.get("_type") == "flow.branch"
        ]

    def _ways(self, flow: Foreign, name: str, conditionals: Conditionals) -> list[Way]:
        following = (flow.get(name) or {}).get("next") or {}
        found = [
            Way(one["next"], conditionals.read(one)) for one in following.get("conditionals") or [] if one.get("next")
        ]
        return [*found, Way(following.get("default") or END, TRUE)]

    def _words(self, text: Any) -> Words:
        return {self.language: markdown_from(str(text))}

    def _page(self, page: Foreign) -> DraftPage:
        passes = page["_type"] in PASSING
        name = page["_uuid"] if passes else self.page_keys.new(str(page.get("url") or page["_id"])).replace("_", "-")
        components = [] if passes else page.get("components") or []
        questions = [self._question(component, name) for component in components]
        heading = page.get("heading") or next((c.get("label") or c.get("legend") for c in components), "") or name
        intro = "\n\n".join(str(page[part]) for part in ("lede", "body") if page.get(part) and not passes)
        draft = DraftPage(page["_uuid"], name, self._words(heading), passes=passes)
        draft.questions = [question for question in questions if question]
        draft.intro = self._words(intro) if intro else None
        if not passes and not questions and not intro and page["_type"] != "page.exit":
            draft.passes = True
            self.notes.append(f"the page '{name}' has nothing on it and is dropped")
        return draft

    def _question(self, component: Foreign, page: str) -> Question:
        key = self.keys.new(str(component.get("name") or component["_id"]), f"{page}_{component['_id']}")
        made, values, notes = question_from(component, key, self.language)
        # A copied page keeps the ids of the original's components; conditions mean the first.
        self.questions.setdefault(component.get("_uuid") or component["_id"], made)
        self.values |= values
        self.notes += notes
        return made

    def _content_conditions(self, draft: DraftPage, page: Foreign, conditionals: Conditionals) -> None:
        """Words that are shown never, always, or on a condition."""
        shown = []
        components = [] if draft.passes else page.get("components") or []
        for component, question in zip(components, draft.questions, strict=True):
            display = component.get("display") or "always"
            if question["type"] == "content" and display == "never":
                continue
            if question["type"] == "content" and display == "conditional":
                question["when"] = conditionals.any_of(component.get("conditionals") or []).cel()
            shown.append(question)
        draft.questions = shown


def _has_words(page: Mapping[str, object]) -> bool:
    return any(page.get(part) for part in ("body", "before_you_start", "lede", "send_body", "components"))
