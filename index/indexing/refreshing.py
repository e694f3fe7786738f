"""Subscriptions looked at again: everything is fetched and read before the index is written to.

So that nobody who writes has to wait for other hosts.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.indexing.addresses import Addresses, Got
from index.indexing.indexer import Indexer, Wishes
from index.indexing.links import left, wanted_links
from index.indexing.report import IndexReport
from index.models.embedder import Progress
from index.readers.apart.process import Readers
from index.readers.fetch.polite import Polite
from index.readers.sources import Link, Skip
from index.store.storage import Storage
from index.store.tables.subscriptions import Fetch, Subscription
from index.subscriptions import Subscribed

MOST_PAGES = 200
"""Pages that one subscription leads to in one run."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What a subscription gave: itself, and the pages that were followed."""

    subscription: Subscription
    got: Got
    links: tuple[Link, ...]
    pages: tuple[Got, ...]
    skipped: tuple[Skip, ...]


def parted_by_due(
    subscribed: Sequence[Subscribed], *, now: bool
) -> tuple[list[Subscription], list[Skip]]:
    """Return which subscriptions are looked at, and when those that are not will be.

    With `now`, only those wait that failed or were asked to wait.
    """
    due: list[Subscription] = []
    waiting: list[Skip] = []
    for one in subscribed:
        fetch = one.fetch
        if fetch is None or fetch.due <= time.time() or (now and not fetch.failures):
            due.append(one.subscription)
        else:
            waiting.append(Skip(one.subscription.url, _when(fetch)))
    return due, waiting


def _when(fetch: Fetch) -> str:
    minutes = max(int(fetch.due - time.time()) // 60, 1)
    if fetch.problem:
        return f"failed ({fetch.problem}); it is asked again in {minutes} minutes"
    return f"looked at a moment ago; it is again in {minutes} minutes, or with --now"


def bring(subscription: Subscription, storage: Storage, polite: Polite) -> Brought:
    """Fetch and read a subscription and the pages that it leads to; nothing is written."""
    url = subscription.url
    with Readers() as readers, Addresses(storage, readers, polite) as addresses:
        got = addresses.get(Link(url))
        if got.outcome is None:
            return Brought(subscription, got, (), (), ())
        links = wanted_links(got.outcome, got.source, follow=subscription.follow)
        pages = tuple(addresses.follow(links, url, MOST_PAGES))
        skipped = (*left(got.outcome, got.source, links), *addresses.skipped)
    is_whole = not addresses.skipped and not any(
        page.outcome and page.outcome.failures for page in pages
    )
    if not is_whole:  # what is still to be read must not wait for another state of the list
        got = replace(got, fetch=replace(got.fetch, etag=None, modified=None))
    return Brought(subscription, got, links, pages, skipped)


def bring_all(
    due: Sequence[Subscription], storage: Storage, progress: Progress | None, polite: Polite
) -> Iterator[Brought]:
    """Bring one after the other; `progress` is called with (done, in all)."""
    for number, subscription in enumerate(due):
        if progress:
            progress(number, len(due))
        yield bring(subscription, storage, polite)


def store(brought: Brought, indexer: Indexer) -> None:
    """Write what a subscription gave."""
    got, wishes = brought.got, Wishes()
    indexer.placing.collections = brought.subscription.collections
    if got.outcome is None:
        indexer.take_address(got, wishes)
    else:
        indexer.take_followed(got.outcome, got.source, brought.links, brought.pages, wishes)
        indexer.note(got.fetch)
    indexer.skipped += brought.skipped
    indexer.flush()
    indexer.placing.place()
    indexer.annotate()


def joined(
    reports: Sequence[IndexReport], skipped: Sequence[Skip], last: IndexReport
) -> IndexReport:
    """Return the reports of several runs as one, `last` saying what is in the index now."""
    return IndexReport(
        added=sum(one.added for one in reports),
        updated=sum(one.updated for one in reports),
        unchanged=sum(one.unchanged for one in reports),
        removed=sum(one.removed for one in reports),
        skipped=(*(skip for one in reports for skip in one.skipped), *skipped),
        failed=tuple(failure for one in reports for failure in one.failed),
        articles=last.articles,
        passages=last.passages,
        seconds=last.seconds,
    )
