"""Checks on its own that a certificate counts the ballots of a file: python check_ballots.py CERTIFICATE FILE.pb."""

import csv
import json
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any


def need(condition: object, message: str) -> None:
    if not condition:
        raise ValueError(message)


def same_ballots(data: dict[str, Any], file: str) -> None:
    """The ballots, costs and budget of the certificate are those of the Pabulib file."""
    parts: dict[str, list[list[str]]] = {}
    with Path(file).open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.reader(lines, delimiter=";"):
            if row and row[0] in {"META", "PROJECTS", "VOTES"} and len(row) == 1:
                rows = parts.setdefault(row[0], [])
            elif row:
                rows.append([cell.strip() for cell in row])
    meta = {row[0]: row[1] for row in parts["META"]}
    head, ballots = parts["VOTES"][0], Counter[tuple[tuple[str, int], ...]]()
    for row in parts["VOTES"][1:]:
        names = [name.strip() for name in row[head.index("vote")].split(",") if name.strip()]
        scores = [1] * len(names)
        if meta["vote_type"] == "ordinal":
            places = int(meta.get("max_length") or len(names))
            scores = [places - i for i in range(len(names))]
        elif meta["vote_type"] == "cumulative":
            scores = [int(float(points)) for points in row[head.index("points")].split(",") if points]
        ballots[tuple(sorted((n, s) for n, s in zip(names, scores, strict=True) if s))] += 1
    told = Counter({tuple(sorted(choices.items())): weight for weight, choices in data["election"]["ballots"]})
    need(ballots == told, "the ballots are not those of the file")
    id_at, cost_at = parts["PROJECTS"][0].index("project_id"), parts["PROJECTS"][0].index("cost")
    costs = {row[id_at]: Fraction(row[cost_at].replace(",", ".")) * 10**6 for row in parts["PROJECTS"][1:]}
    need(costs == {row[0]: row[1] for row in data["election"]["projects"]}, "the projects are not those of the file")
    need(Fraction(meta["budget"].replace(",", ".")) * 10**6 == data["election"]["budget"], "the budget is another")


if __name__ == "__main__":
    try:
        same_ballots(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), sys.argv[2])
    except (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, OSError) as fault:
        sys.exit(f"These are not the ballots of the file: {fault}")
    sys.stdout.write("The ballots, costs and budget are those of the file.\n")
