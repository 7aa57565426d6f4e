"""Writes the reference page of expressions, events, effects and files from the chapters of each capability."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from textwrap import fill

from commonweal.kernel.reference_page import Chapter, Term
from commonweal.site.reference.guide import model_tables

WIDTH = 120
HEAD = """\
# Reference for definitions

This page is written by `commonweal language-reference` from the code; tests run every example. It describes the values
of a definition; [the definition language](definition-language.md) has the keys.

The lines of YAML are taken from [the example place](examples/reference/place.yaml), which `commonweal check` passes:
most are from [allotment.yaml](examples/reference/services/riverton-council/allotment.yaml) or
[green-bin.yaml](examples/reference/services/riverton-council/green-bin.yaml). In a name, `x` and `y` are for a key of
your own.
"""


def page() -> str:
    """The page of this installation."""
    from commonweal.kernel.reference_page import chapters
    from commonweal.services.definitions.language.schema import service_schema
    from commonweal.services.definitions.place_files.folder import kinds

    files = {
        kind.files[0]: kind.schema()
        for kind in kinds().values()
        if kind.schema is not None and kind.schema is not service_schema
    }
    return markdown(chapters(), files)


def markdown(chapters: Iterable[Chapter], files: Mapping[str, Mapping[str, object]]) -> str:
    """The whole page. `files` are the JSON Schemas of the files of a place by name, without those of services."""
    lines = [HEAD]
    by_title: dict[str, list[Chapter]] = {}  # in the order of the first chapter of each title
    for chapter in chapters:
        by_title.setdefault(chapter.title, []).append(chapter)
    for title, parts in by_title.items():
        lines += _chapter(title, parts)
    for name, schema in files.items():
        lines += [f"## Keys of {name}", "", *model_tables(schema)]
    return "\n".join(lines).rstrip() + "\n"


def _chapter(title: str, parts: Sequence[Chapter]) -> Iterator[str]:
    yield f"## {title}"
    yield ""
    yield from _paragraphs(part.intro for part in parts)
    terms = [term for part in parts for term in part.terms]
    if terms:
        yield from _table(terms)
    yield from _paragraphs(part.end for part in parts)


def _paragraphs(texts: Iterable[str]) -> Iterator[str]:
    for text in filter(None, texts):
        for paragraph in text.split("\n\n"):
            yield fill(" ".join(paragraph.split()), WIDTH, break_on_hyphens=False, break_long_words=False)
            yield ""


def _table(terms: Sequence[Term]) -> Iterator[str]:
    kinds = any(term.kind for term in terms)
    heading = "Takes → gives | " if any("→" in term.kind for term in terms) else "Kind | "
    yield f"| Write | Meaning | {heading if kinds else ''}Example |"
    yield f"|---|---|{'---|' if kinds else ''}---|"
    for term in terms:
        kind = f"{_cell(term.kind)} | " if kinds else ""
        yield f"| {_code(term.name)} | {_cell(term.words)} | {kind}{_example(term)} |"
    yield ""


def _example(term: Term) -> str:
    return f"{_code(term.example)} → {_code(term.gives)}" if term.gives else _code(term.example)


def _code(text: str) -> str:
    return f"`{_cell(text)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
