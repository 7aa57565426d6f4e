"""Audits the dependencies: pinned by hash, under compatible licences, used, and without known vulnerabilities.

The last needs a service (OSV, which knows Python and npm packages): where it cannot be reached, that is said and the
rest decides. `AUDIT=strict`, for the place that releases, fails then, too. `AUDIT_URL` names another such service."""

import json
import os
import re
import sys
import urllib.error
import urllib.request
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
SERVICE = "https://api.osv.dev/v1/querybatch"
PATIENCE, AT_ONCE = 10, 500
PINNED = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)")
# Licences that are compatible with the EUPL. LGPL and MPL apply only to their own files; GPL and AGPL would to ours.
ALLOWED = re.compile(
    r"MIT|BSD|Apache|ISC|MPL|Mozilla|LGPL|Lesser General|PSF|Python Software|Unlicense|Zlib|CC0|0BSD|EUPL",
    re.IGNORECASE,
)
REFUSED = re.compile(r"\bA?GPL|(?<!Lesser )General Public", re.IGNORECASE)
# Asked for although nothing of ours imports it.
UNIMPORTED = {
    "argon2-cffi": "Django's hasher loads it",
    "gunicorn": "serves the application",
    "psycopg": "Django's backend loads it",
    "tzdata": "time zones where the system has none",
}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


Packages = set[tuple[str, str]]


def pinned(text: str) -> tuple[Packages, list[str]]:
    """The packages of a compiled file with their versions (one may have several, for several versions of Python), and
    what is wrong with its lines."""
    found: Packages = set()
    wrong = []
    for block in re.split(r"\n(?=\S)", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)):
        line = block.strip().splitlines()[0] if block.strip() else ""
        if not line:
            continue
        matched = PINNED.match(line)
        if not matched:
            wrong.append(f"{line.split()[0]} is not pinned to one version")
        elif "--hash=sha256:" not in block:
            wrong.append(f"{matched[1]} has no hash")
        if matched:
            found.add((canonical(matched[1]), matched[2]))
    return found, wrong


def asked_for(text: str) -> list[str]:
    """The names that a file of requirements asks for."""
    return [canonical(each) for each in re.findall(r"^([A-Za-z0-9._-]+)", text, re.MULTILINE)]


def locked(text: str) -> tuple[Packages, list[str]]:
    """The npm packages of a lock file with their versions, and what is wrong with them."""
    found: Packages = set()
    wrong = []
    for path, about in json.loads(text)["packages"].items():
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        found.add((name, about["version"]))
        if not about.get("integrity", "").startswith("sha512-"):
            wrong.append(f"{name} has no hash")
        if not ALLOWED.search(about.get("license", "")) and about.get("license") not in {"OFL-1.1", "BSD-2-Clause"}:
            wrong.append(f"{name} is under {about.get('license')!r}, which is not among the licences that we allow")
    return found, wrong


def licence_of(about: metadata.PackageMetadata) -> str:
    """What a package says of its licence: the expression, else its classifiers, else its own words."""
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    named = [each.rpartition("::")[2].strip() for each in about.get_all("Classifier", []) if each.startswith("License")]
    return " OR ".join(named) or str(about.get("License") or "").splitlines()[0]


def is_allowed(licence: str) -> bool:
    """Whether one of the alternatives binds nothing but the package itself."""
    return any(ALLOWED.search(each) and not REFUSED.search(each) for each in licence.split(" OR "))


def licences(names: set[str]) -> list[str]:
    """Which of the packages that are installed here have a licence that is not allowed."""
    wrong = []
    for each in metadata.distributions():
        name = canonical(each.metadata["Name"])
        if name in names and not is_allowed(licence := licence_of(each.metadata)):
            wrong.append(f"{name} is under {licence!r}, which is not among the licences that we allow")
    return wrong


def unused(names: list[str], source: str) -> list[str]:
    """Which of the packages that we ask for nothing imports."""
    modules: dict[str, set[str]] = {}
    for module, owners in metadata.packages_distributions().items():
        for owner in owners:
            modules.setdefault(canonical(owner), set()).add(module)
    return [
        f"{name} is asked for and never imported"
        for name in names
        if name not in UNIMPORTED
        and not any(re.search(rf"\b{re.escape(each)}\b", source) for each in modules.get(name, ()))
    ]


def weaknesses(packages: list[tuple[str, str, str]], service: str) -> list[str]:
    """What the service knows of (ecosystem, name, version). Raises OSError where it cannot be asked."""
    known = []
    for start in range(0, len(packages), AT_ONCE):
        some = packages[start : start + AT_ONCE]
        queries = [{"package": {"ecosystem": kind, "name": name}, "version": version} for kind, name, version in some]
        request = urllib.request.Request(
            service, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            results = json.load(answer)["results"]
        for (_, name, version), result in zip(some, results, strict=True):
            known += [f"{name} {version} has a known weakness: {each['id']}" for each in result.get("vulns", ())]
    return known


def main() -> int:
    """Print what was found; 1 if anything was, or if it is strict and nobody could be asked."""
    run, wrong = pinned((ROOT / "requirements/run.txt").read_text(encoding="utf-8"))
    dev, more = pinned((ROOT / "requirements/dev.txt").read_text(encoding="utf-8"))
    npm, still = locked((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    found = [*wrong, *more, *still, *licences({name for name, _ in run})]
    found += unused(asked_for((ROOT / "requirements/run.in").read_text(encoding="utf-8")), source)
    everything = [("PyPI", *each) for each in sorted(dev | run)] + [("npm", *each) for each in sorted(npm)]
    unasked = ""
    try:
        found += weaknesses(everything, os.environ.get("AUDIT_URL") or SERVICE)
    except (OSError, ValueError, KeyError) as error:
        unasked = f"known weaknesses were NOT looked for: the service cannot be asked ({error})"
    for each in found:
        print(f"audit: {each}", file=sys.stderr)
    if unasked:
        print(f"audit: {unasked}", file=sys.stderr)
    if found or (unasked and os.environ.get("AUDIT") == "strict"):
        return 1
    print(f"audit: {len(everything)} packages, " + ("the rest is well" if unasked else "all well"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
