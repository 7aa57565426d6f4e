"""What is sealed opens for its subject's key alone, and never again once that is destroyed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commonweal.kernel import sensitive
from commonweal.kernel.models import SubjectKey

pytestmark = pytest.mark.django_db
ANN, BEN = "person:ann", "person:ben"


def test_a_sealed_value_comes_back_the_same():
    value = {"condition": "asthma", "since": 2019, "öäü": [None, True]}
    assert sensitive.unseal(ANN, sensitive.seal(ANN, value)) == value


def test_the_same_value_is_never_sealed_the_same_way_twice():
    assert sensitive.seal(ANN, "asthma") != sensitive.seal(ANN, "asthma")


def test_the_seal_of_one_person_does_not_open_for_another():
    sealed = sensitive.seal(ANN, "asthma")
    sensitive.seal(BEN, "x")
    with pytest.raises(ValueError, match="somebody else"):
        sensitive.unseal(BEN, sealed)


def test_a_changed_seal_is_noticed():
    sealed = sensitive.seal(ANN, "asthma")
    other = "A" if sealed[20] != "A" else "B"
    with pytest.raises(ValueError, match="changed"):
        sensitive.unseal(ANN, sealed[:20] + other + sealed[21:])


def test_after_shredding_nothing_opens_even_under_a_new_key():
    sealed = sensitive.seal(ANN, "asthma")
    assert sensitive.shred(ANN)
    with pytest.raises(sensitive.Shredded):
        sensitive.unseal(ANN, sealed)
    sensitive.seal(ANN, "came back")
    with pytest.raises(ValueError, match="changed"):
        sensitive.unseal(ANN, sealed)
    assert sensitive.unseal_many([(ANN, sealed)]) == {}


def test_shredding_somebody_unknown_says_so():
    assert not sensitive.shred("person:nobody")


def test_keys_stand_wrapped_with_the_places_key_so_that_the_table_alone_opens_nothing(settings):
    sealed = sensitive.seal(ANN, "asthma")
    settings.SENSITIVE_KEY = "another place's key " * 4
    with pytest.raises(Exception, match=r"^$|InvalidTag"):
        sensitive.unseal(ANN, sealed)


def test_many_seals_are_opened_with_one_query(django_assert_num_queries):
    pairs = [(f"person:{number}", sensitive.seal(f"person:{number}", number)) for number in range(5)]
    with django_assert_num_queries(1):
        opened = sensitive.unseal_many(pairs)
    assert sorted(opened.values()) == [0, 1, 2, 3, 4]


def test_within_a_request_a_key_is_read_once_and_forgotten_when_shredded():
    sealed = sensitive.seal(ANN, "asthma")
    with sensitive.remembering():
        sensitive.unseal(ANN, sealed)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            sensitive.unseal(ANN, sealed)
        assert len(queries) == 0
        sensitive.shred(ANN)
        with pytest.raises(sensitive.Shredded):
            sensitive.unseal(ANN, sealed)
    assert not SubjectKey.objects.filter(pk=ANN).exists()
