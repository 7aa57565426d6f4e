"""A lower floor is answered by the one capability above that provides what it asks."""

import ast
import os
import subprocess
import sys
from typing import Protocol

import pytest

from commonweal.kernel import providers
from commonweal.kernel.capability import PACKAGE
from commonweal.kernel.providers import (
    ASKED,
    PROVIDED,
    ProvidedTwice,
    ProviderMissing,
    asks,
    listed,
    provider,
    provider_for,
    provides,
    refuse_missing,
)
from commonweal.kernel.testing.providers import kept_providers, provide


class Greeting(Protocol):
    def __call__(self, name: str) -> str: ...


class Clock(Protocol):
    def hour(self) -> int: ...


def silence(name: str) -> str:
    return ""


def hello(name: str) -> str:
    return f"Hello {name}"


class Noon:
    def hour(self) -> int:
        return 12


class Midnight:
    def hour(self) -> int:
        return 0


@pytest.fixture(autouse=True)
def _asked(monkeypatch):
    monkeypatch.setattr(providers, "ASKED", {**ASKED})
    asks(Greeting, default=silence)
    asks(Clock)


def test_a_function_and_a_class_without_arguments_can_answer():
    assert provides(Greeting)(hello) is hello
    assert provides(Clock)(Noon) is Noon
    assert (provider(Greeting)("Ann"), provider(Clock).hour()) == ("Hello Ann", 12)


def test_the_default_answers_until_somebody_provides_it():
    assert provider(Greeting)("Ann") == ""
    provides(Greeting)(hello)
    assert provider(Greeting)("Ann") == "Hello Ann"


def test_without_a_default_and_a_provider_the_start_and_the_question_are_refused():
    with pytest.raises(ProviderMissing, match=r"No capability provides Clock, which .*test_providers asks for"):
        provider(Clock)
    with pytest.raises(ProviderMissing, match="Clock"):
        refuse_missing()
    provides(Clock)(Noon)
    refuse_missing()


def test_a_second_provider_is_refused_and_the_same_one_again_is_not():
    provides(Clock)(Noon)
    provides(Clock)(Noon)
    with pytest.raises(ProvidedTwice, match=r"Noon and .*Midnight both provide Clock"):
        provides(Clock)(Midnight)
    assert provider(Clock).hour() == 12


def test_each_name_has_a_provider_of_its_own():
    provides(Greeting, "morning")(hello)
    provides(Greeting, "night")(silence)
    said = {name: provider_for(Greeting, name) for name in ("morning", "night", "noon")}
    assert said == {"morning": hello, "night": silence, "noon": None}
    assert provider(Greeting) is silence
    with pytest.raises(ProvidedTwice, match=r"Greeting \(morning\)"):
        provides(Greeting, "morning")(silence)


def test_all_are_listed_with_what_answers():
    provides(Greeting, "morning")(hello)
    found = {asked: source.rpartition(".")[2] for asked, source in listed()}
    assert found["Greeting (morning)"] == "hello"
    assert found["Greeting"] == "silence"
    assert found["Clock"] == ""
    assert found["CaseDefinitions"] == "PinnedDefinitions"


def test_what_a_test_provides_ends_with_it():
    before = dict(PROVIDED)
    with kept_providers():
        provide(Clock, Noon())
        assert provider(Clock).hour() == 12
    assert before == PROVIDED


def test_everything_that_is_provided_is_in_a_file_with_the_fixed_name():
    """Elsewhere it might not be loaded when it is asked for."""
    wrong = []
    for path in PACKAGE.rglob("*.py"):
        if path.name == "providers.py" or {"tests", "testing"} & {*path.parts, path.stem}:
            continue
        names = {node.id for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)}
        if "provides" in names:
            wrong.append(path.relative_to(PACKAGE).as_posix())
    assert wrong == []


MISSING = """
import commonweal.kernel.capability as capability
found = capability.part_of
capability.part_of = lambda config, part: (
    None if (config.label, part) == ("services_casework", "providers") else found(config, part)
)
import django
django.setup()
"""


def test_a_place_without_a_provider_that_is_needed_does_not_start():
    done = subprocess.run(
        [sys.executable, "-c", MISSING],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "commonweal.site.settings.test",
            "PYTHONPATH": str(PACKAGE.parent),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "ProviderMissing: No capability provides CaseDefinitions" in done.stderr
