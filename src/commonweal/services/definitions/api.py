"""The front door of definitions: what is published, any version by its hash, and the verbs that change it.

    published(service) -> CompiledService        the live version of "organisation/service"; NotFound if there is none
    published_hash(service) -> str               its hash alone: one small query
    titles() -> {key: Text}                      titles of all live services, from memory
    live(services=None) -> dict[str, str]        hash of the live version by service key, for many in one query
    version(hash) -> CompiledService             any version, for as long as the place keeps it; NotFound
    base_of(hash) -> Base                        the general part of a version, without compiling the rest
    is_open(service, at) -> bool                 whether new applications are still taken (`hard_close`)
    carry(answers, old, new) -> dict             answers begun on version `old` under the names that `new` has
    place() -> PlaceCard                         name, languages, steward, topics, life events of the place
    check_text(text, acting=) -> Checked         every finding about a text, and the compiled service if it is one
    difference(service, old, new, acting=…)      what changed between two versions (numbers), in sentences
    pages_of(service, state, evaluate)           names of all steps of a journey, in order
    services_of, service_card, versions_of, version_text, text_to_change, waiting_for_review, sent_back,
    upstream_updates
                                                 what staff pages list
    save_draft, discard_draft, submit_for_review, send_back, approve, publish, roll_back, retire, preview, take_update
                                                 the verbs, see `actions/`

A compiled version is made once a process and kept by its hash: it can never be stale. Which hash is live is asked of
the database each time (one indexed query), so that a publication is seen by all processes with the next request.
"""

from collections.abc import Mapping
from datetime import datetime

from commonweal.kernel import clock
from commonweal.kernel.problems import NotFound
from commonweal.services.definitions.actions.approve import approve
from commonweal.services.definitions.actions.check_text import check_text
from commonweal.services.definitions.actions.discard_draft import discard_draft
from commonweal.services.definitions.actions.preview import preview
from commonweal.services.definitions.actions.publish import publish
from commonweal.services.definitions.actions.retire import retire
from commonweal.services.definitions.actions.roll_back import roll_back
from commonweal.services.definitions.actions.save_draft import save_draft
from commonweal.services.definitions.actions.send_back import send_back
from commonweal.services.definitions.actions.submit_for_review import submit_for_review
from commonweal.services.definitions.actions.take_update import take_update
from commonweal.services.definitions.language.base import Base, Retention
from commonweal.services.definitions.language.compiled import CompiledService
from commonweal.services.definitions.language.place import HeadingCard, PlaceCard
from commonweal.services.definitions.models import Version
from commonweal.services.definitions.proof.checking import Checked
from commonweal.services.definitions.proof.examples import ExampleResult, pages_of
from commonweal.services.definitions.versions import store
from commonweal.services.definitions.versions.cards import Saved, ServiceCard, VersionCard
from commonweal.services.definitions.versions.migrating import migrated, steps_between
from commonweal.services.definitions.versions.queries import (
    UpstreamUpdate,
    VersionText,
    difference,
    sent_back,
    service_card,
    services_of,
    text_to_change,
    upstream_updates,
    version_text,
    versions_of,
    waiting_for_review,
)
from commonweal.services.definitions.versions.store import base_of, live, place, published_hash, titles, version
from commonweal.services.definitions.versions.visibility import ServiceSeen, service_seen, services_seen

__all__ = [
    "Base",
    "Checked",
    "CompiledService",
    "ExampleResult",
    "HeadingCard",
    "PlaceCard",
    "Retention",
    "Saved",
    "ServiceCard",
    "ServiceSeen",
    "UpstreamUpdate",
    "VersionCard",
    "VersionText",
    "approve",
    "base_of",
    "carry",
    "check_text",
    "difference",
    "discard_draft",
    "is_open",
    "live",
    "pages_of",
    "place",
    "preview",
    "publish",
    "published",
    "published_document",
    "published_hash",
    "retire",
    "roll_back",
    "save_draft",
    "send_back",
    "sent_back",
    "service_card",
    "service_seen",
    "services_of",
    "services_seen",
    "submit_for_review",
    "take_update",
    "text_to_change",
    "titles",
    "upstream_updates",
    "version",
    "version_text",
    "versions_of",
    "waiting_for_review",
]


def published(service: str) -> CompiledService:
    """The live version of "organisation/service". One query once it was compiled. Raises NotFound."""
    return store.version(store.published_hash(service))


def is_open(service: CompiledService, at: datetime) -> bool:
    """Whether new applications are still taken at this moment. `hard_close` is in the local time of the place; a day
    closes at its beginning."""
    closes = service.base.hard_close
    if closes is None:
        return True
    if isinstance(closes, datetime):
        return at < clock.local(closes)
    return clock.day_of(at) < closes


def carry(answers: Mapping[str, object], old: str, new: str) -> dict[str, object]:
    """Answers of a draft begun on the version with the hash `old`, under the names that the version `new` uses, by
    the `migrate` of every version in between. Whether they still fit is for `forms.api.carry_over`. Two queries."""
    return migrated(answers, steps_between(old, new))


def published_document(hash_: str) -> Mapping[str, object]:
    """The resolved document of a version that is or was live, for everybody. Raises NotFound."""
    rows = Version.objects.filter(hash=hash_, status__in=("published", "retired"))
    found: Mapping[str, object] | None = rows.values_list("document", flat=True).first()
    if found is None:
        raise NotFound("There is no published version with this hash.")
    return found
