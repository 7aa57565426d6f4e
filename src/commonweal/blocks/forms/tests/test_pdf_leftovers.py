"""Object streams that the PDF library does not use are read, too: packed, escaped, or refused as unreadable."""

import zlib

from commonweal.blocks.forms.files import pdf_leftovers, pdf_reader
from commonweal.blocks.forms.tests.test_active_pdf import pdf, root


def object_stream(text):
    packed = zlib.compress(text)
    return b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\n" + packed + b"\nendstream"


def test_one_unreadable_object_stream_is_one_too_many():
    content = pdf(lambda made: root(X=made.make_stream(object_stream(b"noise")))(made), compress_streams=False)
    assert pdf_leftovers.unreadable(content, most=1000) == 1
    assert pdf_reader.read(content) == pdf_reader.ACTIVE


def test_names_in_leftover_object_streams_are_compared_unescaped_and_whole():
    script = object_stream(b"4 0 <</S/J#61vaScript/X(x)>>")
    assert pdf_leftovers.acts(script, {"/JavaScript"}, most=1000)
    assert not pdf_leftovers.acts(script, {"/Java"}, most=1000)


def test_an_object_stream_that_unpacks_to_more_than_we_read_is_unreadable():
    stream = object_stream(b"4 0 <<>>" + b" " * 1000)
    assert pdf_leftovers.unreadable(stream, most=2000) == 0
    assert pdf_leftovers.unreadable(stream, most=100) == 1
