"""Values that one part of the platform leaves on a request for another, each with one name and one type."""

from typing import Generic, TypeVar

T = TypeVar("T")
D = TypeVar("D")


class RequestValue(Generic[T]):
    """The value `request.<name>`, which Django's request does not declare: `THEME = RequestValue[str]("theme")`.

    The module that owns the value declares it, and all others read and set it through that declaration."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self, request: object, default: D) -> T | D:
        """The value, or `default` where nothing has set it. A lazy value stays lazy."""
        found: T | D = getattr(request, self.name, default)
        return found

    def set(self, request: object, value: T) -> None:
        """Set it, in place of an earlier value."""
        setattr(request, self.name, value)
