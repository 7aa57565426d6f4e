"""Why a form of another platform is not imported: always what we lack, or what is wrong with it."""


class Refused(Exception):
    """`reason` is the kind of thing, which reports count; `detail` is where."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
