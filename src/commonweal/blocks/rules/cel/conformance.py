"""Runs the conformance cases of the Common Expression Language through the engine's door, and counts.

A case is {"section", "file", "name", "expr", "bindings", "disable_check", "value" or "error"}; values are written
with their CEL type: {"int": "1"}, {"list": [...]}, {"map": [[key, value], ...]}, {"bytes": "hexadecimal"}.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cel_expr_python import cel
from cel_expr_python.ext import ext_bindings, ext_encoders, ext_math, ext_optional, ext_proto, ext_strings

from commonweal.blocks.rules.cel import bounds, engine
from commonweal.blocks.rules.cel.engine import Failure, NotCompiled
from commonweal.blocks.rules.problems import RuleRefused

T = cel.Type
Case = Mapping[str, Any]

READERS: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "null": (T.NULL, lambda _: None),
    "bool": (T.BOOL, bool),
    "int": (T.INT, int),
    "uint": (T.UINT, int),
    "double": (T.DOUBLE, float),
    "string": (T.STRING, str),
    "bytes": (T.BYTES, bytes.fromhex),
    "duration": (T.DURATION, lambda value: timedelta(seconds=float(value.removesuffix("s")))),
    "list": (T.LIST, lambda value: [plain(item) for item in value]),
    "map": (T.MAP, lambda value: {plain(key): plain(item) for key, item in value}),
}
NAMES = {"NULL": "null", "BOOL": "bool", "INT": "int", "UINT": "uint", "DOUBLE": "double", "STRING": "string",
         "BYTES": "bytes"}  # fmt: skip


@dataclass
class Report:
    """How many cases passed, of how many, by file; and which did not."""

    passed: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "passed": self.passed.total(),
            "total": self.total.total(),
            "sections": {
                name: {"passed": self.passed[name], "total": count} for name, count in sorted(self.total.items())
            },
            "failures": self.failures,
        }


def run_all(cases: Iterable[Case], *, through_tree: bool = False) -> Report:
    """Runs the cases. `through_tree`: each program is first read into our tree and written back from it."""
    report = Report()
    for case in cases:
        name = case["file"]
        report.total[name] += 1
        if passes(case, through_tree=through_tree):
            report.passed[name] += 1
        else:
            report.failures.append(f"{name}/{case['section']}/{case['name']}: {case['expr']}")
    return report


def passes(case: Case, *, through_tree: bool = False) -> bool:
    """Whether the engine gives what the case says."""
    try:
        result = _result(case, through_tree)
    except (NotCompiled, RuleRefused):
        return "error" in case
    if isinstance(result, Failure):
        return "error" in case
    return "value" in case and _same(result, case["value"])


def _extensions() -> list[Any]:
    return [
        ext_bindings.ExtBindings(),
        ext_encoders.ExtEncoders(),
        ext_math.ExtMath(),
        ext_optional.ExtOptional(),
        ext_proto.ExtProto(),
        ext_strings.ExtStrings(),
    ]


def _result(case: Case, through_tree: bool) -> Any:
    kinds = {name: READERS[kind][0] for name, typed in case["bindings"].items() for kind in typed}
    bindings = {name: plain(typed) for name, typed in case["bindings"].items()}
    for name, value in bindings.items():
        bounds.weigh(value, name)
    within = engine.environment(kinds, extensions=_extensions())
    program = engine.compile_source(case["expr"], within=within, check=not case["disable_check"])
    if through_tree:
        program = engine.program_of(engine.tree_of(program), within=within)
    return program.raw(bindings)


def plain(typed: Mapping[str, Any]) -> Any:
    """A value of a case as the library takes it."""
    ((kind, value),) = typed.items()
    return READERS[kind][1](value)


def _same(value: Any, typed: Mapping[str, Any]) -> bool:
    ((kind, expected),) = typed.items()
    found, content = value.type().name(), value.value()
    if kind == "list":
        return isinstance(content, list) and _same_items(content, expected)
    if kind == "map":
        return isinstance(content, dict) and _same_entries(content, expected)
    if NAMES.get(found) != kind:
        return False
    if kind == "bytes":
        return bytes(content) == bytes.fromhex(expected)
    if kind == "double":
        wanted = float(expected)
        return bool(content == wanted or (math.isnan(wanted) and math.isnan(content)))
    return bool(content == plain(typed))


def _same_items(content: Sequence[Any], expected: Sequence[Mapping[str, Any]]) -> bool:
    return len(content) == len(expected) and all(map(_same, content, expected))


def _same_entries(content: Mapping[Any, Any], expected: Sequence[Any]) -> bool:
    wanted = {plain(key): value for key, value in expected}
    return content.keys() == wanted.keys() and all(_same(content[key], wanted[key]) for key in wanted)
