r"""Rich Text Format: encodings, groups that are no text, tables, notes, pages."""

from pathlib import Path

import pytest
from office_files import read_as

from index.articles.article import Article

FONTS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Times;}{\f2\fcharset128 Mincho;}}"
COLOURS = r"{\colortbl;\red255\green255\blue255;\red16\green32\blue48;}"
STYLES = (
    r"{\stylesheet{\ql Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Title;}{\s3 caption;}"
    r"{\s4 toc 1;}{\*\cs10 Default Paragraph Font;}}"
)


def _article(folder: Path, body: str, more: str = "") -> Article:
    head = rf"{{\rtf1\ansi\ansicpg1252\deff0{FONTS}{COLOURS}{STYLES}{more}"
    outcome = read_as(folder, "quay.rtf", f"{head}{body}}}".encode("latin-1"))
    assert outcome.failures == ()
    (article,) = outcome.articles
    return article


def _text(folder: Path, body: str, more: str = "") -> str:
    return _article(folder, body, more).text


def test_title_byline_headings_and_captions(tmp_path: Path) -> None:
    body = (
        r"\pard\s2 Ferry stays in port\par\pard By Ada L\'f6fgren, 4 May 2024\par"
        r"\pard\s1 The quay\par\pard\plain Nobody sailed.\par\pard\s3 The ferry\par"
        r"\pard\s4 The quay 1"
    )
    article = _article(tmp_path, body)
    info = article.info
    assert (info.title, info.author, info.date) == (
        "Ferry stays in port", "Ada Löfgren", "2024-05-04",
    )  # fmt: skip
    assert article.text == "The quay\n\nNobody sailed.\n\nThe ferry"
    assert [one.kind for one in article.marks] == ["heading", "caption"]


def test_what_the_file_says_of_itself(tmp_path: Path) -> None:
    info = r"{\info{\title Tolls}{\author Mara Quist}{\creatim\yr2024\mo5\dy4\hr10}{\company X}}"
    article = _article(tmp_path, "Nobody sailed.", info)
    assert (article.info.title, article.info.author) == ("Tolls", "Mara Quist")
    assert article.info.date == "2024-05-04"
    assert article.text == "Nobody sailed."


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\'93quay\'94 \emdash  \lquote a\rquote\~b", "“quay” — ‘a’\u00a0b"),
        (r"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2}", "Привет"),
        (r"{\f2 \'93\'fa\'96\'7b}", "日本"),
        (r"\u1055?\u-10179?\u-8694?.", "П😊."),
        (r"{\uc2\u1055\'3f\'3f!}\u8230?", "П!…"),
        (r"a\{b\}\\c", r"a{b}\c"),
        ("one\r\ntwo", "onetwo"),
        (r"one\line two\tab three", "one\ntwo\tthree"),
        (r"{\upr{ansi}{\*\ud{\u1055?}}}", "П"),
    ],
)
def test_letters_of_all_kinds(tmp_path: Path, body: str, text: str) -> None:
    assert _text(tmp_path, body) == text


def test_what_is_no_text_is_not_read(tmp_path: Path) -> None:
    body = (
        r"{\header Running head}{\footerf Foot}Seen{\*\unknown no}{\pict\wmetafile8 0102}"
        r"{\object{\*\objdata 0102}{\result  shown}}{\*\bkmkstart a}{\xe entry}"
        r"{\*\annotation a comment}{\field{\*\fldinst PAGE}{\fldrslt 7}}"
        r"{\field{\*\fldinst HYPERLINK http://a.example}{\fldrslt , linked}}.\bin3 abc"
    )
    assert _text(tmp_path, body) == "Seen shown, linked."


def test_hidden_and_deleted_letters_are_not_read(tmp_path: Path) -> None:
    body = (
        r"Seen{\v a}{\deleted b}{\cf1 c}{\fs2 d}{\cf2\highlight2 1}{\cf1\highlight2 2}{\cf2 3}"
        r"{\revised 4}\v e\v0 5"
    )
    assert _text(tmp_path, body) == "Seen12345"


def test_white_letters_on_dark_cells_are_read(tmp_path: Path) -> None:
    row = r"\trowd\clcbpat2\cellx1\cellx2\pard\intbl{\cf1 Port}\cell{\cf1 Ships}\cell\row"
    plain = r"\trowd\cellx1\cellx2\pard\intbl Arne{\cf1 no}\cell 9\cell\row"
    article = _article(tmp_path, f"{row}{plain}\\pard After.")
    assert article.text == "Port | Ships\nArne | 9\n\nAfter."
    assert [one.kind for one in article.marks] == ["table"]


def test_lists_keep_their_signs(tmp_path: Path) -> None:
    body = (
        r"Rules:\par{\listtext\'b7\tab}\pard\ls1 Pay.\par{\listtext\'b7\tab}Wait.\par"
        r"{\pntext 1.\tab}Sail.\par"
    )
    assert _text(tmp_path, body) == "Rules:\n\n- Pay.\n- Wait.\n1. Sail."


def test_notes_and_boxes(tmp_path: Path) -> None:
    body = (
        r"Nobody{\footnote\pard\chftn  A note.} sailed.\par"
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard In the box.\par}}{\shprslt twice}}"
        r"Beside.\par"
    )
    assert _text(tmp_path, body) == "Nobody sailed.\n\nBeside.\n\nIn the box.\n\nA note."


def test_pages_are_those_of_the_author_where_they_are_all(tmp_path: Path) -> None:
    body = r"One.\par\page Two.\par\sect\sbknone Still two.\par\sect Three."
    article = _article(tmp_path, body, r"{\info{\nofpages3}}")
    pages = [(one.label, article.text[one.start : one.end]) for one in article.marked("page")]
    assert pages == [("1", "One."), ("2", "Two.\n\nStill two."), ("3", "Three.")]
    assert _article(tmp_path, body, r"{\info{\nofpages9}}").marked("page") == ()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"plain words", "no RTF"),
        (rb"{\rtf1 {\v hidden}}", "no text in it"),
        (rb"{\rtf1 " + b"{" * 5000, "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_a_message(tmp_path: Path, data: bytes, message: str) -> None:
    outcome = read_as(tmp_path, "a.rtf", data)
    assert outcome.articles == ()
    assert message in outcome.failures[0].error


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    (article,) = read_as(tmp_path, "a.rtf", rb"{\rtf1 One.\par {\b Two").articles
    assert article.text == "One.\n\nTwo"
