"""Refuses Python files of more than 400 lines, functions of more than 60, and more use of `Any`; warns at 300 lines."""

import ast
import re
import subprocess
import sys
from pathlib import Path

WARN, WALL, FUNCTION = 300, 400, 60
# Lines of the package, without its tests, that say `Any`. Lower it when you remove some; a new one needs another to go.
MOST_ANY = 577


def tracked() -> list[Path]:
    """The Python files that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"], capture_output=True, text=True, check=True
    )
    return [path for line in listed.stdout.split() if (path := Path(line)).exists() and "migrations" not in path.parts]


def lines_with_any(path: Path, source: str) -> int:
    """How many lines of a file of the package switch the type checker off with `Any`."""
    if path.parts[:2] != ("src", "commonweal") or "tests" in path.parts:
        return 0
    return sum(re.search(r"\bAny\b", line) is not None for line in source.splitlines())


def main() -> int:
    """Print what is too long or too many; 1 if anything is."""
    refused = unchecked = 0
    for path in tracked():
        source = path.read_text(encoding="utf-8")
        lines = source.count("\n")
        unchecked += lines_with_any(path, source)
        if lines > WARN:
            word = "too long" if lines > WALL else "getting long"
            print(f"{path}: {lines} lines, {word}; split it by what it does")
            refused += lines > WALL
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION:
                    print(f"{path}:{node.lineno}: {node.name} has {length} lines; split it")
                    refused += 1
    if unchecked > MOST_ANY:
        print(f"src/commonweal: {unchecked} lines with Any, {MOST_ANY} at most; say which type it is, or object")
        refused += 1
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
