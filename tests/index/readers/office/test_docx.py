"""Word documents: what is read of them, what is not, and what they say of themselves."""

from pathlib import Path

import pytest
from office_files import docx, office, paragraph, read_as, relations, run, word, zipped

from index.articles.article import Article
from index.readers.sources import ReadOutcome

P = paragraph
RENDERED = "<w:r><w:lastRenderedPageBreak/></w:r>"
BREAK = '<w:r><w:br w:type="page"/></w:r>'
STYLES = """
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="H1"/></w:style>
<w:style w:type="paragraph" w:styleId="C"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Author"><w:name w:val="Author"/></w:style>
<w:style w:type="paragraph" w:styleId="Toc"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/>
  <w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Dark"><w:name w:val="Dark"/><w:tblStylePr w:type="firstRow">
  <w:tcPr><w:shd w:val="clear" w:fill="203040"/></w:tcPr></w:tblStylePr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/>
  </w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="o"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
"""


def _item(text: str, number: int, level: int = 0) -> str:
    settings = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return P(text, more=settings)


def _outcome(folder: Path, body: str, **parts: str) -> ReadOutcome:
    return read_as(folder, "quay_notes.docx", docx(body, **parts))


def _article(folder: Path, body: str, **parts: str) -> Article:
    outcome = _outcome(folder, body, **parts)
    assert outcome.failures == ()
    (article,) = outcome.articles
    return article


def _text(folder: Path, body: str, **parts: str) -> str:
    return _article(folder, body, **parts).text


def _marks(article: Article, kind: str) -> list[tuple[str, str]]:
    return [(one.label, article.text[one.start : one.end]) for one in article.marks
            if one.kind == kind]  # fmt: skip


def test_title_byline_and_date_stand_above_the_text(tmp_path: Path) -> None:
    body = (
        P("Ferry stays in port", style="T")
        + P("By Ada Löfgren")
        + P("4 May 2024")
        + P("The quay", style="Mine")
        + P("Nobody sailed.")
    )
    article = _article(tmp_path, body, styles=STYLES, core="<dc:creator>Typist One</dc:creator>")
    info = article.info
    assert (info.title, info.author, info.date) == (
        "Ferry stays in port", "Ada Löfgren", "2024-05-04",
    )  # fmt: skip
    assert article.text == "The quay\n\nNobody sailed."
    assert _marks(article, "heading") == [("", "The quay")]
    assert [(one.field, one.source) for one in article.origins] == [
        ("title", "title of the text"), ("author", "byline"), ("date", "byline"),
    ]  # fmt: skip


def test_a_heading_of_what_follows_is_not_the_title_where_properties_state_one(
    tmp_path: Path,
) -> None:
    core = "<dc:title>Tolls of the river</dc:title>"
    sections = P("The quay", style="H1") + P("Shut.") + P("The river", style="H1") + P("Open.")
    article = _article(tmp_path, sections, styles=STYLES, core=core)
    assert article.info.title == "Tolls of the river"
    assert article.text.startswith("The quay\n\nShut.")
    whole = P("Ferry stays", style="H1") + P("Shut.") + P("Open.")
    assert _article(tmp_path, whole, styles=STYLES, core=core).info.title == "Ferry stays"
    assert _article(tmp_path, sections, styles=STYLES).info.title == "The quay"


def test_an_author_by_style_is_no_part_of_the_text(tmp_path: Path) -> None:
    body = P("Ferry stays", style="T") + P("Mara Quist", style="Author") + P("Nobody sailed.")
    article = _article(tmp_path, body, styles=STYLES)
    assert (article.info.author, article.text) == ("Mara Quist", "Nobody sailed.")


def test_properties_are_believed_less(tmp_path: Path) -> None:
    core = (
        "<dc:title>Tolls of the river</dc:title><dc:creator>Quist, Mara; Tom Vane</dc:creator>"
        "<dcterms:created>2024-05-04T22:10:00Z</dcterms:created>"
    )
    article = _article(tmp_path, P("Nobody sailed on Monday."), core=core)
    info = article.info
    assert (info.title, info.author, info.date) == (
        "Tolls of the river", "Mara Quist, Tom Vane", "2024-05-04",
    )  # fmt: skip
    sure = {one.field: one.certainty for one in article.origins}
    assert sure["title"] > 0.5 > sure["date"]


@pytest.mark.parametrize(
    "name",
    "python-docx|User|Microsoft Office User|admin|HP|openpyxl|a@b.example|Windows-User|Unknown"
    "|DESKTOP-PC7".split("|"),
)
def test_programs_and_machines_are_no_authors(tmp_path: Path, name: str) -> None:
    core = f"<dc:creator>{name}</dc:creator><dc:title>Microsoft Word - Document1.doc</dc:title>"
    article = _article(tmp_path, P("Nobody sailed."), core=core)
    assert (article.info.author, article.info.title) == (None, "quay notes")
    assert [(one.field, one.source) for one in article.origins] == [("title", "file name")]


def test_a_date_of_a_template_is_none(tmp_path: Path) -> None:
    core = "<dcterms:created>2013-12-23T23:15:00Z</dcterms:created>"
    assert _article(tmp_path, P("Nobody sailed."), core=core).info.date is None


def test_deletions_go_and_insertions_stay(tmp_path: Path) -> None:
    body = P(
        "The toll is ",
        "<w:del><w:r><w:delText>nine</w:delText></w:r></w:del>",
        f"<w:ins>{run('ten')}</w:ins>",
        f"<w:moveFrom>{run(' old')}</w:moveFrom>",
        f"<w:moveTo>{run(' pounds')}</w:moveTo>",
        ".",
    )
    gone = f"<w:p><w:del>{run('Struck out.')}</w:del></w:p>"
    assert _text(tmp_path, body + gone) == "The toll is ten pounds."


def test_a_deleted_paragraph_mark_joins_paragraphs(tmp_path: Path) -> None:
    body = P("One sentence ", more="<w:rPr><w:del/></w:rPr>") + P("goes on.") + P("Another.")
    assert _text(tmp_path, body) == "One sentence goes on.\n\nAnother."


def test_deleted_rows_go(tmp_path: Path) -> None:
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = "".join(
        row.format(settings, P(first), P(second))
        for settings, first, second in (
            ("", "Port", "Ships"), ("<w:trPr><w:del/></w:trPr>", "Arne", "9"), ("", "Brod", "4"),
        )
    )  # fmt: skip
    assert _text(tmp_path, f"<w:tbl>{table}</w:tbl>") == "Port | Ships\nBrod | 4"


def test_hidden_letters_are_not_read(tmp_path: Path) -> None:
    hidden = (
        run("a", "<w:vanish/>")
        + run("b", '<w:rStyle w:val="Secret"/>')
        + run("c", '<w:color w:val="FFFFFF"/>')
        + run("d", '<w:color w:val="FAFAFA"/>')
        + run("e", '<w:sz w:val="2"/>')
        + run("f", '<w:color w:val="112233"/><w:shd w:val="clear" w:fill="112233"/>')
    )
    shown = (
        run("1", '<w:vanish w:val="0"/>')
        + run("2", '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>')
        + run("3", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>')
        + run("4", '<w:color w:val="auto"/>')
        + run("5", '<w:sz w:val="8"/>')
    )
    assert _text(tmp_path, P("Seen", hidden, shown), styles=STYLES) == "Seen12345"


def test_white_letters_on_dark_cells_are_read(tmp_path: Path) -> None:
    white = run("Port", '<w:color w:val="FFFFFF"/>')
    rows = (
        f"<w:tr><w:tc>{P(white)}</w:tc><w:tc>{P(white)}</w:tc></w:tr>"
        f"<w:tr><w:tc>{P('1')}</w:tc><w:tc>{P('2')}</w:tc></w:tr>"
    )
    styled = f'<w:tbl><w:tblPr><w:tblStyle w:val="Dark"/></w:tblPr>{rows}</w:tbl>'
    plain = f"<w:tbl><w:tblPr/>{rows}</w:tbl>"
    assert _text(tmp_path, styled, styles=STYLES) == "Port | Port\n1 | 2"
    assert _text(tmp_path, plain, styles=STYLES) == "1\n\n2"


def test_lists_have_their_numbers(tmp_path: Path) -> None:
    body = (
        P("The rules:")
        + _item("Pay.", 1)
        + _item("Wait.", 1)
        + _item("for the ferry", 1, 1)
        + _item("for the pilot", 1, 1)
        + _item("Sail.", 1)
        + _item("Seven.", 3)
        + _item("A dot.", 2)
    )
    assert _text(tmp_path, body, numbering=NUMBERING) == (
        "The rules:\n\n1. Pay.\n2. Wait.\n  2.a) for the ferry\n  2.b) for the pilot\n3. Sail.\n"
        "7. Seven.\n- A dot."
    )


def test_tables_and_captions_are_marked(tmp_path: Path) -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    table = row.format(P("Port"), P("Ships")) + row.format(P("Arne"), P("9") + P("new"))
    body = P("Ships in port", style="C") + f"<w:tbl>{table}</w:tbl>" + P("Nobody sailed.")
    article = _article(tmp_path, body, styles=STYLES)
    assert _marks(article, "table") == [("", "Port | Ships\nArne | 9 new")]
    assert _marks(article, "caption") == [("", "Ships in port")]


def test_a_table_that_only_sets_text_side_by_side_is_text(tmp_path: Path) -> None:
    long = "The harbour master said that nobody would sail before the storm was over. " * 3
    cells = f"<w:tc>{P(long)}{P('Second paragraph.')}</w:tc><w:tc>{P('Beside.')}</w:tc>"
    article = _article(tmp_path, f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>")
    assert _marks(article, "table") == []
    assert article.text.startswith(f"{long.strip()}\n\nSecond paragraph.\n\nBeside.")


def test_notes_follow_the_text(tmp_path: Path) -> None:
    note = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = (
        f'<w:footnote w:type="separator" w:id="0">{P("line")}</w:footnote>'
        f'<w:footnote w:id="2">{P("The first note.")}</w:footnote>'
        f'<w:footnote w:id="3">{P("The second note.")}</w:footnote>'
        f'<w:footnote w:id="4">{P("Nowhere referred to.")}</w:footnote>'
    )
    body = P("Nobody", note.format(3), " sailed.", note.format(2))
    text = _text(tmp_path, body, footnotes=notes)
    assert text == "Nobody sailed.\n\nThe second note.\n\nThe first note."


def test_text_boxes_are_kept_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{P('In the box.')}</w:txbxContent>"
    choice = (
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp>{box}</wps:wsp></w:drawing></mc:Choice>'
    )
    fallback = f"<mc:Fallback><w:pict><v:shape>{box}</v:shape></w:pict></mc:Fallback>"
    body = P("Beside", f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>")
    assert _text(tmp_path, body) == "Beside\n\nIn the box."


def test_a_hidden_drawing_is_not_read(tmp_path: Path) -> None:
    box = f"<wps:wsp><w:txbxContent>{P('Hidden.')}</w:txbxContent></wps:wsp>"
    anchor = f'<wp:anchor><wp:docPr id="1" name="b" hidden="1"/>{box}</wp:anchor>'
    assert _text(tmp_path, P("Seen.", f"<w:r><w:drawing>{anchor}</w:drawing></w:r>")) == "Seen."


def test_a_drawing_far_from_its_page_is_not_read(tmp_path: Path) -> None:
    box = f"<wps:wsp><w:txbxContent>{P('Far away.')}</w:txbxContent></wps:wsp>"
    place = "<wp:positionH><wp:posOffset>-90000000</wp:posOffset></wp:positionH>"
    anchor = f"<wp:anchor>{place}{box}</wp:anchor>"
    assert _text(tmp_path, P("Seen.", f"<w:r><w:drawing>{anchor}</w:drawing></w:r>")) == "Seen."


def test_a_field_in_a_hidden_style_is_not_read(tmp_path: Path) -> None:
    hidden = (
        '<w:style w:type="paragraph" w:styleId="X"><w:name w:val="X"/><w:rPr><w:vanish/></w:rPr>'
        "</w:style>"
    )
    field = f'<w:fldSimple w:instr="DATE">{run("hidden")}</w:fldSimple>'
    body = P(field, style="X") + P("Seen ", field.replace("hidden", "field"))
    assert _text(tmp_path, body, styles=hidden) == "Seen field"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("c.html", "<html><body><h1>Why</h1><p>Shut.</p><p hidden>no</p></body></html>"),
        ("c.mht", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
         "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
         "<h1>Why</h1><p>Sh=75t.</p>\n--b--\n"),
    ],
)  # fmt: skip
def test_text_put_in_whole_is_read(tmp_path: Path, name: str, data: str) -> None:
    parts: dict[str, str | bytes] = {
        "word/document.xml": word("document", '<w:body><w:altChunk r:id="a"/></w:body>'),
        "word/_rels/document.xml.rels": relations({"a": ("aFChunk", name)}),
        f"word/{name}": data,
    }
    (article,) = read_as(tmp_path, "a.docx", office("word/document.xml", parts)).articles
    assert (article.info.title, article.text) == ("Why", "Shut.")


def test_charts_are_read(tmp_path: Path) -> None:
    chart = (
        '<c:chartSpace xmlns:c="c" xmlns:a="a"><c:chart><c:title><a:t>Tolls</a:t></c:title>'
        "<c:plotArea><c:ser><c:tx><c:v>Sum</c:v></c:tx><c:val><c:pt idx='0'><c:v>9</c:v></c:pt>"
        "</c:val></c:ser></c:plotArea></c:chart></c:chartSpace>"
    )
    drawing = (
        '<w:r><w:drawing><a:graphic><c:chart xmlns:c="c" r:id="a"/></a:graphic></w:drawing></w:r>'
    )
    parts: dict[str, str | bytes] = {
        "word/document.xml": word("document", f"<w:body>{P('Seen.', drawing)}</w:body>"),
        "word/_rels/document.xml.rels": relations({"a": ("chart", "chart.xml")}),
        "word/chart.xml": chart,
    }
    (article,) = read_as(tmp_path, "a.docx", office("word/document.xml", parts)).articles
    assert article.text == "Seen.\n\nTolls\n\n | Sum\n | 9"


def test_pages_are_those_that_word_laid_out(tmp_path: Path) -> None:
    body = (
        P("First page.")
        + P("It ends in a ", RENDERED, "sentence.", BREAK)
        + P(RENDERED, "Third page.")
    )
    article = _article(tmp_path, body)
    assert _marks(article, "page") == [
        ("1", "First page.\n\nIt ends in a"), ("2", "sentence."), ("3", "Third page."),
    ]  # fmt: skip


def test_pages_bear_the_numbers_printed_on_them(tmp_path: Path) -> None:
    front = '<w:sectPr><w:pgNumType w:fmt="lowerRoman"/></w:sectPr>'
    rest = '<w:sectPr><w:pgNumType w:start="1"/></w:sectPr>'
    body = P("Preface.", more=front) + P(RENDERED, "One.") + P(RENDERED, "Two.") + rest
    article = _article(tmp_path, body)
    assert [one.label for one in article.marked("page")] == ["i", "1", "2"]


@pytest.mark.parametrize(
    ("pages", "length", "labels"),
    [
        (2, 1, ["1", "2"]),
        (3, 1, []),
        (None, 1, ["1", "2"]),
        (None, 4000, []),
        (2, 4000, ["1", "2"]),
    ],
)
def test_breaks_of_the_author_are_pages_where_they_can_be_all(
    tmp_path: Path, pages: int | None, length: int, labels: list[str]
) -> None:
    words = "a" * length
    app = f"<Pages>{pages}</Pages><Words>9</Words>" if pages else ""
    article = _article(tmp_path, P(words, BREAK) + P("Second page."), app=app)
    assert [one.label for one in article.marked("page")] == labels


def test_pages_that_a_template_states_are_not_believed(tmp_path: Path) -> None:
    app = "<Pages>1</Pages><Words>0</Words>"
    assert _article(tmp_path, P("Nobody sailed."), app=app).marked("page") == ()


def test_notes_are_on_no_page(tmp_path: Path) -> None:
    notes = f'<w:footnote w:id="2">{P("A note.")}</w:footnote>'
    body = P("One.") + P(RENDERED, "Two.", '<w:r><w:footnoteReference w:id="2"/></w:r>')
    article = _article(tmp_path, body, footnotes=notes)
    assert article.text == "One.\n\nTwo.\n\nA note."
    assert _marks(article, "page") == [("1", "One."), ("2", "Two.")]


def test_contents_fields_and_controls(tmp_path: Path) -> None:
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
        f"</w:sdtPr><w:sdtContent>{P('Contents')}</w:sdtContent></w:sdt>"
    )
    control = f"<w:sdt><w:sdtContent>{P('In a control.')}</w:sdtContent></w:sdt>"
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    link = (
        field.format("begin")
        + '<w:r><w:instrText>HYPERLINK "http://a.example"</w:instrText></w:r>'
        + field.format("separate")
        + run("the list")
        + field.format("end")
    )
    number = link.replace("HYPERLINK", "PAGE").replace("the list", "12")
    line = f"<w:hyperlink>{run(' and its end')}</w:hyperlink>"
    body = contents + P("Quay 3", style="Toc") + control + P("See ", link, number, line, ".")
    assert _text(tmp_path, body, styles=STYLES) == "In a control.\n\nSee the list and its end."


def test_signs_and_formulas(tmp_path: Path) -> None:
    power = "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>6</m:t></m:r>"
    signs = "<w:noBreakHyphen/><w:t>op</w:t><w:tab/><w:t>a</w:t><w:br/><w:t>b</w:t>"
    body = P("co", f"<w:r>{signs}</w:r>", f"{power}</m:sup></m:sSup></m:oMath>")
    assert _text(tmp_path, body) == "co\u2011op\ta\nb10^6"


def test_strict_documents_are_read_by_their_names(tmp_path: Path) -> None:
    data = docx(P("Nobody sailed."))
    assert read_as(tmp_path, "a.docx", data).articles
    parts = {
        "_rels/.rels": (
            '<Relationships xmlns="x"><Relationship Id="a" Target="word/d.xml" '
            'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"/>'
            "</Relationships>"
        ),
        "word/d.xml": word("document", f"<w:body>{P('Strict.')}</w:body>").replace(
            "schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml"
        ),
    }
    (article,) = read_as(tmp_path, "b.docx", zipped(parts)).articles
    assert article.text == "Strict."


def test_a_document_of_pictures_says_so(tmp_path: Path) -> None:
    (failure,) = _outcome(tmp_path, P("")).failures
    assert "no text in it; scanned pages are pictures" in failure.error
