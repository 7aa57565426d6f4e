"""How the block reads the definition of a case, by its pinned hash, from the capability that keeps versions."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

import structlog

from commonweal.blocks.cases.language import CaseSection, Retention
from commonweal.blocks.cases.workflow import BUILT_IN, general_retention, state_title, words
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import Evaluate, Unknown
from commonweal.kernel.problems import NotFound, Problem
from commonweal.kernel.text import Text

log = structlog.get_logger(__name__)

Load = Callable[[str], CaseSection | Mapping[str, Any]]
MakeEvaluate = Callable[[str, Mapping[str, Any], date], Evaluate]
Whole = Callable[[str], Mapping[str, Any]]
Assess = Callable[[str, Mapping[str, Any], date], Mapping[str, Any]]
ClaimUploads = Callable[[list[str], str, Acting], None]
DeleteUploads = Callable[[list[str]], None]


class VersionMissing(Problem):
    """The place no longer keeps the definition that a case was begun on: nothing can be decided about it."""

    status, code, title = 409, "version-missing", "The definition of this case is missing"


class _Keeper:
    """The functions that were registered."""

    load: Load | None = None
    evaluate: MakeEvaluate | None = None
    assess: Assess | None = None
    whole: Whole | None = None
    claim: ClaimUploads | None = None
    delete: DeleteUploads | None = None


def answer_definitions_with(
    load: Load,
    *,
    evaluate: MakeEvaluate | None = None,
    assess: Assess | None = None,
    whole: Whole | None = None,
) -> None:
    """Register the functions that know the pinned versions.

    load      hash -> the content of its section `case:` (validated, or as plain data); LookupError or a Problem if
              that version is not kept
    evaluate  hash, answers, day -> the evaluator over these answers; without it no condition of a workflow holds
    assess    hash, answers, day -> the assessment of the rules as JSON, to be kept with a decision
    whole     hash -> the whole definition as plain data, for the retention period of the whole service
    """
    _Keeper.load, _Keeper.evaluate, _Keeper.assess, _Keeper.whole = load, evaluate, assess, whole
    section_of.cache_clear()


def answer_uploads_with(*, claim: ClaimUploads | None = None, delete: DeleteUploads | None = None) -> None:
    """Register the functions that keep files.

    claim   upload ids, "case:<id>", who acts: ties files to the case; raises Invalid for one that is not theirs to give
    delete  upload ids: deletes the files, in the transaction that deletes the case
    """
    _Keeper.claim, _Keeper.delete = claim, delete


@lru_cache(maxsize=512)
def section_of(version: str) -> CaseSection:
    """The section of a version; versions never change, so it is kept. Raises VersionMissing."""
    try:
        if _Keeper.load is None:
            raise LookupError("nobody was named who knows definitions")
        content = _Keeper.load(version)
    except (LookupError, Problem) as error:
        log.warning("definition_missing", version=version)
        raise VersionMissing(
            "This case was begun on a version of the service that is no longer kept.",
            remedy="Publish or import that version again; cases cannot be worked on without it.",
        ) from error
    return content if isinstance(content, CaseSection) else CaseSection.model_validate(content)


def title_of_state(version: str, state: str) -> Text:
    """What a state is called; made of its key if the definition is missing, so that lists can always be shown."""
    try:
        return state_title(section_of(version), state)
    except VersionMissing:
        return BUILT_IN.get(state) or words(state)


def _nothing_known(source: str, scope: Mapping[str, Any] | None = None) -> Any:
    del source, scope
    return Unknown()


def evaluator(version: str, answers: Mapping[str, Any], on: date) -> Evaluate:
    """The evaluator over the answers of a case, on the day on which it was opened."""
    return _nothing_known if _Keeper.evaluate is None else _Keeper.evaluate(version, answers, on)


def assessment(version: str, answers: Mapping[str, Any], on: date) -> Mapping[str, Any]:
    """What the rules of the version say about the answers, as JSON; {} where none are registered."""
    return {} if _Keeper.assess is None else _Keeper.assess(version, answers, on)


def retention_of_service(version: str) -> Retention | None:
    """The retention period of the whole service, for outcomes without one of their own."""
    return None if _Keeper.whole is None else general_retention(_Keeper.whole(version))


def claim_uploads(uploads: list[str], case: str, acting: Acting) -> None:
    """Tie files to a case before anything refers to them."""
    if uploads and _Keeper.claim is not None:
        _Keeper.claim(uploads, case, acting)


def delete_uploads(uploads: list[str]) -> None:
    """Delete files; one that is already deleted is skipped."""
    delete = _Keeper.delete
    if delete is None:
        return
    for upload in uploads:
        with suppress(NotFound):
            delete([upload])
