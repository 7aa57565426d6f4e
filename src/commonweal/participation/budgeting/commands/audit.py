"""Report where a city's published count departs from its rule, and which rule it follows instead."""

import json
import sys
from pathlib import Path
from typing import Any

import click

PLATFORM = False


def _audit(file: str, published: str, options: dict[str, Any]) -> tuple[dict[str, object], list[str]]:
    from commonweal.kernel.plurals import number_of
    from commonweal.participation.budgeting.commands.recount import progress_printer
    from commonweal.participation.budgeting.counting.audit import departures, rules_that_give
    from commonweal.participation.budgeting.counting.chosen_rule import chosen_rule, with_parameters
    from commonweal.participation.budgeting.counting.count import count
    from commonweal.participation.budgeting.counting.pabulib.reader import read_pabulib
    from commonweal.participation.budgeting.counting.published import of_selected, read_published

    show, seed = progress_printer(), options["seed"]
    read = read_pabulib(Path(file))
    election = read.election
    claim = of_selected(election) if published == "selected" else read_published(Path(published), election)
    rule, notices = chosen_rule(election, options["rule"], options["completion"])
    rule = with_parameters(
        election, rule, comparison=options["comparison"], threshold=options["threshold"], conflicts=options["conflicts"]
    )
    outcome = count(election, rule, seed=seed, progress=show)
    found = departures(election, outcome, claim)
    wrong = any(entry.kind in {"not by the rule", "missing"} for entry in found)
    others = rules_that_give(election, claim, rule, seed=seed, progress=show) if wrong else []
    notices = [*read.notices, *notices]
    data = {
        "agrees": not found,
        "rule": rule.label,
        "departures": [entry.as_dict() for entry in found],
        "published_is_the_result_of": others,
        "winners_by_the_rule": [election.projects[p].id for p in outcome.winners],
        "notices": notices,
    }
    lines = [f"Rule: {rule.label}", *(f"Note: {notice}." for notice in notices)]
    if not found:
        lines.append(f"The published count is what the rule gives: {number_of(len(outcome.winners), 'project')}.")
    else:
        lines += [f"The published count departs from the rule in {number_of(len(found), 'point')}:"]
        lines += [f"  - {entry.text}" for entry in found]
    if wrong:
        lines.append(f"The published projects are those of: {'; '.join(others) or 'no rule that we have'}.")
    return data, lines


@click.command(name="audit")
@click.argument("file", type=click.Path())
@click.argument("published", type=click.Path())
@click.option(
    "--rule",
    type=click.Choice(["greedy", "greedy-no-skip", "phragmen", "equal-shares"]),
    help="Compare with this rule. Without it: with the rule that the file states.",
)
@click.option(
    "--completion",
    type=click.Choice(["none", "add1", "add1-early-stop", "utilitarian", "phragmen"]),
    help="How equal shares spend what is left.",
)
@click.option("--seed", help="The seed of the published lot.")
@click.option("--comparison", is_flag=True, help="The rule has a comparison step.")
@click.option("--threshold", type=click.IntRange(min=0), help="Support that a project needs to be counted.")
@click.option("--conflict", "conflicts", multiple=True, metavar="A,B", help="At most one of these is funded.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings for programs.")
def command(file: str, published: str, as_json: bool, **options: Any) -> None:
    """Compare the count PUBLISHED by a city with what the rule gives for the ballots in FILE (.pb).

    PUBLISHED is a JSON report, a CSV table with project_id (and cost, votes, round, effective_votes), a list of
    project ids, a .pb file, or the word `selected` for the column of FILE itself. The rule is the one FILE states,
    unless --rule names another. Status 0: it agrees; 1: it departs, or was refused.
    """
    from commonweal.participation.budgeting.commands.recount import refuse
    from commonweal.participation.budgeting.counting.refusal import CountingRefused

    try:
        data, lines = _audit(file, published, options)
    except CountingRefused as error:
        refuse(error, file, as_json=as_json)
        return
    click.echo(json.dumps(data, ensure_ascii=False, indent=2) if as_json else "\n".join(lines))
    sys.exit(0 if data["agrees"] else 1)
