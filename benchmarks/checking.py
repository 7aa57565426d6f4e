"""Checking definitions: what one file and a folder take, as ratios against starting Python and reading the YAML alone.

The folder is the demo place with copies of its services. Targets on two cores: 0.6 seconds for a file; for a folder of
500 small services 4 seconds."""

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
COPIES, TURNS = 100, 5


def seconds(*command: str) -> float:
    """Processor time of a process, the median of some."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return statistics.median(once() for _ in range(TURNS))


def one_file() -> None:
    """`check FILE` against a Python that only imports Django and the YAML library."""
    bare = seconds("-c", "import django, ruamel.yaml, pydantic; from django.db import models")
    for name in MODELS:
        spent = seconds("-m", "commonweal.site.command", "check", str(PLACE / "services" / f"{name}.yaml"))
        print(f"check {name}: {spent / bare:.1f} times the import of Django, pydantic and YAML ({spent:.2f} s)")


def a_folder() -> None:
    """Reading and proving a folder against reading its YAML with the library alone."""
    from ruamel.yaml import YAML

    from commonweal.services.definitions.folder import check_folder, read_folder

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "place"
        shutil.copytree(PLACE, folder)
        for number in range(COPIES):
            organisation, key = MODELS[number % len(MODELS)].split("/")
            text = (PLACE / "services" / organisation / f"{key}.yaml").read_text()
            copy = folder / "services" / organisation / f"{key}-{number}.yaml"
            copy.write_text(text.replace(f"service: {key}\n", f"service: {key}-{number}\n"))
        begun = time.process_time()
        for file in folder.rglob("*.yaml"):
            list(YAML(typ="safe", pure=True).parse(file.read_text()))
        alone = time.process_time() - begun
        begun = time.process_time()
        read = read_folder(folder)
        reading = time.process_time() - begun
        assert [finding for finding in check_folder(read) if finding.severity == "error"] == []
        whole = time.process_time() - begun
    count = sum(len(documents) for documents in read.folder.documents.values())
    print(f"read a folder of {count} documents: {reading / alone:.2f} times the YAML library alone")
    print(f"check it: {whole / alone:.2f} times the YAML library alone ({whole / count * 1000:.0f} ms a document)")


def main() -> None:
    one_file()
    os.environ["DJANGO_SETTINGS_MODULE"] = "commonweal.site.settings.test"
    import django

    django.setup()
    a_folder()


if __name__ == "__main__":
    main()
