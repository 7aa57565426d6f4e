"""The result as data for programs: the same in the same order as the words, then the numbers."""

from __future__ import annotations

from collections.abc import Iterator

from commonweal.participation.consensus.mapping.agreement_map import LABELS, AgreementMap, Group, Shared
from commonweal.participation.consensus.mapping.conversation import Statement
from commonweal.participation.consensus.mapping.group_informed_consensus import group_informed_consensus
from commonweal.participation.consensus.mapping.grouping import NO_GROUP
from commonweal.participation.consensus.mapping.tally import Tally

Data = dict[str, object]
DIGITS = 6


def as_data(found: AgreementMap) -> Data:
    """A JSON-ready document.

    `participants` maps each id to the letter of its group, or null with too few votes. It is meant for
    those who hold the votes already; what is published of a conversation are the groups and statements,
    and those contain nothing about a group below the smallest size.
    """
    return {
        "voters": found.voters,
        "votes": found.votes,
        "settings": {
            "fewest_votes": found.settings.fewest_votes,
            "smallest_group": found.settings.smallest_group,
            "resamples": found.settings.resamples,
            "resample_people": found.settings.resample_people,
        },
        "groups": [_group(found, place, group) for place, group in enumerate(found.groups)],
        "bridging": [_shared(item, "consensus") for item in found.bridges],
        "divisive": [_shared(item, "gap") for item in found.divides],
        "stability": {
            "resamples": found.stability.resamples,
            "people": found.stability.people,
            "same_number_of_groups": found.stability.same_number,
            "adjusted_rand_index": round(found.stability.agreement, DIGITS),
        },
        "dimensions": found.grouping.middles.shape[1],
        "number_of_groups": [
            {
                "groups": fit.groups,
                "silhouette": round(fit.silhouette, DIGITS),
                "standard_error": round(fit.standard_error, DIGITS),
                "chosen": fit == found.grouping.fit,
            }
            for fit in found.grouping.fits
        ],
        "participants": dict(_participants(found)),
        "coordinates": dict(_coordinates(found)),
        "statements": _values(found),
    }


def reasons(found: AgreementMap) -> Iterator[tuple[str, list[Data]]]:
    """For each participant in a group, the (at most five) deciding votes."""
    for participant in found.table.participants.tolist():
        why = found.reason_of(participant)
        if why is not None:
            votes: list[Data] = [
                {"statement": found.statements[v.column].id, "vote": v.value, "lead": round(v.lead / why.total, DIGITS)}
                for v in why.votes
                if why.total > 0
            ]
            yield str(participant), votes


def _group(found: AgreementMap, place: int, group: Group) -> Data:
    if not group.described:
        return {"group": group.label, "suppressed": True, "people": None, "statements": []}
    firm = found.stability
    return {
        "group": group.label,
        "suppressed": False,
        "people": group.size,
        "middle": [round(value, DIGITS) for value in group.middle or ()],
        "stability": round(firm.groups[place], DIGITS) if firm.groups else None,
        "firmness": str(firm.firmness(place)) if firm.groups else None,
        "statements": [
            {
                **_statement(item.statement),
                "vote": "agree" if item.agrees else "disagree",
                "significant": item.significant,
                "representativeness": round(item.metric, DIGITS),
                "inside": _tally(item.inside, item.agrees),
                "outside": _tally(item.outside, item.agrees),
            }
            for item in group.distinctions
        ],
    }


def _statement(statement: Statement) -> Data:
    return {"statement": statement.id, "text": statement.text}


def _tally(tally: Tally, agrees: bool) -> Data:
    low, high = tally.bounds(agrees)
    return {
        "agree": tally.agree,
        "disagree": tally.disagree,
        "pass": tally.passed,
        "seen": tally.seen,
        "share": round(tally.share(agrees), DIGITS),
        "wilson_low": round(low, DIGITS),
        "wilson_high": round(high, DIGITS),
    }


def _shared(item: Shared, name: str) -> Data:
    return {
        **_statement(item.statement),
        "vote": "agree" if item.agrees else "disagree",
        "certain": item.certain,
        name: round(item.value, DIGITS),
        "groups": {label: _tally(tally, item.agrees) for label, tally in item.tallies.items()},
    }


def _participants(found: AgreementMap) -> Iterator[tuple[str, str | None]]:
    for participant, group in zip(found.table.participants.tolist(), found.grouping.group.tolist(), strict=True):
        yield str(participant), None if group == NO_GROUP else LABELS[group]


def _coordinates(found: AgreementMap) -> Iterator[tuple[str, list[float]]]:
    places = found.grouping.projection.places[:, :2].round(DIGITS).tolist()
    for participant, place in zip(found.table.participants.tolist(), places, strict=True):
        yield str(participant), place


def _values(found: AgreementMap) -> list[Data]:
    """Every statement's centre, components, and consensus over the described groups (null without any)."""
    across, up = found.grouping.parts[:2].round(9).tolist()
    mean = found.grouping.mean.round(9).tolist()
    agree, disagree = (group_informed_consensus(side).round(9) for side in (found.shown, found.shown.turned()))
    known = len(found.shown.seen) > 0
    return [
        {
            "statement": statement.id,
            "centre": mean[at],
            "across": across[at],
            "up": up[at],
            "consensus_agree": float(agree[at]) if known else None,
            "consensus_disagree": float(disagree[at]) if known else None,
        }
        for at, statement in enumerate(found.statements)
    ]
