"""What an API key may be allowed to do: two scopes for every capability with an HTTP API, and those it names itself."""

from commonweal.kernel.capability import parts
from commonweal.kernel.text import Text

READ = {"en": "read", "cy": "darllen"}
WRITE = {"en": "read and change", "cy": "darllen a newid"}


def scopes() -> dict[str, Text]:
    """Every scope of this place with its words: `<capability>:read`, `<capability>:write`, and each `SCOPES` of a
    capability's rest.py (a mapping from scope to text)."""
    found: dict[str, Text] = {}
    for config, module in parts("rest"):
        short = config.key.split(".")[-1]
        title = config.title or {"en": short}
        found[f"{short}:read"] = {code: f"{words}: {READ.get(code, READ['en'])}" for code, words in title.items()}
        found[f"{short}:write"] = {code: f"{words}: {WRITE.get(code, WRITE['en'])}" for code, words in title.items()}
        found |= getattr(module, "SCOPES", {})
    return dict(sorted(found.items()))
