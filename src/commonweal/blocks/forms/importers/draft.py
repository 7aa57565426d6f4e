"""A form on its way from another platform to ours: pages with our questions, and still with ways between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonweal.blocks.forms.importers.graph import Graph, Way
from commonweal.blocks.forms.importers.refusal import Refused

Question = dict[str, Any]
Foreign = Mapping[str, Any]  # JSON of the other platform
Words = Mapping[str, str]


@dataclass
class DraftPage:
    """A page as it was read. `passes` pages show nothing of their own (a start, their check page): they only lead on.
    An `exit` has its content questions as its words."""

    name: str
    key: str
    title: Words
    intro: Words | None = None
    questions: list[Question] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    exit: bool = False
    passes: bool = False

    @property
    def may_vanish(self) -> bool:
        """Whether it has only conditional words: here a page with nothing left is not shown."""
        return not self.exit and not self.intro and all(q["type"] == "content" and "when" in q for q in self.questions)

    @property
    def asks(self) -> list[str]:
        return [q["key"] for q in self.questions if q["type"] != "content"]


@dataclass
class Draft:
    """A whole form as it was read. `notes` list what was dropped, as text."""

    start: str
    pages: Sequence[DraftPage]
    notes: list[str] = field(default_factory=list)

    def graph(self) -> Graph:
        return Graph(
            self.start,
            {page.name: page.ways for page in self.pages},
            {page.name: page.asks for page in self.pages},
            [page.name for page in self.pages if page.exit],
        )

    def section(self) -> list[Question]:
        """The `form:` section as plain data. Raises Refused."""
        by_name = {page.name: page for page in self.pages}
        rows = self.graph().rows()
        reached = {row.name for row in rows}
        lost = [page.key for page in self.pages if page.name not in reached and not page.passes]
        if lost:
            self.notes.append(f"nothing leads to these pages, so they are dropped: {', '.join(lost)}")
        made = []
        for row in rows:
            page = by_name[row.name]
            if page.passes:
                continue
            when = row.when.cel()
            if len(when) > 4000:
                raise Refused("a condition would be longer than our expressions may be", page.key)
            made.append(_page(page, None if when == "true" else when))
        if not any(page.asks for page in self.pages if page.name in reached):
            raise Refused("it asks nothing")
        return made


def _page(page: DraftPage, when: str | None) -> dict[str, object]:
    made: dict[str, object] = {"page": page.key, "title": dict(page.title)}
    if when:
        made["when"] = when
    if page.exit:
        return made | _exit(page)
    if page.intro:
        made["intro"] = dict(page.intro)
    if not page.questions and not page.intro:
        raise Refused("a page has nothing on it", page.key)
    return made | ({"questions": page.questions} if page.questions else {})


def _exit(page: DraftPage) -> Question:
    if page.asks:
        raise Refused("an exit page asks questions", page.key)
    always = [question["text"] for question in page.questions if "when" not in question]
    parts = [page.intro or {}, *always]
    languages = {language for words in parts for language in words} or set(page.title)
    texts = {language: "\n\n".join(words[language] for words in parts if words.get(language)) for language in languages}
    made: dict[str, object] = {
        "exit": {"text": {code: text or page.title.get(code, "") for code, text in texts.items()}}
    }
    sometimes = [question for question in page.questions if "when" in question]
    return made | ({"questions": sometimes} if sometimes else {})
