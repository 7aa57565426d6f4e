"""A PDF with active content is refused with cause and remedy, however it is hidden; others are taken."""

import os
import subprocess
import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from commonweal.blocks.forms.files import documents, pdf_reader, separate_process
from commonweal.blocks.forms.files.kinds import Unsafe
from commonweal.blocks.forms.files.sanitising import make_safe
from commonweal.blocks.forms.tests.test_sanitising import PDF

PROGRAM, CALLS = "a program or another file", "calls an address"


def pdf(change=lambda made: None, **how):
    made = pikepdf.new()
    made.add_blank_page()
    made.add_blank_page()
    change(made)
    out = BytesIO()
    made.save(out, **{"object_stream_mode": pikepdf.ObjectStreamMode.generate, **how})
    return out.getvalue()


def root(**entries):
    def change(made):
        for key, value in entries.items():
            made.Root[f"/{key}"] = value

    return change


def script():
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def link(action):
    def change(made):
        found = made.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=action))
        made.pages[0].Annots = Array([found])

    return change


def attached(made):
    made.attachments["x.txt"] = b"x"


def forms(**entries):
    return root(AcroForm=Dictionary(Fields=Array([]), **entries))


ACTING = {
    "a program at opening": (root(OpenAction=script()), PROGRAM),
    "a program among the names": (
        root(Names=Dictionary(JavaScript=Dictionary(Names=[String("a"), script()]))),
        PROGRAM,
    ),
    "a program on leaving a page": (lambda made: made.pages[0].obj.update({"/AA": Dictionary(C=script())}), PROGRAM),
    "a program behind going to a page": (
        root(OpenAction=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=Array([script()]))),
        PROGRAM,
    ),
    "a program in no page": (lambda made: made.make_indirect(script()) and root(X=made.make_indirect(script()))(made), PROGRAM),
    "starting another program": (link(Dictionary(S=Name.Launch, F=String("cmd.exe"))), PROGRAM),
    "sending the form away": (link(Dictionary(S=Name.SubmitForm, F=String("http://example.org"))), PROGRAM),
    "another document elsewhere": (link(Dictionary(S=Name.GoToR, F=String("\\\\evil\\share"))), PROGRAM),
    "a file inside": (attached, PROGRAM),
    "a form that is a program": (forms(XFA=String("<xdp/>")), PROGRAM),
    "a player": (lambda made: made.pages[0].obj.update({"/Annots": Array([Dictionary(Subtype=Name.RichMedia)])}), PROGRAM),
    "calling an address at opening": (root(OpenAction=Dictionary(S=Name.URI, URI=String("http://evil.example"))), CALLS),
    "calling an address on leaving a page": (
        lambda made: made.pages[0].obj.update({"/AA": Dictionary(C=Dictionary(S=Name.URI, URI=String("http://evil.example")))}),
        CALLS,
    ),
    "calling an address behind going to a page": (
        root(OpenAction=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]), Next=Dictionary(S=Name.URI, URI=String("a")))),
        CALLS,
    ),
    "a link to a file of the machine": (link(Dictionary(S=Name.URI, URI=String("file:///etc/passwd"))), CALLS),
    "a link that is a program": (link(Dictionary(S=Name.URI, URI=String("javascript:alert(1)"))), CALLS),
    "a link that starts a program of the machine": (link(Dictionary(S=Name.URI, URI=String("ms-msdt:/id x"))), CALLS),
    "such a link after a control character": (link(Dictionary(S=Name.URI, URI=String("\x01 fi\nle:///etc/passwd"))), CALLS),
    "such a link in sixteen bits": (link(Dictionary(S=Name.URI, URI=String("file:///c:/Ŵ"))), CALLS),
    "a link to a share": (link(Dictionary(S=Name.URI, URI=String("//evil.example/share"))), CALLS),
    "links relative to a share": (root(URI=Dictionary(Base=String("\\\\evil.example\\share"))), CALLS),
    "going to an article elsewhere": (root(OpenAction=Dictionary(S=Name.Thread, F=String("\\\\evil\\x.pdf"))), CALLS),
    "calling an address in what looks like a stream": (
        lambda made: root(OpenAction=made.make_stream(b"x", S=Name.URI, URI=String("http://evil.example")))(made), CALLS
    ),
    "a page of another file": (
        lambda made: root(X=made.make_stream(b"x", Ref=Dictionary(F=String("\\\\evil\\x.pdf"), Page=0)))(made), CALLS
    ),
    "a picture for the printer elsewhere": (
        lambda made: root(X=made.make_stream(b"x", OPI=Dictionary(F=String("http://evil.example/x"))))(made), CALLS
    ),
    "a program for a printer": (lambda made: root(X=made.make_stream(b"x", Subtype=Name.PS))(made), PROGRAM),
    "a picture elsewhere": (lambda made: root(X=made.make_stream(b"x", F=String("http://evil.example/x")))(made), CALLS),
}  # fmt: skip


@pytest.mark.parametrize("mode", ["generate", "disable"], ids=["compressed", "in the open"])
@pytest.mark.parametrize("name", ACTING)
def test_a_pdf_with_active_content_is_refused_with_cause_and_remedy(name, mode):
    change, cause = ACTING[name]
    content = pdf(change, object_stream_mode=getattr(pikepdf.ObjectStreamMode, mode))
    with pytest.raises(Unsafe, match=rf"{cause}.*Print it to a new PDF"):
        make_safe(content, "letter.pdf")


def test_the_compressed_pdfs_do_not_show_their_content():
    """Else the test above would prove nothing of compressed objects."""
    assert b"JavaScript" not in pdf(ACTING["a program at opening"][0])


@pytest.mark.parametrize("name", [b"/J#61vaScript", b"/#4aavaScript", b"/JavaScri#70t", b"/#4C#61#75#6E#63#68"])
def test_names_with_escaped_letters_are_the_same_names(name):
    content = PDF.replace(b"<<>>endobj", b"<</S" + name + b"/X(x)>>endobj").replace(b"4 0 obj", b"4 0 obj")
    with pytest.raises(Unsafe, match=PROGRAM):
        make_safe(content, "x.pdf")


def test_escaped_names_in_compressed_objects_are_the_same_names():
    stream = b"4 0 <</S/J#61vaScript/J#53(x)>>"
    packed = zlib.compress(stream)
    head = b"<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    before = PDF.replace(b"/Pages 2 0 R>>", b"/Pages 2 0 R/OpenAction 4 0 R>>").replace(b"4 0 obj<<>>endobj\n", b"")
    before = before[: before.index(b"trailer")]
    parts = {1: before.index(b"1 0 obj"), 2: before.index(b"2 0 obj"), 3: before.index(b"3 0 obj"), 5: len(before)}
    content = before + b"5 0 obj" + head + packed + b"\nendstream endobj\n"
    at = len(content)
    rows = b"\0\0\0\0\xff" + b"".join(
        (b"\2" + (5).to_bytes(3, "big") + b"\0") if n == 4 else (b"\1" + {**parts, 6: at}[n].to_bytes(3, "big") + b"\0")
        for n in range(1, 7)
    )
    table = b"<</Type/XRef/Size 7/W[1 3 1]/Root 1 0 R/Length %d>>stream\n" % len(rows)
    content += b"6 0 obj" + table + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % at
    assert b"JavaScript" not in content
    with pytest.raises(Unsafe, match=PROGRAM):
        make_safe(content, "x.pdf")


@pytest.mark.parametrize("name", ["a program at opening", "sending the form away", "a form that is a program"])
def test_a_program_in_a_part_that_only_some_readers_see_is_found(name):
    """A reader that finds the table of objects damaged looks for objects everywhere in the file."""
    hidden = pdf(ACTING[name][0])
    content = pdf(lambda made: root(X=made.make_stream(hidden))(made), compress_streams=False)
    assert hidden in content
    with pytest.raises(Unsafe, match=PROGRAM):
        make_safe(content, "x.pdf")
    harmless = pdf(forms())
    content = pdf(lambda made: root(X=made.make_stream(harmless))(made), compress_streams=False)
    assert make_safe(content, "x.pdf").content == content


def test_an_object_stream_that_nobody_can_read_is_refused():
    locked_away = locked(owner="o", user="")
    assert make_safe(locked_away, "x.pdf").content == locked_away
    content = pdf(lambda made: root(X=made.make_stream(locked_away))(made), compress_streams=False)
    with pytest.raises(Unsafe, match=PROGRAM):
        make_safe(content, "x.pdf")


def test_more_acts_in_a_row_than_we_follow_are_refused(monkeypatch):
    monkeypatch.setattr(pdf_reader, "MOST_ACTS", 2)
    two = Dictionary(S=Name.GoTo, Next=Dictionary(S=Name.GoTo))
    assert pdf_reader.read(pdf(root(OpenAction=two))) == pdf_reader.HARMLESS
    assert pdf_reader.read(pdf(root(OpenAction=Dictionary(S=Name.GoTo, Next=two)))) == pdf_reader.CALLS


@pytest.mark.parametrize(
    "change",
    [
        lambda made: None,
        root(OpenAction=Array([0, Name.Fit])),
        root(OpenAction=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))),
        root(AA=Dictionary(WC=Dictionary(S=Name.GoTo, D=Array([0, Name.Fit])))),
        link(Dictionary(S=Name.URI, URI=String("https://example.org/a?b=c:d"))),
        link(Dictionary(S=Name.URI, URI=String("mailto:ann@example.org"))),
        link(Dictionary(S=Name.URI, URI=String("www.example.org"))),
        forms(),
    ],
)
def test_what_ordinary_pdfs_do_is_taken_as_it_is(change):
    content = pdf(change)
    assert make_safe(content, "x.pdf").content == content


def locked(**passwords):
    return pdf(encryption=pikepdf.Encryption(**passwords))


def test_a_pdf_with_a_password_is_refused_with_a_remedy():
    with pytest.raises(Unsafe, match="Save it without the password"):
        make_safe(locked(owner="o", user="u"), "x.pdf")


def test_a_pdf_that_opens_without_its_owners_password_is_taken_and_looked_into():
    assert make_safe(locked(owner="o", user=""), "x.pdf").media_type == "application/pdf"
    hidden = pdf(root(OpenAction=script()), encryption=pikepdf.Encryption(owner="o", user=""))
    with pytest.raises(Unsafe, match=PROGRAM):
        make_safe(hidden, "x.pdf")


def bomb():
    """A table of objects that unpacks to a gigabyte."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"\0" * 10_000_000) for _ in range(100)) + packer.flush()
    head = b"%PDF-1.5\n1 0 obj<</Type/XRef/Size 9/W[1 3 1]/Root 2 0 R/Filter/FlateDecode/Length "
    return head + b"%d>>stream\n" % len(packed) + packed + b"\nendstream endobj\nstartxref\n9\n%%EOF\n"


def nested(depth):
    return PDF.replace(b"<<>>endobj", b"<</X" + b"[" * depth + b"]" * depth + b">>endobj")


HOSTILE = {
    "a bomb": bomb,
    "no objects": lambda: b"%PDF-1.7\n%%EOF\n",
    "half": lambda: pdf()[:300] + b"\n%%EOF\n",
    "noise": lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"\n%%EOF\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_refused_without_harm(name):
    with pytest.raises(Unsafe):
        make_safe(HOSTILE[name](), "x.pdf")


@pytest.mark.parametrize(
    "content",
    [
        nested(100_000),
        PDF.replace(b"<<>>endobj", b"<</Length 4 0 R>>stream\nx\nendstream endobj"),
        PDF.replace(b"trailer<<", b"xref\n0 0\ntrailer<</Prev 9") + b"startxref\n9\n%%EOF",
        PDF.replace(b"<<>>endobj", b"<</Next 4 0 R/S/GoTo>>endobj").replace(b"/Pages 2", b"/OpenAction 4 0 R/Pages 2"),
    ],
    ids=["nested", "a length that is itself", "a table that is itself", "an act that follows itself"],
)
def test_a_damaged_pdf_is_taken_or_refused_and_nothing_else(content):
    refused = ""
    try:
        taken = make_safe(content, "x.pdf").content
    except Unsafe as unsafe:
        taken, refused = content, unsafe.message
    assert taken == content
    assert not refused or "again" in refused or "Print it" in refused


def test_a_pdf_with_more_objects_than_we_look_through_is_refused(monkeypatch):
    monkeypatch.setattr(pdf_reader, "MOST_OBJECTS", 3)
    assert pdf_reader.read(pdf()) == pdf_reader.TOO_MUCH
    monkeypatch.setattr(pdf_reader, "MOST_OBJECTS", 100)
    monkeypatch.setattr(pdf_reader, "MOST_PARTS", 5)
    assert pdf_reader.read(pdf()) == pdf_reader.TOO_MUCH


def test_a_reader_has_none_of_our_secrets_and_its_crash_is_only_its_own(monkeypatch):
    seen = {}

    def broken(command, **how):
        seen.update(how)
        return subprocess.CompletedProcess(command, -11, b"", b"")

    monkeypatch.setenv("COMMONWEAL_SENSITIVE_KEY", "secret")
    monkeypatch.setattr(subprocess, "run", broken)
    with pytest.raises(Unsafe, match="more in it than we can look through"):
        make_safe(PDF, "x.pdf")
    assert "secret" not in str(seen["env"])
    assert set(seen["env"]) & set(os.environ) <= {"LC_ALL", "PYTHONPATH", "MALLOC_ARENA_MAX", "OPENBLAS_NUM_THREADS"}


def test_a_reader_that_takes_too_much_memory_or_time_is_ended():
    hungry = "import commonweal.blocks.forms.files.separate_process as a; a._confine(); b = bytearray(3_000_000_000)"
    done = subprocess.run([separate_process.sys.executable, "-c", hungry], capture_output=True, check=False)
    assert b"MemoryError" in done.stderr


def test_a_reader_can_write_no_file(tmp_path):
    file = tmp_path / "written"
    writing = f"import commonweal.blocks.forms.files.separate_process as a; a._confine(); open({str(file)!r}, 'wb', 0).write(b'x')"
    done = subprocess.run([separate_process.sys.executable, "-c", writing], capture_output=True, check=False)
    assert b"File too large" in done.stderr
    assert file.read_bytes() == b""


def test_a_place_without_the_library_says_so(monkeypatch):
    def missing(reader, content):
        raise separate_process.Missing(reader)

    monkeypatch.setattr(documents.separate_process, "ask", missing)
    with pytest.raises(Unsafe, match="photograph of each page"):
        make_safe(PDF, "x.pdf")
