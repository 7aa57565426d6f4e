"""The static proof of a definition's rules: everything that can be said about them before anybody answers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from commonweal.blocks.rules.cel.compiled import compile_typed
from commonweal.blocks.rules.dependencies import node_of
from commonweal.blocks.rules.proof.by_answers import CompiledRules, Rule, Setting, found_by_answers
from commonweal.blocks.rules.proof.cycles import cycles
from commonweal.blocks.rules.ruleset import RuleSet
from commonweal.blocks.rules.tables import TableRules
from commonweal.kernel.definition import Expression, Finding, Path
from commonweal.kernel.values import ANY, BOOLEAN


def prove(
    rule_set: RuleSet, expressions: Sequence[Expression], setting: Setting, *, try_answers: bool
) -> list[Finding]:
    """See `Rules.check`."""
    prover = _Prover(rule_set, setting)
    prover.compile_all(expressions)
    prover.find_cycles()
    prover.find_unused()
    prover.find_stale()
    prover.find_mixed()
    findings = prover.findings
    if try_answers and not prover.circular:
        prover.rules.faulty = [finding.path for finding in findings if finding.severity == "error"]
        findings += found_by_answers(rule_set, setting, prover.rules)
    return sorted(findings, key=lambda finding: finding.severity)


class _Prover:
    def __init__(self, rule_set: RuleSet, setting: Setting) -> None:
        self.rule_set = rule_set
        self.today = setting.today
        self.findings: list[Finding] = []
        self.rules = CompiledRules()
        self.circular = False

    def find(self, code: str, message: str, remedy: str, path: Path, *, error: bool = False) -> None:
        self.findings.append(Finding(code, message, remedy, path, "error" if error else "warning"))

    # Compiling

    def compile_all(self, expressions: Iterable[Expression]) -> None:
        rule_set = self.rule_set
        for key, fact in rule_set.facts.items():
            self._compile(Expression(("facts", key), fact.value, ANY), f"facts.{key}")
        for index, criterion in enumerate(rule_set.eligibility):
            rule = self._compile(Expression(("eligibility", index, "when"), criterion.when), criterion.key)
            self.rules.criteria += [] if rule is None else [rule]
        for key, table in rule_set.tables.items():
            self._compile_table(key, table)
        for expression in expressions:
            rule = self._compile(expression)
            if rule is not None and expression.returns == BOOLEAN:
                self.rules.conditions.append(rule)

    def _compile(self, expression: Expression, name: str = "", before: int = 0) -> Rule | None:
        """`before` counts the characters that the table put in front of what the author wrote."""
        compiled, complaints = compile_typed(
            expression.source, self.rule_set.names, expression.returns, expression.scope or None, expression.about
        )
        for complaint in complaints:
            self.findings.append(
                Finding(
                    code=complaint.code,
                    message=complaint.message,
                    remedy=complaint.remedy,
                    path=expression.path,
                    column=max(0, complaint.column - before),
                )
            )
        if compiled is None or complaints:
            self.rules.broken |= {name} if name.startswith(("facts.", "tables.")) else set()
            return None
        rule = Rule(expression, compiled, name)
        self.rules.all.append(rule)
        return rule

    def _compile_table(self, key: str, table: TableRules) -> None:
        wrong = set()
        for place, source, wanted, before in table.places():
            if place[:1] == ("rows",) and place[2] == "when" and str(place[3]) in wrong:
                continue  # the column itself is wrong; one finding is enough
            rule = self._compile(Expression(("tables", key, *place), source, wanted), f"tables.{key}", before)
            if rule is None and place[0] == "inputs":
                wrong.add(str(place[1]))
        for finding in table.faults():
            self.findings.append(replace(finding, path=("tables", key, *finding.path)))
            # What a row lacks cannot be worked out where the table is used.
            self.rules.broken.add(f"tables.{key}")

    # What follows from the graph of names

    def find_cycles(self) -> None:
        edges: dict[str, set[str]] = {}
        for rule in self.rules.all:
            if rule.name.startswith(("facts.", "tables.")):
                edges.setdefault(rule.name, set()).update(map(node_of, rule.compiled.reads))
        for cycle in cycles(edges):
            self.circular = True
            first = cycle[0].split(".")
            self.find(
                "cycle",
                f"These depend on each other in a cycle: {' → '.join([*cycle, cycle[0]])}.",
                "Take one of them out of the others.",
                (first[0], first[1]),
                error=True,
            )

    def find_unused(self) -> None:
        read = self.rules.read
        broken = any(finding.severity == "error" for finding in self.findings)
        if broken:  # what cannot be read may be what uses them
            return
        for section, word, keys in (
            ("facts", "fact", self.rule_set.facts),
            ("parameters", "parameter", self.rule_set.parameters),
            ("tables", "table", self.rule_set.tables),
        ):
            for key in keys:
                if f"{section}.{key}" not in read:
                    self.find("unused", f"Nothing uses the {word} '{key}'.", "Use it, or remove it.", (section, key))

    def find_mixed(self) -> None:
        for key, parameter in self.rule_set.parameters.items():
            lists = {isinstance(value, list) for value in parameter.values.values()}
            if len(lists) > 1 or ANY in (parameter.type, getattr(parameter.type, "item", None)):
                self.find(
                    "mixed-parameter",
                    f"The values of the parameter '{key}' are of different kinds: rules could not read all of them.",
                    "Write all as numbers, all as days, all as words in quotation marks, or all as lists of one kind.",
                    ("parameters", key, "values"),
                    error=True,
                )

    def find_stale(self) -> None:
        for key, parameter in self.rule_set.parameters.items():
            if self.today and parameter.review_by and parameter.review_by < self.today:
                self.find(
                    "stale-parameter",
                    f"The parameter '{key}' was to be reviewed by {parameter.review_by.isoformat()}.",
                    "Look whether its value still holds, add a new one if not, and set a new review_by.",
                    ("parameters", key, "review_by"),
                )
