"""The real forms of two platforms: how many import and run, and why the others are refused."""

from collections import Counter

import pytest

from commonweal.blocks.forms.importers.reading import import_all

pytestmark = [pytest.mark.realdata, pytest.mark.slow]


@pytest.fixture(scope="module")
def found(realdata):
    return list(import_all(realdata("forms_real")))


def counts(found, dialect):
    mine = [one for one in found if one.dialect == dialect]
    return len(mine), sum(one.runs for one in mine), Counter(one.reason for one in mine if not one.runs)


def test_eight_of_nine_xgov_forms_import_and_run(found):
    assert counts(found, "xgov") == (9, 8, {"words with answers or programs in them ({{ … }})": 1})


def test_twenty_nine_of_thirty_seven_moj_services_import_and_run(found):
    assert counts(found, "moj") == (
        37,
        29,
        {
            "it asks nothing": 3,
            "its list of options is not in the file": 2,
            "pages form a cycle; our pages are a sequence": 2,
            "a page leads to one that does not exist": 1,
        },
    )


def test_every_imported_form_ends_every_journey_and_nearly_every_page_is_seen(found):
    runs = [one for one in found if one.runs]
    assert all(one.rehearsal.finished + one.rehearsal.stopped == 40 for one in runs)
    seen = sum(len(one.rehearsal.pages) for one in runs)
    assert seen >= 0.97 * sum(len(one.section) for one in runs)
