"""Caps the findings of one definition: the first hundred, and how many more there are."""

from collections.abc import Sequence

from commonweal.kernel.definition import Finding

MOST_FINDINGS = 100


def capped(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """At most MOST_FINDINGS, in their order; warnings are left out first, and a last one says how many were."""
    if len(findings) <= MOST_FINDINGS:
        return tuple(findings)
    errors = [finding for finding in findings if finding.severity == "error"]
    warnings = [finding for finding in findings if finding.severity != "error"]
    first = set((*errors, *warnings)[:MOST_FINDINGS])
    kept = [finding for finding in findings if finding in first][:MOST_FINDINGS]
    last = kept[-1]
    more = Finding(
        "and-more",
        f"There are {len(findings) - len(kept)} more.",
        "Correct these first, then check again.",
        severity="error" if len(errors) > MOST_FINDINGS else "warning",
        file=last.file,
        line=last.line,
        column=last.column,
    )
    return (*kept, more)
