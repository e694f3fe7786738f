"""Addresses that are looked at again, and what is known of each since it was last fetched."""

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from index.store.database import ANY_TEXT, INT, TEXT, Database


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed, sitemap or page that is looked at again.

    `follow` also reads the pages of items that show a part of their text; `added` is when it was
    subscribed to, ISO 8601 in UTC. What comes of it is put into `collections`, where there are any.
    """

    url: str
    follow: bool
    added: str
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """What is known of an address since it was last fetched.

    `etag` and `modified` are what the server called its state, `listed` when the list that leads
    to it said that it changed, and `reading` how it was read. `checked` and `due` are seconds since
    1970: when it was last asked for, and when it may be again. `failures` counts those since it
    last worked, and `problem` says what the last one was.
    """

    url: str
    etag: str | None = None
    modified: str | None = None
    listed: str | None = None
    reading: str = ""
    checked: int = 0
    due: int = 0
    failures: int = 0
    problem: str | None = None


class SubscriptionTable:
    """The subscriptions of one index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Subscription]:
        """Return all, in the order of their addresses."""
        sql = "SELECT url, follow, added, collections FROM subscriptions ORDER BY url"
        rows = self._database.select(sql, (TEXT, INT, TEXT, TEXT))
        return [
            Subscription(url, follow == 1, added, tuple(json.loads(names)))
            for url, follow, added, names in rows
        ]

    def put(self, one: Subscription) -> None:
        """Store a subscription, in place of the one of the same address."""
        self._database.run(
            "INSERT OR REPLACE INTO subscriptions VALUES (?, ?, ?, ?)",
            (one.url, int(one.follow), one.added, json.dumps(one.collections)),
        )

    def drop(self, url: str) -> None:
        """Forget a subscription."""
        self._database.run("DELETE FROM subscriptions WHERE url = ?", (url,))


class FetchTable:
    """What is known of the addresses that one index was made from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, url: str) -> Fetch | None:
        """Return what is known of an address; None where it was not fetched."""
        rows = self._database.select(
            "SELECT url, etag, modified, listed, reading, checked, due, failures, problem "
            "FROM fetches WHERE url = ?",
            (TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, TEXT, INT, INT, INT, ANY_TEXT),
            (url,),
        )
        if not rows:
            return None
        url, etag, modified, listed, reading, checked, due, failures, problem = rows[0]
        return Fetch(
            url=url,
            etag=etag,
            modified=modified,
            listed=listed,
            reading=reading,
            checked=checked,
            due=due,
            failures=failures,
            problem=problem,
        )

    def put(self, fetches: Iterable[Fetch]) -> None:
        """Store what is known of addresses."""
        self._database.run_many(
            f"INSERT OR REPLACE INTO fetches VALUES ({','.join('?' * 9)})", map(astuple, fetches)
        )
