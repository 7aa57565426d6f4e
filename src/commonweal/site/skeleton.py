"""Fills in the skeletons from which new capabilities are written."""

import re
from pathlib import Path
from string import Template

SKELETONS = Path(__file__).resolve().parent / "skeletons"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 30
# Templates are below the block's own name, so that two blocks can both have an `about.html`.
TEMPLATES = "jinja2"


def fault_in_name(name: str, title: str, package: Path) -> str:
    """Why a block cannot have this name or title, or ''."""
    if not NAME.fullmatch(name) or len(name) > LONGEST:
        return f"use small letters, digits and single underscores, {LONGEST} characters at most"
    if re.search(r"[^\w ,.'’&()-]", title) or len(title) > 40:
        return "its title may have letters, digits and simple signs, 40 characters at most"
    if list(package.glob(f"*/{name}/__init__.py")) or (package / name).exists():
        return "there is something of that name already, and short names are part of addresses"
    return ""


def write_block(name: str, title: str, package: Path) -> list[Path]:
    """Write the folder of a new block and return its files. The name must have no fault."""
    words = title or name.replace("_", " ").capitalize()
    values = {"name": name, "Name": name.title().replace("_", ""), "title": words.replace('"', "")}
    skeleton = SKELETONS / "block"
    written = []
    for source in sorted(skeleton.rglob("*.txt")):
        target = package / "blocks" / name / _place(source.relative_to(skeleton), name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(Template(source.read_text(encoding="utf-8")).substitute(values), encoding="utf-8")
        written.append(target)
    return written


def _place(path: Path, name: str) -> Path:
    """Where a file of the skeleton goes: without `.txt`, and templates below the block's name."""
    parts = [name if part == "block" else part for part in path.with_suffix("").parts]
    if parts[0] == TEMPLATES:
        parts.insert(1, name)
    if parts[0] == "tests":
        parts[-1] = parts[-1].replace("test_block", f"test_{name}")
    return Path(*parts)
