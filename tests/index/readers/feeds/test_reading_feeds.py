import json
import re
from pathlib import Path

import pytest

from index.readers import read
from index.readers.sources import Link, ReadOutcome, Source, find_sources

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
        ("a.rss", "no markup at all", "no XML in it"),
        ("a.xml", "<html><p>text</p></html>", "no feed, WordPress export or sitemap"),
        ("a.json", "[1, 2]", "not an object"),
        ("a.json", "{broken", "not valid JSON"),
        ("a.xml", '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><rss>&d;</rss>', "entities"),
        ("a.xml", f'<!DOCTYPE a [<!ENTITY b "{"c" * 200}">]><rss>{"&b;" * 6000}</rss>', "entities"),
    ],
)
def test_what_is_no_feed_is_a_failure(
    tmp_path: Path, name: str, content: str, expected: str
) -> None:
    outcome = read_feed(tmp_path, name, content)
    assert outcome.articles == ()
    assert expected in outcome.failures[0].error


def test_damaged_feeds_are_read_as_far_as_they_go(tmp_path: Path) -> None:
    second = RSS[RSS.index("<item>") : RSS.index("<item><title>Teaser")].replace("One", "Late")
    broken = RSS.replace("<item><title>Teaser", second[:-150])
    outcome = read_feed(tmp_path, "a.rss", broken[: broken.index("Late") + 200])
    assert outcome.articles[0].info.title == "One"
    assert "damaged XML (line" in outcome.failures[0].error
    assert "articles in it were read" in outcome.failures[0].error


@pytest.mark.parametrize(
    ("change", "to"),
    [
        ("Jane Doe", "Jane Doe &nbsp;"),
        ("<?xml", "<b>Warning</b>: no such file <?xml"),
        ("<channel>", "<channel><link>https://daily.example/?a=1&b=2</link>"),
        ("<title>One</title>", "<title>One</title><weird:tag>x</weird:tag>"),
        ("</rss>", "</rss"),
        ('<?xml version="1.0"?>', '<!DOCTYPE rss [<!ENTITY who "Jane">]>'),
    ],
)
def test_what_can_only_mean_one_thing_is_put_right(tmp_path: Path, change: str, to: str) -> None:
    feed = RSS.replace(change, to, 1)
    outcome = read_feed(
        tmp_path, "a.rss", feed.replace("Jane Doe", "&who; Doe") if "who" in to else feed
    )
    assert outcome.failures == ()
    assert outcome.articles[0].info.author == "Jane Doe"


def test_teasers_become_links(tmp_path: Path) -> None:
    feed = RSS.replace("content:encoded", "other").replace("<title>Teaser</title>", "")
    outcome = read_feed(tmp_path, "a.rss", feed)
    assert (outcome.articles, outcome.failures) == ((), ())
    assert outcome.skipped == ()
    assert outcome.links == (Link("https://daily.example/1", "2012-04-06", "teaser"),)


def test_a_short_text_that_is_whole_is_no_teaser(tmp_path: Path) -> None:
    feed = RSS.replace(LONG, "<p>The gates open at nine.</p>")
    (article,) = read_feed(tmp_path, "a.rss", feed).articles
    assert "The gates open at nine." in article.text


BACK = (
    '<p>The post <a href="https://daily.example/1?utm_source=rss">One</a> appeared first on {}.</p>'
)


@pytest.mark.parametrize(
    ("ending", "links"),
    [
        (BACK.format('<a href="https://www.daily.example">The Daily</a>'), 0),
        ('<p><a href="https://daily.example/1">Read on</a></p>', 1),
        ('<a href="https://daily.example/1">weiterlesen</a>', 1),
        ("<p>And so on […]</p>", 1),
        ('<p>See <a href="https://daily.example/2">the first part</a>.</p>', 0),
    ],
)
def test_lines_that_lead_back_to_the_page_are_no_text(
    tmp_path: Path, ending: str, links: int
) -> None:
    feed = RSS.replace("<channel>", "<channel><link>https://daily.example/</link>")
    outcome = read_feed(tmp_path, "a.rss", feed.replace("<p hidden>INVISIBLE</p>", ending))
    (article,) = outcome.articles
    assert not any(word in article.text for word in ("appeared first", "Read on", "weiter"))
    assert ("See the first part." in article.text) == ("See" in ending)
    assert len(outcome.links) == links


@pytest.mark.parametrize(
    ("date", "url", "day", "source"),
    [
        ("<pubDate>Mon, 08 May 2023 23:30:00 -0500</pubDate>", "/x", "2023-05-08", "pubdate"),
        ("<pubDate>Tue, 09 May 2023 03:30:00 GMT</pubDate>", "/2023/05/08/x", "2023-05-08",
         "address of the page"),
        ("<pubDate>Tue, 09 May 2023 03:30:00 +0000</pubDate>", "/2023/05/01/x", "2023-05-09",
         "pubdate"),
        ("<pubDate>Mon, 8 May 23 10:00 EST</pubDate>", "/x", "2023-05-08", "pubdate"),
        ("<dc:date>2023-05-08T23:30:00+09:00</dc:date>", "/2023/05/07/x", "2023-05-08", "dc:date"),
        ("<updated>2023-05-10</updated><published>2023-05-08T00:00:00Z</published>",
         "/20230507/x", "2023-05-08", "published"),
        ("<pubDate>yesterday</pubDate>", "/x", None, None),
    ],
)  # fmt: skip
def test_the_day_is_the_publishers(
    tmp_path: Path, date: str, url: str, day: str | None, source: str | None
) -> None:
    feed = re.sub("<pubDate>.*</pubDate>", date, RSS).replace(
        "daily.example/1", f"daily.example{url}"
    )
    (article,) = read_feed(tmp_path, "a.rss", feed).articles
    assert article.info.date == day
    assert {o.field: o.source for o in article.origins}.get("date") == source


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("<author>desk@daily.example (Lena Fisk)</author>", "Lena Fisk"),
        ("<author>Lena Fisk &lt;lena@daily.example&gt;</author>", "Lena Fisk"),
        ("<author>desk@daily.example</author>", None),
        ("<dc:creator>By Lena Fisk</dc:creator><dc:creator>Tom Vane</dc:creator>",
         "Lena Fisk, Tom Vane"),
        ("<atom:author xmlns:atom='http://www.w3.org/2005/Atom'><atom:name>Lena Fisk</atom:name>"
         "</atom:author>", "Lena Fisk"),
    ],
)  # fmt: skip
def test_authors(tmp_path: Path, written: str, name: str | None) -> None:
    feed = re.sub("<dc:creator>.*</dc:creator>", written, RSS)
    (article,) = read_feed(tmp_path, "a.rss", feed).articles
    assert article.info.author == name


def test_what_belongs_to_pictures_and_other_feeds_is_told_apart(tmp_path: Path) -> None:
    more = (
        "<media:content xmlns:media='http://search.yahoo.com/mrss/'><media:title>A pier"
        "</media:title></media:content><media:title xmlns:media='http://search.yahoo.com/mrss/'>"
        "Picture</media:title><source url='https://other.example/rss'>The Other</source>"
    )
    feed = RSS.replace(
        "<item><title>One",
        f"<language>en-GB</language><item>{more}"
        "<title>One &amp;lt;i&amp;gt; &lt;i&gt;more&lt;/i&gt;",
    )
    (article,) = read_feed(tmp_path, "a.rss", feed).articles
    info = article.info
    assert (info.title, info.publication, info.lang) == ("One <i> more", "The Other", "en-gb")


def test_drafts_and_comments_of_blogger_are_not_published(tmp_path: Path) -> None:
    control = "<app:control xmlns:app='http://www.w3.org/2007/app'><app:draft>yes</app:draft></app:control>"
    draft = read_feed(tmp_path, "a.atom", ATOM.replace("<updated>", f"{control}<updated>"))
    assert (len(draft.articles), len(draft.drafts)) == (0, 1)
    kind = "<category term='http://schemas.google.com/blogger/2008/kind#comment'/>"
    comment = read_feed(tmp_path, "a.atom", ATOM.replace("<updated>", f"{kind}<updated>"))
    assert comment.articles == ()
    assert comment.skipped[0].reason == "comments (1)"


def test_xml_and_json_in_folders_are_looked_at(tmp_path: Path) -> None:
    for name, content in {
        "a.xml": "<svg></svg>",
        "b.json": "{}",
        "c.rss": "anything",
        "d.xml": RSS,
        "e.json": '{"version": "https://jsonfeed.org/version/1.1"}',
        "f.xml": "\ufeff<urlset></urlset>",
        "g.xml": "plain text",
    }.items():
        (tmp_path / name).write_text(content)
    (tmp_path / "h.xml").write_text(RSS, encoding="utf-16")
    found = find_sources([str(tmp_path)])
    assert [s.path.name for s in found.sources if s.path] == [
        f"{x}" for x in ("c.rss", "d.xml", "e.json", "f.xml", "h.xml")
    ]
    assert [one.reason for one in found.skipped] == [
        "XML, but no feed, WordPress export or sitemap (it begins with <svg>)",
        "JSON without names that articles have",
        "neither XML nor JSON",
    ]
    assert len(find_sources([str(tmp_path / "a.xml")]).sources) == 1


def test_feeds_of_the_wild_are_read(shared: Path) -> None:
    folder = shared / "data" / "ingest" / "feeds" / "wellformed"
    if not folder.is_dir():
        pytest.skip("the feeds are not here")
    outcomes = {path: read(Source(str(path), path)) for path in sorted(folder.rglob("*.xml"))}
    assert len(outcomes) > 1700
    assert [path.name for path, one in outcomes.items() if one.failures] == []
