"""An address: chosen from the place's own gazetteer, typed in full, or in another country."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import ClassVar, Literal

from django.conf import settings

from commonweal.blocks.forms.answers.context import Address
from commonweal.blocks.forms.answers.faults import Fault, Wrong, missing
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Fields, Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.question import MISSING, AnswerContext, Question, with_all_errors
from commonweal.kernel.values import TEXT, Record, ValueType
from commonweal.kernel.written import Unfit
from commonweal.kernel.written.addresses import UnfitPart, address_lines, is_abroad, tidy_abroad
from commonweal.kernel.written.postcodes import tidy_postcode
from commonweal.kernel.written.words import visible

LINES = ("line1", "line2", "town", "postcode")
ABROAD_PARTS = ("lines", "country")
CHOICE, BY_HAND, ABROAD = "choice", "by-hand", "abroad"
FIELDS = (*LINES, "area", "uprn")
FORGOTTEN = (CHOICE, BY_HAND, ABROAD, *LINES, *ABROAD_PARTS)  # when another address is looked for
LONGEST = 200
HERE_ALONE = msgid("Give an address in this country")


class AddressQuestion(Question):
    """The answer is {line1, line2?, town?, postcode, area?, uprn?}; `area` is the path of its area in the place. One in
    another country is {lines, country}: its lines as they are written there, without a rule for any of them.

    A browser first sends the postcode, then chooses among its addresses, or types the lines by hand. With `only_here`
    no address in another country is taken; with `only_gazetteer` an address must be one that the place knows."""

    type: Literal["address"]
    only_gazetteer: bool = False
    only_here: bool = False

    obviously_personal: ClassVar[bool] = True
    controls: ClassVar[tuple[str, ...]] = (CHOICE, BY_HAND, ABROAD)
    nothing: ClassVar[str] = msgid("Enter a postcode")
    notation: ClassVar[str] = "{line1: 1 Mill Lane, postcode: EA2 1AA}"

    def value_type(self) -> ValueType:
        return Record(dict.fromkeys((*FIELDS, *ABROAD_PARTS), TEXT))

    @property
    def takes_abroad(self) -> bool:
        """Whether an address in another country can be the answer."""
        return not (self.only_here or self.only_gazetteer)

    def read(self, typed: Typed, context: AnswerContext) -> object:
        if self._is_abroad(typed):
            return self._read_abroad(typed)
        if chosen := self._chosen(typed, context):
            return _filled(chosen)
        given = {line: typed.one(line) for line in LINES if typed.one(line)}
        if not given:
            return MISSING
        if context.form_context.gazetteer is None or typed.one(BY_HAND):
            return given
        self._find(typed, context)
        raise Wrong(faults=[missing(msgid("Choose your address from the list"), CHOICE)])

    def _is_abroad(self, typed: Typed) -> bool:
        return self.takes_abroad and bool(typed.one(ABROAD))

    def _read_abroad(self, typed: Typed) -> object:
        given = {part: typed.one(part) for part in ABROAD_PARTS}
        return given if any(given.values()) else MISSING

    def _chosen(self, typed: Typed, context: AnswerContext) -> Address | None:
        """The address that was chosen from those of the postcode."""
        chosen = typed.one(CHOICE)
        return next((a for a in _of_postcode(typed, context) if _identity(a) == chosen), None) if chosen else None

    def _find(self, typed: Typed, context: AnswerContext) -> None:
        """Refuse a postcode that leads to no address to choose from. Raises Wrong."""
        if _postcode(typed.one("postcode")) is None:
            raise Wrong(msgid("Enter a full postcode"), part="postcode")
        if not _of_postcode(typed, context):
            raise Wrong(msgid("We do not know any address with this postcode"), part="postcode")

    def press(self, fields: Fields, typed: Typed, context: AnswerContext) -> Fields | None:
        if typed.one("manual") and not self.only_gazetteer:
            return {**fields, typed.full(BY_HAND): ("1",)}
        if typed.one("elsewhere") and self.takes_abroad:
            return {**fields, typed.full(ABROAD): ("1",)}
        if typed.one("change"):
            # The button's own name stays in the fields and makes `view` show the box for the postcode again.
            forget = {typed.full(part) for part in FORGOTTEN if part != "postcode"}
            return {name: values for name, values in fields.items() if name not in forget}
        if typed.one("find"):
            self._find(typed, context)
            return dict(fields)
        return None

    def accept(self, value: object, context: AnswerContext) -> object:
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise Wrong(msgid("Give this address as line1, town and postcode"))
        if is_abroad(value, settings.PLACE_COUNTRY):
            if not self.takes_abroad:
                raise Wrong(HERE_ALONE)
            return _abroad(value)
        given = {name: visible(v) for name, v in value.items() if name in FIELDS}
        # The gazetteer and people's own details keep the lines before the town in one.
        given.setdefault("line1", visible(value.get("lines", "")))
        if not any(given.values()):
            return MISSING
        tidy = _postcode(given.get("postcode", ""))
        self._check(given, tidy)
        known = context.form_context.gazetteer.by_postcode(tidy) if context.form_context.gazetteer and tidy else ()
        found = next((a for a in known if _is_meant(a, given)), None)
        if found is not None:
            return _filled(found)
        if self.only_gazetteer and context.form_context.gazetteer is not None:
            raise Wrong(msgid("Choose your address from the list"), part=CHOICE)
        if not given["line1"]:
            raise Wrong(faults=[missing(msgid("Enter the first line of the address"), "line1")])
        # Only the place itself decides which area an address is in.
        area = context.form_context.gazetteer.area_of(tidy or "") if context.form_context.gazetteer else ""
        return _filled(Address(given["line1"], tidy or "", given.get("line2", ""), given.get("town", ""), area))

    def _check(self, given: Mapping[str, str], tidy: str | None) -> None:
        """Refuse an address without a postcode or a first line, or with lines that are too long. Raises Wrong."""
        faults = []
        if not given.get("line1") and not given.get("uprn"):
            faults.append(missing(msgid("Enter the first line of the address"), "line1"))
        if tidy is None:
            absent = not given.get("postcode")
            faults.append(Fault(msgid("Enter a full postcode"), part="postcode", missing=absent))
        long = [name for name, words in given.items() if len(words) > LONGEST]
        faults += [Fault(msgid("Write {max} characters or fewer"), {"max": LONGEST}, name) for name in long]
        if faults:
            raise Wrong(faults=faults)

    def write(self, answer: Mapping[str, str]) -> Mapping[str, list[str]]:
        if answer.get("country"):
            return {ABROAD: ["1"], **{part: [answer[part]] for part in ABROAD_PARTS if answer.get(part)}}
        lines = {line: [answer[line]] for line in LINES if answer.get(line)}
        if answer.get("uprn"):
            return {CHOICE: [answer["uprn"]], **lines}
        return {BY_HAND: ["1"], **lines}

    def show(self, answer: Mapping[str, str], language: str) -> list[str]:
        del language
        return address_lines(answer)

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        found, chosen = _of_postcode(typed, context), self._chosen(typed, context)
        value = {line: typed.one(line) for line in (*LINES, *ABROAD_PARTS)} | {"id": typed.one(CHOICE)}
        if self._is_abroad(typed):
            state = "abroad"
        elif context.form_context.gazetteer is None or (typed.one(BY_HAND) and not chosen):
            state = "manual"
        elif chosen and not typed.one("change"):
            state, value = "chosen", {**_filled(chosen), "id": _identity(chosen)}
        elif found and not typed.one("change"):
            state = "choose"
        else:
            state = "lookup"
        field = self.frame(
            typed,
            context,
            errors,
            value=value,
            state=state,
            options=[{"value": _identity(a), "label": a.one_line} for a in found],
            can_look_up=context.form_context.gazetteer is not None,
            can_be_abroad=self.takes_abroad,
            can_write=not self.only_gazetteer or context.form_context.gazetteer is None,
            wrong=[line for line in (*LINES, *ABROAD_PARTS) if typed.full(line) in errors],
        )
        return with_all_errors(field, errors)


def _abroad(given: Mapping[str, object]) -> dict[str, str]:
    """An address in another country. Raises Wrong."""
    try:
        return tidy_abroad(given, settings.PLACE_COUNTRY)
    except UnfitPart as unfit:
        raise Wrong(faults=[Fault(unfit.message, part=unfit.part, missing=unfit.missing)]) from None


def _postcode(text: str) -> str | None:
    """The postcode as it is kept, None where it is not a whole one."""
    try:
        return tidy_postcode(text, settings.PLACE_COUNTRY)
    except Unfit:
        return None


def _of_postcode(typed: Typed, context: AnswerContext) -> Sequence[Address]:
    tidy = _postcode(typed.one("postcode"))
    return context.form_context.gazetteer.by_postcode(tidy) if context.form_context.gazetteer and tidy else ()


def _identity(address: Address) -> str:
    """What distinguishes an address from the others of its postcode."""
    return address.uprn or address.line1


def _filled(address: Address) -> dict[str, str]:
    tidy = replace(address, postcode=_postcode(address.postcode) or address.postcode)
    return {name: asdict(tidy)[name] for name in FIELDS if asdict(tidy)[name]}


def _is_meant(address: Address, given: Mapping[str, str]) -> bool:
    if given.get("uprn"):
        return address.uprn == given["uprn"]
    return address.line1 == given["line1"] and address.line2 == given.get("line2", "")
