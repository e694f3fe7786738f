"""Feeds, sitemaps and pages that an index follows, once somebody asks to refresh them."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import UsageError
from index.readers.fetch.sites import site_of
from index.store.storage import Storage
from index.store.tables.subscriptions import Fetch, Subscription


@dataclass(frozen=True, slots=True)
class Subscribed:
    """A subscription with what is known of its address, None before it was fetched."""

    subscription: Subscription
    fetch: Fetch | None

    def to_json(self) -> dict[str, object]:
        """Return one element of `subscriptions` of the command line."""
        fetch = self.fetch
        return {
            "url": self.subscription.url,
            "follow": self.subscription.follow,
            "collections": list(self.subscription.collections),
            "added": self.subscription.added,
            "checked": _time(fetch.checked) if fetch else None,
            "due": _time(fetch.due) if fetch else None,
            "failures": fetch.failures if fetch else 0,
            "problem": fetch.problem if fetch else None,
        }


class Subscriptions:
    """The subscriptions of one index. Nothing is fetched here."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def all(self) -> list[Subscribed]:
        """Return all, in the order of their addresses."""
        with self._storage.reading():
            return [
                Subscribed(one, self._storage.fetches.of(one.url))
                for one in self._storage.subscriptions.all()
            ]

    def add(self, url: str, *, follow: bool = False, collections: Sequence[str] = ()) -> None:
        """Subscribe to an address, or change whether its pages are followed and where they belong.

        Raises:
            UsageError: it is no address of the web.
        """
        if site_of(url) is None:
            raise UsageError(f"{url[:200]!r} is no address, as in https://news.example/feed.xml")
        added = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        with self._storage.writing():
            self._storage.subscriptions.put(Subscription(url, follow, added, tuple(collections)))

    def remove(self, url: str) -> None:
        """End a subscription; its articles stay.

        Raises:
            UsageError: there is none to this address.
        """
        with self._storage.writing():
            if url not in {one.url for one in self._storage.subscriptions.all()}:
                raise UsageError(
                    f"There is no subscription to {url[:200]}; `pullquote subscriptions` lists "
                    f"them."
                )
            self._storage.subscriptions.drop(url)


def _time(seconds: int) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat(timespec="seconds")
