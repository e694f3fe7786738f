import json
from pathlib import Path

import pytest

from index.readers import read
from index.readers.sources import ReadOutcome, Source, find_sources

LONG = "<p>The army left the town on Friday, and nobody saw it go.</p>" * 4
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Daily</title>
<item><title>One</title><link>https://daily.example/1</link><guid>1</guid>
<dc:creator>Jane Doe</dc:creator><pubDate>Fri, 06 Apr 2012 10:33:00 +0400</pubDate>
<description>Short.</description><content:encoded><![CDATA[<h2>Costs</h2>{LONG}
<ul><li>a &amp; b</li><li>c</li></ul><p hidden>INVISIBLE</p>]]></content:encoded></item>
<item><title>Teaser</title><description>Too short.</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Notes</title><entry><title>Two</title>
<link rel="self" href="https://a.example/self"/><link href="https://a.example/2"/><id>urn:2</id>
<author><name>Ann Poe</name></author><updated>2020-01-02T03:04:05Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{LONG}</div></content></entry>
</feed>"""


def read_feed(folder: Path, name: str, content: str) -> ReadOutcome:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return read(Source(str(path), path))


def test_rss_items_with_text_become_articles(tmp_path: Path) -> None:
    (article,) = read_feed(tmp_path, "a.rss", RSS).articles
    info = article.info
    assert (info.title, info.author, info.date) == ("One", "Jane Doe", "2012-04-06")
    assert (info.publication, info.url) == ("The Daily", "https://daily.example/1")
    assert article.text.startswith("Costs\n\nThe army left")
    assert article.text.endswith("- a & b\n- c")
    assert [article.text[start:end] for start, end in article.headings] == ["Costs"]


def test_atom_entries_with_markup(tmp_path: Path) -> None:
    (article,) = read_feed(tmp_path, "a.atom", ATOM).articles
    info = article.info
    assert (info.title, info.author, info.date) == ("Two", "Ann Poe", "2020-01-02")
    assert (info.publication, info.url) == ("Notes", "https://a.example/2")
    assert article.text.count("The army left the town") == 4


def test_json_feed(tmp_path: Path) -> None:
    item = {
        "id": "3", "url": "https://a.example/3", "title": "Three", "authors": [{"name": "Bo Roe"}],
        "date_published": "2021-02-03T04:05:06Z", "content_text": "Line <one>.\nLine two. " * 20,
    }  # fmt: skip
    (article,) = read_feed(tmp_path, "a.json", json.dumps({"title": "J", "items": [item]})).articles
    assert (article.info.author, article.info.date) == ("Bo Roe", "2021-02-03")
    assert article.text.startswith("Line <one>.\nLine two.")


def test_items_are_known_by_their_identifier(tmp_path: Path) -> None:
    before = read_feed(tmp_path, "a.rss", RSS).articles[0]
    after = read_feed(tmp_path, "a.rss", RSS.replace("<title>One", "<title>Other")).articles[0]
    assert before.id == after.id


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.rss", RSS[:-20], "damaged XML"),
        ("a.rss", RSS.replace("content:encoded", "other"), "no item carries its text"),
        ("a.xml", "<html><p>text</p></html>", "no RSS or Atom feed"),
        ("a.json", "[1, 2]", "JSON Lines"),
        ("a.json", "{broken", "not valid JSON"),
        ("a.xml", '<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>', "entities"),
    ],
)
def test_what_is_no_feed_is_a_failure(
    tmp_path: Path, name: str, content: str, expected: str
) -> None:
    outcome = read_feed(tmp_path, name, content)
    assert outcome.articles == ()
    assert expected in outcome.failures[0].error


def test_xml_and_json_in_folders_are_passed_over(tmp_path: Path) -> None:
    for name in ("a.xml", "b.json", "c.rss"):
        (tmp_path / name).write_text("text")
    assert [s.path for s in find_sources([str(tmp_path)]).sources] == [tmp_path / "c.rss"]
    assert len(find_sources([str(tmp_path / "a.xml")]).sources) == 1
