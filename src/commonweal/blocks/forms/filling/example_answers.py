"""Answers as an example in a definition writes them: amounts in pounds, and yes and no as words."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from commonweal.blocks.forms.answers.context import FormContext, UploadFacts
from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.filling.cleaning import clean_answers
from commonweal.blocks.forms.pages.page import Form, inner, questions_of
from commonweal.blocks.forms.question import Question
from commonweal.kernel.definition import Path

# A file that an example names is not stored. It counts as a small photograph unless the example describes it.
ANY_FILE = {"name": "file", "media_type": "image/jpeg", "size": 1}


def from_example(form: Form, given: Mapping[str, object]) -> dict[str, object]:
    """What an example gives, with the answers to questions as the form keeps them. Other names, and answers that no
    question can read, stay as they are written."""
    questions = {question.key: question for _, question in questions_of(form) if question.asks}
    return {key: _read(questions[key], value) if key in questions else value for key, value in given.items()}


def _read(question: Question, written: object) -> object:
    rows = {each.key: each for each in inner(question)}
    if rows and isinstance(written, list):
        return [_read_row(rows, row) if isinstance(row, Mapping) else row for row in written]
    with suppress(Wrong):
        return question.from_example(written)
    return written


def _read_row(questions: Mapping[str, Question], row: Mapping[str, object]) -> dict[str, object]:
    return {key: _read(questions[key], value) if key in questions else value for key, value in row.items()}


def refused_in_example(
    form: Form, given: Mapping[str, object], form_context: FormContext
) -> Iterator[tuple[Path, str, str]]:
    """The answers of an example that cannot be given: the path of each in `given`, why the form refuses it, and how to
    write an answer to this question. An example need not answer every question."""
    questions = {question.key: question for _, question in questions_of(form) if question.asks}
    written = {key: value for key, value in given.items() if key in questions}
    unread: set[Path] = set()
    for key, value in written.items():
        for path, question, why in _unread(questions[key], value, (key,)):
            unread.add(path)
            yield path, why, question.notation
    answers = from_example(form, {key: value for key, value in written.items() if (key,) not in unread})
    cleaned = clean_answers(form, answers, replace(form_context, upload=_uploads(written)), complete=False)
    for name, why in cleaned.errors.items():
        path = _path_of(name, written)
        if path and not any(path[: len(each)] == each for each in unread):
            yield path, f"{why}.", _question_at(questions, path).notation


def _unread(question: Question, written: object, path: Path) -> Iterator[tuple[Path, Question, str]]:
    """Answers that cannot be read, such as an amount with a sign before it."""
    rows = {each.key: each for each in inner(question)}
    if rows and isinstance(written, list):
        for number, row in enumerate(written):
            for key, value in row.items() if isinstance(row, Mapping) else ():
                if key in rows:
                    yield from _unread(rows[key], value, (*path, number, key))
        return
    try:
        question.from_example(written)
    except Wrong as wrong:
        yield path, question, f"{wrong.faults[0].say('en')}."


def _path_of(name: str, written: Mapping[str, object]) -> Path:
    """Where the answer is to which an input belongs ("people-0-income"), as far as the example has it."""
    path: list[str | int] = []
    here: Any = written
    for part in name.split("-"):
        if isinstance(here, Mapping) and part in here:
            path.append(part)
        elif isinstance(here, list) and part.isdigit() and int(part) < len(here):
            path.append(int(part))
        else:
            break
        here = here[path[-1]]
    return tuple(path)


def _question_at(questions: Mapping[str, Question], path: Path) -> Question:
    question = questions[str(path[0])]
    rows = {each.key: each for each in inner(question)}
    return rows.get(str(path[2]), question) if len(path) > 2 else question


def _uploads(written: Any) -> Any:
    """Finds the files that an example names."""
    files = {each["upload"]: each for each in _files(written)}

    def upload(identifier: str) -> UploadFacts | None:
        known = {key: value for key, value in files.get(identifier, {}).items() if key in ANY_FILE}
        return UploadFacts(id=identifier, **{**ANY_FILE, **known})

    return upload


def _files(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        if isinstance(value.get("upload"), str):
            yield value
        for each in value.values():
            yield from _files(each)
    elif isinstance(value, list):
        for each in value:
            yield from _files(each)
