"""What tests of all capabilities share: the real data where it is present, and rows that many begin with."""

import gc
import os
import subprocess
from collections.abc import Callable, Generator, Iterator
from copy import deepcopy
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings as hypothesis
from pytest_django.plugin import DjangoDbBlocker

# The suite gives the same result each time: its searching tests draw the same examples. `make explore` draws new ones.
hypothesis.register_profile("suite", derandomize=True, database=None, deadline=None)
hypothesis.register_profile("explore", database=None, deadline=None, print_blob=True)
hypothesis.load_profile("explore" if os.environ.get("COMMONWEAL_EXPLORE") else "suite")

ROOT = Path(__file__).resolve().parent

# What asks for one of these reads or writes the database.
DATABASE = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out what uses no database: run on a second database, it would prove nothing new",
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files that never say the one mark that is asked for (`-m browser`) have none of its tests: to import them all
    takes longer than many a test."""
    mark = config.option.markexpr
    if mark in {"browser", "realdata"} and collection_path.name.startswith("test_"):
        return mark not in collection_path.read_text(encoding="utf-8") or None
    return None


def pytest_collection_finish() -> None:
    """Leave the collected tests, which live until the end, out of garbage collection: scanning them each time took a
    quarter of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> object:
    """Run the tests as the place runs requests: with room for deep calls."""
    from commonweal.kernel.stack import with_room

    loop: Callable[[pytest.Session], object] = session.config.pluginmanager.getplugin("main").pytest_runtestloop
    return with_room(loop)(session)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--only-database"):
        asked = [item for item in items if _uses_database(item)]
        config.hook.pytest_deselected(items=[item for item in items if not _uses_database(item)])
        items[:] = asked
    items[:] = _by_their_rows(items)


def _by_their_rows(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests of a folder in an order in which those that begin with the same rows follow each other."""
    runs = groupby(items, lambda item: (item.path.parent, _is_transactional(item), _uses_database(item)))
    return [item for _, run in runs for item in sorted(run, key=_names_of_rows)]


def _names_of_rows(item: pytest.Item) -> list[str]:
    from commonweal.kernel.testing import rows as common_rows

    return [rows.name for rows in common_rows.wanted(_fixtures(item))]


def _fixtures(item: pytest.Item) -> list[Callable[..., object]]:
    """The functions of all fixtures that the test uses."""
    asked = getattr(item, "_fixtureinfo", None)
    return [found[-1].func for found in asked.name2fixturedefs.values()] if asked else []


def _uses_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or item.get_closest_marker("own_database"):
        return True
    return bool(DATABASE & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def _rows(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Rows that tests in a row begin with are undone before the tables go."""
    from commonweal.kernel.testing import rows as common_rows

    request.getfixturevalue("django_db_setup")
    yield
    with django_db_blocker.unblock():
        common_rows.end()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[object], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Before the transaction of a test begins, its tables hold the rows that it begins with; before a fixture of a
    module or more opens one, they hold none. (One that pytest-django sets up for each class leaves plain functions
    alone, and must not end the rows between them.)"""
    from commonweal.kernel.testing import rows as common_rows

    if fixturedef.scope not in {"function", "class"} and "django_db_blocker" in fixturedef.argnames:
        with request.getfixturevalue("django_db_blocker").unblock():
            common_rows.end()
    if fixturedef.argname == "_django_db_helper":
        request.getfixturevalue("_rows")
        with request.getfixturevalue("django_db_blocker").unblock():
            if _is_transactional(request.node):
                common_rows.end()
            else:
                common_rows.begin(_fixtures(request.node))
    return (yield)


@pytest.fixture(autouse=True)
def _place_not_named_yet() -> None:
    """Each test begins as a process does that has not asked for the name of the place."""
    from commonweal.kernel.place_name import PLACE

    PLACE.kept = {}


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = marker is not None and (marker.kwargs.get("transaction") or bool(marker.args))
    return bool(asked or {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def realdata(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Unpacks a real data set by name and gives its folder; skips the test where the data is not present.

    COMMONWEAL_REALDATA names the folder with the `NAME.tar.zst` files; the default is `shared/data` beside the
    checkout."""
    store = Path(os.environ.get("COMMONWEAL_REALDATA", ROOT.parent / "shared" / "data"))
    unpacked: dict[str, Path] = {}

    def find(name: str) -> Path:
        if name not in unpacked:
            packed = store / f"{name}.tar.zst"
            if not packed.exists():
                pytest.skip(f"the real data set {name} is not here (COMMONWEAL_REALDATA)")
            folder = tmp_path_factory.mktemp(name)
            subprocess.run(["tar", "--zstd", "-xf", str(packed), "-C", str(folder)], check=True)
            unpacked[name] = folder
        return unpacked[name]

    return find


@pytest.fixture(autouse=True, scope="session")
def _tables_can_be_emptied() -> Iterator[None]:
    """Tests that need real transactions empty all tables afterwards. A place could not: its database refuses that."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    from commonweal.kernel import guards

    emptying = BaseDatabaseOperations.execute_sql_flush

    def lifted(self: BaseDatabaseOperations, statements: list[str]) -> None:
        guards.lift()
        try:
            emptying(self, statements)
        finally:
            guards.install()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", lifted)
        yield


@pytest.fixture(autouse=True)
def _providers_of_the_house() -> Iterator[None]:
    """Tests bring definitions and files of their own; the next test finds again who provides them in earnest."""
    from commonweal.blocks.cases.definitions import read_section
    from commonweal.kernel.testing.providers import kept_providers

    with kept_providers():
        yield
    read_section.cache_clear()


@pytest.fixture(autouse=True, scope="session")
def _texts_are_read_once() -> Iterator[None]:
    """Many tests apply the same definitions. To read their YAML takes longer than all that follows."""
    from commonweal.services.definitions.place_files import folder
    from commonweal.services.definitions.proof import checking
    from commonweal.services.definitions.source import reading
    from commonweal.services.definitions.versions import store

    read = cache(reading.read_text)

    def read_again(text: str, file: str = "") -> reading.Source:
        found = read(text, file)
        return replace(found, document=deepcopy(found.document))

    with pytest.MonkeyPatch.context() as patch:
        for module in (checking, folder, store):
            patch.setattr(module, "read_text", read_again)
        yield


@pytest.fixture(autouse=True, scope="session")
def _codes_of_apps_stay() -> Iterator[None]:
    """An authenticator app has a new code every 30 seconds; none changes between being made and being given."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("allauth.mfa.totp.internal.auth.time", SimpleNamespace(time=lambda: 1_800_000_015))
        yield


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A page that a test asked for in another language leaves it behind in the thread."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _switches_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process remembers for some seconds must not end between two counts of statements."""
    from commonweal.ground.organisations import switches

    switches.forget_switches()
    monkeypatch.setattr(switches, "SWITCHES_KEPT", 3600)
