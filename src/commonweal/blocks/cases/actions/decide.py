"""Decides a case: a transition that the definition calls a decision, with its reasons."""

from collections.abc import Mapping
from typing import Any

from commonweal.blocks.cases.actions import transition as moving
from commonweal.blocks.cases.actions.working import working
from commonweal.kernel.acting import Acting
from commonweal.kernel.problems import Invalid


def decide(
    *,
    case: str,
    transition: str,
    reasons: str,
    acting: Acting,
    given: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """Grant or refuse by a transition that `decides`; the reasons go to the applicant, `note` to colleagues.

    The assessment of the rules, on the version and day of the application, is kept with the decision. Raises what
    `transition` raises, and Invalid for a transition that decides nothing."""
    with working(case, acting) as work:
        rule = moving.allowed(work, transition)
        if not rule.decides:
            raise Invalid(
                "This step is not a decision.", fields={"transition": "Choose a step that grants or refuses."}
            )
        moving.make(work, transition, rule, given=given or {}, reason=reasons, note=note)
