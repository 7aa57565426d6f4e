"""Applying a folder: created, changed or left alone; all or nothing; written back without loss."""

import json
import shutil

import pytest
from click.testing import CliRunner

from commonweal.ground.areas.testing import make_town
from commonweal.ground.organisations.api import is_steward, organisation_by_key
from commonweal.kernel.acting import SYSTEM
from commonweal.kernel.journal import entries
from commonweal.kernel.problems import NotAllowed
from commonweal.services.definitions import api
from commonweal.services.definitions.actions.apply_place import FolderRefused, apply_place
from commonweal.services.definitions.commands import apply as apply_command
from commonweal.services.definitions.commands import export as export_command
from commonweal.services.definitions.commands import plan as plan_command
from commonweal.services.definitions.models import Service, Version
from commonweal.services.definitions.place_files.folder import check_folder, read_folder
from commonweal.services.definitions.place_files.planning import kept_by_the_place
from commonweal.services.definitions.tests.conftest import SAMPLE, SERVICE, staff
from commonweal.services.definitions.versions import store


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "place")
    return tmp_path / "place"


@pytest.fixture
def service_file(folder):
    return folder / "services" / "eastmere-council" / "bulky-waste.yaml"


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def apply(folder):
    return apply_place(read=read_folder(folder), acting=SYSTEM)[0]


@pytest.mark.django_db
def test_the_first_time_everything_is_created_and_the_second_time_nothing(folder):
    first, second = apply(folder), apply(folder)
    assert (first.count("create"), first.count("change")) == (4, 0)
    assert (second.count("create"), second.count("change"), second.count("unchanged")) == (0, 0, 4)
    assert Version.objects.count() == 1


@pytest.mark.django_db
def test_a_folder_with_some_organisations_may_name_others_that_the_place_has(place, folder, service_file, text):
    """Without a database nobody can say whether the place has them, so it is only warned of."""
    (folder / "organisations" / "eastmere-council.yaml").unlink()
    read = read_folder(folder)
    assert read.folder.of("organisation")
    asked = [finding for finding in check_folder(read, kept_by_the_place()) if finding.severity == "error"]
    alone = [finding for finding in check_folder(read) if finding.code == "unknown-organisation"]
    assert asked == []
    assert {(finding.severity, finding.path[0]) for finding in alone} == {
        ("warning", "offered_by"),
        ("warning", "steward"),
    }
    service_file.write_text(text.replace("offered_by: eastmere-council", "offered_by: eastmere-counci", 1))
    found = check_folder(read_folder(folder), kept_by_the_place())
    assert "unknown-organisation" in {finding.code for finding in found if finding.severity == "error"}


TOPICS = """topics:
  - {key: waste, title: {en: Bins and waste, cy: Biniau a gwastraff}}
  - {key: housing, title: {en: Housing, cy: Tai}}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "topics", "codes"),
    [
        ("", "", TOPICS, set()),
        ("", "", "", {"unknown-topic"}),  # a place without topics
        ("topics: [waste]", "topics: [wast]", TOPICS, {"unknown-topic"}),
        ("life_events: [moving-home]", "life_events: [moving-hom]", TOPICS, {"unknown-life-event"}),
        ("assurance: none", "assurance: none\nareas: [town/nort]", TOPICS, {"unknown-area"}),
        ("address.area.startsWith('eastmere')", "address.area == 'town/nort'", TOPICS, {"unknown-area"}),
    ],
)
def test_a_folder_and_a_draft_may_use_the_same_names(place, editor, folder, text, right, wrong, topics, codes):
    """With a `place.yaml` or without one, where the place that was applied says what there is."""
    make_town()
    said, changed = folder / "place.yaml", text.replace(right, wrong, 1)
    said.write_text(said.read_text().replace(TOPICS, topics))
    apply_place_file(folder)
    (folder / "services" / "eastmere-council" / "bulky-waste.yaml").write_text(changed)
    assert {finding.code for finding in api.check_text(changed, acting=editor, service=SERVICE).errors} == codes
    for _ in ("with the file", "without"):
        found = check_folder(read_folder(folder), kept_by_the_place())
        assert {finding.code for finding in found if finding.severity == "error"} == codes
        said.unlink(missing_ok=True)


def apply_place_file(folder):
    """The file `place.yaml` alone, with nothing that depends on it."""
    alone = folder.parent / "alone"
    alone.mkdir()
    shutil.copy(folder / "place.yaml", alone)
    apply_place(read=read_folder(alone), acting=SYSTEM)


def test_a_folder_without_organisations_says_nothing_about_those_that_it_names(folder):
    shutil.rmtree(folder / "organisations")
    assert "unknown-organisation" not in {finding.code for finding in check_folder(read_folder(folder))}


def test_a_tenth_service_is_live_with_one_file_and_one_command(place, folder, service_file, text):
    (service_file.parent / "sofas.yaml").write_text(text.replace("service: bulky-waste", "service: sofas"))
    assert run(apply_command.command, folder).exit_code == 0
    assert api.published("eastmere-council/sofas").title["en"] == "Book a bulky waste collection"


@pytest.mark.django_db
def test_a_change_is_told_in_words_and_makes_a_new_version(place, folder, service_file, text):
    service_file.write_text(
        text.replace("max_items: {values: {2025-04-01: 8}}", "max_items: {values: {2025-04-01: 6}}")
    )
    old = api.published_hash(SERVICE)
    result = run(plan_command.command, folder)
    assert "The rate 'max_items' is 6 instead of 8 from 2025-04-01." in result.output
    assert api.published_hash(SERVICE) == old
    assert apply(folder).count("change") == 1
    assert api.published_hash(SERVICE) != old
    assert api.version(old).content("parameters")["max_items"].values


@pytest.mark.django_db
def test_an_earlier_text_takes_the_earlier_version_up_again(place, folder, service_file, text):
    old = api.published_hash(SERVICE)
    service_file.write_text(
        text.replace("12.50", "13.50").replace("price: 25.00", "price: 27.00").replace("6.25", "6.75")
    )
    apply(folder)
    service_file.write_text(text)
    apply(folder)
    assert api.published_hash(SERVICE) == old
    assert Version.objects.count() == 2


@pytest.mark.django_db
def test_one_mistake_refuses_the_whole_folder(folder, service_file, text):
    service_file.write_text(text.replace("size(items)", "size(itemz)"))
    with pytest.raises(FolderRefused) as refused:
        apply(folder)
    (finding,) = [finding for finding in refused.value.findings if finding.severity == "error"][:1]
    assert finding.file == "services/eastmere-council/bulky-waste.yaml"
    assert finding.line > 1
    assert Service.objects.count() == 0
    assert api.place().topics == {}


@pytest.mark.django_db(transaction=True)
def test_a_failure_half_way_leaves_nothing_behind(folder, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError("the power went")

    monkeypatch.setattr("commonweal.services.definitions.place_files.service_kind.go_live", fail)
    with pytest.raises(RuntimeError, match="power"):
        apply(folder)
    assert api.place().topics == {}
    assert Service.objects.count() == 0


@pytest.mark.django_db
def test_a_dry_run_changes_nothing(folder):
    result = run(apply_command.command, folder, "--dry-run", "--json")
    assert result.exit_code == 0
    assert json.loads(result.output)["create"] == 4
    assert Service.objects.count() == 0


@pytest.mark.django_db
def test_a_refused_folder_leaves_with_status_one_and_findings_for_programs(folder, service_file, text):
    service_file.write_text(text + "\nfee: {}\n")
    result = run(apply_command.command, folder, "--json")
    assert result.exit_code == 1
    said = json.loads(result.output)
    assert said["ok"] is False
    assert said["findings"][0]["code"] == "unknown-section"


@pytest.mark.django_db
def test_what_is_exported_is_what_was_written_and_changes_nothing_when_applied(place, tmp_path):
    out = tmp_path / "out"
    assert run(export_command.command, out).exit_code == 0
    written = sorted(path.relative_to(out) for path in out.rglob("*.yaml"))
    assert written == sorted(path.relative_to(SAMPLE) for path in SAMPLE.rglob("*.yaml"))
    assert all((out / path).read_text() == (SAMPLE / path).read_text() for path in written)
    assert apply(out).count("unchanged") == 4


@pytest.mark.django_db
def test_an_export_does_not_overwrite_what_says_something_else(place, tmp_path):
    (tmp_path / "place.yaml").write_text("place: other\n")
    assert run(export_command.command, tmp_path).exit_code == 1
    assert (tmp_path / "place.yaml").read_text() == "place: other\n"


@pytest.mark.django_db
def test_comments_that_changed_alone_are_kept(place, folder, service_file, text, tmp_path):
    service_file.write_text("# A new comment.\n" + text)
    assert apply(folder).count("change") == 0
    run(export_command.command, tmp_path / "out")
    assert (tmp_path / "out" / service_file.relative_to(folder)).read_text().startswith("# A new comment.")


@pytest.mark.django_db
def test_overlays_are_exported_with_what_they_extend(place, folder, service_file, text, tmp_path):
    parent = api.published_hash(SERVICE)
    other = folder / "services" / "eastmere-reuse-charity" / "sofas.yaml"
    other.parent.mkdir()
    other.write_text(
        "service: sofas\nschema: 1\noffered_by: eastmere-reuse-charity\n"
        f"extends: {SERVICE}@{parent}\ntitle: {{en: Give a sofa, cy: Rhoi soffa}}\n"
    )
    apply(folder)
    service_file.write_text(text.replace("Book a bulky waste collection", "Book a collection"))
    shutil.rmtree(other.parent)
    apply(folder)
    out = tmp_path / "out"
    run(export_command.command, out)
    assert len(list((out / "parents").glob("*.yaml"))) == 1
    from commonweal.services.definitions.place_files.folder import check_folder

    assert [f for f in check_folder(read_folder(out)) if f.severity == "error"] == []
    Version.objects.all()
    assert apply(out).count("change") == 0


@pytest.mark.django_db
def test_the_place_names_its_steward_and_can_name_another(place, folder):
    charity = organisation_by_key("eastmere-reuse-charity")
    assert is_steward(staff(place.id, "manager"))
    file = folder / "place.yaml"
    file.write_text(file.read_text().replace("steward: eastmere-council", "steward: eastmere-reuse-charity"))
    apply(folder)
    assert is_steward(staff(charity.id, "manager"))
    assert not is_steward(staff(place.id, "manager"))


@pytest.mark.django_db
def test_only_the_operator_and_the_steward_may_apply(folder, place, editor):
    with pytest.raises(NotAllowed):
        apply_place(read=read_folder(folder), acting=editor)


@pytest.mark.django_db
def test_publishing_by_a_file_is_in_the_journal(place):
    (entry,) = entries(object=f"service:{SERVICE}", types=["definitions.service_published"])
    assert entry.facts["hash"] == store.published_hash(SERVICE)
    assert entry.actor == "system"


def test_a_yaml_file_in_the_wrong_place_is_told(folder):
    (folder / "servcies").mkdir()
    (folder / "servcies" / "x.yaml").write_text("service: x")
    found = [finding for finding in read_folder(folder).findings if finding.code == "stray-file"]
    assert found[0].file == "servcies/x.yaml"
    assert "services/*/*.yaml" in found[0].remedy


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    (tmp_path / "secret.yaml").write_text("organisation: secret")
    (folder / "organisations" / "secret.yaml").symlink_to(tmp_path / "secret.yaml")
    assert "secret" not in read_folder(folder).folder.of("organisation")


def test_a_file_that_is_not_text_is_told(folder):
    (folder / "organisations" / "x.yaml").write_bytes(b"\xff\xfe\x00a")
    assert [finding.code for finding in read_folder(folder).findings] == ["not-utf8"]


@pytest.mark.django_db
def test_what_the_folder_does_not_have_is_told_in_one_line(place, folder, service_file):
    shutil.rmtree(folder / "organisations")
    (folder / "place.yaml").unlink()
    said = run(plan_command.command, folder).output
    assert "What the folder does not have is left unchanged: 2 × organisation, 1 × place." in said
