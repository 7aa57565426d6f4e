"""What the tests of forms share: an evaluator that knows nothing but answers, a gazetteer of four addresses."""

from collections.abc import Mapping
from datetime import date

import pytest

from commonweal.blocks.forms.api import Address, FileHolder, FormContext, UploadFacts
from commonweal.kernel.definition import Unknown
from commonweal.kernel.providers import PROVIDED


class _Names(dict):
    def __missing__(self, name):
        raise LookupError(name)


class _Record:
    """Lets `address.area` read a mapping; a field that is absent is unknown."""

    def __init__(self, fields):
        self._fields = fields

    def __getattr__(self, name):
        if name not in self._fields:
            raise LookupError(name)
        return _wrapped(self._fields[name])


def _wrapped(value):
    return _Record(value) if isinstance(value, Mapping) else value


def evaluate_for(answers, **known):
    """A stand-in for the rules block, with Python's operators: `and`, `or`, `not`, `==`; a missing name is Unknown."""

    def evaluate(source, scope=None):
        names = {**known, **answers, **(scope or {})}
        try:
            return eval(
                source, {"__builtins__": {"len": len, "true": True}}, _Names({k: _wrapped(v) for k, v in names.items()})
            )
        except LookupError as error:
            return Unknown([str(error.args[0])])

    return evaluate


ADDRESSES = [
    Address("1 Harbour Street", "EA1 1AA", town="Eastmere", area="eastmere/north", uprn="100"),
    Address("2 Harbour Street", "EA1 1AA", town="Eastmere", area="eastmere/north", uprn="101"),
    Address("The Old Mill", "EA2 2BB", area="eastmere/south"),
]


class SmallGazetteer:
    def by_postcode(self, postcode):
        return [address for address in ADDRESSES if address.postcode == postcode]

    def area_of(self, postcode):
        return next((a.area for a in ADDRESSES if a.postcode == postcode), "")


UPLOADS = {
    "u1": UploadFacts("u1", "sofa.jpg", "image/jpeg", 120_000),
    "u2": UploadFacts("u2", "virus.pdf", "application/pdf", 1000, state="refused"),
    "u3": UploadFacts("u3", "long.pdf", "application/pdf", 9_000_000),
}


@pytest.fixture
def form_context():
    return FormContext(
        language="en", on=date(2026, 5, 2), evaluate_for=evaluate_for, gazetteer=SmallGazetteer(), upload=UPLOADS.get
    )


@pytest.fixture
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def nobody_keeps_cases(monkeypatch):
    monkeypatch.delitem(PROVIDED, (FileHolder, "case"))
