"""A file or several: photographs, scans, documents."""
# ruff: noqa: ARG002 - the base class defines the parameters

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar, Literal, TypedDict

from pydantic import BeforeValidator, Field

from commonweal.blocks.forms.answers.faults import Wrong
from commonweal.blocks.forms.answers.marking import msgid
from commonweal.blocks.forms.answers.posted import Fields, Typed
from commonweal.blocks.forms.answers.results import FieldView
from commonweal.blocks.forms.answers.texts import say
from commonweal.blocks.forms.files.sizes import parse_size, size_in_words
from commonweal.blocks.forms.question import MISSING, Absent, AnswerContext, Question
from commonweal.kernel.definition import Finding, Path
from commonweal.kernel.values import INTEGER, TEXT, ListOf, Record, ValueType
from commonweal.kernel.written.numbers import WholeNumber

STORABLE = (
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "application/pdf",
    "text/plain",
    "text/csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
)
_FILE = Record({"upload": TEXT, "name": TEXT, "media_type": TEXT, "size": INTEGER})


class StoredFile(TypedDict):
    """An uploaded file as an answer refers to it."""

    upload: str
    name: str
    size: int


class FileQuestion(Question):
    """The answer is {upload, name, media_type, size}, or a list of those where `max_files` is more than one.

    The file itself is stored before (`store_upload`); the answer has its id. `accept` are media types, "image/*"
    among them; `max_size` is for each file ("10MB")."""

    type: Literal["file"]
    accept_types: Annotated[list[str], Field(min_length=1)] = Field(
        default=["image/jpeg", "image/png", "application/pdf"], alias="accept"
    )
    max_size: Annotated[WholeNumber, BeforeValidator(parse_size), Field(ge=1, le=100_000_000)] = 10_000_000
    max_files: WholeNumber = Field(default=1, ge=1, le=20)

    nothing: ClassVar[str] = msgid("Choose a file")
    notation: ClassVar[str] = "{upload: photo-1}, in a list where several may be chosen"

    def value_type(self) -> ValueType:
        return ListOf(_FILE) if self.max_files > 1 else _FILE

    def read(self, typed: Typed, context: AnswerContext) -> object:
        given = [{"upload": identifier} for identifier in typed.many()]
        if not given:
            return MISSING
        return given if self.max_files > 1 else given[-1]

    def accept(self, value: object, context: AnswerContext) -> object:
        if self.max_files == 1:
            return self._stored(value, context)
        if not isinstance(value, list):
            raise Wrong(msgid("Give this answer as a list of files"))
        if len(value) > self.max_files:
            raise Wrong(msgid("Choose {max} files or fewer"), max=self.max_files)
        found = [self._stored(one, context) for one in value]
        return [one for one in found if not isinstance(one, Absent)] or MISSING

    def _stored(self, value: object, context: AnswerContext) -> object:
        if isinstance(value, str):
            value = {"upload": value}
        identifier = value.get("upload") if isinstance(value, dict) else None
        if not isinstance(identifier, str):
            raise Wrong(msgid("Give this file as the id of an upload"))
        if not identifier:
            return MISSING
        upload = context.form_context.upload(identifier)
        if upload is None:
            raise Wrong(msgid("We no longer have this file. Choose it again"))
        if upload.state == "refused":
            raise Wrong(msgid("We could not take {name}. Choose another file"), name=upload.name)
        self.check_kind(upload.media_type, upload.size)
        return {"upload": identifier, "name": upload.name, "media_type": upload.media_type, "size": upload.size}

    def check_kind(self, media_type: str, size: int) -> None:
        """Refuse a kind or a size of file that the question does not take. Raises Wrong."""
        if not any(_matches(media_type, wanted) for wanted in self.accept_types):
            raise Wrong(msgid("Choose a file of one of these kinds: {kinds}"), kinds=_kinds(self.accept_types))
        if size > self.max_size:
            raise Wrong(msgid("Choose a file smaller than {size}"), size=size_in_words(self.max_size))

    def write(self, answer: StoredFile | list[StoredFile]) -> Mapping[str, list[str]]:
        return {"": [one["upload"] for one in (answer if isinstance(answer, list) else [answer])]}

    def show(self, answer: StoredFile | list[StoredFile], language: str) -> list[str]:
        del language
        files = answer if isinstance(answer, list) else [answer]
        return [f"{one['name']} ({size_in_words(one['size'])})" for one in files]

    def press(self, fields: Fields, typed: Typed, context: AnswerContext) -> Fields | None:
        removed = typed.one("remove")
        if not removed:
            return None
        left = tuple(identifier for identifier in typed.many() if identifier != removed)
        return {**fields, typed.name: left, typed.full("remove"): ()}

    def view(self, typed: Typed, context: AnswerContext, errors: Mapping[str, str]) -> FieldView:
        uploads = [(identifier, context.form_context.upload(identifier)) for identifier in typed.many()]
        files = [
            {"id": identifier, "name": upload.name, "size": size_in_words(upload.size)}
            for identifier, upload in uploads
            if upload is not None and upload.state != "refused"
        ]
        limit = say(context.form_context.language, msgid("up to {size}"), size=size_in_words(self.max_size))
        return self.frame(
            typed,
            context,
            errors,
            files=files,
            accept=offered_types(self.accept_types),
            multiple=self.max_files > 1,
            limit_words=limit,
        )

    def findings(self, path: Path) -> Iterable[Finding]:
        for index, wanted in enumerate(self.accept_types):
            if not any(_matches(kind, wanted) for kind in STORABLE):
                meant = _ENDINGS.get(wanted.lower().strip("*."))
                yield Finding(
                    "form-file-kind",
                    f"'{wanted}' is not a kind of file that can be made safe and stored.",
                    f"Write {meant}." if meant else f"Choose from {', '.join(STORABLE)}.",
                    (*path, "accept", index),
                )


def offered_types(wanted: Iterable[str]) -> list[str]:
    """The kinds that the browser's file chooser offers: those that are wanted, and those that are converted to them."""
    offered: list[str] = []
    for kind in wanted:
        offered += [kind, *_BECOMES.get(kind, ())]
    return list(dict.fromkeys(offered))


def _matches(media_type: str, wanted: str) -> bool:
    if wanted.endswith("/*"):
        return media_type.startswith(wanted[:-1])
    return media_type == wanted


def _kinds(wanted: Iterable[str]) -> str:
    return ", ".join(_SHORT.get(kind, kind.split("/")[-1]) for kind in wanted)


# Kinds, or endings where browsers know no kind, that are converted to another.
_BECOMES = {
    "image/*": (".heic", ".heif"),
    "image/jpeg": ("image/heic", "image/heif", ".heic", ".heif", ".jfif", "image/webp", "image/avif"),
    "image/png": ("image/gif", "image/tiff", ".tif", ".tiff", "image/bmp"),
}
_SHORT = {
    "image/*": "JPG, PNG, GIF, WEBP",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "application/pdf": "PDF",
    "text/plain": "TXT",
    "text/csv": "CSV",
    STORABLE[7]: "DOCX",
    STORABLE[8]: "XLSX",
    STORABLE[9]: "ODT",
    STORABLE[10]: "ODS",
}
# Kinds by the ending of a file's name, which is what people write.
_ENDINGS = {
    **{_SHORT[kind].lower(): kind for kind in STORABLE if kind in _SHORT},
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/jpeg",
    "image": "image/*",
    "images": "image/*",
}
