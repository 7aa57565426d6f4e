"""Declares versions of services as immutable: their text once it was handed in, and that they were published."""

from commonweal.kernel.guards import Immutable

IMMUTABLE = [
    Immutable(
        "services_definitions_version",
        words="a version that was handed in never changes",
        keys=(("id",), ("service_id", "number")),
        columns=("id", "hash", "source", "document", "number", "service_id", "extends"),
        free="OLD.status = 'draft'",
        also="OLD.status IN ('published', 'retired') AND NEW.status NOT IN ('published', 'retired')",
    ),
]
