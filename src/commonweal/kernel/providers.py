"""Providers: the few places where a lower floor calls a higher one, through a Protocol that one capability implements.

    class Switches(Protocol):                      # in the capability that asks
        def __call__(self, capability: str, organisation: str) -> bool: ...

    asks(Switches, default=lambda capability, organisation: True)
    provider(Switches)("blocks.search", organisation)

    @provides(Switches)                            # in the file providers.py of the capability that answers
    def is_capability_on(capability: str, organisation: str) -> bool: ...

What many may provide, each for something of its own (files of cases, files of documents), has a name for each:
`@provides(FileHolder, "case")`, asked for with `provider_for(FileHolder, "case")`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast, overload

from django.core.exceptions import ImproperlyConfigured

P = TypeVar("P")


@dataclass(frozen=True)
class Provided:
    """What answers, and the dotted name of the class or function that was decorated."""

    value: object
    source: str


# The default of each Protocol without a provider; None where a provider is required.
ASKED: dict[type, Provided | None] = {}
PROVIDED: dict[tuple[type, str], Provided] = {}


class ProviderMissing(ImproperlyConfigured):
    """A provider that a capability requires is missing."""


class ProvidedTwice(ImproperlyConfigured):
    """Two capabilities provide what only one may."""


def _source(given: object) -> str:
    return f"{given.__module__}.{getattr(given, '__qualname__', type(given).__qualname__)}"


def asks(protocol: type[P], *, default: P | None = None) -> None:
    """Declare that a capability may provide `protocol`. Without a default one must, or the place does not start."""
    ASKED[protocol] = None if default is None else Provided(default, _source(default))


@dataclass(frozen=True)
class provides(Generic[P]):  # noqa: N801 - a decorator
    """Decorator: a class without arguments, or a function, is the provider of `protocol` (for `name`)."""

    protocol: type[P]
    name: str = ""

    @overload
    def __call__(self, given: type[P]) -> type[P]: ...
    @overload
    def __call__(self, given: P) -> P: ...
    def __call__(self, given: Any) -> Any:
        found, key = _source(given), (self.protocol, self.name)
        if key in PROVIDED and PROVIDED[key].source != found:
            raise ProvidedTwice(
                f"{PROVIDED[key].source} and {found} both provide {title(*key)}, which only one may: name the "
                "capability of one of them in COMMONWEAL_CAPABILITIES_OFF"
            )
        PROVIDED[key] = Provided(given() if isinstance(given, type) else given, found)
        return given


def provider(protocol: type[P]) -> P:
    """The provider, or the stated default. Raises ProviderMissing."""
    found = PROVIDED.get((protocol, "")) or ASKED.get(protocol)
    if found is None:
        raise ProviderMissing(_missing(protocol))
    return cast("P", found.value)


def provider_for(protocol: type[P], name: str) -> P | None:
    """The provider for something by its name, such as a kind of object; None where there is none."""
    found = PROVIDED.get((protocol, name))
    return None if found is None else cast("P", found.value)


def title(protocol: type, name: str = "") -> str:
    """What is provided, in words."""
    return f"{protocol.__name__} ({name})" if name else protocol.__name__


def _missing(protocol: type) -> str:
    return (
        f"No capability provides {title(protocol)}, which {protocol.__module__} asks for: see whether "
        "COMMONWEAL_CAPABILITIES_OFF names the one that does"
    )


def refuse_missing() -> None:
    """Raise ProviderMissing if a required provider is missing."""
    for protocol, default in ASKED.items():
        if default is None and (protocol, "") not in PROVIDED:
            raise ProviderMissing(_missing(protocol))


def listed() -> Iterator[tuple[str, str]]:
    """Everything that is asked or provided, in words, with the dotted name of what answers; for `doctor`."""
    answering = {title(protocol): default for protocol, default in ASKED.items()}
    answering |= {title(*key): found for key, found in PROVIDED.items()}
    for asked in sorted(answering):
        found = answering[asked]
        yield asked, found.source if found else ""
