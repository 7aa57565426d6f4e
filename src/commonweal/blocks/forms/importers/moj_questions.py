"""The components of MOJ services as our questions."""

from typing import Any

from commonweal.blocks.forms.answers.patterns import pattern_findings
from commonweal.blocks.forms.importers.draft import Foreign, Question
from commonweal.blocks.forms.importers.keys import Keys
from commonweal.blocks.forms.importers.markdown import markdown_from
from commonweal.blocks.forms.importers.refusal import Refused
from commonweal.blocks.forms.questions.file import STORABLE

Made = tuple[Question, dict[str, str], list[str]]
_TYPES = {
    "text": "text",
    "textarea": "long_text",
    "email": "email",
    "number": "number",
    "date": "date",
    "address": "address",
    "radios": "choice",
    "checkboxes": "choices",
    "upload": "file",
    "multiupload": "file",
    "content": "content",
}


def question_from(component: Foreign, key: str, language: str) -> Made:
    """A question, the values of its options by their uuid, and notes. Raises Refused for types that we lack."""
    kind = _TYPES.get(component["_type"])
    if component["_type"] == "autocomplete" and not component.get("items"):
        raise Refused("its list of options is not in the file", str(component.get("label")))
    if kind is None:
        raise Refused("a type of question that we lack", str(component["_type"]))
    made: Question = {"key": key, "type": kind}
    if kind == "content":
        return {**made, "text": {language: markdown_from(str(component.get("content") or "…"))}}, {}, []
    words = component.get("label") or component.get("legend")
    if words:
        made["label"] = {language: str(words)}
    if component.get("hint"):
        made["hint"] = {language: str(component["hint"])}
    validation = component.get("validation") or {}
    if validation.get("required") is not True:
        made["required"] = False
    values: dict[str, str] = {}
    notes: list[str] = []
    if kind in ("choice", "choices"):
        values = _options(component, made, language)
    elif kind == "file":
        notes = _file(validation, made)
    elif kind in ("text", "long_text"):
        _limits(validation, made)
    elif kind == "number":
        bounds = {"min": validation.get("minimum"), "max": validation.get("maximum")}
        made |= {name: float(value) for name, value in bounds.items() if value not in (None, "")}
    elif kind == "date":
        bounds = {"earliest": validation.get("date_after"), "latest": validation.get("date_before")}
        made |= {name: value for name, value in bounds.items() if value}
    return made, values, notes


def _options(component: Foreign, made: Question, language: str) -> dict[str, str]:
    keys, values, made["options"] = Keys(), {}, []
    for item in component.get("items") or []:
        value = values[item.get("_uuid") or item["_id"]] = keys.new(str(item.get("label") or item["_id"]))
        option: dict[str, Any] = {"value": value, "label": {language: str(item.get("label") or value)}}
        if item.get("hint"):
            option["hint"] = {language: str(item["hint"])}
        made["options"].append(option)
    return values


def _limits(validation: Foreign, made: Question) -> None:
    for name in ("min_length", "max_length"):
        if validation.get(name) not in (None, ""):
            made[name] = int(validation[name])
    if any(validation.get(name) for name in ("min_word", "max_word")):
        raise Refused("limits that count words", made["key"])
    pattern = validation.get("pattern")
    if pattern:
        if list(pattern_findings(pattern, ())):
            raise Refused("a pattern that RE2 does not know", str(pattern))
        made["pattern"] = pattern


def _file(validation: Foreign, made: Question) -> list[str]:
    """The kinds that we can make safe; a note lists all others. Raises Refused where none is left."""
    wanted = [str(kind) for kind in validation.get("accept") or STORABLE]
    kept = [kind for kind in wanted if kind in STORABLE or (kind.endswith("/*") and kind == "image/*")]
    if not kept:
        raise Refused("files of kinds that we do not store", ", ".join(wanted))
    made["accept"] = kept
    if validation.get("max_size"):
        made["max_size"] = int(validation["max_size"])
    if int(validation.get("max_files") or 1) > 1:
        made["max_files"] = int(validation["max_files"])
    lost = [kind for kind in wanted if kind not in kept]
    return [f"'{made['key']}' no longer takes these kinds of file: {', '.join(lost)}"] if lost else []
