"""Pages saved as one file: the article of the page, under the address it was saved from."""

import plistlib
from pathlib import Path

import pytest
from made_mails import article_of, outcome_of

from index.readers.sources import find_sources

FIRST = "The levy on ferries will fall by two pounds in June, the port said – on Sunday."
LAST = "Nobody minded at all, and the night boat returns in August, said Ada Okoro."
PAGE = (
    "<!DOCTYPE html><html><head><title>Levy falls</title>"
    '<link rel="stylesheet" type="text/css" href="cid:css-1@mhtml.blink"></head>'
    f"<body><article><h1>Levy falls</h1><p>{FIRST}</p>"
    '<p class="x">Hidden words of a levy that nobody sees in the page at all.</p>'
    f"<p>{LAST}</p></article></body></html>"
)


def _mhtml(page: bytes, charset: str = "utf-8") -> bytes:
    head = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://herald.example/levy\n"
        "Subject: Levy falls\nDate: Tue, 9 Jul 2024 10:00:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="--x"\n\n'
        f"----x\nContent-Type: text/html; charset={charset}\nContent-Transfer-Encoding: 8bit\n"
        "Content-Location: https://herald.example/levy\n\n"
    )
    rest = (
        "\n----x\nContent-Type: text/html\nContent-Location: https://ads.example/\n\n"
        "<p>Buy a boat today, the best boat that there is for money.</p>\n"
        "----x\nContent-Type: text/css\nContent-ID: <css-1@mhtml.blink>\n\n"
        "/* the page as it was on Sunday, seen in the yard \x01 */ .x { display: none }\n----x--\n"
    )
    return (head.encode() + page + rest.encode()).replace(b"\n", b"\r\n")


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_the_page_of_an_archive_is_read_with_its_styles(tmp_path: Path, charset: str) -> None:
    article = article_of(tmp_path, _mhtml(PAGE.encode(charset), charset), "page.mhtml")
    assert article.text == f"{FIRST}\n\n{LAST}"
    assert article.info.url == "https://herald.example/levy"
    assert article.info.title == "Levy falls"
    assert article.info.date is None  # the archive's is that of saving


def test_safaris_archives_are_read(tmp_path: Path) -> None:
    resource = {
        "WebResourceData": PAGE.replace("hidden", "").encode("latin-1", "xmlcharrefreplace"),
        "WebResourceTextEncodingName": "ISO-8859-1",
        "WebResourceURL": "https://herald.example/levy",
    }
    data = plistlib.dumps({"WebMainResource": resource}, fmt=plistlib.FMT_BINARY)
    article = article_of(tmp_path, data, "page.webarchive")
    assert article.text.startswith(FIRST)
    assert article.info.url == "https://herald.example/levy"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.mht", b"Just words."),
        ("a.mhtml", b"MIME-Version: 1.0\nContent-Type: text/plain\n\nwords"),
        ("a.webarchive", b"bplist00garbage"),
        ("a.webarchive", plistlib.dumps({"Other": 1})),
    ],
)
def test_what_holds_no_page_is_a_failure(tmp_path: Path, name: str, data: bytes) -> None:
    assert "holds no saved web page" in outcome_of(tmp_path, data, name).failures[0].error


def test_what_a_browser_saved_with_a_page_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "Levy falls.html").write_text(PAGE)
    for folder in ("Levy falls_files", "other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text(PAGE)
    found = find_sources([str(tmp_path)])
    assert [Path(one.key).relative_to(tmp_path).as_posix() for one in found.sources] == [
        "Levy falls.html",
        "other_files/frame.html",
    ]
    (skip,) = found.skipped
    assert skip.reason == "pictures and frames of the saved page Levy falls.html"
