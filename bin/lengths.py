"""Refuses Python files of more than 400 lines and functions of more than 60; warns at 300."""

import ast
import subprocess
import sys
from pathlib import Path

WARN, WALL, FUNCTION = 300, 400, 60


def tracked() -> list[Path]:
    """The Python files that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.py"], capture_output=True, text=True, check=True
    )
    return [path for line in listed.stdout.split() if (path := Path(line)).exists() and "migrations" not in path.parts]


def main() -> int:
    """Print what is too long; 1 if anything is."""
    refused = 0
    for path in tracked():
        source = path.read_text(encoding="utf-8")
        lines = source.count("\n")
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
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
