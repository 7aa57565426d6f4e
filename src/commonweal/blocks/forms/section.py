"""The section `form:` of the definition language."""

from commonweal.blocks.forms.filling.journey import steps
from commonweal.blocks.forms.pages.checking import check
from commonweal.blocks.forms.pages.naming import choices, expressions, names, uploads_in
from commonweal.blocks.forms.pages.page import CHECK, Form
from commonweal.kernel.definition import ExampleRun, Section, Submission
from commonweal.kernel.expected import expected_names


def submit(content: Form, submission: Submission) -> None:
    """Keep the files of the answers with what was submitted: with the case if there is one by now, else the journey."""
    ids = uploads_in(content, submission.answers)
    if not ids:
        return
    # Definitions are checked without a database; only a submission needs the tables.
    from commonweal.blocks.forms.actions.keep_uploads import keep_uploads

    case = submission.made.get("case")
    keep_uploads(
        ids,
        holder=f"case:{case}" if case else f"journey:{submission.journey}",
        organisation=submission.organisation,
        owner=submission.subject or submission.acting.actor,
        acting=submission.acting,
    )


def expect_pages(content: object, expected: object, run: ExampleRun) -> str | None:
    """`expect: {pages: [where, items]}`: the pages that the example goes through, in order."""
    del content
    wanted = expected_names(expected)
    seen = [name.removeprefix("form/") for name in run.pages]
    seen = [name for name in seen if name != CHECK]
    if seen == wanted:
        return None
    return f"goes through the pages {', '.join(seen) or 'none'}, not {', '.join(wanted) or 'none'}"


SECTIONS = [
    Section(
        key="form",
        model=Form,
        order=20,
        names=names,
        choices=choices,
        expressions=expressions,
        check=check,
        steps=steps,
        submit=submit,
        expect={"pages": expect_pages},
        title={"en": "Questions", "cy": "Cwestiynau"},
    )
]
