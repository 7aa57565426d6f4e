"""Every field that could hold personal data is registered or excepted with a reason, and erasing reaches each one."""

from collections import Counter
from itertools import groupby

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from commonweal.ground.identity.api import erase_person
from commonweal.ground.identity.my_data.register import exceptions, registered, title_of
from commonweal.ground.identity.my_data.specimens import MARKED_DAY, is_linked, is_reference, make_specimen
from commonweal.ground.identity.testing import make_person
from commonweal.kernel import sensitive
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.capability import Capability, is_on

pytestmark = pytest.mark.django_db
LIBRARIES = ("account", "mfa", "usersessions")
HOLDING = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.DateField,
    models.FileField,
    models.GenericIPAddressField,
    models.BinaryField,
)
BASES = {"consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests"}


def could_hold(column) -> bool:
    # A moment tells when something was done with the platform; a day can be a birthday. A reference is a number, which
    # leads to nobody once the account is empty.
    # A choice is a code of the platform: what people say of themselves is never kept as one.
    if column.primary_key or is_reference(column) or column.choices:
        return False
    return isinstance(column, HOLDING) and not isinstance(column, models.DateTimeField)


def suspicious() -> list[str]:
    found = []
    for config in apps.get_app_configs():
        if (isinstance(config, Capability) and is_on(config.key)) or config.label in LIBRARIES:
            for model in config.get_models():
                if is_linked(model):
                    found += [f"{model._meta.label}.{c.name}" for c in model._meta.concrete_fields if could_hold(c)]
    return sorted(found)


def registered_fields() -> set[str]:
    return {f"{data.model}.{each.field}" for _config, data in registered() for each in data.fields}


APPS = {name: sorted(rows) for name, rows in groupby(suspicious(), key=lambda row: row.split(".")[0])}


@pytest.mark.parametrize("app", APPS)
def test_each_field_beside_a_person_is_registered_or_excepted_with_a_reason(app):
    unknown = set(APPS[app]) - registered_fields() - set(exceptions())
    assert not unknown, f"add to PERSONAL or NOT_PERSONAL of the capability's personal.py: {sorted(unknown)}"


def test_each_table_has_a_title_of_its_own_that_says_what_it_holds():
    """Three parts of a page that are all called "Cases" help nobody to find a letter."""
    said = [title_of(config, data)["en"] for config, data in registered()]
    assert [title for title, number in Counter(said).items() if number > 1] == []
    names_of_parts = {config.title["en"] for config, _data in registered()}
    assert names_of_parts & set(said) == set()


def test_the_walk_finds_what_is_certainly_personal():
    assert {"ground_identity.Person.email", "account.EmailAddress.email"} <= set(suspicious())


def test_every_exception_has_a_reason_and_stands_for_a_field_that_exists():
    for label, reason in exceptions().items():
        model, _, field = label.rpartition(".")
        assert apps.get_model(model)._meta.get_field(field)
        assert len(reason) > 8, f"{label}: say why it holds nothing of a person"


def test_nothing_is_both_registered_and_excepted():
    assert not registered_fields() & set(exceptions())


@pytest.mark.parametrize("data", [data for _config, data in registered()], ids=lambda data: data.model)
def test_a_registered_field_exists_and_says_why_until_when_and_who(data):
    model = apps.get_model(data.model)
    for each in data.fields:
        assert model._meta.get_field(each.field)
        assert each.purpose
        assert each.retention
        assert each.seen_by
        assert each.basis in BASES
        assert all(each.title.get(code) for code, _name in settings.LANGUAGES), f"{data.model}.{each.field}: title"


def held_in(data) -> str:
    """All values of the registered fields in all rows of the table, as text."""
    return str(list(apps.get_model(data.model)._base_manager.values(*(each.field for each in data.fields))))


def says_something(data) -> set[str]:
    """The registered fields that hold more than a reference."""
    model = apps.get_model(data.model)
    return {each.field for each in data.fields if not is_reference(model._meta.get_field(each.field))}


def can_be_marked(data) -> bool:
    columns = [apps.get_model(data.model)._meta.get_field(name) for name in says_something(data)]
    return any(isinstance(c, HOLDING) and not c.choices and "sealed" not in c.name for c in columns)


def made(data, person, mark):
    if data.model == "ground_identity.Person":
        for name in ("name", "phone", "language"):
            setattr(person, name, f"{mark}"[:10])
        person.address = person.preferences = {"mark": mark}
        person.email, person.date_of_birth = f"{mark}@example.org", MARKED_DAY
        person.save()
        return
    with transaction.atomic():
        make_specimen(data.model, person, mark)


@pytest.mark.parametrize("data", [data for _config, data in registered()], ids=lambda data: data.model)
def test_no_more_rows_are_read_than_are_asked_for(data):
    person = str(make_person().pk)
    with CaptureQueriesContext(connection) as captured:
        list(data.collect(person, 7))
    table = f' FROM "{apps.get_model(data.model)._meta.db_table}" '
    read = [query["sql"] for query in captured if table in query["sql"]]
    assert read
    assert all(sql.endswith("LIMIT 7") for sql in read)


@pytest.mark.parametrize("data", [data for _config, data in registered()], ids=lambda data: data.model)
def test_erasing_reaches_every_registered_field(data):
    mark, person = "qzx", make_person()
    other = make_person("Somebody Else", email="else@example.org")
    sensitive.seal(person.ref, "so that there is a key")
    try:
        made(data, person, mark)
    except (IntegrityError, TypeError, ValueError) as error:
        pytest.fail(f"{data.model}: give a specimen in the capability's testing.py (SPECIMENS): {error!r}")
    rows = list(data.collect(str(person.pk)))
    marked = mark in held_in(data) or mark in str(rows)
    sealed = data.model == "kernel.JournalEntry"
    assert sealed or marked or not can_be_marked(data), "the specimen does not mark a registered field"
    shown = {name for row in rows for name in row}
    assert says_something(data) <= shown, "the export must show each registered field"

    erase_person(person=str(person.pk), confirmation="", acting=SYSTEM)

    assert mark not in held_in(data)
    assert repr(MARKED_DAY) not in held_in(data)
    assert sealed or not list(data.collect(str(person.pk)))
    with pytest.raises(sensitive.Shredded):
        sensitive.unseal(person.ref, "")
    other.refresh_from_db()
    assert other.name == "Somebody Else"
