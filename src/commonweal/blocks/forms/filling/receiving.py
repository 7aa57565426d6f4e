"""Files that came with a posted page: stored first, then answered by their ids like any other question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.blocks.forms.actions.store_upload import store_upload
from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.posted import as_typed
from commonweal.blocks.forms.files.quotas import Busy, NoRoom, in_minutes
from commonweal.blocks.forms.pages.page import Form, Page, find_page, inner
from commonweal.blocks.forms.questions.file import FileQuestion
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Invalid, TooMany


@dataclass(frozen=True)
class Received:
    """`posted` is what to give to `clean_page`; `errors` are messages by field name of files that were refused;
    `stored` are the ids of all that were stored, whether or not they become an answer."""

    posted: Mapping[str, tuple[str, ...]]
    errors: Mapping[str, str]
    stored: tuple[str, ...] = ()


def receive_files(
    form: Form, part: str, posted: Any, files: Any, *, owner: str, acting: Acting, network: str = ""
) -> Received:
    """Store the files of a post (`request.POST`, `request.FILES`) that belong to file questions of the page, with the
    limits of each question, for `owner` (see `store_upload`). A file that is refused, for any reason, is an error of
    its question, so that the other answers of the page are kept."""
    page = find_page(form, part)
    fields, errors, kept = as_typed(posted), {}, []
    for name, file in _each(files):
        question = _file_question(page, name)
        if question is None:
            continue
        try:
            stored = store_upload(file=file, owner=owner, acting=acting, max_size=question.max_size, network=network)
            kept.append(stored.id)
            question.check_kind(stored.media_type, stored.size)
        except Invalid as problem:
            errors[name] = problem.fields.get("file", problem.detail)
        except TooMany as problem:
            errors[name] = in_minutes(problem, acting.language)
        except (NoRoom, Busy) as problem:
            errors[name] = problem.detail
        except Wrong as wrong:
            errors[name] = question.reword(wrong.faults[0]).say(acting.language)
        else:
            fields[name] = (*(one for one in fields.get(name, ()) if one), stored.id)
    return Received(fields, errors, tuple(kept))


def _each(files: Any) -> Iterator[tuple[str, Any]]:
    for name, several in files.lists() if hasattr(files, "lists") else files.items():
        for file in several if isinstance(several, list) else [several]:
            yield str(name), file


def _file_question(page: Page, name: str) -> FileQuestion | None:
    """The file question that an input belongs to: "photo", or "items-0-photo" in a repeat group."""
    group, _, rest = name.partition("-")
    key = rest.partition("-")[2] if rest else name
    candidates = [within for q in page.questions if q.key == group for within in inner(q)] if rest else page.questions
    found = next((q for q in candidates if q.key == key), None)
    return found if isinstance(found, FileQuestion) else None
