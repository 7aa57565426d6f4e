"""A sealed file is opened whole or refused."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.kernel.sealedfiles import MARK, PIECE, TAG, Damaged, new_key, open_pieces, seal_pieces

KEY = new_key()


def sealed(content, key=KEY, context="upload:1", size=1000):
    pieces = (content[start : start + size] for start in range(0, len(content), size))
    return b"".join(seal_pieces(pieces, key=key, context=context))


def opened(stored, key=KEY, context="upload:1"):
    return b"".join(open_pieces(BytesIO(stored), key=key, context=context))


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 5])
@pytest.mark.parametrize("size", [PIECE // 3, PIECE, 2 * PIECE + 1])
def test_what_was_sealed_opens_again_however_it_came(length, size):
    content = bytes(number % 251 for number in range(length))
    assert opened(sealed(content, size=size)) == content


def test_nothing_of_the_content_can_be_read():
    assert b"a secret" not in sealed(b"a secret" * 10_000)


@pytest.mark.parametrize(
    "change",
    [
        lambda stored: stored[:-1],
        lambda stored: stored[: len(MARK) + PIECE + TAG],
        lambda stored: stored[: len(MARK)],
        lambda stored: b"",
        lambda stored: stored + b"x",
        lambda stored: stored + stored[len(MARK) :],
        lambda stored: MARK + stored[len(MARK) + PIECE + TAG :],
        lambda stored: (
            MARK
            + stored[len(MARK) + PIECE + TAG : len(MARK) + 2 * (PIECE + TAG)]
            + stored[len(MARK) : len(MARK) + PIECE + TAG]
            + stored[len(MARK) + 2 * (PIECE + TAG) :]
        ),
    ],
    ids=["one byte less", "the first piece alone", "no piece", "nothing", "more", "twice", "without its first", "swapped"],
)  # fmt: skip
def test_pieces_cannot_be_cut_off_added_or_moved(change):
    stored = sealed(b"abc" * PIECE)
    with pytest.raises(Damaged):
        opened(change(stored))


@given(at=st.integers(0, len(MARK) + 2 * TAG + PIECE), bit=st.integers(0, 7))
def test_no_bit_can_be_changed(at, bit):
    stored = bytearray(sealed(b"a" * (PIECE + 1)))
    stored[at] ^= 1 << bit
    with pytest.raises(Damaged):
        opened(bytes(stored))


def test_another_key_or_another_files_place_does_not_open_it():
    with pytest.raises(Damaged):
        opened(sealed(b"x"), key=new_key())
    with pytest.raises(Damaged):
        opened(sealed(b"x"), context="upload:2")
