"""The shape of the house: what the import contract cannot see."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from commonweal.kernel import journal, stored_names, tasks
from commonweal.kernel.capability import Capability, installed_apps

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "commonweal"


def sources(*parts: str) -> Iterator[tuple[Path, str]]:
    """Every Python file of the package that is neither test nor migration, with its text."""
    for path in sorted(PACKAGE.joinpath(*parts).rglob("*.py")):
        if not {"tests", "migrations"} & set(path.parts) and "testing" not in {path.stem, path.parent.name}:
            yield path, path.read_text(encoding="utf-8")


def test_a_foreign_key_stays_in_its_capability_or_points_to_the_ground():
    wrong = []
    for model in apps.get_models():
        own = model._meta.app_config
        if not isinstance(own, Capability):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                target = field.related_model._meta.app_config
                if target.label != own.label and not target.name.startswith("commonweal.ground."):
                    wrong.append(f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}")
    assert wrong == []


CONTRACTS = tomllib.loads((PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
# What every contract leaves out.
GENERAL = {
    "commonweal.**.testing -> commonweal.**",
    "commonweal.** -> commonweal.*.*.api",
    "commonweal.** -> commonweal.*.*.events",
}


def contract(name: str) -> dict[str, Any]:
    (found,) = (each for each in CONTRACTS["contracts"] if each["name"] == name)
    return found


@cache
def folders() -> frozenset[str]:
    """The capabilities of the package, kernel and web left out, which all may import: "blocks/cases"."""
    found = {path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("apps.py")}
    return frozenset(each for each in found if "tests" not in each.split("/")) - {"kernel", "web"}


@pytest.mark.parametrize(
    ("rule", "key"), [("capabilities meet only at api and events", "modules"), ("inside a capability", "containers")]
)
def test_every_capability_is_under_the_contract(rule, key):
    patterns = contract(rule)[key]
    names = {f"commonweal.{each.replace('/', '.')}" for each in folders()}
    assert {name for name in names if not any(fnmatchcase(name, pattern) for pattern in patterns)} == set()
    assert not CONTRACTS["exclude_type_checking_imports"]


def test_every_exception_of_an_import_contract_names_two_modules_and_says_why():
    lines = (PACKAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    exceptions = [each for rule in CONTRACTS["contracts"] for each in rule["ignore_imports"] if each not in GENERAL]
    assert len(exceptions) <= 3
    for exception in exceptions:
        assert "*" not in exception
        (number,) = (number for number, line in enumerate(lines) if f'"{exception}"' in line)
        assert lines[number - 1].strip().startswith("# ")
    assert {rule["unmatched_ignore_imports_alerting"] for rule in CONTRACTS["contracts"]} == {"error"}


def folder_of(parts: Sequence[str]) -> str:
    """The capability that a path or dotted name is in; '' for none."""
    return next((each for each in ("/".join(parts[:length]) for length in (2, 1)) if each in folders()), "")


def test_no_capability_names_a_module_of_another_in_a_text():
    """An import by name (`import_module("commonweal.…")`) goes past the contracts."""
    wrong = []
    for path, text in sources():
        own = folder_of(path.relative_to(PACKAGE).parts)
        for node in ast.walk(ast.parse(text)) if own else ():
            named = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if re.fullmatch(r"commonweal(\.\w*)+", named) and folder_of(named.split(".")[1:]) not in {own, ""}:
                wrong.append(f"{path}:{node.lineno} names {named}")
    assert wrong == []


def test_every_module_opens_with_a_sentence():
    missing = [
        str(path) for path, text in sources() if not (ast.get_docstring(ast.parse(text)) or "").strip() and text.strip()
    ]
    assert missing == []


def test_no_capability_is_named_in_a_central_list():
    names = {name.rsplit(".", 1)[-1] for name in installed_apps()} - {"kernel", "web", "portal", "desk"}
    central = "".join((PACKAGE / "site" / name).read_text() for name in ("urls.py", "api.py"))
    listed = {name for name in names if re.search(rf"commonweal\.\w+\.{name}\b", central)}
    assert listed == set()


def test_anybody_may_lead_the_code_says_council_nowhere():
    """STEW-ANYLEAD: a kind of organisation may be called so; no condition hangs on it."""
    wrong = []
    for path, text in sources():
        for node in ast.walk(ast.parse(text)):
            compared = [*node.comparators, node.left] if isinstance(node, ast.Compare) else []
            wrong += [
                f"{path}:{node.lineno}"
                for value in compared
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and "council" in value.value.lower()
            ]
    assert wrong == []


@pytest.mark.parametrize("floor", ["portal", "desk"])
def test_pages_have_no_private_way_in(floor):
    """CORE-DOGFOOD: pages of the platform call what any organisation can call: the capabilities' front doors. No page
    reads a table of another capability or opens what is sealed."""
    wrong = []
    for path, text in sources(floor):
        for node in ast.walk(ast.parse(text)):
            module = node.module if isinstance(node, ast.ImportFrom) else ""
            if re.match(r"commonweal\.\w+\.\w+\.(models|actions)\b", module or ""):
                wrong.append(f"{path}:{node.lineno} imports {module}")
            if module == "commonweal.kernel" and any(name.name == "sensitive" for name in node.names):
                wrong.append(f"{path}:{node.lineno} opens seals")
    assert wrong == []


def test_pages_and_api_share_their_verbs():
    """Every verb of a front door that changes something and has a page has an operation of the API, too."""
    verbs = {
        "blocks/cases": ("take", "assign", "transition", "decide", "request_information", "add_note", "reopen"),
        "services/journeys": ("begin_journey", "give_answers", "submit_journey", "discard_journey"),
        "services/definitions": ("save_draft", "submit_for_review", "approve", "publish", "roll_back", "retire"),
        "ground/organisations": ("invite_member", "change_roles", "create_api_key", "switch_capability"),
        "blocks/messages": ("choose_channel", "read_message"),
    }
    missing = [
        f"{folder}: {verb}"
        for folder, names in verbs.items()
        for verb in names
        if not re.search(rf"\b{verb}\(", (PACKAGE / folder / "rest.py").read_text() + _parts(folder))
    ]
    assert missing == []


def _parts(folder: str) -> str:
    # A rest.py that grew is a package of the same name.
    return "".join(path.read_text() for path in (PACKAGE / folder).glob("rest*/*.py"))


def test_heavy_libraries_are_not_imported_at_start():
    """Memory and start-up: these are imported where they are used."""
    import subprocess
    import sys

    program = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE']='commonweal.site.settings.test';"
        "import django; django.setup(); import commonweal.site.urls, sys;"
        "print([n for n in ('numpy','holidays','weasyprint','rapidfuzz','playwright') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_check_loads_only_what_a_proof_needs():
    """Loading everything that reacts to facts takes as long again as the check of one file."""
    import subprocess
    import sys

    program = (
        "import sys; from commonweal.services.definitions.commands.check import command;"
        "command.main([sys.argv[1]], standalone_mode=False)"
    )
    loaded = "import atexit, sys; atexit.register(lambda: print(*sys.modules));"
    service = str(PACKAGE.parent.parent / "places" / "eastmere" / "services" / "heron-homes" / "repair.yaml")
    command = [sys.executable, "-c", loaded + program, service]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    modules = done.stdout.split()
    assert "commonweal.services.definitions.proof.service" in modules
    needless = {"handlers", "rest", "views", "urls"}
    assert [name for name in modules if name.startswith("commonweal.") and name.split(".")[-1] in needless] == []
    assert "ninja" not in modules


KNOWN_AT_START = """
import django, importlib, json, re
django.setup()
from commonweal.kernel import capability, remembered, tasks
def known():
    return [sorted(tasks.TASKS), sorted(tasks.SCHEDULES), sorted(remembered.WATCHED)]
at_start = known()
for path in sorted(capability.PACKAGE.rglob("*.py")):
    parts = path.relative_to(capability.PACKAGE.parent).with_suffix("").parts
    decorated = re.search(r"^@(task|scheduled|remembered)\\b", path.read_text(encoding="utf-8"), re.M)
    if "tests" not in parts and decorated:
        importlib.import_module(".".join(parts))
print(json.dumps([at_start, known()]))
"""


def test_a_process_that_has_just_started_knows_every_task_and_everything_that_is_remembered():
    """A task of a module that nobody imported yet would end as a dead letter when another process queues it; a table
    that `migrate` does not know to be remembered would get no trigger, and never be remembered."""
    said = subprocess.run([sys.executable, "-c", KNOWN_AT_START], capture_output=True, text=True, check=True)
    at_start, after_all = json.loads(said.stdout.splitlines()[-1])
    assert at_start == after_all
    tasks, _schedules, watched = after_all
    assert len(tasks) > 10
    assert len(watched) > 5


def test_a_stored_name_means_one_function_and_every_former_name_leads_to_one_of_today():
    """A queued task is found by its capability and the name of its function: two of one name would be mistaken for each
    other. What was renamed is listed in `site/settings/renamed.py`."""
    for known in (tasks.TASKS, journal._urgency):
        lasting = [stored_names.lasting(name) for name in known]
        assert [name for name, count in Counter(lasting).items() if count > 1] == []
    keys = {name.partition(".")[2] for name in installed_apps()}
    assert set(settings.RENAMED_CAPABILITIES.values()) <= keys
    assert not keys & set(settings.RENAMED_CAPABILITIES)
    present = {stored_names.lasting(name) for name in (*tasks.TASKS, *journal._urgency)}
    renamed = {f"{old.rpartition('.')[0]}.{new}" for old, new in settings.RENAMED_FUNCTIONS.items()}
    assert renamed <= present
    assert not present & set(settings.RENAMED_FUNCTIONS)


# A CEL timestamp at midnight is how the expressions of rules write a day: it has no other zone than theirs.
DAYS_OF_RULES = "blocks/rules/cel/"


def test_only_the_clock_takes_the_date_of_a_moment():
    """In summer a day of the place begins an hour before that of UTC: code that asks a moment for its `.date()`, or
    makes today out of anything but the clock, is wrong for that hour."""
    wrong = []
    for path, text in sources():
        name = path.relative_to(PACKAGE).as_posix()
        if name == "kernel/clock.py" or name.startswith(DAYS_OF_RULES):
            continue
        for node in ast.walk(ast.parse(text)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if (node.func.attr == "date" and not node.args) or node.func.attr in {"utcnow", "utctoday"}:
                wrong.append(f"{name}:{node.lineno}")
            if node.func.attr == "today" and isinstance(node.func.value, ast.Name) and node.func.value.id != "clock":
                wrong.append(f"{name}:{node.lineno}")
    assert wrong == []
