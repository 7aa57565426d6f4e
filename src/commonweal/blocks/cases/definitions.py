"""How the block reads the definition of a case, by its pinned hash, from the capability that keeps versions."""

from collections.abc import Hashable, Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Protocol

import structlog

from commonweal.blocks.cases.language import CaseSection, Retention
from commonweal.blocks.cases.workflow import BUILT_IN, general_retention, state_title, words
from commonweal.kernel.acting import Acting
from commonweal.kernel.definition import Evaluate
from commonweal.kernel.problems import NotFound, Problem
from commonweal.kernel.providers import asks, provider
from commonweal.kernel.text import Text

log = structlog.get_logger(__name__)


class VersionMissing(Problem):
    """The place no longer keeps the definition that a case was begun on: nothing can be decided about it."""

    status, code, title = 409, "version-missing", "The definition of this case is missing"


class CaseDefinitions(Hashable, Protocol):
    """The pinned versions of services, by hash."""

    def section(self, version: str) -> CaseSection | Mapping[str, object]:
        """The content of the section `case:`, validated or as plain data. Raises LookupError or a Problem if that
        version is not kept."""

    def evaluate(self, version: str, answers: Mapping[str, object], on: date) -> Evaluate:
        """The evaluator over these answers on a day."""

    def assess(self, version: str, answers: Mapping[str, object], on: date) -> Mapping[str, object]:
        """The assessment of the rules as JSON, to be kept with a decision; {} for a version without rules."""

    def document(self, version: str) -> Mapping[str, object]:
        """The whole definition as plain data, for the retention period of the whole service."""


class CaseFiles(Protocol):
    """Keeps the files of cases."""

    def claim(self, uploads: list[str], case: str, acting: Acting) -> None:
        """Tie files (ids) to a case ("case:<id>"). Raises Invalid for one that is not the actor's to give."""

    def delete(self, upload: str) -> None:
        """Delete a file, in the transaction that deletes the case. Raises NotFound if it is deleted already."""


asks(CaseDefinitions)
asks(CaseFiles)


def section_of(version: str) -> CaseSection:
    """The section of a version. Raises VersionMissing."""
    return read_section(provider(CaseDefinitions), version)


@lru_cache(maxsize=512)
def read_section(definitions: CaseDefinitions, version: str) -> CaseSection:
    """The section as the provider knows it; versions never change, so it is kept. Raises VersionMissing."""
    try:
        content = definitions.section(version)
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


def evaluator(version: str, answers: Mapping[str, object], on: date) -> Evaluate:
    """The evaluator over the answers of a case, on the day on which it was opened."""
    return provider(CaseDefinitions).evaluate(version, answers, on)


def assessment(version: str, answers: Mapping[str, object], on: date) -> Mapping[str, object]:
    """The assessment of the answers by the rules of the version, as JSON; {} where there are none."""
    return provider(CaseDefinitions).assess(version, answers, on)


def retention_of_service(version: str) -> Retention | None:
    """The retention period of the whole service, for outcomes without one of their own."""
    return general_retention(provider(CaseDefinitions).document(version))


def claim_uploads(uploads: list[str], case: str, acting: Acting) -> None:
    """Tie files to a case before anything refers to them."""
    if uploads:
        provider(CaseFiles).claim(uploads, case, acting)


def delete_uploads(uploads: list[str]) -> None:
    """Delete files; one that is already deleted is skipped."""
    for upload in uploads:
        with suppress(NotFound):
            provider(CaseFiles).delete(upload)
