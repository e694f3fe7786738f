"""Subscriptions: nothing is fetched before it is asked for, and nothing twice without need."""

import email.utils
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.collection import Index
from index.errors import UsageError

if TYPE_CHECKING:
    from conftest import Site

RSS = """<rss version="2.0"><channel><title>Quay News</title><item><title>{0}</title>
<link>https://quay.example/1</link><guid>1</guid><description>{1}</description></item>
</channel></rss>"""
LONG = "The pier was closed on Friday, said the warden. " * 6


def feed(site: "Site", title: str, text: str = LONG, **headers: str) -> str:
    return site.put("/feed", RSS.format(title, text), kind="application/rss+xml", **headers)


def test_a_subscription_is_fetched_when_it_is_refreshed_and_only_what_is_new(
    site: "Site", index: Index
) -> None:
    address = feed(site, "One", ETag='"a"')
    index.subscriptions.add(address)
    assert site.asked == []
    assert index.refresh().added == 1
    (request,) = [headers for path, headers in site.asked if path == "/feed"]
    assert (request["user-agent"], "if-none-match" in request) == ("pullquote", False)
    site.asked.clear()
    report = index.refresh()  # a moment later
    assert (site.asked, report.unchanged) == ([], 0)
    assert "with --now" in report.skipped[0].reason
    report = index.refresh(now=True)
    assert (report.unchanged, report.updated) == (1, 0)
    assert site.asked[-1][1]["if-none-match"] == '"a"'
    feed(site, "One", LONG + "It opened again.", ETag='"b"')
    report = index.refresh(now=True)
    assert (report.updated, report.failed) == (1, ())
    (known,) = index.subscriptions.all()
    assert (known.fetch and known.fetch.etag, known.fetch and known.fetch.failures) == ('"b"', 0)


def test_last_modified_serves_as_well(site: "Site", index: Index) -> None:
    address = feed(site, "One", Last_Modified="Mon, 08 May 2023 09:00:00 GMT")
    index.subscriptions.add(address)
    index.refresh()
    site.asked.clear()
    assert index.refresh(now=True).unchanged == 1
    assert site.asked[-1][1]["if-modified-since"] == "Mon, 08 May 2023 09:00:00 GMT"


def test_a_damaged_article_is_fetched_again_though_the_feed_is_as_it_was(
    site: "Site", index: Index
) -> None:
    index.subscriptions.add(feed(site, "One", ETag='"a"'))
    index.refresh()
    index._storage.database.run("UPDATE articles SET text = text || '!'")
    assert index.refresh(now=True).updated == 1
    assert index.verify().problems == ()


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({}, 1700, 1900),
        ({"Retry_After": "7200"}, 7100, 7300),
        ({"Retry_After": "in 9000"}, 8000, 9100),
        ({"Retry_After": "99999999999"}, 600_000, 605_000),
    ],
)
def test_a_failing_address_is_left_alone_for_longer_and_longer(
    site: "Site", index: Index, headers: dict[str, str], least: int, most: int
) -> None:
    if headers.get("Retry_After") == "in 9000":  # as a day and a time, which is now another one
        later = email.utils.formatdate(time.time() + 9000, usegmt=True)
        headers = {"Retry_After": later}
    address = site.put("/feed", "", status=503, **headers)
    index.subscriptions.add(address)
    report = index.refresh()
    assert "answered 503" in report.failed[0].error
    (known,) = index.subscriptions.all()
    assert known.fetch is not None
    assert (known.fetch.failures, known.fetch.problem is not None) == (1, True)
    assert least <= known.fetch.due - time.time() <= most
    site.asked.clear()
    report = index.refresh(now=True)
    assert site.asked == []
    assert "is asked again in" in report.skipped[0].reason


def test_after_it_works_again_failures_are_forgotten(site: "Site", index: Index) -> None:
    address = site.put("/feed", "", status=500)
    index.subscriptions.add(address)
    index.refresh()
    index._storage.database.run("UPDATE fetches SET due = 0")
    index.refresh()
    (known,) = index.subscriptions.all()
    assert known.fetch is not None
    assert known.fetch.failures == 2
    assert known.fetch.due - time.time() > 3000
    feed(site, "One")
    index._storage.database.run("UPDATE fetches SET due = 0")
    assert index.refresh().added == 1
    (known,) = index.subscriptions.all()
    assert known.to_json()["problem"] is None


def test_pages_that_failed_are_tried_again_though_the_list_is_as_it_was(
    site: "Site", index: Index
) -> None:
    one, two = site.article("/one", "Words."), f"{site.url}/two"
    site.sitemap("/map", (one, "2023-01-01"), (two, "2023-01-01"))
    site.pages["/map"][1]["ETag"] = '"a"'
    index.subscriptions.add(f"{site.url}/map")
    report = index.refresh()
    assert (report.added, len(report.failed)) == (1, 1)
    site.article("/two", "Other words.")
    index._storage.database.run("UPDATE fetches SET due = 0")
    report = index.refresh()
    assert (report.added, report.unchanged, report.failed) == (1, 1, ())


def test_subscriptions_are_listed_and_ended_and_articles_stay(site: "Site", index: Index) -> None:
    address = feed(site, "One")
    index.subscriptions.add(address, follow=True)
    index.subscriptions.add(address)
    (known,) = index.subscriptions.all()
    assert known.to_json() == {
        "url": address, "follow": False, "added": known.subscription.added, "checked": None,
        "due": None, "failures": 0, "problem": None, "collections": [],
    }  # fmt: skip
    index.refresh()
    index.subscriptions.remove(address)
    assert (index.subscriptions.all(), index.article_count) == ([], 1)
    with pytest.raises(UsageError, match="no subscription"):
        index.subscriptions.remove(address)
    with pytest.raises(UsageError, match="is no address"):
        index.subscriptions.add("quay.example/feed")


@pytest.mark.parametrize("kind", ["text/plain", "text/html; charset=utf-8"])
def test_feeds_that_are_called_something_else_are_feeds(
    site: "Site", index: Index, kind: str
) -> None:
    address = site.put("/feed", f'<?xml version="1.0"?>{RSS.format("One", LONG)}', kind=kind)
    assert index.add([address]).added == 1
    assert index.articles()[0].publication == "Quay News"


def test_what_a_salvage_keeps(site: "Site", index: Index, tmp_path: Path) -> None:
    address = feed(site, "One")
    index.subscriptions.add(address)
    index.refresh()
    feed(site, "One", LONG + "It opened again.")
    index.refresh(now=True)
    path = index.folder / "articles.sqlite"
    index.close()
    with path.open("r+b") as file:
        file.write(b"\x00" * 16)
    report = Index.open(index.folder, embedder=index.embedder, damaged=True).verify(repair=True)
    assert report.ok
    with Index.open(index.folder) as again:
        assert [one.subscription.url for one in again.subscriptions.all()] == [address]
        (article_id,) = again.article_ids()
        assert len(again.versions.of(article_id)) == 1
