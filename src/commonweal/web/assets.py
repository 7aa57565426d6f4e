"""Copies our compiled styles and what we take from npm into static files, after `npm ci && npm run styles`."""

import gzip
import hashlib
import re
import shutil
import sys
from pathlib import Path

HERE = Path(__file__).parent
VENDOR = HERE / "static" / "vendor"
OWN = HERE / "static" / "web"
STYLES = HERE / "styles"
SHEETS = ("look.css", "desk.css")
MADE_FROM = ".styles.sha256"
FONT_FILES = [f"atkinson-hyperlegible-next-{s}-{w}-normal.woff2" for s in ("latin", "latin-ext") for w in (400, 700)]
LICENCES = {
    "govuk-frontend": "govuk-frontend/package.json",  # the package carries no other statement of its MIT licence
    "leaflet": "leaflet/LICENSE",
    "atkinson-hyperlegible-next": "@fontsource/atkinson-hyperlegible-next/LICENSE",
}
# What the first visit to an English page of the portal fetches besides its HTML.
FIRST_VISIT = [
    VENDOR / "look.css",
    OWN / "place.js",
    OWN / "mark.svg",
    VENDOR / "fonts" / FONT_FILES[0],
    VENDOR / "fonts" / FONT_FILES[1],
]


def fingerprint() -> str:
    """A hash of all sources of the styles: the built files carry it, so that a test notices old ones."""
    digest = hashlib.sha256()
    for path in sorted(STYLES.rglob("*.*css")) + sorted(STYLES.rglob("*.cjs")):
        digest.update(path.relative_to(STYLES).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def wire_size(path: Path) -> int:
    """Bytes on the wire: fonts as they are, everything else gzipped."""
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(gzip.compress(data, 6))


def build(node_modules: Path) -> None:
    """Writes `static/vendor/` anew from an installed node_modules and the styles that package.json compiles.

    FileNotFoundError where either is missing."""
    styles = node_modules.parent / "build" / "styles"
    sheets = {name: (styles / name).read_bytes() for name in SHEETS}
    shutil.rmtree(VENDOR, ignore_errors=True)
    for folder in ("fonts", "leaflet", "licences"):
        (VENDOR / folder).mkdir(parents=True)
    for name, sheet in sheets.items():
        (VENDOR / name).write_bytes(sheet)
    (VENDOR / MADE_FROM).write_text(fingerprint(), encoding="utf-8")
    faces = node_modules / "@fontsource" / "atkinson-hyperlegible-next" / "files"
    for name in FONT_FILES:
        shutil.copy(faces / name, VENDOR / "fonts" / name)
    leaflet = node_modules / "leaflet" / "dist"
    # The map file that the last line names is not served, and a server that hashes names would miss it.
    script = re.sub(r"//# sourceMappingURL=.*", "", (leaflet / "leaflet.js").read_text(encoding="utf-8"))
    (VENDOR / "leaflet" / "leaflet.js").write_text(script, encoding="utf-8")
    shutil.copy(leaflet / "leaflet.css", VENDOR / "leaflet" / "leaflet.css")
    shutil.copytree(leaflet / "images", VENDOR / "leaflet" / "images")
    for name, licence in LICENCES.items():
        shutil.copy(node_modules / licence, VENDOR / "licences" / f"{name}.txt")


def main() -> int:
    """Builds from the node_modules given, or the one where the command runs; 1 with a remedy if it is absent."""
    node_modules = Path(sys.argv[1] if len(sys.argv) > 1 else "node_modules").resolve()
    try:
        build(node_modules)
    except FileNotFoundError as missing:
        sys.stderr.write(
            f"{missing.filename} is not there: run `npm ci && npm run styles` first, in the folder of package.json\n"
        )
        return 1
    sizes = {path.name: wire_size(path) for path in FIRST_VISIT if path.exists()}
    for name, size in sizes.items():
        sys.stdout.write(f"{size:>7,} bytes  {name}\n")
    sys.stdout.write(f"{sum(sizes.values()):>7,} bytes on the wire at a first visit, before the page itself\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
