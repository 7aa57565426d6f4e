"""The components of XGov forms as our questions."""

from collections.abc import Callable, Iterable
from typing import Any

from commonweal.blocks.forms.answers.patterns import pattern_findings
from commonweal.blocks.forms.importers.draft import Foreign, Question
from commonweal.blocks.forms.importers.refusal import Refused


class Lists:
    """The lists of options that components name."""

    def __init__(self, lists: Iterable[Foreign]) -> None:
        self._lists = {entry["name"]: entry for entry in lists}

    def items(self, component: Foreign) -> list[Foreign]:
        """The items of the list of a component. Raises Refused."""
        name = component.get("list") or (component.get("options") or {}).get("list")
        found = self._lists.get(str(name))
        if found is None or not found.get("items"):
            raise Refused("its list of options is not in the file", str(component.get("title")))
        return list(found["items"])

    def options(self, component: Foreign) -> list[dict[str, Any]]:
        """The options of a component."""
        made = []
        for item in self.items(component):
            if item.get("condition"):
                raise Refused("options that appear on a condition", str(item["text"]))
            option: dict[str, object] = {"value": str(item["value"]), "label": {"en": str(item["text"])}}
            if item.get("description"):
                option["hint"] = {"en": str(item["description"])}
            made.append(option)
        return made


def question_from(component: Foreign, key: str, lists: Lists) -> list[Question]:
    """One question, or two for a date with a time. Raises Refused for types that we lack."""
    make = _TYPES.get(component["type"])
    if make is None:
        raise Refused("a type of question that we lack", str(component["type"]))
    made = make(component, key, lists)
    options = component.get("options") or {}
    for question in made:
        if question["type"] != "content" and options.get("required") is False:
            question["required"] = False
    return made


def _plain(kind: str) -> Callable[[Foreign, str, Lists], list[Question]]:
    return lambda component, key, lists: [{"key": key, "type": kind}]  # noqa: ARG005


def _text(component: Foreign, key: str, lists: Lists) -> list[Question]:
    del lists
    schema = component.get("schema") or {}
    kind = "long_text" if component["type"] == "MultilineTextField" else "text"
    made: Question = {"key": key, "type": kind}
    if schema.get("max"):
        made["max_length"] = int(schema["max"])
    if schema.get("min"):
        made["min_length"] = int(schema["min"])
    if schema.get("regex"):
        if kind != "text" or list(pattern_findings(schema["regex"], ())):
            raise Refused("a pattern that RE2 does not know", str(schema["regex"]))
        made["pattern"] = schema["regex"]
    return [made]


def _number(component: Foreign, key: str, lists: Lists) -> list[Question]:
    del lists
    schema = component.get("schema") or {}
    made: Question = {"key": key, "type": "integer" if schema.get("integer") else "number"}
    return [made | {name: float(schema[name]) for name in ("min", "max") if schema.get(name) not in (None, "")}]


def _choice(component: Foreign, key: str, lists: Lists) -> list[Question]:
    made: Question = {"key": key, "type": "choice", "options": lists.options(component)}
    if component["type"] in ("SelectField", "AutocompleteField"):
        made["show_as"] = "select"
    return [made]


def _choices(component: Foreign, key: str, lists: Lists) -> list[Question]:
    return [{"key": key, "type": "choices", "options": lists.options(component)}]


def _date_and_time(component: Foreign, key: str, lists: Lists) -> list[Question]:
    del component, lists
    return [{"key": key, "type": "date"}, {"key": f"{key}_time", "type": "time"}]


def _file(component: Foreign, key: str, lists: Lists) -> list[Question]:
    del lists
    made: Question = {"key": key, "type": "file"}
    if (component.get("options") or {}).get("multiple"):
        made["max_files"] = 20
    return [made]


def _content(component: Foreign, key: str, lists: Lists) -> list[Question]:
    shapes = {"InsetText": "inset", "Details": "details"}
    text = component.get("content") or ""
    if component["type"] == "List":
        text = "\n".join(f"- {item['text']}" for item in lists.items(component))
    made: Question = {"key": key, "type": "content", "text": text}
    if component["type"] in shapes:
        made["show_as"] = shapes[component["type"]]
    return [made]


_TYPES: dict[str, Callable[[Foreign, str, Lists], list[Question]]] = {
    "TextField": _text,
    "MultilineTextField": _text,
    "NumberField": _number,
    "DateField": _plain("date"),
    "DatePartsField": _plain("date"),
    "TimeField": _plain("time"),
    "DateTimeField": _date_and_time,
    "DateTimePartsField": _date_and_time,
    "YesNoField": _plain("yes_no"),
    "EmailAddressField": _plain("email"),
    "TelephoneNumberField": _plain("phone"),
    "UkAddressField": _plain("address"),
    "RadiosField": _choice,
    "SelectField": _choice,
    "AutocompleteField": _choice,
    "CheckboxesField": _choices,
    "FileUploadField": _file,
    "Para": _content,
    "Html": _content,
    "InsetText": _content,
    "Details": _content,
    "List": _content,
}
