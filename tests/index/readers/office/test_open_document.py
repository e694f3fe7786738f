"""OpenDocument: texts, sheets and slides."""

from pathlib import Path

from office_files import read_as, zipped

from index.articles.article import Article
from index.readers.sources import ReadOutcome

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"), ("fo", "xsl-fo-compatible"), ("meta", "meta"),
        ("svg", "svg-compatible"), ("presentation", "presentation"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
STYLES = """
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Caption" style:family="paragraph"/>
<style:style style:name="Shut" style:family="text"><style:text-properties text:display="none"/>
</style:style>
<style:style style:name="White" style:family="text"><style:text-properties fo:color="#ffffff"/>
</style:style>
<style:style style:name="Tiny" style:family="text"><style:text-properties fo:font-size="1pt"/>
</style:style>
<style:style style:name="Next" style:family="paragraph">
<style:paragraph-properties fo:break-before="page"/></style:style>
<style:style style:name="Dark" style:family="table-cell">
<style:table-cell-properties fo:background-color="#102030"/></style:style>
<style:style style:name="NoSheet" style:family="table">
<style:table-properties table:display="false"/></style:style>
<style:style style:name="NoSlide" style:family="drawing-page">
<style:drawing-page-properties presentation:visibility="hidden"/></style:style>
<text:list-style style:name="Steps"><text:list-level-style-number text:level="1"
 style:num-format="1" style:num-suffix="."/><text:list-level-style-number text:level="2"
 style:num-format="a" style:num-suffix=")" text:display-levels="2"/></text:list-style>
"""


def _p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def _span(text: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def _read(folder: Path, name: str, kind: str, body: str, meta: str = "") -> ReadOutcome:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}"
        f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    )
    parts: dict[str, str | bytes] = {"mimetype": kind, "content.xml": content}
    if meta:
        parts["meta.xml"] = (
            f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta>"
            "</office:document-meta>"
        )
    return read_as(folder, name, zipped(parts))


def _article(folder: Path, body: str, meta: str = "", *, laid_out: bool = False) -> Article:
    soft = ' text:use-soft-page-breaks="true"' if laid_out else ""
    text = f"<office:text{soft}>{body}</office:text>"
    outcome = _read(folder, "quay.odt", "text", text, meta)
    assert outcome.failures == ()
    (article,) = outcome.articles
    return article


def test_title_headings_and_properties(tmp_path: Path) -> None:
    meta = (
        "<meta:initial-creator>Mara Quist</meta:initial-creator>"
        "<meta:creation-date>2024-05-04T10:00:00</meta:creation-date>"
    )
    body = (
        _p("Ferry stays", "P1") + '<text:h text:outline-level="2">The quay</text:h>' + _p("Shut.")
    )
    article = _article(tmp_path, body, meta)
    info = article.info
    assert (info.title, info.author, info.date) == ("Ferry stays", "Mara Quist", "2024-05-04")
    assert article.text == "The quay\n\nShut."
    assert article.headings == ((0, 8),)


def test_spaces_signs_and_fields(tmp_path: Path) -> None:
    body = _p(
        'a  \n b<text:s text:c="2"/>c<text:tab/>d<text:line-break/>e <text:page-number>7'
        "</text:page-number><text:a>link</text:a><text:ruby><text:ruby-base>f</text:ruby-base>"
        "<text:ruby-text>g</text:ruby-text></text:ruby>"
    )
    assert _article(tmp_path, body).text == "a b  c\td\ne linkf"


def test_what_is_hidden_deleted_or_remarked_is_not_read(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion>"
        f"{_p('Deleted.')}</text:deletion></text:changed-region></text:tracked-changes>"
        f"<text:table-of-content>{_p('Contents')}</text:table-of-content>"
        f'<text:section text:display="none">{_p("Hidden.")}</text:section>'
        + _p(
            "Seen"
            + _span("a", "Shut")
            + _span("b", "White")
            + _span("c", "Tiny")
            + f"<office:annotation>{_p('remark')}</office:annotation>"
            + '<text:hidden-text text:is-hidden="true">d</text:hidden-text>.'
        )
        + _p('<text:hidden-paragraph text:is-hidden="true"/>Hidden paragraph.')
    )
    assert _article(tmp_path, body).text == "Seen."


def test_lists_tables_boxes_and_notes(tmp_path: Path) -> None:
    inner = (
        f"<text:list><text:list-item>{_p('for the pilot')}</text:list-item></text:list>"
        "</text:list-item>"
    )
    body = (
        f'<text:list text:style-name="Steps"><text:list-item>{_p("Pay.")}</text:list-item>'
        f"<text:list-item>{_p('Wait')}{inner}<text:list-item>{_p('Sail.')}</text:list-item>"
        "</text:list>"
        + _p("Ships", "Caption")
        + "<table:table><table:table-header-rows><table:table-row>"
        + f'<table:table-cell table:style-name="Dark">{_p(_span("Port", "White"))}'
        + f"</table:table-cell><table:table-cell>{_p('Ships')}</table:table-cell></table:table-row>"
        + "</table:table-header-rows><table:table-row><table:table-cell>"
        + f"{_p('Arne')}</table:table-cell><table:table-cell>{_p('9')}</table:table-cell>"
        + "</table:table-row></table:table>"
        + _p(
            "Nobody<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            f"{_p('A note.')}</text:note-body></text:note> sailed.<draw:frame><draw:text-box>"
            f"{_p('In the box.')}</draw:text-box></draw:frame>"
        )
    )
    article = _article(tmp_path, body)
    assert article.text == (
        "1. Pay.\n2. Wait\n  2.a) for the pilot\n3. Sail.\n\nShips\n\nPort | Ships\nArne | 9\n\n"
        "Nobody sailed.\n\nIn the box.\n\nA note."
    )
    assert [one.kind for one in article.marks] == ["caption", "table"]


def test_pages(tmp_path: Path) -> None:
    soft = "<text:soft-page-break/>"
    body = _p(f"One {soft}two.") + _p("Three.", "Next")
    pages = [
        (one.label, article.text[one.start : one.end])
        for article in [_article(tmp_path, body, laid_out=True)]
        for one in article.marked("page")
    ]
    assert pages == [("1", "One"), ("2", "two."), ("3", "Three.")]
    stated = '<meta:document-statistic meta:page-count="7"/>'
    assert _article(tmp_path, _p("One.") + _p("Two.", "Next"), stated).marked("page") == ()


def test_sheets(tmp_path: Path) -> None:
    cell = "<table:table-cell>{}</table:table-cell>"
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        + f"<table:table-row>{cell.format(_p('Port'))}{cell.format(_p('no'))}"
        + f"{cell.format(_p('Ships'))}</table:table-row>"
        + f'<table:table-row table:number-rows-repeated="2">{cell.format(_p("Arne"))}'
        + f"{cell.format('')}{cell.format(_p('9'))}</table:table-row>"
        + f'<table:table-row table:visibility="filter">{cell.format(_p("Brod"))}</table:table-row>'
        + '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        + 'table:number-columns-repeated="16384"/></table:table-row>'
    )
    body = (
        f'<office:spreadsheet><table:table table:name="Tolls">{rows}</table:table>'
        f'<table:table table:name="Shut" table:style-name="NoSheet">{rows}</table:table>'
        "</office:spreadsheet>"
    )
    outcome = _read(tmp_path, "tolls.ods", "sheet", body)
    assert outcome.articles[0].text == "Port | Ships\nArne | 9\nArne | 9"
    assert [one.reason for one in outcome.skipped] == ["a hidden sheet"]


def test_slides(tmp_path: Path) -> None:
    frame = '<draw:frame presentation:class="{}"><draw:text-box>{}</draw:text-box></draw:frame>'
    notes = f"<presentation:notes>{frame.format('notes', _p('Speak up.'))}</presentation:notes>"
    first = frame.format("title", _p("Ferry stays")) + frame.format("outline", _p("Shut.")) + notes
    body = (
        f"<office:presentation><draw:page>{first}</draw:page>"
        f'<draw:page draw:style-name="NoSlide">{first}</draw:page>'
        f"<draw:page>{frame.format('outline', _p('Three.'))}</draw:page></office:presentation>"
    )
    outcome = _read(tmp_path, "talk.odp", "slides", body)
    (article,) = outcome.articles
    assert (article.info.title, article.text) == ("Ferry stays", "Shut.\n\nThree.")
    assert [one.label for one in article.marked("page")] == ["1", "3"]
    assert len(outcome.skipped) == 1


def test_a_locked_file_is_a_message(tmp_path: Path) -> None:
    manifest = (
        "<m:manifest xmlns:m='m'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    )
    data = zipped({"content.xml": b"\x00\x01", "META-INF/manifest.xml": manifest})
    assert "password" in read_as(tmp_path, "a.odt", data).failures[0].error
