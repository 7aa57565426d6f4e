"""Count a participatory budgeting election from its ballot file, and explain the result."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from commonweal.participation.budgeting.counting.election import Election
    from commonweal.participation.budgeting.counting.outcome import Outcome
    from commonweal.participation.budgeting.counting.pabulib.reader import PabulibFile
    from commonweal.participation.budgeting.counting.refusal import CountingRefused

PLATFORM = False
QUIET_SECONDS = 2.0


def progress_printer() -> Callable[[str], None]:
    """Print at most one sentence every two seconds to the error stream, so that short counts stay quiet."""
    last = time.monotonic()

    def show(sentence: str) -> None:
        nonlocal last
        if time.monotonic() - last >= QUIET_SECONDS:
            last = time.monotonic()
            click.echo(f"  ... {sentence}", err=True)

    return show


def refuse(error: "CountingRefused", file: str, *, as_json: bool) -> None:
    """Print why, and what to do, and exit with status 1."""
    if not error.file:
        error.file = file
    if as_json:
        click.echo(json.dumps(error.as_dict(), ensure_ascii=False))
    click.echo(str(error), err=True)
    sys.exit(1)


def _explanations(
    read: "PabulibFile", outcome: "Outcome", voter: str | None, project: str | None, seed: str | None
) -> list[str]:
    from commonweal.participation.budgeting.counting.explanations.ballots import explain_ballot, group_of
    from commonweal.participation.budgeting.counting.explanations.projects import explain_project
    from commonweal.participation.budgeting.counting.refusal import CountingRefused

    lines: list[str] = []
    if voter is not None:
        found = next((entry for entry in read.voters if entry.id == voter), None)
        group = None if found is None else group_of(read.election, *found.ballot)
        if group is None:
            raise CountingRefused(f"there is no voter {voter!r}", "give a voter_id of the file")
        lines += explain_ballot(read.election, outcome, group)
    if project is not None:
        if project not in read.election.position:
            raise CountingRefused(f"there is no project {project!r}", "give a project_id of the file")
        lines += explain_project(read.election, outcome, read.election.position[project], seed=seed)
    return lines


def _write(path: str, text: str) -> None:
    from commonweal.participation.budgeting.counting.refusal import CountingRefused

    try:
        Path(path).write_text(text, encoding="utf-8")
    except OSError as error:
        raise CountingRefused(
            f"cannot be written: {error.strerror}", "choose a folder that exists and may be written", path
        ) from error


def _parts(election: "Election", rule: Any, options: dict[str, Any], show: Callable[[str], None]) -> list[Any]:
    from commonweal.participation.budgeting.counting.count import count, count_envelopes

    counted = {"seed": options["seed"], "counter": options["counter"], "progress": show}
    if rule.envelopes is not None:
        return count_envelopes(election, rule, **counted)
    return [(election, count(election, rule, **counted))]


def _recount(file: str, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The report as data and as lines."""
    from commonweal.participation.budgeting.counting.certificate import certificate
    from commonweal.participation.budgeting.counting.chosen_rule import chosen_rule, with_parameters
    from commonweal.participation.budgeting.counting.explanations.between_rules import compare_rules
    from commonweal.participation.budgeting.counting.pabulib.reader import read_pabulib
    from commonweal.participation.budgeting.counting.picture import picture
    from commonweal.participation.budgeting.counting.refusal import CountingRefused
    from commonweal.participation.budgeting.counting.report import comparison_data, report_data, report_lines
    from commonweal.participation.budgeting.counting.rule_text import rule_text

    show, seed = progress_printer(), options["seed"]
    read = read_pabulib(Path(file), keep_voters=options["voter"] is not None)
    rule, notices = chosen_rule(read.election, options["rule"], options["completion"])
    names = ("utility", "comparison", "threshold", "cost_factor", "conflicts", "caps", "envelopes")
    rule = with_parameters(read.election, rule, **{name: options[name] for name in names})
    parts = _parts(read.election, rule, options, show)
    notices = [*read.notices, *notices]
    reports = [report_data(election, outcome, seed=seed, counter=options["counter"]) for election, outcome in parts]
    data = (
        reports[0] if rule.envelopes is None else {"parts": reports, "rule_text": rule_text(rule, read.election.kind)}
    )
    data["notices"] = notices
    lines = [line for election, outcome in parts for line in [*report_lines(election, outcome, seed=seed), ""]]
    lines += [f"Note: {notice}." for notice in notices]
    if options["law"]:
        lines += ["", rule_text(rule, read.election.kind)]
    election, outcome = parts[0]
    for option in ("certificate", "picture", "voter", "project"):
        if options[option] is not None and rule.envelopes is not None:
            raise CountingRefused(f"--{option} is for one count", "count the envelopes one by one")
    explained = _explanations(read, outcome, options["voter"], options["project"], seed)
    if explained:
        data["explanation"] = explained
        lines += ["", *explained]
    if options["certificate"]:
        _write(options["certificate"], json.dumps(certificate(election, outcome, seed=seed), ensure_ascii=False))
        lines.append(f"The certificate is in {options['certificate']}.")
    if options["picture"]:
        _write(options["picture"], picture(election, outcome))
        lines.append(f"The picture is in {options['picture']}.")
    if options["compare"]:
        compared = compare_rules(election, rule.eligibility, seed=seed, counter=options["counter"], progress=show)
        table = [comparison_data(entry) for entry in compared]
        data["compare"] = table
        lines += ["", f"{'rule':<24} {'projects':>8} {'spent':>16} {'with nothing':>14} {'choices funded':>15}"]
        lines += [
            f"{c['rule']:<24} {len(c['winners']):>8} {c['spent']:>16,} {c['left_with_nothing']:>14,} "
            f"{c['funded_choices_per_voter']:>15.2f}"
            for c in table
        ]
    return data, lines


@click.command(name="recount")
@click.argument("file", type=click.Path())
@click.option(
    "--rule",
    type=click.Choice(["greedy", "greedy-no-skip", "phragmen", "equal-shares"]),
    help="Count by this rule. Without it: by the rule that the file states.",
)
@click.option(
    "--completion",
    type=click.Choice(["none", "add1", "add1-early-stop", "utilitarian", "phragmen"]),
    help="How equal shares spend what is left.",
)
@click.option("--seed", help="The seed of the lot that was drawn and published before the count.")
@click.option(
    "--compare", is_flag=True, help="Show what other rules give, and how many voters they leave with nothing."
)
@click.option("--certificate", metavar="OUT", help="Write the price report of each round to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print the report for programs.")
@click.option("--counter", type=click.Choice(["fast", "exact"]), default="fast", help="Which of the two counters.")
@click.option("--utility", type=click.Choice(["cost", "score"]), help="What a funded choice is worth.")
@click.option("--comparison", is_flag=True, help="Take the list by support if more voters gain from it.")
@click.option("--threshold", type=click.IntRange(min=0), help="Support that a project needs to be counted.")
@click.option("--cost-factor", metavar="F", help="Needed: votes x F x budget at least cost x voters.")
@click.option("--conflict", "conflicts", multiple=True, metavar="A,B", help="At most one of these is funded.")
@click.option("--cap", "caps", multiple=True, metavar="category:NAME=AMOUNT", help="Most that a category may get.")
@click.option("--envelope", "envelopes", multiple=True, metavar="district:NAME=AMOUNT", help="Split the budget.")
@click.option("--voter", metavar="ID", help="Explain the result to this voter.")
@click.option("--project", metavar="ID", help="Explain the result to this project.")
@click.option("--picture", metavar="OUT.svg", help="Draw the rounds.")
@click.option("--law", is_flag=True, help="Print the text of the rule for a by-law.")
def command(file: str, as_json: bool, **options: Any) -> None:
    """Count the ballots in FILE (Pabulib, .pb) and explain the result."""
    from commonweal.participation.budgeting.counting.refusal import CountingRefused

    try:
        data, lines = _recount(file, options)
    except CountingRefused as error:
        refuse(error, file, as_json=as_json)
        return
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
