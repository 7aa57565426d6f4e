"""Caps the findings of one definition: the first hundred, how many more there are, and how long each is."""

from collections.abc import Sequence
from dataclasses import replace

from commonweal.kernel.definition import Finding

MOST_FINDINGS = 100
MOST_CHARACTERS = 1_000  # of a message or remedy: a definition may have one long word that many findings repeat


def capped(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """At most MOST_FINDINGS, in their order; warnings are dropped first, and a last one has their number."""
    if len(findings) <= MOST_FINDINGS:
        return tuple(map(_shortened, findings))
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
    return (*map(_shortened, kept), more)


def _shortened(finding: Finding) -> Finding:
    if max(len(finding.message), len(finding.remedy)) <= MOST_CHARACTERS:
        return finding
    return replace(finding, message=_cut(finding.message), remedy=_cut(finding.remedy))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1]}…"
