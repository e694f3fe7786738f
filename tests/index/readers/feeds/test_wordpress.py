"""Exports of WordPress: what is published, and not a word of anything else."""

from pathlib import Path

import pytest

from index.articles.article import Article
from index.collection import Index
from index.readers import read
from index.readers.apart.process import read_file_apart
from index.readers.feeds.shortcodes import post_html, without_shortcodes
from index.readers.sources import ReadOutcome, Source

HEAD = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Quay &amp; Mole</title><link>https://quay.example</link><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:author><wp:author_login>orla</wp:author_login>
<wp:author_display_name><![CDATA[Orla Brandt]]></wp:author_display_name></wp:author>
<item><title>Logo</title><guid>logo</guid><wp:status>inherit</wp:status>
<wp:post_type>attachment</wp:post_type></item>"""
TEXT = "The dredger came back on Monday.\n\nNobody had ordered it."


def post(number: int, *, text: str = TEXT, more: str = "", **values: str) -> str:
    given = {
        "status": "publish", "post_type": "post", "post_date": "2023-05-08 23:40:00", **values
    }  # fmt: skip
    wp = "".join(f"<wp:{name}>{value}</wp:{name}>" for name, value in given.items())
    return f"""<item><title>Post {number}</title><link>https://quay.example/{number}</link>
<pubDate>Tue, 09 May 2023 04:40:00 +0000</pubDate><dc:creator>orla</dc:creator>
<guid isPermaLink="false">https://quay.example/?p={number}</guid>{more}
<content:encoded><![CDATA[{text}]]></content:encoded>{wp}</item>"""


def export(folder: Path, *posts: str) -> ReadOutcome:
    path = folder / "export.xml"
    path.write_text(f"{HEAD}{''.join(posts)}</channel></rss>", encoding="utf-8")
    return read(Source(str(path), path))


def only(outcome: ReadOutcome) -> Article:
    assert outcome.failures == ()
    (article,) = outcome.articles
    return article


def test_what_is_published_is_an_article_with_names_and_the_local_day(tmp_path: Path) -> None:
    article = only(export(tmp_path, post(1)))
    info = article.info
    assert (info.title, info.author, info.date) == ("Post 1", "Orla Brandt", "2023-05-08")
    assert (info.publication, info.lang) == ("Quay & Mole", "en-gb")
    assert info.url == "https://quay.example/1"
    assert article.text == TEXT
    assert {one.source for one in article.origins} >= {"display name of the author", "post date"}


@pytest.mark.parametrize("status", ["draft", "pending", "future", "auto-draft"])
def test_what_is_on_its_way_is_a_draft(tmp_path: Path, status: str) -> None:
    outcome = export(tmp_path, post(1), post(2, status=status))
    assert only(outcome).info.title == "Post 1"
    assert [draft.info.title for draft in outcome.drafts] == ["Post 2"]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"status": "private"}, "posts of status private"),
        ({"status": "trash"}, "posts of status trash"),
        ({"status": "inherit", "post_type": "revision"}, "no post or page but revision"),
        ({"post_type": "nav_menu_item"}, "no post or page but nav_menu_item"),
        ({"post_type": "page", "post_password": "x"}, "pages with a password"),
    ],
)
def test_what_nobody_may_read_is_left_out_and_counted(
    tmp_path: Path, values: dict[str, str], reason: str
) -> None:
    outcome = export(tmp_path, post(1), post(2, **values))
    assert only(outcome).info.title == "Post 1"
    assert outcome.drafts == ()
    assert f"{reason} (1)" in outcome.skipped[0].reason


def test_a_post_that_was_published_once_goes_when_it_is_private(
    tmp_path: Path, small_index: Index
) -> None:
    export(tmp_path, post(1), post(2))
    path = str(tmp_path / "export.xml")
    assert small_index.add([path]).added == 2
    export(tmp_path, post(1), post(2, status="private"))
    report = small_index.add([path], drafts=True)
    assert (report.removed, report.articles) == (1, 1)
    export(tmp_path, post(1, status="draft"), post(2))
    report = small_index.add([path])
    assert [info.title for info in small_index.articles()] == ["Post 2"]


def test_several_authors_and_logins_without_names(tmp_path: Path) -> None:
    several = "".join(
        f'<category domain="author" nicename="cap-{n}"><![CDATA[{n}]]></category>'
        for n in ("Rhea Solberg", "Tilda Ross")
    )
    article = only(export(tmp_path, post(1, more=several)))
    assert article.info.author == "Rhea Solberg, Tilda Ross"
    article = only(export(tmp_path, post(1).replace(">orla<", ">jdoe7<")))
    (origin,) = [one for one in article.origins if one.field == "author"]
    assert (article.info.author, origin.certainty < 0.5) == ("jdoe7", True)


def test_blocks_and_shortcodes_are_no_text(tmp_path: Path) -> None:
    text = """<!-- wp:paragraph {"align":"left"} -->
<p>The mole <em>held</em> [sic] all night, "[the wardens] slept".</p>
<!-- /wp:paragraph -->
<!-- wp:shortcode -->
[gallery ids="1,2,3"]
<!-- /wp:shortcode -->
<!-- wp:heading --><h2>Costs</h2><!-- /wp:heading -->
<!-- wp:paragraph -->
<p>[su_note color="red"]Nine million[/su_note] in all[1].</p>
<!-- /wp:paragraph -->"""
    article = only(export(tmp_path, post(1, text=text)))
    assert article.text == (
        'The mole held [sic] all night, "[the wardens] slept".\n\nCosts\n\nNine million in all[1].'
    )
    assert len(article.headings) == 1


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a [embed]https://v.example/1[/embed] b", "a   b"),
        ("[contact-form-7 id=\"4\" title=\"Ask\"] b", "  b"),
        ("[toc]\nText", " \nText"),
        ("he said [quietly] so", "he said [quietly] so"),
        ("[[gallery]] is a shortcode", "[gallery] is a shortcode"),
        ("[b]bold[/b]", " bold "),
        ("[audio src=\"x\"] never closed", "  never closed"),
        ("[Applause] [2] [a, b]", "[Applause] [2] [a, b]"),
        ("[caption width=\"9\"]<img> The quay[/caption]",
         "<figure><figcaption><img> The quay</figcaption></figure>"),
    ],
)  # fmt: skip
def test_shortcodes(written: str, shown: str) -> None:
    assert without_shortcodes(written) == shown


def test_blank_lines_part_paragraphs_but_not_inside_lists() -> None:
    assert post_html("One\ntwo\n\nthree") == "One<br>\ntwo\n<p>three"
    kept = "<ul>\n\n<li>a</li>\n\n</ul>"
    assert post_html(f"x\n\n{kept}") == f"x\n<p>{kept}"


@pytest.mark.parametrize("written", ["[" * 300_000, "[a " * 200_000, "[a]" * 200_000 + "[/a]"])
def test_brackets_without_end_take_time_that_grows_with_their_number(written: str) -> None:
    assert len(without_shortcodes(written)) <= len(written) + 1


def test_an_editor_who_sends_a_draft_is_told_why_nothing_came_of_it(tmp_path: Path) -> None:
    export(tmp_path, post(1, status="draft"), post(2, status="private"))
    told = read_file_apart(tmp_path / "export.xml", "mine.xml").outcome.failures
    assert [one.error for one in told] == [
        "mine.xml: left out: no post or page but attachment (1), posts of status private (1)",
        "“Post 1” is a draft and left out",
    ]
