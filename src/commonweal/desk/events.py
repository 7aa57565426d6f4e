"""What can happen at the desk itself."""

from dataclasses import dataclass
from typing import ClassVar

from commonweal.kernel.journal import Fact
from commonweal.kernel.text import Text


@dataclass(frozen=True)
class WorkReplayed(Fact):
    """Somebody had failed work tried again; `path` names the task."""

    path: str
    type: ClassVar[str] = "desk.work_replayed"
    title: ClassVar[Text] = {"en": "Failed work was tried again", "cy": "Rhoddwyd cynnig arall ar waith a fethodd"}
