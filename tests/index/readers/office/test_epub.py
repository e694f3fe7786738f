"""Electronic books: chapters, contents, notes, pages, what is hidden or protected."""

from pathlib import Path

import pytest
from office_files import read_as, zipped

from index.articles.article import Article
from index.readers.sources import ReadOutcome

CONTAINER = '<container><rootfiles><rootfile full-path="EPUB/book.opf"/></rootfiles></container>'
BOOK = (
    "<dc:title>The Night Boat</dc:title>"
    '<dc:creator id="a">Mara Quist</dc:creator><dc:creator id="t">Tom Vane</dc:creator>'
    '<meta refines="#t" property="role">trl</meta><dc:publisher>Quay Press</dc:publisher>'
    "<dc:date>2019-05-04</dc:date><dc:language>en-GB</dc:language>"
)


def _page(body: str, head: str = "", settings: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html '
        'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title/>{head}</head><body {settings}>{body}</body></html>"
    )


def _nav(*entries: tuple[str, str]) -> str:
    items = "".join(f'<li><a href="{target}">{label}</a></li>' for target, label in entries)
    return _page(f'<nav epub:type="toc"><ol>{items}</ol></nav><nav epub:type="landmarks"></nav>')


def _epub(pages: dict[str, str], nav: str = "", meta: str = BOOK, **more: str) -> bytes:
    items = "".join(
        f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in pages
    )
    if nav:
        items += '<item id="nav" href="nav.xhtml" properties="nav" media-type="text/html"/>'
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    opf = (
        '<package xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:opf="http://www.idpf.org/2007/opf">'
        f"<metadata>{meta}</metadata><manifest>{items}{more.get('items', '')}</manifest>"
        f"<spine>{spine}</spine>{more.get('guide', '')}</package>"
    )
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "EPUB/book.opf": opf,
        **{f"EPUB/{name}": text for name, text in pages.items()},
    }
    if nav:
        parts["EPUB/nav.xhtml"] = nav
    parts |= {name: text for name, text in more.items() if "/" in name}
    return zipped(parts)


def _outcome(folder: Path, data: bytes) -> ReadOutcome:
    return read_as(folder, "boat.epub", data)


def _articles(folder: Path, data: bytes) -> tuple[Article, ...]:
    outcome = _outcome(folder, data)
    assert outcome.failures == ()
    return outcome.articles


def test_each_chapter_is_an_article_of_the_book(tmp_path: Path) -> None:
    pages = {
        "one.xhtml": _page("<h1>Departure</h1><p>Nobody sailed.</p>"),
        "two.xhtml": _page("<h1>Arrival</h1><p>The quay was shut.</p>"),
        "more.xhtml": _page("<p>It stayed shut.</p>"),
    }
    nav = _nav(("one.xhtml", "Departure"), ("two.xhtml#top", "Arrival"))
    first, second = _articles(tmp_path, _epub(pages, nav))
    info = first.info
    assert (info.title, info.author, info.date) == (
        "Departure, The Night Boat", "Mara Quist", "2019-05-04",
    )  # fmt: skip
    assert (info.publication, info.lang) == ("Quay Press", "en-gb")
    assert first.text == "Nobody sailed."
    assert second.text == "The quay was shut.\n\nIt stayed shut."
    assert first.id != second.id
    assert {one.field: one.source for one in first.origins}["author"] == "EPUB metadata"


def test_chapters_in_one_file_are_parted_where_the_contents_say(tmp_path: Path) -> None:
    body = (
        "<p>Before all.</p><h2 id='a'>Departure</h2><p>Nobody sailed.</p>"
        "<h3 id='s'>A section</h3><p>Still nobody.</p><h2 id='b'>Arrival</h2><p>Shut.</p>"
    )
    nav = _page(
        '<nav epub:type="toc"><ol><li><a href="all.xhtml#a">Departure</a><ol><li>'
        '<a href="all.xhtml#s">A section</a></li></ol></li><li><a href="all.xhtml#b">Arrival</a>'
        "</li></ol></nav>"
    )
    articles = _articles(tmp_path, _epub({"all.xhtml": _page(body)}, nav))
    assert [(one.info.title, one.text) for one in articles] == [
        ("The Night Boat", "Before all."),
        ("Departure, The Night Boat", "Nobody sailed.\n\nA section\n\nStill nobody."),
        ("Arrival, The Night Boat", "Shut."),
    ]


def test_contents_of_older_books(tmp_path: Path) -> None:
    point = '<navPoint><navLabel><text>{}</text></navLabel><content src="{}"/></navPoint>'
    ncx = (
        '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://a.example/ncx.dtd"><ncx><navMap>'
        f"{point.format('Departure', 'one.xhtml')}{point.format('Arrival', 'two.xhtml')}"
        "</navMap></ncx>"
    )
    pages = {"one.xhtml": _page("<p>Nobody sailed.</p>"), "two.xhtml": _page("<p>Shut.</p>")}
    data = _epub(
        pages,
        items='<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>',
        **{"EPUB/toc.ncx": ncx},
    )
    titles = [one.info.title for one in _articles(tmp_path, data)]
    assert titles == ["Departure, The Night Boat", "Arrival, The Night Boat"]


def test_without_contents_headings_begin_chapters(tmp_path: Path) -> None:
    pages = {
        "one.xhtml": _page("<h1>Departure</h1><p>Nobody sailed.</p>"),
        "more.xhtml": _page("<p>Still nobody.</p>"),
        "two.xhtml": _page("<h1>Arrival</h1><p>Shut.</p>"),
    }
    articles = _articles(tmp_path, _epub(pages, meta=""))
    assert [(one.info.title, one.text) for one in articles] == [
        ("Departure, boat", "Nobody sailed.\n\nStill nobody."),
        ("Arrival, boat", "Shut."),
    ]


def test_cover_contents_and_rights_are_left_out(tmp_path: Path) -> None:
    pages = {
        "cover.xhtml": _page("<p>Cover.</p>"),
        "rights.xhtml": _page("<p>All rights.</p>", settings='epub:type="copyright-page"'),
        "one.xhtml": _page("<nav><p>Inside</p></nav><p>Nobody sailed.</p>"),
    }
    guide = '<guide><reference type="cover" href="cover.xhtml"/></guide>'
    (article,) = _articles(tmp_path, _epub(pages, guide=guide))
    assert article.text == "Nobody sailed."


def test_notes_pages_lists_and_tables(tmp_path: Path) -> None:
    body = (
        '<p>Nobody<sup><a href="#n1">1</a></sup> sailed<a epub:type="noteref" href="#n2">*</a>'
        '.<span epub:type="pagebreak" title="12"/> The quay</p>'
        '<p>was<span role="doc-pagebreak" aria-label="page 13">13</span> shut.</p>'
        "<ul><li>Pay.</li><li>Wait.<ol><li>Sail.</li></ol></li></ul>"
        "<table><caption>Ships</caption><tr><th>Port</th><th>Ships</th></tr>"
        "<tr><td>Arne</td><td>9</td></tr></table>"
        '<figure><img src="a.png" alt="no"/><figcaption>The quay.</figcaption></figure>'
        "<ruby>a<rt>b</rt></ruby>"
        '<aside epub:type="footnote" id="n1"><p>A note. <a epub:type="backlink" href="#r">↩</a></p>'
        "</aside>"
    )
    (article,) = _articles(tmp_path, _epub({"one.xhtml": _page(body)}))
    assert article.text == (
        "Nobody sailed. The quay\n\nwas shut.\n\n- Pay.\n- Wait.\n  1. Sail.\n\nShips\n\n"
        "Port | Ships\nArne | 9\n\nThe quay.\n\na\n\nA note."
    )
    pages = [(one.label, article.text[one.start : one.end]) for one in article.marked("page")]
    assert pages[0] == ("12", "The quay\n\nwas")
    assert pages[1][0] == "13"
    assert pages[1][1].endswith("\n\na")
    assert [one.kind for one in article.marks if one.kind != "page"] == [
        "caption", "table", "caption",
    ]  # fmt: skip


def test_what_styles_of_the_book_hide_is_not_read(tmp_path: Path) -> None:
    link = '<link rel="stylesheet" href="css/book.css"/>'
    body = '<p>Seen.</p><p class="x">Hidden.</p><p hidden="hidden">Hidden, too.</p>'
    data = _epub({"one.xhtml": _page(body, link)}, **{"EPUB/css/book.css": "p.x { display: none }"})
    (article,) = _articles(tmp_path, data)
    assert article.text == "Seen."


@pytest.mark.parametrize(
    ("algorithm", "is_read"),
    [("http://www.w3.org/2001/04/xmlenc#aes128-cbc", False),
     ("http://www.idpf.org/2008/embedding", True)],
)  # fmt: skip
def test_a_protected_book_is_a_message(tmp_path: Path, algorithm: str, is_read: bool) -> None:
    lock = (
        f'<encryption><EncryptedData><EncryptionMethod Algorithm="{algorithm}"/><CipherData>'
        '<CipherReference URI="EPUB/one.xhtml"/></CipherData></EncryptedData></encryption>'
    )
    data = _epub({"one.xhtml": _page("<p>Words.</p>")}, **{"META-INF/encryption.xml": lock})
    outcome = _outcome(tmp_path, data)
    assert bool(outcome.articles) is is_read
    assert [("DRM" in one.error) for one in outcome.failures] == ([] if is_read else [True])


def test_a_damaged_chapter_does_not_stop_the_others(tmp_path: Path) -> None:
    pages = {"one.xhtml": _page("<p>Nobody sailed.</p>"), "two.xhtml": "<p>" * 3_000}
    data = _epub({**pages, "three.xhtml": ""}, items='<item id="x" href="x"/>')
    outcome = _outcome(tmp_path, data)
    assert outcome.articles[0].text == "Nobody sailed."
    assert len(outcome.failures) >= 1
    assert all(".xhtml" in one.error for one in outcome.failures)


def test_what_is_no_book_is_a_message(tmp_path: Path) -> None:
    assert "no book" in _outcome(tmp_path, zipped({"a": "b"})).failures[0].error
    (failure,) = _outcome(tmp_path, _epub({"one.xhtml": _page("")})).failures
    assert "no text in it" in failure.error
