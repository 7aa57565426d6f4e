"""The section `case:` of a definition: its model, its expressions, its proof, and what a submission does."""

from collections.abc import Iterable, Sequence

from commonweal.blocks.cases import automatic_transitions, workflow
from commonweal.blocks.cases.actions.open_case import open_case
from commonweal.blocks.cases.cards import PRIORITIES
from commonweal.blocks.cases.language import CaseSection, write_out_order
from commonweal.blocks.cases.proof.conditions import out_of_reach
from commonweal.blocks.cases.proof.cycles import possible_cycles
from commonweal.blocks.cases.proof.section import findings
from commonweal.kernel.definition import CanHold, ExampleRun, Expression, Finding, Path, Section, Submission
from commonweal.kernel.expected import expected_names
from commonweal.kernel.text import shown
from commonweal.kernel.values import BOOLEAN, DATE, NUMBER, TEXT, Record, ValueType

TYPES: dict[str, ValueType] = {
    "text": TEXT,
    "long_text": TEXT,
    "file": TEXT,
    "date": DATE,
    "yes_no": BOOLEAN,
    "number": NUMBER,
}


def scope(section: CaseSection) -> dict[str, ValueType]:
    """The names that only conditions of a workflow have: `case` and `given`, what staff gave in transitions."""
    given = {
        item.answer: TYPES[item.type]
        for transition in section.transitions.values()
        for item in transition.requires
        if item.answer
    }
    case: dict[str, ValueType] = {"state": TEXT, "priority": TEXT, "channel": TEXT, "area": TEXT}
    return {"case": Record(case), "given": Record(given)}


def choices(section: CaseSection) -> dict[str, Sequence[str]]:
    """What conditions of a workflow may compare the state and the priority with."""
    return {"case.state": [*workflow.state_keys(section), *workflow.BUILT_IN], "case.priority": PRIORITIES}


def expressions(section: CaseSection) -> Iterable[Expression]:
    """Every condition, with the names that it may use besides those of the whole document."""
    names = scope(section)
    sources: list[tuple[Path, str | None]] = [
        *((("transitions", key, "when"), rule.when) for key, rule in section.transitions.items()),
        *((("tasks", index, "when"), task.when) for index, task in enumerate(section.tasks)),
        *((("route", index, "when"), route.when) for index, route in enumerate(section.route)),
    ]
    for path, source in sources:
        if source is not None:
            yield Expression(path=path, source=source, returns=BOOLEAN, scope=names)


def reach(section: CaseSection, can_hold: CanHold) -> Iterable[Finding]:
    """The transitions, tasks and routes that no case reaches, and cycles that a case can reach."""
    conditions = {condition.path: condition for condition in expressions(section)}
    names = scope(section)
    priorities = {"case.priority": PRIORITIES}
    yield from out_of_reach(section, lambda path, known: path not in conditions or can_hold(conditions[path], known))
    yield from possible_cycles(
        section, lambda path, source: can_hold(Expression(path, source, BOOLEAN, names), priorities)
    )


def submit(section: CaseSection, submission: Submission) -> None:
    """Open the case in the submitting transaction; adds its id as "case" and its "reference" to what was made."""
    del section
    opened = open_case(
        service=submission.service,
        version=submission.version,
        organisation=submission.organisation,
        answers=submission.answers,
        acting=submission.acting,
        # Not the acting person: an agent who types for a caller is not the applicant.
        subject=submission.subject or (f"person:{submission.person}" if submission.person else None),
        contact=submission.contact,
        journey=submission.journey,
        uploads=uploads_among(submission.answers),
        area=submission.area,
        language=submission.language,
        channel=submission.channel,
        evaluate=submission.evaluate,
    )
    submission.made["case"] = opened.id
    submission.made["reference"] = opened.reference


def uploads_among(value: object) -> list[str]:
    """The ids of the files that answers refer to: every `{"upload": id, …}`, at any depth."""
    if isinstance(value, dict):
        own = [value["upload"]] if isinstance(value.get("upload"), str) else []
        return own + [found for item in value.values() for found in uploads_among(item)]
    if isinstance(value, list | tuple):
        return [found for item in value for found in uploads_among(item)]
    return []


def expect_opens(section: CaseSection, wanted: object, run: ExampleRun) -> str | None:
    """`opens: received`: the state in which the case is once it was opened."""
    found = automatic_transitions.opening(section, run.evaluate).state
    return None if found == wanted else f"the case opens in '{found}', not in {shown(wanted)}"


def expect_tasks(section: CaseSection, wanted: object, run: ExampleRun) -> str | None:
    """`tasks: [check-photo]`: exactly the tasks that opening makes, in any order."""
    found = sorted(automatic_transitions.opening(section, run.evaluate).tasks)
    asked = sorted(expected_names(wanted))
    return None if found == asked else f"opening makes the tasks {found or 'none'}, not {asked or 'none'}"


SECTIONS = [
    Section(
        key="case",
        model=CaseSection,
        order=600,
        choices=choices,
        expressions=expressions,
        check=findings,
        reach=reach,
        submit=submit,
        expect={"opens": expect_opens, "tasks": expect_tasks},
        opens=True,
        roles=workflow.roles,
        write_out=write_out_order,
        title={"en": "How it is worked", "cy": "Sut mae’n cael ei drin"},
    )
]
