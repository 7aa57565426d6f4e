"""What can happen to files that people send."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class UploadStored(Fact):
    """A file was received and kept. `size` is in bytes, after it was made safe."""

    type: ClassVar[str] = "forms.upload_stored"
    personal: ClassVar[frozenset[str]] = frozenset({"name"})
    title: ClassVar[Text] = {"en": "A file was sent", "cy": "Anfonwyd ffeil"}
    media_type: str
    size: int
    name: str | None = None


@dataclass(frozen=True)
class UploadRefused(Fact):
    """The scanner found something in a file; its content is destroyed."""

    type: ClassVar[str] = "forms.upload_refused"
    title: ClassVar[Text] = {"en": "A file was refused", "cy": "Gwrthodwyd ffeil"}
    reason: str


@dataclass(frozen=True)
class UploadRead(Fact):
    """Somebody opened a file that another person had sent."""

    type: ClassVar[str] = "forms.upload_read"
    title: ClassVar[Text] = {"en": "A file was opened", "cy": "Agorwyd ffeil"}


@dataclass(frozen=True)
class UploadDeleted(Fact):
    """A file and its content are gone. `why`: asked, replaced, expired, retention, erasure."""

    type: ClassVar[str] = "forms.upload_deleted"
    title: ClassVar[Text] = {"en": "A file was deleted", "cy": "Dilëwyd ffeil"}
    why: str
