"""Checks a certificate of a count without counting, and on its own: python check_certificate.py CERTIFICATE."""

import hashlib
import json
import sys
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any


def need(condition: object, message: str) -> None:
    if not condition:
        raise ValueError(message)


class Check:
    """Everything is derived again from the ballots; the rounds are only believed where their prices add up."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data, self.rule, election = data, data["rule"], data["election"]
        rest = json.dumps({k: v for k, v in data.items() if k != "digest"}, sort_keys=True, separators=(",", ":"))
        need(hashlib.sha256(rest.encode()).hexdigest() == data["digest"], "the digest does not fit")
        self.budget, self.ballots, self.cost = election["budget"], election["ballots"], dict(election["projects"])
        self.heads, voters = [weight for weight, _ in self.ballots], election["voters"]
        need(voters == sum(self.heads) and min(self.heads) > 0, "the number of voters is wrong")
        self.backers: dict[str, list[tuple[int, int]]] = {p: [] for p in self.cost}
        for group, (_, choices) in enumerate(self.ballots):
            for project, score in choices.items():
                need(isinstance(score, int) and score > 0, "a score is not above zero")
                self.backers[project].append((group, score))
        votes = {p: sum(self.heads[g] for g, _ in backers) for p, backers in self.backers.items()}
        self.points = {p: sum(self.heads[g] * s for g, s in backers) for p, backers in self.backers.items()}
        lots = {p: hashlib.sha256(f"{data['seed']}/{p}".encode()).hexdigest() for p in self.cost}
        self.rank = {p: (self.cost[p], -votes[p], lots[p], p) for p in self.cost}
        least, share, factor = (Fraction(self.rule[key] or 0) for key in ("min_score", "min_share", "cost_factor"))
        self.eligible = {
            p for p in self.cost if votes[p] and self.cost[p] <= self.budget and self.points[p] >= least
            and votes[p] >= share * voters and (not factor or votes[p] * factor * self.budget >= self.cost[p] * voters)
        }  # fmt: skip
        self.share = Fraction(self.budget, voters) + data["steps"] * self.rule["increment"]
        self.scale, self.since, self.per_cost = 1, [0] * len(self.heads), self.rule["utility"] == "cost"

    def spent(self, projects: Any) -> int:
        return sum(self.cost[p] for p in projects)

    def equal_shares(self, rounds: list[dict[str, Any]], share: Fraction) -> set[str]:
        """Charges cover costs exactly, no voter pays more than they have, and no rival offers its supporters more."""
        scale, money, left = share.denominator, [share.numerator] * len(self.heads), set(self.eligible)
        for entry in rounds:
            project, charge = entry["project"], Fraction(entry["charge"])
            need(project in left and charge > 0, f"{project} is funded twice, or is not eligible")
            left.remove(project)
            worth = Fraction(self.cost[project] if self.per_cost else 10**6) / charge
            need(worth == Fraction(entry["effective_votes"]), f"the effective votes of {project} are wrong")
            for rival in (p for p in left if not self.per_cost or self.points[p] >= worth):
                price = charge * self.cost[rival] / self.cost[project] if self.per_cost else charge
                top, low = price.numerator * scale, price.denominator
                paid = sum(self.heads[g] * min(money[g] * low, s * top) for g, s in self.backers[rival])
                due, late = self.cost[rival] * low * scale, self.rank[rival] > self.rank[project]
                equal = paid == due and late and any(money[g] * low >= s * top for g, s in self.backers[rival])
                need(equal or paid < due, f"{rival} had a better price than {project}")
            grown = lcm(scale, charge.denominator)
            money, scale = [amount * (grown // scale) for amount in money], grown
            full, paid, dry = charge.numerator * (scale // charge.denominator), 0, []
            for g, s in self.backers[project]:
                dry += [g] if 0 < money[g] < s * full else []
                pays = min(money[g], s * full)
                paid, money[g] = paid + self.heads[g] * pays, money[g] - pays
            need(paid == self.cost[project] * scale, f"the payments for {project} are not its cost")
            need(dry == entry["paid_all_they_had"], f"others paid all they had for {project}")
        for p in left:
            rest = self.cost[p] * scale - sum(self.heads[g] * money[g] for g, _ in self.backers[p])
            need(rest > 0, f"the supporters of {p} could still pay for it")
        self.scale, self.since = scale, [-amount for amount in money]
        return self.eligible - left

    def purchases(self, rounds: list[dict[str, Any]], funded: set[str], end: dict[str, Any] | None) -> None:
        """At each time the supporters hold exactly the cost, and those of no rival hold more than its cost."""
        stops = self.rule["method"] == "phragmen"
        for entry in [*rounds, *([end] if end else [])]:
            room, project, time = self.budget - self.spent(funded), entry["project"], Fraction(entry["charge"])
            open_to = {p for p in self.eligible - funded if stops or self.cost[p] <= room}
            need(project in open_to and (self.cost[project] > room) == (entry is end), f"{project} is out of turn")
            grown = lcm(self.scale, time.denominator)
            self.since, self.scale = [moment * (grown // self.scale) for moment in self.since], grown
            now = time.numerator * (grown // time.denominator)
            for p in open_to:
                over = sum(self.heads[g] * (now - self.since[g]) for g, _ in self.backers[p]) - self.cost[p] * grown
                later = over < 0 or (over == 0 and self.rank[p] > self.rank[project])
                need(over == 0 if p == project else later, f"{p} was earlier")
            for g, _ in self.backers[project]:
                self.since[g] = now
            funded.add(project)
        fits = {p for p in self.eligible - funded if stops or self.cost[p] + self.spent(funded) <= self.budget}
        need(end or not fits, "it ends too soon")

    def by_support(self, funded: set[str], skip: bool) -> list[str]:
        """What the list by support funds in addition to `funded`."""
        added: list[str] = []
        for p in sorted(self.eligible - funded, key=lambda p: (-self.points[p], self.rank[p])):
            limits = [limit for limit in self.rule["limits"] if p in limit[0]]
            sets = [({p} | (set(ids) & set(added)), most, number) for ids, most, number in limits]
            barred = any(len(beside) > number or self.spent(beside) > most for beside, most, number in sets)
            room = self.budget - self.spent([*funded, *added])
            if not barred and room >= self.cost[p] * (1 if skip else Fraction(self.rule["reserve_share"] or 1)):
                added.append(p)
            if not (barred or skip or self.cost[p] <= room):
                break
        return added

    def run(self) -> None:
        data, method, completion = self.data, self.rule["method"], self.rule["completion"]
        rounds, winners = data["rounds"] if data["kept"] else data["replaced"], data["winners"]
        need(winners == [entry["project"] for entry in data["rounds"]], "the winners are not those of the rounds")
        most = data["spent"] if self.rule["reserve_share"] else self.budget
        need(data["spent"] == self.spent(winners) <= most, "the amount spent is wrong, or more than the budget")
        shared = [entry for entry in rounds if entry["phase"] == "equal-shares"]
        funded, later = set(), rounds[len(shared) :]
        if method == "equal-shares":
            due = Fraction(data["share"])
            need(due == self.share and ("add1" in completion or not data["steps"]), "the share is wrong")
            after, step = data.get("step_after"), self.rule["increment"]
            over = after and self.spent(self.equal_shares(after, self.share + step)) > self.budget
            funded = self.equal_shares(shared, self.share)
            rest = [self.cost[p] for p in self.eligible - funded]
            ended = not rest or over or ("early" in completion and self.spent(funded) + min(rest) > self.budget)
            need("add1" not in completion or ended, "add1 could have gone on")
        if "phragmen" in (method, completion):
            self.purchases(later, set(funded), data.get("stopped_at"))
        else:
            listed = method != "equal-shares" or completion == "utilitarian"
            list_due = self.by_support(funded, method != "greedy-no-skip") if listed else []
            need([entry["project"] for entry in later] == list_due, "the list by support funds others")
        if self.rule["comparison"]:
            result, other = {entry["project"] for entry in rounds}, self.by_support(set(), True)
            gains = [sum(s * ((p in result) - (p in other)) for p, s in choices.items()) for _, choices in self.ballots]
            sides = [sum(w for w, gain in zip(self.heads, gains, strict=True) if gain * way > 0) for way in (1, -1)]
            need(sides == data["preferred"], "the comparison counts other voters")
            need(data["kept"] == (sides[1] <= sides[0]), "the comparison chose wrongly")
            need(data["kept"] or winners == other, "the list by support funds others")


if __name__ == "__main__":
    try:
        Check(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))).run()
    except (ValueError, LookupError, TypeError, ArithmeticError, AttributeError, OSError) as fault:
        sys.exit(f"The certificate does not hold: {fault}")
    sys.stdout.write("The certificate holds.\n")
