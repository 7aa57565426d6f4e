"""Copies what we take from npm into static files: `npm ci && python -m commonweal.web.assets`."""

import gzip
import re
import shutil
import sys
from pathlib import Path

from commonweal.web.stylesheet import COMMENT, parse, purge

HERE = Path(__file__).parent
VENDOR = HERE / "static" / "vendor"
OWN = HERE / "static" / "web"
STYLES = HERE / "styles"

# The components and core styles of govuk-frontend that our templates use. Another one costs every page its
# bytes, so it is named here only when a template uses it.
COMPONENTS = """
    body body-s button button-group character-count checkboxes date-input error-message error-summary fieldset
    file-upload form-group heading-l heading-m heading-s hint input inset-text label label-wrapper link list
    radios select skip-link template textarea visually-hidden warning-text
"""
BLOCKS = frozenset("govuk-" + name for name in COMPONENTS.split())
# Parts of wanted components that no template of ours uses.
UNUSED = re.compile(
    r"govuk-(button--(start|inverse)|button__start-icon|checkboxes--small|radios--small|file-upload-button"
    r"|input--extra-letter-spacing|link--inverse|link-image|fieldset__legend--xl|label--xl"
    r"|character-count__message--disabled|list--(number|spaced))"
)
UTILITIES = frozenset(
    ["govuk-!-width-one-half", "govuk-!-width-two-thirds", "govuk-!-margin-bottom-0", "govuk-!-font-weight-bold"]
)
# Our own type in place of GDS Transport, and our two text sizes in place of theirs, so that one token sets both.
OURS = [
    (re.compile(r"GDS Transport,\s*arial,\s*sans-serif"), "var(--place-font)"),
    (re.compile(r"font-size:1\.1875rem;line-height:1\.3157894737"), "font-size:var(--text);line-height:var(--leading)"),
    (re.compile(r"font-size:1\.1875rem;line-height:1\.25"), "font-size:var(--text);line-height:1.25"),
    (re.compile(r"font-size:1rem;line-height:1\.25"), "font-size:var(--text-small);line-height:var(--leading-small)"),
]
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


def wanted(css_class: str) -> bool:
    """Whether our pages use this class (as it stands in CSS, so `!` may be escaped)."""
    name = css_class.replace("\\", "")
    if name.startswith(":"):  # `.\:focus` stands for a state in their examples; a rule that excludes it is still ours
        return True
    if name.startswith("govuk-!"):
        return name in UTILITIES
    return re.split(r"__|--", name)[0] in BLOCKS and not UNUSED.match(name)


def slim(css: str) -> str:
    """govuk-frontend's stylesheet as we serve it: no faces and pictures of GOV.UK, our components only."""
    kept = []
    for rule in purge(parse(css), wanted):
        text = rule.css()
        for theirs, ours in OURS:
            text = theirs.sub(ours, text)
        if not rule.prelude.startswith("@font-face") and "/assets/" not in text:
            kept.append(text)
    return "".join(kept)


def own(folder: str) -> str:
    """Our stylesheets of one folder of `styles/`, in the order of their names, without comments and indentation."""
    css = "".join(path.read_text(encoding="utf-8") for path in sorted((STYLES / folder).glob("*.css")))
    return re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", COMMENT.sub("", css)).strip()).replace(";}", "}")


def wire_size(path: Path) -> int:
    """Bytes on the wire: fonts as they are, everything else gzipped."""
    data = path.read_bytes()
    return len(data) if path.suffix == ".woff2" else len(gzip.compress(data, 6))


def build(node_modules: Path) -> None:
    """Writes `static/vendor/` anew from an installed node_modules; FileNotFoundError when it is not installed."""
    govuk = node_modules / "govuk-frontend" / "dist" / "govuk" / "govuk-frontend.min.css"
    css = slim(govuk.read_text(encoding="utf-8"))
    shutil.rmtree(VENDOR, ignore_errors=True)
    for folder in ("fonts", "leaflet", "licences"):
        (VENDOR / folder).mkdir(parents=True)
    (VENDOR / "look.css").write_text(css + own("look"), encoding="utf-8")
    (VENDOR / "desk.css").write_text(own("desk"), encoding="utf-8")
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
        sys.stderr.write(f"{missing.filename} is not there: run `npm ci` first, in the folder of package.json\n")
        return 1
    sizes = {path.name: wire_size(path) for path in FIRST_VISIT if path.exists()}
    for name, size in sizes.items():
        sys.stdout.write(f"{size:>7,} bytes  {name}\n")
    sys.stdout.write(f"{sum(sizes.values()):>7,} bytes on the wire at a first visit, before the page itself\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
