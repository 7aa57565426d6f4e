"""The life of a version: drafted, reviewed by a second person, published, pinned, rolled back, withdrawn."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from commonweal.ground.organisations.api import organisation_by_key
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import Conflict, Invalid, NotFound
from commonweal.services.definitions import api
from commonweal.services.definitions.models import Version
from commonweal.services.definitions.tests.conftest import SERVICE, approved, staff, submitted
from commonweal.services.definitions.versions import store

pytestmark = pytest.mark.django_db


def test_a_draft_becomes_live_through_two_people(changed, editor, reviewer):
    before = api.published_hash(SERVICE)
    number = approved(changed, editor, reviewer)
    card = api.publish(service=SERVICE, number=number, acting=reviewer)
    assert card.live
    assert (card.author, card.reviewer) == (editor.actor, reviewer.actor)
    assert api.published_hash(SERVICE) == card.hash != before
    old = Version.objects.get(hash=before)
    assert old.status == "retired"


def test_every_step_is_in_the_journal(changed, editor, reviewer):
    number = approved(changed, editor, reviewer)
    api.publish(service=SERVICE, number=number, acting=reviewer)
    types = [entry.type.split(".")[1] for entry in entries(object=f"service:{SERVICE}", limit=4)]
    assert types == ["service_published", "approved", "submitted_for_review", "draft_saved"]


def test_what_is_not_approved_cannot_be_published(changed, editor, reviewer):
    number = submitted(changed, editor)
    with pytest.raises(Conflict, match="in review"):
        api.publish(service=SERVICE, number=number, acting=reviewer)


def test_a_draft_with_mistakes_is_kept_but_cannot_be_handed_in(text, editor):
    wrong = text.replace("size(items)", "size(itemz)")
    saved = api.save_draft(service=SERVICE, source=wrong, acting=editor)
    assert not saved.checked.good
    assert api.version_text(SERVICE, saved.version.number, acting=editor).source == wrong
    with pytest.raises(Invalid) as refused:
        api.submit_for_review(service=SERVICE, number=saved.version.number, acting=editor)
    assert any("itemz" in message for message in refused.value.fields.values())


def test_a_failing_example_blocks_publication(text, editor):
    saved = api.save_draft(service=SERVICE, source=text.replace("price: 25.00", "price: 24.00"), acting=editor)
    with pytest.raises(Invalid, match="two items in 2026"):
        api.submit_for_review(service=SERVICE, number=saved.version.number, acting=editor)


def test_saving_again_rewrites_the_one_draft(text, changed, editor):
    first = api.save_draft(service=SERVICE, source="junk: [", acting=editor)
    second = api.save_draft(service=SERVICE, source=changed, acting=editor)
    assert first.version.number == second.version.number
    assert second.version.hash


def test_text_of_another_service_is_not_taken(text, editor):
    saved = api.save_draft(service="eastmere-council/sofas", source=text, acting=editor)
    assert "other-service" in {finding.code for finding in saved.checked.findings}
    with pytest.raises(Invalid):
        api.submit_for_review(service="eastmere-council/sofas", number=1, acting=editor)


def test_the_same_again_is_refused(text, editor):
    saved = api.save_draft(service=SERVICE, source=text, acting=editor)
    with pytest.raises(Conflict, match="version 1"):
        api.submit_for_review(service=SERVICE, number=saved.version.number, acting=editor)


def test_a_version_that_was_sent_back_can_be_changed_again(changed, editor, reviewer):
    number = submitted(changed, editor)
    card = api.send_back(service=SERVICE, number=number, reason="Say why", acting=reviewer)
    assert card.status == "draft"
    saved = api.save_draft(service=SERVICE, source=changed.replace("60", "70"), acting=editor)
    assert saved.version.number == number


def test_sending_back_needs_a_reason(changed, editor, reviewer):
    number = submitted(changed, editor)
    with pytest.raises(Invalid):
        api.send_back(service=SERVICE, number=number, reason=" ", acting=reviewer)


def test_a_draft_can_be_discarded_but_a_version_cannot(changed, editor):
    number = api.save_draft(service=SERVICE, source=changed, acting=editor).version.number
    api.discard_draft(service=SERVICE, number=number, acting=editor)
    with pytest.raises(Conflict):
        api.discard_draft(service=SERVICE, number=1, acting=editor)


def test_an_earlier_version_is_taken_up_again(changed, editor, reviewer):
    before = api.published_hash(SERVICE)
    number = approved(changed, editor, reviewer)
    api.publish(service=SERVICE, number=number, acting=reviewer)
    api.roll_back(service=SERVICE, number=1, acting=reviewer)
    assert api.published_hash(SERVICE) == before
    with pytest.raises(Conflict):
        api.roll_back(service=SERVICE, number=1, acting=reviewer)


def test_a_withdrawn_service_is_gone_but_its_versions_stay(place, reviewer):
    hash_ = api.published_hash(SERVICE)
    api.retire(service=SERVICE, reason="The crew was disbanded", acting=reviewer)
    with pytest.raises(NotFound):
        api.published(SERVICE)
    assert api.live() == {}
    assert api.version(hash_).key == SERVICE
    api.roll_back(service=SERVICE, number=1, acting=reviewer)
    assert api.published_hash(SERVICE) == hash_


def test_a_case_begun_on_a_version_computes_the_same_after_the_next_is_published(text, editor, reviewer):
    old = api.published(SERVICE)
    answers = {"items": [{"kind": "sofa"}], "attributes": {"council_tax_reduction": False}}
    before = old.facts(answers, on=date(2026, 5, 2))
    dearer = (
        text.replace("12.50", "20.00").replace("price: 25.00", "price: 40.00").replace("price: 6.25", "price: 10.00")
    )
    number = approved(dearer, editor, reviewer)
    api.publish(service=SERVICE, number=number, acting=reviewer)
    store.forget()
    assert api.published(SERVICE).facts(answers, on=date(2026, 5, 2))["price"] == 2000
    assert api.version(old.hash).facts(answers, on=date(2026, 5, 2)) == before
    assert before["price"] == 1250


def test_a_published_version_never_changes(place):
    version = Version.objects.get()
    version.source = "something else"
    with pytest.raises(TypeError, match="never changes"):
        version.save()
    with pytest.raises(TypeError):
        version.delete()


@pytest.mark.parametrize("values", [{"source": "x"}, {"hash": "x"}, {"status": "draft"}, {"number": 9}])
def test_the_database_itself_refuses_to_change_a_published_version(place, values):
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.update(**values)


def test_a_preview_is_the_draft_ready_for_use(changed, editor):
    number = api.save_draft(service=SERVICE, source=changed, acting=editor).version.number
    assert api.preview(service=SERVICE, number=number, acting=editor).contents["form"]


def test_published_costs_one_query_once_it_is_compiled(place, django_assert_num_queries):
    api.published(SERVICE)
    with django_assert_num_queries(1):
        api.published(SERVICE)


def test_the_list_of_services_costs_the_same_however_many_there_are(place, editor, text, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(api.services_of(place.id, acting=editor)) == 1
    for number in range(4):
        key = f"eastmere-council/s{number}"
        api.save_draft(service=key, source=text.replace("service: bulky-waste", f"service: s{number}"), acting=editor)
    with django_assert_num_queries(2):
        assert len(api.services_of(place.id, acting=editor)) == 5


def test_an_overlay_is_told_of_updates_and_takes_them(place, text, editor, reviewer):
    charity = organisation_by_key("eastmere-reuse-charity")
    own = staff(charity.id, "editor", person="00000000-0000-0000-0000-000000000005")
    second = staff(charity.id, "manager", person="00000000-0000-0000-0000-000000000006")
    key, parent = "eastmere-reuse-charity/sofas", api.published_hash(SERVICE)
    overlay = (
        f"service: sofas\nschema: 1\noffered_by: eastmere-reuse-charity\nextends: {SERVICE}@{parent}\n"
        "title: {en: Give a sofa, cy: Rhoi soffa}  # ours\n"
    )
    number = api.save_draft(service=key, source=overlay, acting=own).version.number
    api.submit_for_review(service=key, number=number, acting=own)
    api.approve(service=key, number=number, acting=second)
    api.publish(service=key, number=number, acting=second)
    assert api.upstream_updates(charity.id, acting=own) == []
    longer = approved(text.replace("max_length: 80", "max_length: 90"), editor, reviewer)
    api.publish(service=SERVICE, number=longer, acting=reviewer)
    (update,) = api.upstream_updates(charity.id, acting=own)
    assert update.changes == ("The question 'description' now allows 90 characters instead of 80.",)
    saved = api.take_update(service=key, acting=own)
    assert saved.checked.good
    assert "# ours" in api.version_text(key, saved.version.number, acting=own).source
    assert saved.checked.service.title["en"] == "Give a sofa"


def test_why_a_version_was_sent_back_stays_with_it_until_it_is_approved(changed, editor, reviewer):
    number = submitted(changed, editor)
    api.send_back(service=SERVICE, number=number, reason=" Say why\nin Welsh ", acting=reviewer)
    (waiting,) = api.sent_back(editor.organisation, acting=editor)
    assert (waiting.number, waiting.changes_wanted) == (number, "Say why\nin Welsh")
    api.save_draft(service=SERVICE, source=changed + "# why", acting=editor)
    api.submit_for_review(service=SERVICE, number=number, acting=editor)
    assert api.version_text(SERVICE, number, acting=reviewer).card.changes_wanted == "Say why\nin Welsh"
    assert api.sent_back(editor.organisation, acting=editor) == []
    assert api.approve(service=SERVICE, number=number, acting=reviewer).changes_wanted == ""


def test_a_reason_that_is_too_long_is_refused_and_the_version_stays(changed, editor, reviewer):
    number = submitted(changed, editor)
    with pytest.raises(Invalid) as refused:
        api.send_back(service=SERVICE, number=number, reason="x" * 1001, acting=reviewer)
    assert list(refused.value.fields) == ["reason"]
    assert api.version_text(SERVICE, number, acting=reviewer).card.status == "in_review"


def test_saving_writes_over_no_text_that_somebody_else_saved_in_the_meantime(changed, editor, reviewer):
    begun = api.text_to_change(SERVICE, acting=editor).source_hash
    other = staff(editor.organisation, "editor", person="00000000-0000-0000-0000-000000000009")
    first = api.save_draft(service=SERVICE, source=changed, acting=other, based_on=begun)
    mine = changed + "# mine"
    with pytest.raises(Conflict, match="another text"):
        api.save_draft(service=SERVICE, source=mine, acting=editor, based_on=begun)
    assert api.text_to_change(SERVICE, acting=editor).source == changed
    assert api.save_draft(service=SERVICE, source=changed, acting=editor, based_on=begun).version.number == 2
    api.save_draft(service=SERVICE, source=mine, acting=editor, based_on=first.source_hash)
    assert api.text_to_change(SERVICE, acting=editor).source == mine


def test_a_text_begun_on_an_older_version_does_not_undo_what_went_live_since(text, changed, editor, reviewer):
    begun = api.text_to_change(SERVICE, acting=editor).source_hash
    api.publish(service=SERVICE, number=approved(changed, editor, reviewer), acting=reviewer)
    with pytest.raises(Conflict, match="another text"):
        api.save_draft(service=SERVICE, source=text + "# mine", acting=editor, based_on=begun)


def test_a_reviewer_approves_the_text_that_they_read_and_no_other(changed, editor, reviewer):
    number = submitted(changed, editor)
    read = api.version_text(SERVICE, number, acting=reviewer).card.hash
    api.send_back(service=SERVICE, number=number, reason="A mistake of mine", acting=editor)
    api.save_draft(service=SERVICE, source=changed.replace("max_length: 60", "max_length: 50"), acting=editor)
    api.submit_for_review(service=SERVICE, number=number, acting=editor)
    with pytest.raises(Conflict, match="changed since you read it"):
        api.approve(service=SERVICE, number=number, read=read, acting=reviewer)
    now = api.version_text(SERVICE, number, acting=reviewer).card.hash
    assert api.approve(service=SERVICE, number=number, read=now, acting=reviewer).status == "approved"
