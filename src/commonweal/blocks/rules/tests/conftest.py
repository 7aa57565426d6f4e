"""Rules for the tests, made from YAML as definitions have it."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from commonweal.blocks.rules.api import Rules, build_rules
from commonweal.blocks.rules.language import Eligibility, Facts, Parameters, Tables
from commonweal.kernel.values import BOOLEAN, DATE, INTEGER, MONEY, NUMBER, TEXT, TIMESTAMP, ListOf, Record

SECTIONS = {"parameters": Parameters, "facts": Facts, "eligibility": Eligibility, "tables": Tables}
NAMES = {
    "address": Record({"area": TEXT, "postcode": TEXT}),
    "items": ListOf(Record({"kind": TEXT, "description": TEXT, "price": MONEY, "bought": DATE})),
    "person.age": INTEGER,
    "income": MONEY,
    "rent": MONEY,
    "rate": NUMBER,
    "adults": INTEGER,
    "born": DATE,
    "moved": TIMESTAMP,
    "agreed": BOOLEAN,
    "help": BOOLEAN,
    "tenure": TEXT,
    "needs": ListOf(TEXT),
    "attributes": Record({"council_tax_reduction": BOOLEAN}, open=True),
}
CHOICES = {
    "tenure": ["rent", "own", "other"],
    "items.kind": ["sofa", "mattress", "fridge", "other"],
    "needs": ["wheelchair", "sign language", "braille"],
}
DAY = date(2026, 5, 6)


def build(text: str = "", **more: Any) -> Rules:
    """Rules from the YAML of the four sections and the names above."""
    document = YAML(typ="safe").load(text) or {}
    sections = {key: TypeAdapter(SECTIONS[key]).validate_python(value) for key, value in document.items()}
    return build_rules(**{"names": NAMES, "choices": CHOICES, **sections, **more})


@pytest.fixture(name="build")
def build_fixture():
    """The builder, for tests that make their own rules."""
    return build


@pytest.fixture
def ask():
    """Evaluates one expression over answers on a day in May 2026."""

    def ask(source: str, answers: dict | None = None, *, text: str = "", on: date = DAY, absent=(), scope=None):
        return build(text).evaluate(answers or {}, on=on, absent=absent)(source, scope)

    return ask


@pytest.fixture
def findings():
    """The findings about rules, by code."""

    def findings(text: str = "", expressions=(), *, today=None, **more):
        return build(text, **more).check(expressions, today=today)

    return findings
