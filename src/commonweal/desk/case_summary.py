"""A case for reading: its answers with the labels of its own version of the service, and what the rules decide about
them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from commonweal.blocks.cases.api import CaseView, GivenView
from commonweal.blocks.forms import api as forms
from commonweal.desk.rule_names import labels_of, names_in_words
from commonweal.desk.titles import readable, workflow_of
from commonweal.kernel import clock
from commonweal.kernel.problems import Problem
from commonweal.kernel.text import Text, in_language
from commonweal.services.definitions import api as definitions
from commonweal.web.formats import day


@dataclass(frozen=True)
class Row:
    """One answer: lines of words, and links to the files that it holds."""

    label: str
    lines: Sequence[str]
    files: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class CaseSummary:
    """What a case page shows besides the case itself. `assessment` is as JSON, None where the service has no rules or
    the applicant's data was erased; `kept` is False where the version of the service no longer exists; `parameters`
    are the titles of the version's, by name; `labels` those of its questions, by key."""

    title: Text
    answers: Sequence[tuple[str, Sequence[Row]]]
    given: Sequence[Row]
    assessment: Mapping[str, object] | None
    kept: bool = True
    parameters: Mapping[str, Text] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def uploads(self) -> list[str]:
        """Ids of the files in its answers and in what staff gave."""
        rows = [*(row for _group, rows in self.answers for row in rows), *self.given]
        return [upload for row in rows for _name, upload in row.files]

    def criteria(self, assessment: Mapping[str, object] | None) -> Sequence[Mapping[str, Any]]:
        """The criteria of an assessment of this case, of today or of a decision."""
        found = criteria_of(assessment, self.parameters)
        language = get_language() or "en"
        return [{**each, "missing": names_in_words(each.get("missing", ()), self.labels, language)} for each in found]


def summarise(view: CaseView, language: str) -> CaseSummary:
    """Everything in words, in the language of the reader. Makes no queries once the version is loaded."""
    try:
        service = definitions.version(view.card.version)
    except Problem:
        return CaseSummary(readable(view.card.service), _plain(view), _given(view, language), None, kept=False)
    if view.answers is None:
        return CaseSummary(service.title, (), (), None)
    on = clock.day_of(view.card.opened_at)
    form = service.content("form")
    groups: list[tuple[str, Sequence[Row]]] = []
    if form is not None:
        form_context = forms.FormContext(
            language=language,
            on=on,
            evaluate_for=lambda answers: service.evaluate(answers, on=on, blank=service.unanswered(answers)),
        )
        for group in forms.summary(form, view.answers, form_context):
            groups.append((group.title, [_row(row, view.answers.get(row.key)) for row in group.rows]))
    blank = service.unanswered(view.answers)
    assessment = service.assess(view.answers, on=on, blank=blank) if service.content("eligibility") else None
    titles = {f"parameters.{key}": rule.title for key, rule in (service.content("parameters") or {}).items()}
    found = assessment.as_json() if assessment else None
    labels = labels_of(form or [], language)
    return CaseSummary(service.title, groups, _given(view, language), found, parameters=titles, labels=labels)


def undecided_steps(view: CaseView, labels: Mapping[str, str], language: str) -> list[tuple[str, list[str]]]:
    """The steps that may or may not be open, each with the labels of what is not known."""
    return [
        (in_language(step.title, language), names_in_words(step.missing, labels, language)) for step in view.undecided
    ]


def _row(row: forms.SummaryRow, answer: object) -> Row:
    files = _files(answer)
    return Row(row.label, () if files else row.value, files)


def _files(answer: object) -> list[tuple[str, str]]:
    """Name and id of each file that an answer holds."""
    listed = answer if isinstance(answer, list) else [answer]
    return [
        (str(each.get("name", "")), str(each["upload"]))
        for each in listed
        if isinstance(each, Mapping) and each.get("upload")
    ]


def _plain(view: CaseView) -> list[tuple[str, Sequence[Row]]]:
    """Answers by their keys, where the questions are no longer known."""
    rows = [Row(readable(key)["en"], [str(value)]) for key, value in (view.answers or {}).items()]
    return [("", rows)] if rows else []


def _given(view: CaseView, language: str) -> list[Row]:
    """What staff gave in steps, under the titles that the workflow has for it."""
    section = workflow_of(view.card.version)
    asked = {item.answer: item for rule in (section.transitions.values() if section else ()) for item in rule.requires}
    rows = []
    for key, value in view.given.items():
        item = asked.get(key)
        label = in_language((item.title if item else None) or readable(key), language)
        if item is not None and item.type == "file":
            rows.append(Row(label, (), [(label, str(value))]))
        else:
            rows.append(Row(label, [GivenView(key, {}, item.type, value).words if item else _said(value)]))
    return rows


def _said(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)


def criteria_of(
    assessment: Mapping[str, Any] | None, titles: Mapping[str, Text] | None = None
) -> Sequence[Mapping[str, Any]]:
    """The criteria of an assessment, those that are not met first. Days are as people write them, and
    each parameter has its title, or its name with spaces where it has none."""
    if not assessment:
        return ()
    order = {False: 0, None: 1, True: 2}
    return [
        _in_words(each, titles or {})
        for each in sorted(assessment.get("criteria", ()), key=lambda each: order[each.get("holds")])
    ]


def _in_words(criterion: Mapping[str, Any], titles: Mapping[str, Text]) -> Mapping[str, object]:
    used = [
        {
            **each,
            "title": titles.get(each["name"]) or readable(each["name"].removeprefix("parameters.")),
            "since": day(date.fromisoformat(each["since"])),
        }
        for each in criterion.get("parameters", ())
    ]
    return {**criterion, "parameters": used}
