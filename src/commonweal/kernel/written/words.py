"""Text as people type and paste it, without invisible characters."""

import re
import unicodedata

# C0 and C1 control characters except tab and line ends: no keyboard types them, and databases refuse NUL.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
# Characters that take room but show nothing: fillers of Hangul, the empty cell of Braille.
_BLANK = re.compile("[\u115f\u1160\u2800\u3164\uffa0]")
# The flags of England, Scotland and Wales are a black flag with invisible letters after it.
_FLAG = "\U0001f3f4[\U000e0061-\U000e007a]{2,6}\U000e007f"
# Joiners shape the letters or the picture that they are between; elsewhere they do nothing.
_JOINER = r"(?<=[^\x00-\u02ff\s])[\u200c\u200d](?=[^\x00-\u02ff\s])"
_UNSEEN = (
    "[\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_ANY_UNSEEN = re.compile(_UNSEEN)  # hardly any text has one, and to look for one is cheap
_INVISIBLE = re.compile(f"(?P<kept>{_FLAG}|{_JOINER})|{_UNSEEN}")


def visible(text: str) -> str:
    """What can be seen of a text, in the form in which equal letters are equal (NFC), with one kind of line end and no
    space at either end. Also without halves of surrogate pairs, which no database stores."""
    if text.isascii():
        return _plain(text)
    whole = text.encode("utf-8", "ignore").decode()
    if _ANY_UNSEEN.search(whole):
        whole = _INVISIBLE.sub(lambda found: found["kept"] or "", whole)
    whole = _BLANK.sub(" ", whole)
    # To ask is much cheaper than to do: nearly everything that is typed is in this form.
    return _plain(whole if unicodedata.is_normalized("NFC", whole) else unicodedata.normalize("NFC", whole))


def _plain(text: str) -> str:
    return _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def control_in(text: str) -> str | None:
    """The first control character in a text that is neither a tab nor the end of a line; None for none."""
    found = _CONTROLS.search(text)
    return found[0] if found else None


def one_line(text: str) -> str:
    """What can be seen of a text, on one line, with single spaces."""
    return " ".join(visible(text).split())


def plain_digits(text: str) -> str:
    """The text with the digits of all scripts as 0 to 9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)
