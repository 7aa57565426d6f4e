"""What the commands of definitions print, for people and for programs."""

import json
from collections.abc import Sequence

import click

from commonweal.kernel.definition import Finding
from commonweal.kernel.plurals import number_of
from commonweal.services.definitions.place_files.planning import Plan, Planned
from commonweal.services.definitions.source.marks import as_json, as_line

SIGNS = {"create": "+", "change": "~", "unchanged": "="}


def print_json(value: object) -> None:
    """One JSON value on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def report_findings(findings: Sequence[Finding], *, quiet: bool = False) -> None:
    """Each finding on a line of standard error, with its remedy below; `quiet` leaves warnings out."""
    for finding in findings:
        if finding.severity == "error" or not quiet:
            click.echo(as_line(finding), err=True)


def counted(findings: Sequence[Finding]) -> str:
    """ "2 errors, 1 warning"."""
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    return f"{number_of(errors, 'error')}, {number_of(warnings, 'warning')}"


def findings_json(findings: Sequence[Finding]) -> dict[str, object]:
    """Findings for programs."""
    return {
        "ok": not any(finding.severity == "error" for finding in findings),
        "findings": [as_json(finding) for finding in findings],
    }


def plan_json(plan: Plan) -> dict[str, object]:
    """A plan for programs."""
    return {
        "create": plan.count("create"),
        "change": plan.count("change"),
        "unchanged": plan.count("unchanged"),
        "untouched": dict(plan.untouched),
        "steps": [
            {"kind": step.kind, "key": step.key, "path": step.path, "action": step.action, "changes": list(step.words)}
            for step in plan.steps
        ],
    }


def print_plan(plan: Plan, *, done: bool) -> None:
    """A plan, or what became of it, on standard output."""
    for step in plan.steps:
        if step.action != "unchanged":
            _print_step(step)
    verbs = ("created", "changed") if done else ("to create", "to change")
    counts = f"{plan.count('create')} {verbs[0]}, {plan.count('change')} {verbs[1]}"
    click.echo(f"{counts}, {plan.count('unchanged')} unchanged.")
    if plan.untouched:
        rest = ", ".join(f"{count} × {kind}" for kind, count in plan.untouched.items())
        click.echo(f"What the folder does not have is left unchanged: {rest}.")


def _print_step(step: Planned) -> None:
    click.echo(f"{SIGNS[step.action]} {step.action} {step.kind} {step.key} ({step.path})")
    for sentence in step.words:
        click.echo(f"    {sentence}")
