"""Categories as each format states them, and what is none."""

from pathlib import Path

import pytest

from index.articles.article import Article
from index.readers import read
from index.readers.apart.process import read_file_apart
from index.readers.sources import Source

TEXT = "The dredger came back on Monday, and nobody in the harbour office had ordered it. " * 4
WXR = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Mole</title>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:category><wp:cat_name>Never used</wp:cat_name></wp:category>
<item><title>Dredger</title><link>https://mole.example/dredger</link>
<category domain="post_tag" nicename="dredgers"><![CDATA[Dredgers]]></category>
<category domain="category" nicename="docks"><![CDATA[Docks &amp; Piers]]></category>
<category><![CDATA[Docks &amp; Piers]]></category>
<category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>
<category domain="post_format" nicename="post-format-aside"><![CDATA[Aside]]></category>
<category domain="author" nicename="cap-orla"><![CDATA[Orla Brandt]]></category>
<category domain="category" nicename="local"><![CDATA[Local]]></category>
<content:encoded><![CDATA[{TEXT}]]></content:encoded>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item></channel></rss>"""
RSS = f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Mole</title><item><title>Dredger</title><link>https://mole.example/1</link>
<category domain="https://mole.example/terms">Docks</category><category>docks</category>
<category>Arts, Briefly</category><dc:subject>Ferries</dc:subject>
<description>{TEXT}</description></item></channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Mole</title><entry>
<title>Dredger</title><id>m1</id><link href="https://mole.example/1"/>
<category scheme="x" term="http://schemas.google.com/blogger/2008/kind#post"/>
<category term="docks" label="Docks &amp; Piers"/><category term="ferries"/>
<content type="text">{TEXT}</content></entry></feed>"""
JSON_FEED = f"""{{"version": "https://jsonfeed.org/version/1.1", "title": "The Mole", "items":
[{{"id": "1", "title": "Dredger", "tags": ["Docks", "Ferries", 7, null],
"content_text": "{TEXT}"}}]}}"""
LD = (
    '{"@type": "NewsArticle", "headline": "Dredger", '
    '"articleSection": ["Docks", "Arts &amp; Piers"]}'
)


def _page(head: str) -> str:
    return (
        f"<html><head><title>Dredger</title>{head}</head><body><article><h1>Dredger</h1>"
        f"<p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    )


def _meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


CASES = {
    "wordpress.xml": (WXR, ("Docks & Piers", "Local", "Dredgers"), "categories of the post"),
    "rss.xml": (RSS, ("Docks", "Arts, Briefly", "Ferries"), "categories of the item"),
    "atom.xml": (ATOM, ("Docks & Piers", "ferries"), "categories of the item"),
    "feed.json": (JSON_FEED, ("Docks", "Ferries", "7"), "tags of the item"),
    "lists.md": (
        f"---\ntitle: D\ncategories: [Docks]\ntags:\n- Ferries\n- Arts, Briefly\n---\n{TEXT}",
        ("Docks", "Ferries", "Arts, Briefly"),
        "front matter",
    ),
    "commas.md": (
        f"Title: D\nDate: 2024-05-06\nTags: ferries, #docks\nCategory: Arts, Briefly\n\n{TEXT}",
        ("Arts, Briefly", "ferries", "docks"),
        "front matter",
    ),
    "zola.md": (
        f'+++\ntitle = "D"\n[taxonomies]\ncategories = ["Docks"]\n+++\n{TEXT}',
        ("Docks",),
        "front matter",
    ),
    "pelican.rst": (
        f"Dredger\n#######\n\n:section: Docks\n:tags: ferries, quays\n\n{TEXT}\n",
        ("Docks", "ferries", "quays"),
        "front matter",
    ),
    "sections.html": (
        _page(_meta("article:section", "Docks") + _meta("article:tag", "Ferries, Quays")),
        ("Docks", "Ferries", "Quays"),
        "meta article:section",
    ),
    "linked.html": (
        _page(f'<script type="application/ld+json">{LD}</script>'),
        ("Docks", "Arts & Piers"),
        "JSON-LD NewsArticle articleSection",
    ),
    "rows.csv": (
        "headline,section,keywords,text\n"
        f"""D,"Arts, Briefly","['Docks', 'Quays']","{TEXT}"\n""",
        ("Arts, Briefly", "Docks", "Quays"),
        "column section",
    ),
}


def _only(folder: Path, name: str, text: str, columns: tuple[object, ...] = ()) -> Article:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    outcome = read(Source(str(path), path, columns=columns))  # type: ignore[arg-type]
    assert outcome.failures == ()
    (article,) = outcome.articles
    return article


@pytest.mark.parametrize("name", CASES)
def test_what_a_format_says_is_kept_with_where_it_stands(tmp_path: Path, name: str) -> None:
    text, expected, source = CASES[name]
    article = _only(tmp_path, name, text)
    assert article.info.categories == expected
    assert [one.source for one in article.origins if one.field == "categories"] == [source]


def test_they_come_out_of_the_process_that_reads(tmp_path: Path) -> None:
    path = tmp_path / "wordpress.xml"
    path.write_text(WXR)
    (article,) = read_file_apart(path, path.name).outcome.articles
    assert article.info.categories == ("Docks & Piers", "Local", "Dredgers")


def test_keywords_of_pages_are_none(tmp_path: Path) -> None:
    head = '<meta name="keywords" content="dredger, quay"><meta name="news_keywords" content="x">'
    article = _only(tmp_path, "page.html", _page(head))
    assert article.info.categories == ()
    assert "categories" not in {one.field for one in article.origins}


def test_a_column_that_is_named_for_them_is_the_only_one(tmp_path: Path) -> None:
    table = f"title,tags,ressort,text\nD,Quays,Docks; Ferries,{TEXT.replace(',', '')}\n"
    article = _only(tmp_path, "rows.csv", table, (("categories", ("ressort",)),))
    assert article.info.categories == ("Docks", "Ferries")


def test_a_table_of_labels_is_still_none_of_articles(tmp_path: Path) -> None:
    from index.readers.rows.articles import names_text

    source = Source("labels.csv", tmp_path / "labels.csv")
    assert not names_text(["text", "category"], source)
