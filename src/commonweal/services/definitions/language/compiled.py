"""A version of a service ready for use: validated sections, its rules, and how to evaluate them."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from commonweal.blocks.forms.api import NotApplying, questions_of
from commonweal.kernel.definition import AnySection, Evaluate, Unknown
from commonweal.kernel.text import Text
from commonweal.services.definitions.language.base import Base

if TYPE_CHECKING:
    from commonweal.blocks.rules.api import Assessment, Rules


@dataclass(frozen=True)
class CompiledService:
    """One version, compiled once a process and shared by all requests: treat everything in it as read-only.

    hash      "sha256:…" of the canonical document; what cases and drafts pin
    key       "organisation/service", the same in every version
    document  the resolved document as plain JSON values (overlays merged in)
    base      the keys that no block owns: title, channels, guests, hard_close …
    contents  validated content by section key, in the order of the journey; what `Section.steps` and the like take
    sections  the sections themselves, by the same keys
    rules     parameters, facts, criteria and tables, with all names of the definition
    """

    hash: str
    key: str
    document: Mapping[str, Any]
    base: Base
    contents: Mapping[str, Any]
    sections: Mapping[str, AnySection]
    rules: "Rules"

    @property
    def organisation(self) -> str:
        """Key of the organisation that offers it."""
        return self.base.offered_by

    @property
    def title(self) -> Text:
        return self.base.title

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Languages that the title has, which the proof makes those of the place."""
        return tuple(self.base.title)

    def content(self, section: str) -> Any:
        """The validated content of a section, or None where the definition has no such section."""
        return self.contents.get(section)

    def evaluate(self, answers: Mapping[str, object], *, on: date, blank: Container[str] = frozenset()) -> Evaluate:
        """The evaluator over these answers and what follows from them on a day.

        Questions that are not asked, and those in `blank` (left unanswered on a page that was confirmed), do not
        apply; all others that have no answer are missing, and what rests on them is Unknown."""
        return self.rules.evaluate(answers, on=on, absent=self._not_applying(answers, on, blank))

    def assess(self, answers: Mapping[str, object], *, on: date, blank: Container[str] = frozenset()) -> "Assessment":
        """Eligible, not eligible or more information needed, with the criteria that decided it."""
        return self.rules.assess(answers, on=on, absent=self._not_applying(answers, on, blank))

    def unanswered(self, answers: Mapping[str, object]) -> frozenset[str]:
        """The `blank` of an application that was sent: no answer is missing any more; what is not there did not apply,
        or was left blank."""
        questions = questions_of(self.content("form") or [])
        return frozenset(question.key for _, question in questions if question.key not in answers)

    def _not_applying(self, answers: Mapping[str, object], on: date, blank: Container[str]) -> NotApplying:
        names = NotApplying(self.contents.get("form") or [], blank)
        names.evaluate = self.rules.evaluate(answers, on=on, absent=names)
        return names

    def facts(self, answers: Mapping[str, object], *, on: date) -> dict[str, Any]:
        """The derived facts with a value, by name; facts that lack answers are omitted."""
        evaluate = self.evaluate(answers, on=on)
        values = {name: evaluate(f"facts.{name}") for name in self.contents.get("facts") or {}}
        return {name: value for name, value in values.items() if not isinstance(value, Unknown)}
