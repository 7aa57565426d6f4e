"""A proof takes no lock and no transaction, what it cost is counted whatever comes of it, and nobody waits for it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from commonweal.kernel import clock
from commonweal.kernel.acting import Acting
from commonweal.kernel.clock import standing_at
from commonweal.kernel.models import Window
from commonweal.kernel.problems import Conflict, Invalid, TooMany
from commonweal.services.definitions import api
from commonweal.services.definitions.actions.publish import publish_when_due
from commonweal.services.definitions.models import Service, Version
from commonweal.services.definitions.tests.conftest import SERVICE, approved, submitted
from commonweal.services.definitions.tests.test_bounded_proof import HEAVY
from commonweal.services.definitions.versions import authoring

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 3, 10, tzinfo=UTC)


@pytest.fixture
def proofs(monkeypatch):
    """How many transactions were open in each proof, more than those of the test itself."""
    own, found = len(connection.savepoint_ids), []

    def check_source(text, **more):
        found.append(len(connection.savepoint_ids) - own)
        return original(text, **more)

    original = authoring.check_source
    monkeypatch.setattr(authoring, "check_source", check_source)
    return found


def counted() -> int:
    """What was counted of proofs."""
    rows = Window.objects.filter(pk__startswith="definitions.check:")
    return sum(rows.values_list("count", flat=True))


def test_no_transaction_is_open_while_a_text_is_proved(proofs, changed, editor, reviewer):
    number = approved(changed, editor, reviewer)
    (version,) = Version.objects.filter(service__key=SERVICE, number=number)
    api.check_text(changed, acting=editor)
    api.preview(service=SERVICE, number=number, acting=editor)
    api.publish(service=SERVICE, number=number, at=clock.now() + timedelta(minutes=1), acting=reviewer)
    with standing_at(clock.now() + timedelta(minutes=2)):
        publish_when_due.func(str(version.pk))
    assert api.published_hash(SERVICE) == version.hash
    assert proofs == [0] * 6


def test_a_proof_is_counted_although_what_it_was_for_is_refused(editor, monkeypatch):
    monkeypatch.setattr("commonweal.services.definitions.proof.checking.STEPS_OF_PROOF", 20_000)
    monkeypatch.setattr(authoring, "STEPS_OF_PROOF", 20_000)
    with standing_at(NOW):
        saved = api.save_draft(service=SERVICE, source=HEAVY["long conditions"], acting=editor)
        after_saving = counted()
        assert after_saving > authoring.HEAVIEST
        with pytest.raises(Invalid):
            api.submit_for_review(service=SERVICE, number=saved.version.number, acting=editor)
        assert counted() == 2 * after_saving
        with pytest.raises(TooMany):
            api.save_draft(service=SERVICE, source=HEAVY["long conditions"], acting=editor)
        assert counted() == 3 * after_saving


def test_a_publication_that_is_due_does_not_wait_for_others_to_have_checked_less(
    changed, editor, reviewer, monkeypatch
):
    number = approved(changed, editor, reviewer)
    version = Version.objects.get(service__key=SERVICE, number=number)
    Version.objects.filter(pk=version.pk).update(status="scheduled", publish_at=NOW)

    def refuse(*_what, **_more):
        raise TooMany("Too many proofs.", retry_after=1)

    monkeypatch.setattr(authoring, "limit", refuse)
    with standing_at(NOW + timedelta(minutes=1)):
        publish_when_due.func(str(version.pk))
    assert Service.objects.get(key=SERVICE).current_id == version.pk


@pytest.mark.parametrize("act", ["submit", "publish"])
def test_a_version_that_changes_while_it_is_proved_does_not_go_on(changed, editor, reviewer, monkeypatch, act):
    if act == "submit":
        number = api.save_draft(service=SERVICE, source=changed, acting=editor).version.number
    else:
        number = approved(changed, editor, reviewer)
    original = authoring.check_source

    def meanwhile(text, **more):
        monkeypatch.setattr(authoring, "check_source", original)
        if act == "publish":
            api.send_back(service=SERVICE, number=number, reason="No", acting=reviewer)
        api.save_draft(service=SERVICE, source=changed + "# more\n", acting=editor)
        return original(text, **more)

    monkeypatch.setattr(authoring, "check_source", meanwhile)
    verb, acting = (api.submit_for_review, editor) if act == "submit" else (api.publish, reviewer)
    said = "was changed while it was checked" if act == "submit" else "is a draft"
    with pytest.raises(Conflict, match=said):
        verb(service=SERVICE, number=number, acting=acting)
    kept = Version.objects.get(service__key=SERVICE, number=number)
    assert (kept.status, kept.source) == ("draft", changed + "# more\n")


def test_what_an_organisation_prepares_is_no_parent_for_another(changed, editor, outsider):
    hash_ = Version.objects.get(service__key=SERVICE, number=submitted(changed, editor)).hash
    text = f"service: sofas\nschema: 1\noffered_by: eastmere-reuse-charity\nextends: {SERVICE}@{hash_}\n"
    program = Acting("key:1", organisation=outsider.organisation, scopes=frozenset({"definitions:write"}))
    for acting in (outsider, program, Acting("key:2", scopes=frozenset({"definitions:read"}))):
        findings = api.check_text(text, acting=acting).findings
        assert [each.code for each in findings] == ["extends-unknown"]
    saved = api.save_draft(service="eastmere-reuse-charity/sofas", source=text, acting=outsider)
    assert [each.code for each in saved.checked.findings] == ["extends-unknown"]
    own = text.replace("eastmere-reuse-charity", "eastmere-council")
    assert "extends-unknown" not in {each.code for each in api.check_text(own, acting=editor).findings}
