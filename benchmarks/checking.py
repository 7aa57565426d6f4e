"""Checking definitions: what one file and a folder take, as ratios against starting Python and reading the YAML alone.

The folders are the demo place with copies of its services, small ones and large ones. Targets on two cores: 0.6 seconds
for a file; for a folder of 500 small services 4 seconds to check and 10 to apply."""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "places" / "eastmere"
MODELS = ["eastmere-council/missed-bin", "heron-homes/repair", "eastmere-council/parking-permit-renewal"]
SMALL = ["lake-friends/befriending"]
TURNS = 5


def seconds(*command: str, turns: int = TURNS) -> float:
    """Processor time of a process, the median of some."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return statistics.median(once() for _ in range(turns))


def one_file() -> None:
    """`check FILE` against a Python that only imports Django and the YAML library."""
    bare = seconds("-c", "import django, yaml, pydantic; from django.db import models")
    for name in MODELS:
        spent = seconds("-m", "commonweal.site.command", "check", str(PLACE / "services" / f"{name}.yaml"))
        print(f"check {name}: {spent / bare:.1f} times the import of Django, pydantic and YAML ({spent:.2f} s)")


def with_copies(folder: Path, models: list[str], count: int) -> None:
    """The demo place with so many more services, copies of the models."""
    shutil.copytree(PLACE, folder)
    for number in range(count):
        organisation, key = models[number % len(models)].split("/")
        text = (PLACE / "services" / organisation / f"{key}.yaml").read_text()
        copy = folder / "services" / organisation / f"{key}-{number}.yaml"
        copy.write_text(text.replace(f"service: {key}\n", f"service: {key}-{number}\n"))


def a_folder(name: str, models: list[str], count: int) -> None:
    """Reading and proving a folder against reading its YAML with the library alone."""
    from yaml import CSafeLoader, parse

    from commonweal.services.definitions.place_files.folder import check_folder, read_folder

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "place"
        with_copies(folder, models, count)
        begun = time.process_time()
        for file in folder.rglob("*.yaml"):
            list(parse(file.read_text(), Loader=CSafeLoader))
        alone = time.process_time() - begun
        begun = time.process_time()
        read = read_folder(folder)
        reading = time.process_time() - begun
        assert [finding for finding in check_folder(read) if finding.severity == "error"] == []
        whole = time.process_time() - begun
    count = sum(len(documents) for documents in read.folder.documents.values())
    print(f"read {count} documents, {name}: {reading / alone:.1f} times the YAML library alone ({reading:.1f} s)")
    print(f"check them: {whole / alone:.1f} times ({whole:.1f} s, {whole / count * 1000:.0f} ms a document)")


def applying(count: int) -> None:
    """Applying a folder of small services to an empty place against checking it."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "place"
        with_copies(folder, SMALL, count)
        (Path(made) / "var").mkdir()
        secret = "for-a-benchmark-" * 4
        os.environ |= {
            "COMMONWEAL_MODE": "test",
            "COMMONWEAL_VAR": str(Path(made) / "var"),
            "COMMONWEAL_SECRET_KEY": secret,
            "COMMONWEAL_SENSITIVE_KEY": secret[::-1],
            "DJANGO_SETTINGS_MODULE": "commonweal.site.settings.live",
        }
        command = ("-m", "commonweal.site.command")
        seconds(*command, "manage", "migrate", turns=1)
        checked = seconds(*command, "check", str(folder), turns=1)
        applied = seconds(*command, "apply", str(folder), turns=1)
    print(f"apply {count} small services: {applied / checked:.1f} times their check ({applied:.1f} s)")


def main() -> None:
    one_file()
    applying(500)
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.site.settings.test"
    import django

    django.setup()
    a_folder("small services", SMALL, 500)
    a_folder("large services", MODELS, 100)


if __name__ == "__main__":
    main()
