"""The same verb on many cases: each in its own transaction, with what became of it."""

from collections.abc import Callable, Mapping, Sequence

from commonweal.blocks.cases.actions.assignment import assign
from commonweal.blocks.cases.actions.transitions import transition as make_transition
from commonweal.blocks.cases.lookup import as_uuid
from commonweal.blocks.cases.models import Case
from commonweal.blocks.cases.permissions import belongs
from commonweal.blocks.cases.results import RowResult
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Invalid, NotSignedIn, Problem, filled, together

MOST = 200


def assign_many(*, cases: Sequence[str], person: str, acting: Acting) -> list[RowResult]:
    """Assign up to 200 cases to a person; a case that cannot be assigned does not stop the others."""
    return _each(cases, acting, lambda case: assign(case=case, person=person, acting=acting))


def transition_many(
    *,
    cases: Sequence[str],
    transition: str,
    acting: Acting,
    given: Mapping[str, object] | None = None,
    reason: str = "",
    note: str = "",
) -> list[RowResult]:
    """Make one transition on up to 200 cases; a case that it does not fit does not stop the others."""
    return _each(
        cases,
        acting,
        lambda case: make_transition(
            case=case, transition=transition, acting=acting, given=given, reason=reason, note=note
        ),
    )


def _each(cases: Sequence[str], acting: Acting, verb: Callable[[str], None]) -> list[RowResult]:
    if acting.is_stranger:
        raise NotSignedIn("Cases are for people who are signed in.", remedy="Sign in and try again.")
    chosen = list(dict.fromkeys(cases))
    if not chosen:
        raise Invalid("No case was chosen.", fields={"cases": "Choose at least one case."})
    if len(chosen) > MOST:
        raise Invalid(
            "These are too many cases at once.", fields={"cases": filled("Choose %(most)s or fewer.", most=MOST)}
        )
    references = _references(chosen, acting)
    return [_one(case, references.get(case, ""), verb) for case in chosen]


def _one(case: str, reference: str, verb: Callable[[str], None]) -> RowResult:
    try:
        verb(case)
    except Problem as problem:
        said = together(problem.detail, *problem.fields.values())
        return RowResult(case=case, reference=reference, done=False, problem=said, remedy=problem.remedy)
    return RowResult(case=case, reference=reference, done=True)


def _references(cases: Sequence[str], acting: Acting) -> dict[str, str]:
    ids = [identity for case in cases if (identity := as_uuid(case))]
    rows = Case.objects.filter(pk__in=ids).values_list("pk", "organisation_id", "reference")
    known = {str(pk): reference for pk, organisation, reference in rows if belongs(acting, str(organisation))}
    return {case: known.get(str(as_uuid(case)), case if as_uuid(case) is None else "") for case in cases}
