"""Documents made to do harm: bombs, entities, loops, depth, locks, damage, macros."""

from pathlib import Path

import pytest
from growth import Work, assert_time_is_linear
from office_files import docx, office, paragraph, read_as, relations, word, zipped

from index.readers.apart.process import Limits, read_file_apart

ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c SYSTEM "file:///etc/passwd">]>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
CONTAINER = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'


def _error(folder: Path, name: str, data: bytes) -> str:
    outcome = read_as(folder, name, data)
    assert outcome.articles == ()
    (failure,) = outcome.failures
    assert "Traceback" not in failure.error
    return failure.error


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.pptx", "a.odt", "a.epub"])
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"no zip", "no zip"),
        (zipped({"a.txt": "words"}), "of another kind"),
        (zipped({"a.txt": "words"})[:-30], "no zip"),
        (OLE, "locked with a password"),
    ],
)
def test_what_is_no_document_is_a_message(
    tmp_path: Path, name: str, data: bytes, message: str
) -> None:
    assert message in _error(tmp_path, name, data)


def test_a_bomb_is_given_up(tmp_path: Path) -> None:
    data = office("s.xml", {"s.xml": b"<sheets>" + b" " * 40_000_000})
    for name in ("a.docx", "a.xlsx", "a.pptx"):
        assert "made to do harm" in _error(tmp_path, name, data)


@pytest.mark.parametrize("use", ["&b;", "&c;", ""])
def test_entities_of_its_own_are_refused(tmp_path: Path, use: str) -> None:
    inner = word("document", f"<w:body>{paragraph(f'a{use}')}</w:body>")
    data = office("word/document.xml", {"word/document.xml": ENTITIES + inner})
    assert "entities of its own" in _error(tmp_path, "a.docx", data)
    opf = f"{ENTITIES}<package><metadata>{use}</metadata></package>"
    book = zipped({"META-INF/container.xml": CONTAINER, "b.opf": opf})
    assert "entities of its own" in _error(tmp_path, "a.epub", book)


def test_entities_in_sheets_are_not_put_in(tmp_path: Path) -> None:
    sheet = (
        f"{ENTITIES}<worksheet><sheetData><row><c t='inlineStr'><is><t>x&c;&b;y</t></is></c>"
        "<c><v>1</v></c></row><row><c><v>1</v></c><c><v>2</v></c></row></sheetData></worksheet>"
    )
    sheets = "<sheets><sheet name='a' r:id='a'/></sheets>"
    data = office(
        "xl/w.xml",
        {
            "xl/w.xml": f"<workbook xmlns:r='r'>{sheets}</workbook>",
            "xl/_rels/w.xml.rels": relations({"a": ("worksheet", "s.xml")}),
            "xl/s.xml": sheet,
        },
    )
    outcome = read_as(tmp_path, "a.xlsx", data)
    shown = "".join(article.text for article in outcome.articles)
    assert "aaaa" not in shown
    assert "root:" not in shown


def test_depth_and_loops_end(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    assert "damaged" in _error(tmp_path, "a.docx", docx(deep))
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    (article,) = read_as(
        tmp_path, "b.docx", docx(paragraph("Round.", style="A"), styles=styles)
    ).articles
    assert article.text == "Round."
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    notes = f'<w:footnote w:id="2">{paragraph("A note.", reference)}</w:footnote>'
    (article,) = read_as(
        tmp_path, "c.docx", docx(paragraph("Seen.", reference), footnotes=notes)
    ).articles
    assert article.text == "Seen.\n\nA note."


def test_parts_outside_of_the_package_are_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "secret.xml").write_text(word("document", f"<w:body>{paragraph('no')}</w:body>"))
    data = office(f"../..{tmp_path}/secret.xml", {"a.xml": ""})
    assert "of another kind" in _error(tmp_path, "a.docx", data)


def test_macros_are_not_looked_at(tmp_path: Path) -> None:
    data = docx(paragraph("Seen."), vbaProject="<macro>Words of a macro.</macro>")
    (article,) = read_as(tmp_path, "a.docm", data).articles
    assert article.text == "Seen."


def test_signs_without_width_are_not_made_text_by_the_reader(tmp_path: Path) -> None:
    (article,) = read_as(tmp_path, "a.docx", docx(paragraph("a\u2028b&#xfeff;c"))).articles
    assert article.text == "a\nbc"


def test_a_sheet_that_repeats_itself_without_end_is_given_up(tmp_path: Path) -> None:
    cell = '<t:table-cell t:number-columns-repeated="16384"><x:p>a</x:p></t:table-cell>'
    row = f'<t:table-row t:number-rows-repeated="1048576">{cell}</t:table-row>'
    sheet = f"<o:spreadsheet><t:table>{row}</t:table></o:spreadsheet>"
    content = f"<o:content xmlns:o='o' xmlns:t='t' xmlns:x='x'><o:body>{sheet}</o:body></o:content>"
    assert "more than" in _error(tmp_path, "a.ods", zipped({"content.xml": content}))


@pytest.mark.parametrize("name", ["a.docx", "a.rtf"])
def test_time_grows_with_the_size(tmp_path: Path, name: str) -> None:
    def prepare(number: int) -> Work:
        if name == "a.rtf":
            data = rb"{\rtf1 " + rb"{\b Nobody} sailed.\par " * number + b"}"
        else:
            data = docx("".join(paragraph(f"Nobody sailed {at}.") for at in range(number)))
        return lambda: read_as(tmp_path, name, data)

    assert_time_is_linear(prepare, 300, 2_400)


def test_documents_are_read_apart(tmp_path: Path) -> None:
    path = tmp_path / "0123.docx"
    path.write_bytes(docx(paragraph("Nobody sailed.")))
    (article,) = read_file_apart(path, "quay.docx", limits=Limits(cpu_seconds=30)).outcome.articles
    assert (article.info.title, article.text) == ("quay", "Nobody sailed.")
