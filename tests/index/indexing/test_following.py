"""Sitemaps and feeds whose pages are fetched: only those asked for, and as their site allows."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.collection import Index
from index.errors import ReadError
from index.readers.fetch.polite import Polite
from index.readers.fetch.sites import same_site, site_of

if TYPE_CHECKING:
    from conftest import Site


def titles(index: Index) -> list[str | None]:
    return sorted(info.title or "" for info in index.articles())


def test_the_pages_of_a_sitemap_are_read_and_only_those_that_changed_again(
    site: "Site", index: Index
) -> None:
    one, two = site.article("/one", "Old words."), site.article("/two", "Other words.")
    elsewhere = "http://elsewhere.example/three"
    address = site.sitemap("/map.xml", (one, "2023-01-01"), (two, "2023-01-02"), (elsewhere, ""))
    report = index.add([address])
    assert (report.added, report.failed) == (2, ())
    assert [one.reason for one in report.skipped] == [
        "1 links lead to other sites, which are not followed"
    ]
    assert site.paths() == ["/map.xml", "/two", "/one"]  # the newest first
    site.article("/one", "New words.")
    site.sitemap("/map.xml", (one, "2023-01-03"), (two, "2023-01-02"))
    report = index.add([address])
    assert (report.updated, report.unchanged) == (1, 1)
    assert site.paths() == ["/map.xml", "/one"]
    (info,) = [info for info in index.articles() if info.url == one]
    assert "New words." in index.article(info.id).text


def test_lists_of_lists_are_followed_but_not_in_circles(site: "Site", index: Index) -> None:
    one = site.article("/one", "Words.")
    inner = site.sitemap("/inner.xml", (one, ""))
    outer = f"{site.url}/outer.xml"
    site.sitemap("/outer.xml", (inner, ""), (outer, ""), (inner, ""), kind="sitemap")
    report = index.add([outer])
    assert (report.added, report.failed) == (1, ())
    assert site.paths() == ["/outer.xml", "/inner.xml", "/one"]


def test_more_pages_than_one_run_reads_are_told_of_and_read_in_the_next(
    site: "Site", index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.indexing.addresses.Addresses.follow.__defaults__", (2,))
    pages = [(site.article(f"/{n}", f"Words {n}."), f"2023-01-0{n}") for n in range(1, 6)]
    address = site.sitemap("/map.xml", *pages)
    report = index.add([address])
    assert report.added == 2
    assert "3 more pages are listed than one run reads" in report.skipped[0].reason
    report = index.add([address])
    assert (report.added, report.unchanged) == (2, 2)
    report = index.add([address])
    assert (report.added, report.unchanged, report.skipped) == (1, 4, ())


def test_a_sitemap_in_a_file_is_followed_only_when_that_is_asked_for(
    site: "Site", index: Index, tmp_path: Path
) -> None:
    one = site.article("/one", "Words.")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "map.xml").write_text(f"<urlset><url><loc>{one}</loc></url></urlset>")
    report = index.add([str(folder)])
    assert (report.added, report.skipped[0].reason) == (0, "lists 1 pages; --follow reads them")
    assert site.paths() == []
    assert index.add([str(folder)], follow=True).added == 1
    assert index.article(index.article_ids()[0]).info.path is None


def test_robots_txt_is_obeyed_with_its_wildcards(site: "Site", index: Index) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /*private\nAllow: /private/not$\n")
    pages = [site.article(path, "Words.") for path in ("/open", "/a-private", "/private/not")]
    report = index.add([site.sitemap("/map.xml", *((page, "") for page in pages))])
    assert report.added == 2
    assert [one.error for one in report.failed] == [
        f"{pages[1]}: its site's robots.txt asks programs to stay away from it"
    ]
    assert "/a-private" not in site.paths()


def test_without_rules_that_can_be_read_nothing_is_fetched(site: "Site", index: Index) -> None:
    site.put("/robots.txt", "", status=503)
    report = index.add([site.sitemap("/map.xml", (site.article("/one", "Words."), ""))])
    assert report.added == 0
    assert "robots.txt answered 503" in report.failed[0].error
    assert site.paths() == ["/map.xml"]


def test_a_page_that_leads_to_another_site_is_not_followed(site: "Site", index: Index) -> None:
    moved = site.put("/moved", "", status=302, Location="http://localhost:1/admin")
    report = index.add([site.sitemap("/map.xml", (moved, ""))])
    assert report.failed[0].error == f"{moved}: leads to another site, which is not followed"


def test_pauses_are_as_long_as_the_site_wants(site: "Site") -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n")
    address = site.article("/one", "Words.")
    polite, began = Polite(interval=0.0), time.monotonic()
    polite.get(address)
    polite.get(address)
    assert time.monotonic() - began >= 0.3
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 900\n")
    with pytest.raises(ReadError, match="wants 900 seconds"):
        Polite(interval=0.0).get(address)


def test_a_host_that_asks_to_wait_is_not_asked_again(site: "Site", index: Index) -> None:
    busy = site.put("/busy", "", status=429, Retry_After="120")
    one = site.article("/one", "Words.")
    report = index.add([site.sitemap("/map.xml", (busy, "2023-02-02"), (one, "2023-01-01"))])
    assert (report.added, len(report.failed)) == (0, 2)
    assert site.paths() == ["/map.xml", "/busy"]


RSS = """<rss version="2.0"><channel><title>Quay News</title>
<item><title>Short</title><link>{0}</link><description>A teaser.</description></item>
<item><title>Cut</title><link>{1}</link><description>{2} …</description></item>
</channel></rss>"""


def test_the_pages_of_teasers_take_their_place(site: "Site", index: Index, tmp_path: Path) -> None:
    one, two = site.article("/one", "Words."), f"{site.url}/two"
    address = site.put(
        "/feed.xml", RSS.format(one, two, "Many words of it. " * 20), kind="application/rss+xml"
    )
    report = index.add([address])
    assert titles(index) == ["Cut"]
    assert "2 items in it show a part" in report.skipped[0].reason
    report = index.add([address], follow=True)  # the second page is not there
    assert titles(index) == ["About one", "Cut"]
    assert "/two: answered 404" in report.failed[0].error
    site.article("/two", "All of the words.")
    index.add([address], follow=True)
    assert titles(index) == ["About one", "About two"]


def test_sites_are_told_apart() -> None:
    assert same_site("https://www.quay.example/a", "http://quay.example/b")
    assert same_site("https://quay.example:443/", "https://quay.example/")
    assert not same_site("https://quay.example/", "https://quay.example:9200/")
    assert not same_site("https://quay.example/", "https://a.quay.example/")
    assert site_of("file:///etc/passwd") is None
    assert site_of("https://[broken/") is None
